"""A worker whose clock is wrong: what is due and who holds a chat the database says, and the wrong clock is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.checks import Tags, run_checks
from django.utils import timezone

from supervision.models import SyncRequest
from supervision.queue import claims, clock, outbox
from tests.database_clock import own_time
from tests.world import World

AHEAD, BEHIND = timedelta(seconds=60), timedelta(seconds=-60)


def claim(world: World) -> claims.Claim | None:
    return next(iter(claims.take(world.region, most=1, within_limit=True)), None)


@pytest.mark.parametrize("off", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_a_worker_with_a_wrong_clock_takes_up_what_is_due_and_leaves_what_is_held(world: World, off: timedelta) -> None:
    first, second = world.houses(2)
    SyncRequest.objects.all().delete()
    with own_time():
        now = clock.now()
        outbox.mark_houses([first.pk])
        outbox.mark_houses([second.pk], not_before=now + timedelta(seconds=30))
        with time_machine.travel(now + off, tick=True):
            held = claim(world)
            assert held is not None and outbox.due(world.region).count() == 0
            assert claim(world) is None
            claims.renew(held)
            lease = SyncRequest.objects.get(chat=held.chat_id).lease_until
    assert lease == now + timedelta(seconds=claims.LEASE_SECONDS)


@pytest.mark.parametrize(("off", "told"), [(AHEAD, True), (BEHIND, True), (timedelta(0), False)])
def test_a_clock_that_is_off_is_told(db: None, off: timedelta, told: bool) -> None:
    with time_machine.travel(timezone.now() + off, tick=True):
        found = [one for one in run_checks(tags=[Tags.database], databases=["default"]) if one.id == "supervision.W020"]
    assert bool(found) is told
    if told:
        assert "60" in found[0].msg


def test_without_a_database_asked_for_no_clock_is_compared(db: None) -> None:
    with time_machine.travel(timezone.now() + AHEAD, tick=True):
        assert not [one for one in run_checks() if one.id == "supervision.W020"]
