"""From outside, at rest: what the messenger holds, what the journal says and what the facts wish agree.

Both ways: whatever the journal says was done is in the messenger, and whatever the messenger holds the journal has.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from benchmarks import judgement, portal
from benchmarks.judgement import Bar
from supervision import seals
from supervision.enums import CallOutcome, RequestState
from supervision.models import Chat, Event, ManagementPeriod, MessengerCall, SyncRequest

World = dict[str, dict[str, Any]]
MAY_BE_DONE = (CallOutcome.DONE, CallOutcome.UNKNOWN, CallOutcome.STARTED)
WITHOUT_EVENT = """
    SELECT count(*) FROM supervision_managementperiodevent
    WHERE pgh_created_at >= %s AND (pgh_context ->> 'event') IS NULL
"""


def check(regions: tuple[str, ...], world: World, *, since: datetime) -> list[Bar]:
    """`since` is when the changes began; the world is the emulator's, by the house's GUID."""
    return [
        judgement.exactly("chats neither as wished nor open with a reason", len(list(_unexplained(regions, world))), 0),
        judgement.exactly("chats beyond one a house", len(world) - len({one["chat_id"] for one in world.values()}), 0),
        judgement.exactly("chats of which the portal has another number", _other_numbers(world), 0),
        judgement.exactly("announcements told twice", sum(map(_twice, world.values())), 0),
        judgement.exactly("chats with an announcement that is not pinned", _not_pinned(world), 0),
        judgement.exactly("done by the journal, not in the messenger", len(list(_only_in_journal(world))), 0),
        judgement.exactly("in the messenger, not in the journal", len(list(_only_in_messenger(world))), 0),
        judgement.exactly("lines of the journal without an end", _open_lines(), 0),
        judgement.exactly("leases that hang", SyncRequest.objects.filter(lease_until__lt=timezone.now()).count(), 0),
        judgement.exactly("changed periods without an event", _without_event(since), 0),
        judgement.exactly("broken seals", int(seals.verify() is not None), 0),
    ]


def _unexplained(regions: tuple[str, ...], world: World) -> Iterator[str]:
    """A reason is one that a person can read: parked, ordered or waiting, with words."""
    said = Q(state__in=[RequestState.PARKED, RequestState.ORDERED, RequestState.WAITING]) & ~Q(reason="")
    explained = set(SyncRequest.objects.filter(said).values_list("chat__house__fias_guid", flat=True))
    known = {str(guid) for guid in explained}
    for region in regions:
        yield from (guid for guid in portal.differences(region, world) if guid not in known)


def _other_numbers(world: World) -> int:
    linked = Chat.objects.filter(messenger_id__isnull=False).values_list("house__fias_guid", "messenger_id")
    known = {str(guid): number for guid, number in linked}
    return sum(known.get(guid) != chat["chat_id"] for guid, chat in world.items())


def _twice(chat: dict[str, Any]) -> int:
    return sum(count - 1 for count in Counter(chat["texts"]).values())


def _not_pinned(world: World) -> int:
    return sum(bool(chat["texts"]) and not chat["pinned"] for chat in world.values())


def _lines() -> dict[str, list[MessengerCall]]:
    """By GUID of the house, in the order in which they were written."""
    found = defaultdict(list)
    for call in MessengerCall.objects.select_related("chat__house").order_by("pk").iterator():
        found[str(call.chat.house.fias_guid)].append(call)
    return found


def _person(call: MessengerCall) -> str:
    return str(call.detail.get("person", {}).get("user_id", ""))


def _only_in_journal(world: World) -> Iterator[str]:
    """Of appointments and their ends the last one counts that surely was carried out."""
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
            later = any(_person(other) == person and other.pk > line.pk for other in lines if other not in done)
            if not later and int(person) != chat["owner_id"] and is_there != (line.step == "GrantAdmin"):
                yield f"{guid}: {line.step} {person}"


def _only_in_messenger(world: World) -> Iterator[str]:
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


def _open_lines() -> int:
    return MessengerCall.objects.unsettled().exclude(chat__request__state=RequestState.PARKED).count()


def _without_event(since: datetime) -> int:
    assert ManagementPeriod.objects.exists()
    assert Event.objects.filter(name="period.replaced", at__gte=since).exists()
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_EVENT, [since])
        return int(cursor.fetchone()[0])
