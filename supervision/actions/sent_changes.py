"""Changes of company that another system sends: many houses of one region, each with a company, a date and papers.

All or none, in a constant number of statements for each date on which something acts; on record as one operation, so
that it can be followed and, before the first of its dates, taken back.

A person is shown what a change would put out of its place; a program has seen nothing, so it names that or is refused.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import audit
from supervision.actions import management_periods, operations
from supervision.actions.management_periods import (
    DatedChange,
    demolished,
    facts_of,
    hold,
    managed_already,
    only_region,
    planned_later,
)
from supervision.enums import OperationKind, PeriodSource, RefusalKind
from supervision.errors import Blocker, Refused
from supervision.models import ApiClient, House, ManagementPeriod, Operation, Organisation, Region
from supervision.stored_language import in_portal_language

Periods = dict[int, list[ManagementPeriod]]


@transaction.atomic
def take(*, houses: Sequence[House], changes: Sequence[DatedChange], by: User, reason: str = "") -> Operation:
    """One change for each of the houses; `registered_at` of papers aware. Raises Refused, with a line a house.

    A change in the place of another one cannot be taken back, as in `operations.replace_company`.
    """
    region = only_region(houses)
    _refuse_other_regions(region, changes)
    hold(houses)
    before = _periods(changes)
    _refuse_obstacles(changes, before)
    sinces = {change.house_id: change.since for change in changes}
    first, last = min(sinces.values()), max(sinces.values())
    details = {"since": first.isoformat(), "to": last.isoformat(), "house_count": len(houses)}
    with audit.event("period.replaced", by=by, reason=reason, region=region, details=details):
        management_periods.replace_dated(changes, region=region, source=PeriodSource.PERSON)
    return operations.record(
        kind=OperationKind.BY_PROGRAM,
        region=region,
        title=_title(len(houses), by),
        acts_at=region.midnight(first),
        houses=houses,
        periods=_started(sinces, but=_irreversible(sinces, before)),
        sinces=sinces,
        by=by,
        reason=reason,
    )


@transaction.atomic
def take_one(
    *, house: House, organisation: Organisation | None, change: DatedChange, by: User, reason: str = ""
) -> Operation:
    """One house, on record as a person's change of it; refused as in `take`. Of several at once the first is taken."""
    hold([house])
    _refuse_obstacles([change], _periods([change]))
    return operations.replace_company(
        houses=[house], organisation=organisation, since=change.since, by=by, reason=reason, papers=change.papers
    )


def _refuse_obstacles(changes: Sequence[DatedChange], before: Periods) -> None:
    """Call it while the houses are held."""
    if blockers := obstacles(changes, before):
        words = _("The change was not made: some houses cannot pass to this organisation.")
        raise Refused(words, tuple(blockers.values()), kind=RefusalKind.HOUSES_IN_THE_WAY, houses=list(blockers))


def _title(count: int, by: User) -> str:
    program = ApiClient.objects.filter(user=by).first()
    with in_portal_language():
        words = ngettext("%(n)s house: company as sent by %(by)s", "%(n)s houses: companies as sent by %(by)s", count)
    return words % {"n": count, "by": program.name if program else by}


def obstacles(changes: Sequence[DatedChange], periods: Periods | None = None) -> dict[int, Blocker]:
    """Why houses cannot pass as asked: a line each, by house."""
    known = _periods(changes) if periods is None else periods
    gone = _("There is no period %(number)s of this house that starts on this very day. Read the periods anew.")
    found: dict[int, Blocker] = {}
    for change in changes:
        for period in known[change.house_id]:
            if period.since > change.since:
                found.update(planned_later([period]))
            elif period.organisation_id == change.organisation_id and _holds(period, change.since):
                found[change.house_id] = managed_already(period)
            elif period.since == change.since and period.pk != change.replaces:
                found[change.house_id] = _stands(period)
        if change.replaces and not any(_is_replaced(period, change) for period in known[change.house_id]):
            words = gone % {"number": change.replaces}
            missing = Blocker(words, RefusalKind.NO_PERIOD_REPLACED, house=change.house_id, period=change.replaces)
            found.setdefault(change.house_id, missing)
    return found | demolished(change.house_id for change in changes)


def _periods(changes: Sequence[DatedChange]) -> Periods:
    """What the register says of the houses, by house and date; one query."""
    found: Periods = defaultdict(list)
    rows = ManagementPeriod.objects.filter(house__in=[change.house_id for change in changes])
    for period in rows.select_related("house__region", "organisation").order_by("house_id", "since"):
        found[period.house_id].append(period)
    return found


def _holds(period: ManagementPeriod, day: date) -> bool:
    return period.since <= day and (period.until is None or period.until > day)


def _is_replaced(period: ManagementPeriod, change: DatedChange) -> bool:
    return period.pk == change.replaces and period.since == change.since


def _stands(period: ManagementPeriod) -> Blocker:
    words = _(
        "%(house)s: period %(number)s gives the house to %(company)s from this very day. Cancel it before it starts, "
        "or name it in “replaces”."
    )
    company = period.organisation or _("direct management by the owners")
    words %= {"house": period.house, "number": period.pk, "company": company}
    return Blocker(words, RefusalKind.PERIOD_STANDS, **facts_of(period))


def _refuse_other_regions(region: Region, changes: Sequence[DatedChange]) -> None:
    named = {change.organisation_id for change in changes if change.organisation_id}
    for other in Organisation.objects.filter(pk__in=named).exclude(region=region):
        raise Refused(
            _("%(name)s stands in the register of another region.") % {"name": other},
            kind=RefusalKind.OF_ANOTHER_REGION,
            organisation=other.pk,
        )


def _irreversible(sinces: dict[int, date], before: Periods) -> set[int]:
    """Houses whose change stood in the place of another one, or of an end planned before."""
    return {
        house
        for house, since in sinces.items()
        for period in before[house]
        if period.since == since or (period.since < since and period.until and period.until >= since)
    }


def _started(sinces: dict[int, date], *, but: set[int]) -> dict[int, int]:
    rows = ManagementPeriod.objects.filter(house__in=sinces, since__in=set(sinces.values()))
    found = rows.values_list("house_id", "since", "pk")
    return {house: period for house, since, period in found if since == sinces[house] and house not in but}
