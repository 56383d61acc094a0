"""Events which say that the record was shortened: segments were removed, words of events were erased.

Only a command of the owner's role says so, and says nothing else: what a person or the portal is the author of is not
believed. Whoever owns the tables can write such an event as well; `verify_audit` therefore names all of them, and a
copy that is kept elsewhere shows what they took away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from supervision.models import Event, SealedEvent

REMOVED = "record.segment_removed"
ERASED = "record.words_erased"
COMMANDS = {REMOVED: ("remove_audit_segments by ", "remove_old_records by "), ERASED: ("remove_old_records by ",)}


@dataclass(frozen=True, slots=True)
class Shortening:
    """One event and what it says: the last seal whose events were `removed`, or the digests of what was `left` of
    events by their numbers."""

    event: int
    at: datetime
    cause: str
    removed: int = 0
    left: dict[str, str] | None = None

    def events(self) -> int:
        """How many are concerned."""
        return len(self.left) if self.left else SealedEvent.objects.filter(seal__lte=self.removed).count()


def all_told() -> Iterator[Shortening]:
    """From the first on."""
    for event in Event.objects.filter(name__in=COMMANDS, by=None).order_by("pk"):
        details = event.details
        if not event.cause.startswith(COMMANDS[event.name]) or not isinstance(details, dict):
            continue
        up_to, left = details.get("up_to"), details.get("events")
        if event.name == REMOVED and isinstance(up_to, int):
            yield Shortening(event.pk, event.at, event.cause, removed=up_to)
        if event.name == ERASED and isinstance(left, dict) and left:
            yield Shortening(event.pk, event.at, event.cause, left=left)


def removed_up_to() -> int:
    """The number of the last seal whose events were removed; 0 where none were."""
    return max((told.removed for told in all_told()), default=0)


def left_words() -> dict[str, str]:
    """Of events that were erased the digest of what was left of them, as the newest event says that did."""
    return {event: digest for told in all_told() if told.left for event, digest in told.left.items()}
