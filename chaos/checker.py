"""From outside, at rest: what the messenger holds, what chaos decided, what the journal says, what the portal wishes.

Each is held against the others, both ways, and none of it asks the planner. `book` knows nothing of the portal's wish:
even a wish that is derived wrongly, and then carried out faithfully, is found.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Model, Q
from django.utils import timezone
from django.utils.translation import gettext

from benchmarks import judgement, portal
from benchmarks.judgement import Bar, say
from chaos import journal
from chaos.changes import Book, Passing
from supervision import seals
from supervision.enums import RequestState
from supervision.models import Chat, Event, Inspector, ManagementPeriod, MessengerAccount, SealedEvent, SyncRequest
from supervision.retention.terms import HISTORIES
from supervision.stored_language import in_portal_language

AT_LEAST_AS_WISHED = 50  # percent, so that the other rows say something; what is open has to have a reason
OPEN = (RequestState.PARKED, RequestState.ORDERED, RequestState.WAITING)
IDLE_SECONDS = 30
# the bot's name and whether its webhook is in place stand on the account as well: seen, and decided by nobody
OBSERVED = tuple(history for history in HISTORIES if history.pgh_tracked_model is MessengerAccount)
OWN_ERROR = "An error of the portal itself; the server's log says more."


@dataclass(slots=True)
class Seen:
    """What there is to hold against each other: the messenger's own chats, the book, and which chats the portal says
    are open, with the reason; all by the house's GUID."""

    chats: list[dict[str, Any]]
    book: Book
    reasons: dict[str, str]

    @property
    def world(self) -> dict[str, dict[str, Any]]:
        return {chat["external_id"]: chat for chat in self.chats if chat["external_id"]}

    def without_reason(self, guids: Iterator[str]) -> int:
        return len({guid for guid in guids if guid not in self.reasons})


@dataclass(frozen=True, slots=True)
class Start:
    """Where the record stood before the changes, by numbers: no clock has a say in what came after."""

    event: int
    versions: dict[type[Model], int]


def start() -> Start:
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    versions = {each: each._base_manager.aggregate(last=Max("pk"))["last"] or 0 for each in HISTORIES}
    return Start(last, versions)


def check(regions: Sequence[str], chats: list[dict[str, Any]], book: Book, *, after: Start) -> list[Bar]:
    """The chats are the emulator's."""
    seen = Seen(chats, book, _reasons(regions))
    return [*_facts(book, after), *_of_chats(regions, seen), *_told(seen), *_of_journal(seen), *_left_behind()]


def _facts(book: Book, after: Start) -> list[Bar]:
    decided = {passing for passings in book.values() for passing in passings}
    on_record = Event.objects.filter(name="period.replaced", pk__gt=after.event).count()
    return [
        judgement.exactly("decisions on record", on_record, len(decided)),
        judgement.exactly("houses whose changes are not on record as decided", len(list(_not_on_record(book))), 0),
        judgement.exactly("changes of facts without their event", _without_event(after), 0),
        judgement.at_least("events under a seal", SealedEvent.objects.count(), 1),
        judgement.exactly("broken seals", int(seals.verify() is not None), 0),
    ]


def _of_chats(regions: Sequence[str], seen: Seen) -> list[Bar]:
    world = seen.world
    differing = {guid for region in regions for guid in portal.differences(region, world)}
    wished = 100 * (1 - len(differing) / len(seen.book))
    for reason, count in Counter(reason.partition(":")[0] for reason in seen.reasons.values()).most_common():
        say(f"  open: {count:,} × {reason}")
    with in_portal_language():
        own = sum(reason == gettext(OWN_ERROR) for reason in seen.reasons.values())
    return [
        judgement.exactly("chats neither as wished nor open with a reason", seen.without_reason(iter(differing)), 0),
        judgement.exactly("chats stopped by an error of the portal's own", own, 0),
        judgement.at_least("chats as wished", wished, AT_LEAST_AS_WISHED, " %"),
        judgement.exactly("chats in other hands than decided, no reason", seen.without_reason(_other_hands(seen)), 0),
        judgement.exactly("chats that no inspector owns", _without_inspector(world), 0),
        judgement.exactly("chats beyond one a house", len(seen.chats) - len(world.keys() & seen.book.keys()), 0),
        judgement.exactly("chats of which the portal has another number", _other_numbers(world), 0),
    ]


