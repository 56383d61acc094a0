"""Decisions about many houses at once, on record so that they can be found again and taken back.

Each writes the facts through the action that knows their rules and then its own record, in one transaction. The record
comes last: by then the chats are locked by their marks, so whatever is seen of them later was seen after the decision.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import access, audit
from supervision.actions import management_periods, obstacles
from supervision.actions.management_periods import hold
from supervision.actions.period_changes import Papers
from supervision.enums import OperationKind, PeriodSource, RefusalKind
from supervision.errors import Refused
from supervision.models import Absence, House, ManagementPeriod, Operation, OperationHouse, Organisation, Region
from supervision.models.operation import OF_COMPANY
from supervision.notice_kinds import NoticeKind
from supervision.notices import marking
from supervision.notices.matters import TAKEN_BACK
from supervision.queue import clock, outbox
from supervision.stored_language import in_portal_language

LONGEST_TITLE = 300


@transaction.atomic
def replace_company(
    *,
    houses: Sequence[House],
    organisation: Organisation | None,
    since: date,
    by: User,
    reason: str,
    papers: Papers | None = None,
    replaces: int | None = None,
    shown: bool = True,
) -> Operation:
    """Passes houses of one region to one organisation (None: direct management), all or none.

    `replaces` and `shown` as in `management_periods.replace`. A change that stood in the place of another one (planned
    for the same day, or an end planned before) is recorded without its period: taking it back would not bring the other
    one back.
    """
    hold(houses)
    sinces = {house.pk: since for house in houses}
    displaced = displacing(sinces)
    management_periods.replace(
        houses=houses,
        organisation=organisation,
        since=since,
        by=by,
        reason=reason,
        papers=papers,
        replaces=replaces,
        shown=shown,
    )
    with in_portal_language():
        name = organisation.name if organisation else _("direct management by the owners")
        title = _("%(houses)s → %(new)s") % {"houses": _named(houses), "new": name}
    return record(
        kind=OperationKind.REPLACE_COMPANY,
        region=houses[0].region,
        title=title,
        acts_at=houses[0].region.midnight(since),
        houses=houses,
        periods=started(sinces, but=displaced),
        by=by,
        reason=reason,
    )


@transaction.atomic
def end_management(
    *, houses: Sequence[House], until: date, by: User, reason: str, papers: Papers | None = None
) -> Operation:
    """From `until` (first day without powers) nobody manages these houses of one region; all or none."""
    hold(houses)
    ending = obstacles.managed_before(houses, until)
    open_ended = dict(ending.filter(until=None).values_list("house", "pk"))
    management_periods.end_all(houses=houses, until=until, by=by, reason=reason, papers=papers)
    with in_portal_language():
        title = _("%(houses)s: end of management") % {"houses": _named(houses)}
    return record(
        kind=OperationKind.END_MANAGEMENT,
        region=houses[0].region,
        title=title,
        acts_at=houses[0].region.midnight(until),
        houses=houses,
        periods=open_ended,
        by=by,
        reason=reason,
    )


def record(
    *,
    kind: OperationKind,
    region: Region,
    title: str,
    acts_at: datetime,
    houses: Sequence[House],
    by: User,
    reason: str,
    periods: Mapping[int, int] | None = None,
    sinces: Mapping[int, date] | None = None,
    absence: Absence | None = None,
) -> Operation:
    """Call it last, in the transaction of the facts. `periods` are those that can be taken back, by house; `sinces`
    their days, where not all of them act at once. `absence` is the one with which a decision about people stands."""
    operation = Operation.objects.create(
        region=region, kind=kind, title=title[:LONGEST_TITLE], acts_at=acts_at, by=by, reason=reason, absence=absence
    )
    periods, sinces = periods or {}, sinces or {}
    OperationHouse.objects.bulk_create(
        OperationHouse(operation=operation, house=house, period_id=periods.get(house.pk), since=sinces.get(house.pk))
        for house in houses
    )
    return operation


def note_foreseen(operation: Operation, figures: Mapping[str, int]) -> None:
    """Keeps the figures of the preview, in the transaction in which it was confirmed."""
    Operation.objects.filter(pk=operation.pk).update(foreseen=dict(figures))


def displacing(sinces: Mapping[int, date]) -> set[int]:
    """Houses whose change takes the place of another one planned for that day, or of an end planned before."""
    rows = ManagementPeriod.objects.filter(house__in=sinces, since__lte=max(sinces.values()))
    return {
        house
        for house, since, until in rows.values_list("house_id", "since", "until")
        if since == sinces[house] or (since < sinces[house] and until and until >= sinces[house])
    }


def started(sinces: Mapping[int, date], *, but: Set[int]) -> dict[int, int]:
    """The periods that start on those days, by house."""
    rows = ManagementPeriod.objects.filter(house__in=sinces, since__in=set(sinces.values()))
    found = rows.values_list("house_id", "since", "pk")
    return {house: period for house, since, period in found if since == sinces[house] and house not in but}


def _named(houses: Sequence[House]) -> str:
    if len(houses) == 1:
        return str(houses[0])
    return ngettext("%(n)s house", "%(n)s houses", len(houses)) % {"n": len(houses)}


@dataclass(frozen=True, slots=True)
class Undone:
    """How many houses are as before, and why the others are not: a line each."""

    houses: int
    left: tuple[str, ...]


@transaction.atomic
def undo(*, operation: Operation, by: User, reason: str) -> Undone:
    """Takes the whole operation back before it acts, except for houses about which somebody has decided since.

    Raises Refused once it acts, where it was taken back already, and where nothing of it can be.
    """
    operation = Operation.objects.select_for_update(of=("self",)).select_related("region").get(pk=operation.pk)
    refuse_undoing(operation)
    lines = list(operation.houses.select_related("house").order_by("house_id"))
    access.ask_of_many(lines, by, operation.region)
    hold([line.house for line in lines])
    standing = set(_as_left(operation).values_list("pk", flat=True))
    taken = [line for line in lines if line.period_id in standing]
    left = tuple(_("%(house)s: changed or planned otherwise since; see the house's own page") % {"house": line.house}
                 for line in lines if line.period_id not in standing)  # fmt: skip
    if not taken:
        raise Refused(_("Nothing of it can be taken back."), left, kind=RefusalKind.OPERATION_STAYS)
    details = {"operation": operation.pk, "house_count": len(taken), "left": len(left)}
    with audit.event("operation.undone", by=by, reason=reason, region=operation.region, details=details):
        _take_back(operation, [line.period_id for line in taken if line.period_id])
        outbox.expect_nothing([line.house_id for line in taken])
        note_undone(Operation.objects.filter(pk=operation.pk), by=by, reason=reason)
        if operation.by_id != by.pk:
            marking.tell(NoticeKind.DECIDED, operation.region, operation.pk, TAKEN_BACK, [operation.by])
    return Undone(len(taken), left)


def note_undone(operations: QuerySet[Operation], *, by: User, reason: str) -> None:
    """Of those that stand: who took them back, when and why. Called in the transaction that takes back the facts."""
    operations.filter(undone_at=None).update(undone_at=clock.now(), undone_by=by, undone_reason=reason)


def refuse_undoing(operation: Operation) -> None:
    """Raises Refused, in words, where the operation as a whole is past being taken back."""
    if operation.kind not in (*OF_COMPANY, OperationKind.END_MANAGEMENT):
        raise Refused(_("This kind of change cannot be taken back here."), kind=RefusalKind.OPERATION_STAYS)
    if operation.undone_at is not None:
        raise Refused(_("It was taken back already."), kind=RefusalKind.OPERATION_UNDONE)
    if operation.acts_at <= clock.now():
        raise Refused(_("It acts already: make a new change instead."), kind=RefusalKind.OPERATION_ACTS)


def stands_anywhere(operation: Operation) -> bool:
    """Whether there is a house for which taking it back would change anything."""
    return bool(_as_left(operation).exists())


def _as_left(operation: Operation) -> Any:
    """Periods still as the operation left them: no file, no person and no later operation has touched them."""
    periods = ManagementPeriod.objects.filter(pk__in=operation.houses.values("period"))
    if operation.kind == OperationKind.END_MANAGEMENT:
        day = operation.region.today(operation.acts_at)
        taken_over = ManagementPeriod.objects.filter(house__in=operation.houses.values("house"), since__gte=day)
        return periods.filter(until=day).exclude(house__in=taken_over.values("house"))
    lines = OperationHouse.objects.dated(operation).but_corrected(operation).filter(period__since=F("day"))
    return periods.filter(source=PeriodSource.PERSON, pk__in=lines.values("period"))


# The company before goes on until whatever was to come after: files may have brought a later change meanwhile.
TAKE_BACK = "DELETE FROM supervision_managementperiod WHERE id = ANY(%(periods)s) RETURNING house_id, since, until"
RESTORE = """
    UPDATE supervision_managementperiod period SET until = gone.until
    FROM unnest(%(houses)s::bigint[], %(sinces)s::date[], %(untils)s::date[]) AS gone(house, since, until)
    WHERE period.house_id = gone.house AND period.until = gone.since
"""


def _take_back(operation: Operation, period_ids: Sequence[int]) -> None:
    if operation.kind == OperationKind.END_MANAGEMENT:
        ManagementPeriod.objects.filter(pk__in=period_ids).update(until=None)
        return
    OperationHouse.objects.filter(period__in=period_ids).update(period=None)
    with connection.cursor() as cursor:  # Django would delete a hundred at a time
        cursor.execute(TAKE_BACK, {"periods": list(period_ids)})
        gone = cursor.fetchall()
        houses, sinces, untils = ([row[place] for row in gone] for place in range(3))
        cursor.execute(RESTORE, {"houses": houses, "sinces": sinces, "untils": untils})
