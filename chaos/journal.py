"""The journal against the messenger, line by line: whatever was done is there, whatever is there was written down."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from supervision.enums import CallOutcome, RequestState
from supervision.models import MessengerCall

World = dict[str, dict[str, Any]]
UNCLEAR = (CallOutcome.UNKNOWN, CallOutcome.STARTED)
MAY_BE_DONE = (CallOutcome.DONE, *UNCLEAR)


def only_there(world: World) -> Iterator[str]:
    """What surely was carried out and is not in the messenger. Of appointments and their ends the last one counts."""
    for guid, lines in _lines().items():
        chat, done = world.get(guid), [line for line in lines if line.outcome == CallOutcome.DONE]
        if chat is None:
            yield from (f"{guid}: {line.step}" for line in done)
            continue
        if sum(line.step == "Announce" for line in done) > len(chat["texts"]):
            yield f"{guid}: an announcement"
        last = {_person(line): line for line in lines if line.step in ("GrantAdmin", "RevokeAdmin") and line in done}
        for person, line in last.items():
            is_there = person in chat["admins"] and int(person) != chat["owner_id"]
            later = any(_person(other) == person and other.pk > line.pk for other in lines if other.outcome in UNCLEAR)
            if not later and int(person) != chat["owner_id"] and is_there != (line.step == "GrantAdmin"):
                yield f"{guid}: {line.step} {person}"


def lacks(world: World) -> Iterator[str]:
    """What the messenger holds and no line that was, or may have been, carried out accounts for."""
    lines = _lines()
    for guid, chat in world.items():
        sent = [line for line in lines.get(guid, []) if line.outcome in MAY_BE_DONE or line.looked_at]
        if not any(line.step == "CreateChat" for line in sent):
            yield f"{guid}: the chat itself"
        if len(chat["texts"]) > sum(line.step == "Announce" for line in sent):
            yield f"{guid}: an announcement"
        appointed = {_person(line) for line in sent if line.step == "GrantAdmin"}
        for person in chat["admins"]:
            if int(person) != chat["owner_id"] and person not in appointed:
                yield f"{guid}: administrator {person}"


def open_lines() -> int:
    return MessengerCall.objects.unsettled().exclude(chat__request__state=RequestState.PARKED).count()


def _lines() -> dict[str, list[MessengerCall]]:
    """By GUID of the house, in the order in which they were written."""
    found = defaultdict(list)
    for call in MessengerCall.objects.select_related("chat__house").order_by("pk").iterator():
        found[str(call.chat.house.fias_guid)].append(call)
    return found


def _person(call: MessengerCall) -> str:
    return str(call.detail.get("person", {}).get("user_id", ""))
