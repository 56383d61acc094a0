"""Of tests/deeds.py: what the portal puts on record by itself, and what it does with the record."""

from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.request import Request

from supervision import seals
from supervision.api.recorded import on_record
from supervision.dialogs import guessing
from supervision.models import Chat, CodeTry, Event, Seal
from supervision.queue import outbox
from supervision.reconcile import limit_held
from tests.deed_calls import Call, Deed
from tests.deed_scenes import administrator, program
from tests.world import World


def sealed(w: World, folder: Path) -> Call:
    program(w)
    seals.seal_some()
    return partial(seals.remove, Seal.objects.get().pk, cause="remove_audit_segments by root")


def guessed(w: World, folder: Path) -> Any:
    """The hundredth wrong code of an hour."""
    earlier = range(1, guessing.MOST_OF_REGION)
    CodeTry.objects.bulk_create(CodeTry(turn=n, region=w.region, account_id=n, at=timezone.now()) for n in earlier)
    return partial(guessing.note_wrong, w.region, 7, guessing.MOST_OF_REGION)


def erased(w: World, folder: Path) -> Call:
    sealed(w, folder)
    number = Event.objects.earliest("pk").pk
    return partial(seals.erase, {number: {"reason": "", "details": {}}}, cause="forget_person by root")


def exported(w: World, folder: Path) -> Call:
    """By a person, with the session; what was changed in this transaction no export shows, so the rows are given."""
    request = Request(HttpRequest())
    request.user, request.auth = administrator(w), None
    parts = (("{}\n", 1), ("{}\n", 2))
    return lambda: list(on_record(request, "list.exported", parts, details={"list": "houses"}))


def too_many(w: World, folder: Path) -> Call:
    """More chats to be changed than go without approval: the account says so once."""
    w.houses(60, w.company("ООО «Старая»"))
    Chat.objects.update(messenger_id=F("pk"), linked_at=timezone.now())
    outbox.mark(list(Chat.objects.values_list("pk", flat=True)))
    return lambda: limit_held.within_limit(w.account(), 60)


BY_ITSELF: dict[str, Deed] = {
    "seals.erase": erased,
    "seals.remove": sealed,
    "api.recorded.on_record": exported,
    "reconcile.limit_held.within_limit": too_many,
    "dialogs.guessing.note_wrong": guessed,
}
