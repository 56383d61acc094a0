"""Seals on the record of events: made in batches after the events are committed, checked by `manage.py verify_audit`.

    seal_some       events without a seal become a segment; its digest covers them and the digest of the seal before
    verify          the first seal that does not fit what stands in the tables
    as_lines        a segment as lines of JSON, for a system that keeps them off this host
    erase           words that name somebody leave an event; what is left is sealed by the event that says so
    remove          a segment that was archived leaves the tables; its seal, and an event that says so, stay

An event's number is no proof of order: a long transaction commits a low number late, so it falls under a later seal.
Whoever owns the tables could forge the whole chain anew; that is what the lines kept elsewhere are compared for
(`retention.kept_lines`).
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import DataError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from supervision import audit, locks
from supervision.models import Event, Seal, SealedEvent
from supervision.shortenings import ERASED, REMOVED, left_words, removed_up_to

MOST_EVENTS = 5000  # a segment; a busy day has some thousands
LOCK = "seals of the record"
WORDS = ("cause", "reason", "details")  # what may be erased
# what no writer of the portal wrote and nobody can read: an instant of no year, a number or a depth beyond every reader
UNREADABLE = (DataError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Broken:
    """`seal` is the number of the first seal that does not fit, `why` says in which way."""

    seal: int
    why: str


def seal_some() -> int:
    """One segment of the events that have no seal yet; gives how many. Where another worker is at it: 0."""
    with transaction.atomic():
        if not locks.until_commit(LOCK):
            return 0
        sealed = SealedEvent.objects.filter(event=OuterRef("pk"))
        events = list(Event.objects.exclude(Exists(sealed)).order_by("pk")[:MOST_EVENTS])
        if not events:
            return 0
        lines = [_line(event) for event in events]
        former = Seal.objects.order_by("-pk").values_list("digest", flat=True).first() or ""
        covered = [_covered(event, line.personal) for event, line in zip(events, lines, strict=True)]
        seal = Seal.objects.create(events=len(events), former=former, digest=_digest(former, covered))
        for line in lines:
            line.seal = seal
        SealedEvent.objects.bulk_create(lines)
    return len(events)


def verify() -> Broken | None:
    """None where every seal fits. Reads the whole record, a segment at a time."""
    former, removed, left = "", removed_up_to(), left_words()
    standing = _standing_in_removed(removed)
    for seal in Seal.objects.defer("at").order_by("pk").iterator():
        if seal.former != former:
            return Broken(seal.pk, "does not follow the seal before it: one was taken out or changed")
        if seal.pk in standing:
            return Broken(seal.pk, f"event {standing[seal.pk]} stands in a segment that was removed")
        if seal.pk > removed and (why := _why_broken(seal, left)):
            return Broken(seal.pk, why)
        former = seal.digest
    return None


def as_lines(seals: QuerySet[Seal]) -> Iterator[str]:
    """Each seal's events and then the seal itself, a JSON object a line."""
    for seal in seals.order_by("pk").iterator():
        for event, line in _segment(seal):
            if event:
                salt = {"salt": line.salt} if line.salt else {"salt": line.salt_now, "erased": True}
                yield _json({"seal": seal.pk, **salt, **told_of(event)})
        yield _json({"seal": seal.pk, "events": seal.events, "former": seal.former, "digest": seal.digest})


def told_of(event: Event) -> dict[str, Any]:
    """As its line says it."""
    return {**_plain(event), **_personal(event)}


@transaction.atomic
def erase(left: Mapping[int, Mapping[str, Any]], *, cause: str) -> None:
    """Sealed events by their numbers, and the cause, reason and details that are left of each. The chain holds without
    the former words; the new ones are sealed by the event that this writes. For the owner of the tables: raises
    DatabaseError for any other role."""
    if any(name not in WORDS for words in left.values() for name in words):
        raise ValueError(f"only {', '.join(WORDS)} leave an event")
    told = {}
    for event in Event.objects.filter(pk__in=left).order_by("pk"):
        salt = secrets.token_hex(32)
        for name, value in left[event.pk].items():
            setattr(event, name, value)
        with pgtrigger.ignore("supervision.Event:append_only"):
            Event.objects.filter(pk=event.pk).update(**left[event.pk])
        SealedEvent.objects.filter(event=event.pk).update(salt="", salt_now=salt)
        told[str(event.pk)] = _personal_digest(event, salt)
    audit.record(ERASED, cause=cause, details={"events": told})


def remove(up_to: int, *, cause: str) -> int:
    """Deletes the events of the segments up to this seal; gives how many. For the owner of the tables: the portal's own
    role may not.

    Segments leave from the first on, so that the newest of the events which say so tells of all: those of before leave
    with their own segments. Raises DatabaseError for any other role.
    """
    with audit.event(REMOVED, cause=cause, details={"up_to": max(up_to, removed_up_to())}):
        numbers = SealedEvent.objects.filter(seal__lte=up_to).values("event")
        with pgtrigger.ignore("supervision.Event:append_only"):
            return Event.objects.filter(pk__in=numbers)._raw_delete("default")


def _standing_in_removed(up_to: int) -> dict[int, int]:
    """By its seal, an event that a removed segment still has: it was never removed, or put there afterwards."""
    lines = SealedEvent.objects.filter(seal__lte=up_to, event__in=Event.objects.values("pk"))
    return dict(lines.values_list("seal", "event"))


def _segment(seal: Seal) -> list[tuple[Event | None, SealedEvent]]:
    lines = list(seal.lines.order_by("event"))
    events = Event.objects.in_bulk([line.event for line in lines])
    return [(events.get(line.event), line) for line in lines]


def _why_broken(seal: Seal, left: Mapping[str, str]) -> str:
    covered = []
    try:
        segment = _segment(seal)
    except UNREADABLE:
        return "one of its events cannot be read any more"
    for event, line in segment:
        if event is None:
            return f"event {line.event} is gone"
        if line.salt and _personal_digest(event, line.salt) != line.personal:
            return f"event {event.pk} says something else than when it was sealed"
        if not line.salt and not _is_as_left(event, line, left):
            return f"event {event.pk} does not hold what an erasure left of it"
        covered.append(_covered(event, line.personal))
    if len(covered) != seal.events or _digest(seal.former, covered) != seal.digest:
        return "its events are not those that were sealed"
    return ""


def _is_as_left(event: Event, line: SealedEvent, left: Mapping[str, str]) -> bool:
    return left.get(str(event.pk)) == _personal_digest(event, line.salt_now)


def _line(event: Event) -> SealedEvent:
    salt = secrets.token_hex(32)
    return SealedEvent(event=event.pk, salt=salt, personal=_personal_digest(event, salt))


def _plain(event: Event) -> dict[str, Any]:
    return {"event": event.pk, "name": event.name, "at": event.at.isoformat(), "region": event.region_id}


def _personal(event: Event) -> dict[str, Any]:
    return {"by": event.by_id, "cause": event.cause, "reason": event.reason, "details": event.details}


def _covered(event: Event, personal: str) -> str:
    return _json({**_plain(event), "personal": personal})


def _personal_digest(event: Event, salt: str) -> str:
    return hashlib.sha256(f"{salt}{_json(_personal(event))}".encode()).hexdigest()


def _digest(former: str, covered: list[str]) -> str:
    return hashlib.sha256("\n".join([former, *covered]).encode()).hexdigest()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
