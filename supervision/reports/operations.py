"""How far a mass change got: read from periods, chats and the queue each time it is asked, stored nowhere.

Takes an operation that the reader may see, gives what became of each house with the reason in words, as far as the
reader may know it. A constant number of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.enums import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.enums import WAITS, OperationKind, RequestState
from supervision.models import House, ManagementPeriod, Operation, OperationHouse


class Fate(TextChoices):
    """What became of one house, in the order in which a person wants to see it."""

    REFUSED = "refused", gettext_lazy("Needs a person")
    WAITING = "waiting", gettext_lazy("Waiting")
    HELD = "held", gettext_lazy("Held by the limit")
    QUEUED = "queued", gettext_lazy("In the queue")
    PLANNED = "planned", gettext_lazy("Planned")
    SUPERSEDED = "superseded", gettext_lazy("Decided otherwise since")
    TAKEN_BACK = "taken_back", gettext_lazy("Taken back")
    DONE = "done", gettext_lazy("Done")


@dataclass(frozen=True, slots=True)
class Progress:
    """`counts` without the fates of no house; `remark` is what holds the whole region up, "" where nothing does, and
    `held_by` the same for programs."""

    total: int
    counts: dict[Fate, int]
    remark: str
    held_by: str = ""

    @property
    def is_over(self) -> bool:
        """Nothing will change by itself any more."""
        return self.ended == self.total

    @property
    def ended(self) -> int:
        """Houses of which nothing is to come any more."""
        return sum(self.counts.get(fate, 0) for fate in (Fate.DONE, Fate.SUPERSEDED, Fate.TAKEN_BACK))

    @property
    def taken_back(self) -> int:
        return self.counts.get(Fate.TAKEN_BACK, 0)


@dataclass(frozen=True, slots=True)
class Result:
    """One house. `settled_at` is when its chat was last seen as wished."""

    house: House
    fate: Fate
    reason: str
    settled_at: datetime | None

    @property
    def address(self) -> str:
        return self.house.address


def progress(operation: Operation) -> Progress:
    """Two queries."""
    found = judged(operation).order_by().values_list("fate").annotate(Count("pk"))
    counts = {Fate(fate): count for fate, count in found}
    ordered = {fate: counts[fate] for fate in Fate if fate in counts}
    held_by, remark = _held_up(operation) if {Fate.QUEUED, Fate.HELD} & counts.keys() else ("", "")
    return Progress(sum(counts.values()), ordered, remark, held_by)


def results(
    operation: Operation, user: Login, *, fate: Fate | None = None, most: int | None = None
) -> Iterator[Result]:
    """House by house, by address; one query."""
    lines = (
        judged(operation)
        .select_related("house__chat__request", "operation__region__account")
        .order_by("house__address", "house")
    )
    chosen = lines.filter(fate=fate) if fate else lines
    names_people = access.sees_people(user, operation.region_id)
    for line in chosen[:most]:
        yield result_of(line if names_people else access.discreet(user, line))


def result_of(line: Any) -> Result:
    chat = getattr(line.house, "chat", None)
    return Result(line.house, Fate(line.fate), _reason(line, chat), chat.settled_at if chat else None)


def _reason(line: Any, chat: Any) -> str:
    if chat is None:
        return _("No official chat: only the register changes.")
    if line.fate not in (Fate.REFUSED, Fate.WAITING, Fate.QUEUED, Fate.HELD):
        return ""
    if chat.frozen_reason:
        return _("The chat is frozen: %(reason)s") % {"reason": chat.frozen_reason}
    if line.fate == Fate.HELD:
        return str(line.operation.region.account.held_reason)
    request = getattr(chat, "request", None)
    return str(request.reason) if request else ""


def judged(operation: Operation) -> QuerySet[Any, Any]:
    """The houses of the operation, each with its `fate`. The first rule that fits counts."""
    undone = operation.undone_at is not None
    # the record is written last in its transaction: what is as old as it was seen before the decision
    seen = Q(house__chat__settled_at__gte=F("acts"), house__chat__settled_at__gt=operation.at)
    rules = (
        (~Q(_stands(operation)), Fate.TAKEN_BACK if undone else Fate.SUPERSEDED),
        (Q(acts__gt=timezone.now()), Fate.PLANNED),
        (Q(house__chat__isnull=True) | seen, Fate.DONE),
        (~Q(house__chat__frozen_reason=""), Fate.WAITING),
        (Q(house__chat__request__state=RequestState.PARKED), Fate.REFUSED),
        (Q(house__chat__request__state__in=WAITS), Fate.WAITING),
        # the limit counts existing chats; a chat that is still to be made passes it
        (Q(house__chat__request__is_approved=False, house__chat__messenger_id__isnull=False) & _is_held(), Fate.HELD),
    )
    fate = Case(
        *(When(rule, Value(name)) for rule, name in rules), default=Value(Fate.QUEUED), output_field=CharField()
    )
    return OperationHouse.objects.dated(operation).annotate(fate=fate)


def _is_held() -> Q:
    return ~Q(operation__region__account__held_reason="")


def _stands(operation: Operation) -> Any:
    """Whether the fact still is what was decided."""
    periods = ManagementPeriod.objects.filter(house=OuterRef("house"))
    match operation.kind:
        case OperationKind.REPLACE_COMPANY | OperationKind.BY_PROGRAM:
            kept = OperationHouse.objects.dated(operation).but_corrected(operation).values("pk")
            return Exists(periods.filter(since=OuterRef("day"))) & Q(pk__in=kept)
        case OperationKind.END_MANAGEMENT:
            return Exists(periods.filter(until=OuterRef("day")))
        case _:  # an absence or a dismissal, which is taken back as a whole
            return Q(operation__undone_at=None)


def _held_up(operation: Operation) -> tuple[str, str]:
    """What holds the region up: for programs, and in words."""
    account = operation.region.account
    if not account.is_enabled:
        return "switched-off", _("Pushing is switched off")
    if account.trouble:
        return "trouble", account.trouble
    return ("limit", account.held_reason) if account.held_reason else ("", "")