def _told(seen: Seen) -> list[Bar]:
    world = seen.world
    return [
        judgement.exactly("changes told twice", sum(_twice(world[guid], seen.book[guid]) for guid in _both(seen)), 0),
        judgement.exactly("chats not told of their company, no reason", seen.without_reason(_not_told(seen)), 0),
        judgement.exactly("chats whose news is not pinned, no reason", seen.without_reason(_not_pinned(seen)), 0),
    ]


def _of_journal(seen: Seen) -> list[Bar]:
    return [
        judgement.exactly("done by the journal, not in the messenger", len(list(journal.only_there(seen.world))), 0),
        judgement.exactly("in the messenger, not in the journal", len(list(journal.lacks(seen.world))), 0),
        judgement.exactly("lines of the journal without an end", journal.open_lines(), 0),
    ]


def _left_behind() -> list[Bar]:
    return [
        judgement.exactly("leases that hang", SyncRequest.objects.filter(lease_until__lt=timezone.now()).count(), 0),
        judgement.exactly("transactions that hang", _idle(), 0),
    ]


def _reasons(regions: Sequence[str]) -> dict[str, str]:
    """A reason is one that a person can read: parked, ordered or waiting, with words."""
    said = SyncRequest.objects.filter(Q(state__in=OPEN) & ~Q(reason=""), region__in=regions)
    return {str(guid): reason for guid, reason in said.values_list("chat__house__fias_guid", "reason")}


def _not_on_record(book: Book) -> Iterator[str]:
    """The periods from the first day of the book on are those of the book, each until the next begins."""
    first = min(passing.since for passings in book.values() for passing in passings)
    rows = ManagementPeriod.objects.filter(house__fias_guid__in=list(book), since__gte=first).order_by("since")
    found: dict[str, list[tuple[Any, ...]]] = {guid: [] for guid in book}
    for house, *period in rows.values_list("house__fias_guid", "organisation", "since", "until"):
        found[str(house)].append(tuple(period))
    for guid, passings in book.items():
        ends = [*(passing.since for passing in passings[1:]), None]
        decided = [(passing.company, passing.since, end) for passing, end in zip(passings, ends, strict=True)]
        if found[guid] != decided:
            yield guid


def _other_hands(seen: Seen) -> Iterator[str]:
    """Administrators are the people of the company that the house was passed to last, and nobody else."""
    for guid in seen.book:
        chat = seen.world.get(guid)
        people = {int(user) for user in chat["admins"]} - {chat["owner_id"]} if chat else set()
        if people != seen.book[guid][-1].people:
            yield guid


def _without_inspector(world: dict[str, dict[str, Any]]) -> int:
    inspectors = set(Inspector.objects.filter(dismissed_on=None).values_list("messenger_id", flat=True))
    return sum(chat["owner_id"] not in inspectors for chat in world.values())


def _other_numbers(world: dict[str, dict[str, Any]]) -> int:
    linked = Chat.objects.filter(messenger_id__isnull=False).values_list("house__fias_guid", "messenger_id")
    known = {str(guid): number for guid, number in linked}
    there = {guid: chat["chat_id"] for guid, chat in world.items()}
    return sum(known.get(guid) != there.get(guid) for guid in known.keys() | there.keys())


def _both(seen: Seen) -> set[str]:
    return seen.world.keys() & seen.book.keys()


def _twice(chat: dict[str, Any], passings: Sequence[Passing]) -> int:
    """Of every company more than one announcement; of none of them: one that tells of nothing that was decided."""
    tellings = [sum(passing.name in text for text in chat["texts"]) for passing in passings]
    return sum(max(0, count - 1) for count in tellings) + len(chat["texts"]) - sum(tellings)


def _not_told(seen: Seen) -> Iterator[str]:
    for guid, passings in seen.book.items():
        if not any(passings[-1].name in text for text in seen.world.get(guid, {"texts": []})["texts"]):
            yield guid


def _not_pinned(seen: Seen) -> Iterator[str]:
    for guid, passings in seen.book.items():
        if passings[-1].name not in (seen.world.get(guid, {}).get("pinned_text") or ""):
            yield guid


def _without_event(after: Start) -> int:
    """Versions of any fact that name no event, or one that is not on record."""
    known = set(Event.objects.filter(pk__gt=after.event).values_list("pk", flat=True))
    contexts = [
        context or {}
        for history, last in after.versions.items()
        if history not in OBSERVED
        for context in history._base_manager.filter(pk__gt=last).values_list("pgh_context", flat=True)
    ]
    return sum(context.get("event") not in known for context in contexts)


def _idle() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND xact_start < clock_timestamp() - make_interval(secs => %s)",
            [IDLE_SECONDS],
        )
        return int(cursor.fetchone()[0])
