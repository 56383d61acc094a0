"""Bounds on wrong codes: five an hour for an account, a hundred an hour for a region, which its inspectors are told."""

from datetime import timedelta

from django.db import transaction

from supervision import audit
from supervision.models import CodeTry, Event, Region
from supervision.queue import clock

MOST_OF_ACCOUNT, MOST_OF_REGION = 5, 100
WITHIN = timedelta(hours=1)


def may_try(region: Region, account_id: int) -> bool:
    """Asked before a code is looked up, so that a right one is no answer either while guessing rests."""
    recent = CodeTry.objects.filter(region=region, at__gt=clock.now() - WITHIN)
    if recent.count() >= MOST_OF_REGION:
        return False
    return recent.filter(account_id=account_id).count() < MOST_OF_ACCOUNT


@transaction.atomic
def note_wrong(region: Region, account_id: int, turn: int) -> None:
    """Once a turn, however often it is answered. The hundredth of an hour is on record, once an hour."""
    now = clock.now()
    CodeTry.objects.get_or_create(turn=turn, defaults={"region": region, "account_id": account_id, "at": now})
    many = CodeTry.objects.filter(region=region, at__gt=now - WITHIN).count() >= MOST_OF_REGION
    told = Event.objects.filter(name="codes.guessed", region=region, at__gt=now - WITHIN)
    if many and not told.exists():
        audit.record("codes.guessed", cause="dialog", region=region)
