"""Changes of company: how many fell due, and how soon the new company's people were administrators.

All regions are read from the daily snapshots, by month and region. One region is counted now from its periods and the
journal, by month; `figure` names the changes to be listed one by one. The rule is `changeovers`, the snapshot's own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import HouseState
from supervision.models import Region
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.region_days import RegionDays
from supervision.reports import changeovers, rates
from supervision.reports.frame import (
    Behind,
    Column,
    NarrowedBy,
    Narrowing,
    Report,
    ReportRow,
    ReportTable,
    Value,
    ValueKind,
)
from supervision.reports.pictures import Bar, Bars
from supervision.reports.places import HOUSES, PERIODS, Places, places

NAME = "changes"
MONTHS_SHOWN = 6
DUE, IN_TIME, LATE, FAILED, OPEN = "due", "in_time", "late", "failed", "open"
STATES = {
    IN_TIME: gettext_lazy("Done within a day"),
    LATE: gettext_lazy("Done later"),
    FAILED: gettext_lazy("Failed"),
    OPEN: gettext_lazy("Not done yet"),
}
BUCKETS = (1, 6, 24, 72, 168)  # hours; what took longer stands last
MONTH = Column("month", gettext_lazy("Month"), ValueKind.MONTH)
MEDIAN_RULE = gettext_lazy(
    "Hours from the midnight with which the powers start to the first appointment of a representative in the chat."
)
COUNTED = (
    Column(
        DUE,
        gettext_lazy("Changes due"),
        rule=gettext_lazy("Another company than before starts in the month at a house with a chat, by today."),
    ),
    Column(
        IN_TIME,
        STATES[IN_TIME],
        rule=gettext_lazy("Somebody of the new company became administrator within 24 hours of the start of powers."),
    ),
    Column(LATE, STATES[LATE], rule=gettext_lazy("Somebody of the new company became administrator after more time.")),
)
ONLY_NOW = (
    Column(
        FAILED,
        STATES[FAILED],
        rule=gettext_lazy("The powers are over, and nobody of the company ever became administrator."),
    ),
    Column(OPEN, STATES[OPEN], rule=gettext_lazy("Nobody of the new company became administrator yet.")),
    Column("hours", gettext_lazy("Median hours"), ValueKind.HOURS, rule=MEDIAN_RULE),
)
OF_CHANGES = (
    Column("place", gettext_lazy("House"), ValueKind.TEXT),
    Column("company", gettext_lazy("New company"), ValueKind.TEXT),
    Column("since", gettext_lazy("Start of powers"), ValueKind.DAY),
    Column("state", gettext_lazy("State"), ValueKind.TEXT),
    Column("at", gettext_lazy("First administrator"), ValueKind.INSTANT, rule=gettext_lazy("By the journal of calls.")),
    Column("hours", gettext_lazy("Hours"), ValueKind.HOURS, rule=MEDIAN_RULE),
)


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One change. `at` and `hours` are None until somebody of the new company was appointed."""

    house: int
    address: str
    company: str
    since: date
    state: str
    at: datetime | None
    hours: float | None


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A constant number of queries."""
    rows = places(user, asked)
    if rows.region is None:
        return _of_regions(user, rows, worklists.today(user))
    on = rows.region.today()
    until = min(asked.until or on, on)
    since = asked.since or _months_before(until)
    houses = rows.narrowed(access.houses(user).filter(state=HouseState.STANDING), HOUSES).count()
    found = changeovers_of(_chosen(user, rows, rows.region, since, until), rows.region, on)
    if asked.figure in (DUE, *STATES):
        listed = [one for one in found if asked.figure in (DUE, one.state)]
        return ReportTable(OF_CHANGES, [_listed(one) for one in listed], timezone.now(), notes=_notes(since, until))
    return _of_region(rows, rows.region, found, (since, until), houses)


def _months_before(until: date) -> date:
    """The first day of the month with which so many months end."""
    months = until.year * 12 + until.month - MONTHS_SHOWN
    return date(months // 12, months % 12 + 1, 1)


def _chosen(user: Login, rows: Places, region: Region, since: date, until: date) -> ManagementPeriodQuerySet:
    periods = rows.narrowed(access.periods(user).filter(house__region=region), PERIODS)
    if rows.asked.organisation:
        periods = periods.filter(organisation=rows.asked.organisation)
    return changeovers.changes(periods.filter(since__gte=since, since__lte=until))


def changeovers_of(found: ManagementPeriodQuerySet, region: Region, on: date) -> list[ReportedChange]:
    """Each of the region's changes with what became of it by the date, by start and address; two queries."""
    firsts = {one.period: one for one in changeovers.first_appointments(found, region)}
    read = found.order_by("since", "house__address", "pk")
    known = []
    for pk, house, address, company, since, until in read.values_list(
        "pk", "house", "house__address", "organisation__name", "since", "until"
    ):
        first = firsts.get(pk)
        hours = first.hours(region) if first else None
        if hours is not None:
            state = IN_TIME if changeovers.is_in_time(hours) else LATE
        else:
            state = FAILED if until and until <= on else OPEN
        known.append(ReportedChange(house, address, company, since, state, first.at if first else None, hours))
    return known


def _of_region(
    rows: Places, region: Region, found: list[ReportedChange], span_asked: tuple[date, date], houses: int
) -> ReportTable:
    since, until = span_asked
    months: dict[date, list[ReportedChange]] = {month: [] for month in _months(since, until)}
    for one in found:
        months[one.since.replace(day=1)].append(one)
    shown = []
    for month, changed in months.items():
        span = {"since": max(month, since).isoformat(), "until": min(_end(month), until).isoformat()}
        shown.append(
            ReportRow(
                {"month": _named(month), **_figures(changed, houses)},
                _behind(rows, region, span),
            )
        )
    whole = {"since": since.isoformat(), "until": until.isoformat()}
    total = ReportRow({"month": _("Total"), **_figures(found, houses)}, _behind(rows, region, whole))
    columns = (MONTH, *COUNTED, rates.CHANGES, *ONLY_NOW)
    return ReportTable(columns, shown, timezone.now(), total, _pictures(found), _notes(since, until))


def _rate(due: int, houses: float | None) -> dict[str, Value]:
    return {rates.CHANGES.key: rates.per_hundred(due, houses)}


def _months(since: date, until: date) -> Iterator[date]:
    month = since.replace(day=1)
    while month <= until:
        yield month
        month = _end(month) + timedelta(days=1)


def _end(month: date) -> date:
    """The last day of the month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _named(month: date) -> str:
    return f"{month:%Y-%m}"


def _figures(changed: Sequence[ReportedChange], houses: int) -> dict[str, Value]:
    hours = [one.hours for one in changed if one.hours is not None]
    states = [one.state for one in changed]
    counts: dict[str, Value] = {name: states.count(name) for name in STATES}
    middle = round(median(hours), 2) if hours else None
    return {DUE: len(changed), **counts, **_rate(len(changed), houses), "hours": middle}


def _behind(rows: Places, region: Region, span: Mapping[str, str]) -> dict[str, Behind]:
    asked = rows.asked
    kept: dict[str, str | int] = {**rows.all_filters(), "region": region.pk, **span}
    kept |= {"organisation": asked.organisation} if asked.organisation else {}
    return {name: Behind(f"report:{NAME}", {**kept, "figure": name}) for name in (DUE, *STATES)}


def _listed(one: ReportedChange) -> ReportRow:
    values: dict[str, Value] = {
        "place": one.address,
        "company": one.company,
        "since": one.since,
        "state": str(STATES[one.state]),
        "at": one.at,
        "hours": None if one.hours is None else round(one.hours, 2),
    }
    return ReportRow(values, {"place": Behind("house", {"pk": one.house})})


def _pictures(found: Sequence[ReportedChange]) -> list[Bars]:
    """How long it took: each change in the first bar that it fits."""
    hours = [one.hours for one in found if one.hours is not None]
    bars, below = [], 0.0
    for most in BUCKETS:
        bars.append(Bar(_("up to %(hours)s h") % {"hours": most}, sum(below < one <= most for one in hours)))
        below = most
    bars[0] = Bar(bars[0].name, sum(one <= BUCKETS[0] for one in hours))
    bars.append(Bar(_("longer"), sum(one > BUCKETS[-1] for one in hours)))
    return [Bars(_("Hours to the first administrator"), _("changes"), bars)]


def _notes(since: date, until: date) -> list[str]:
    words = _("Counted now, of changes that fell due from %(since)s to %(until)s; each counts in the month it was due.")
    return [words % {"since": f"{since:%d.%m.%Y}", "until": f"{until:%d.%m.%Y}"}]


def _of_regions(user: Login, rows: Places, on: RegionDays) -> ReportTable:
    """Month by month; a snapshot counts the day before it, so a region's own yesterday is the last of its days."""
    day_after = timedelta(days=1)
    until = min(rows.asked.until or on.latest, on.latest - day_after)
    since = rows.asked.since or _months_before(min(rows.asked.until or on.latest, on.latest))
    taken = access.snapshots(user).filter(municipality=None, day__gt=since, day__lte=until + day_after)
    sums: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    as_of = None
    counted = rows.narrowed(taken, HOUSES).order_by().values_list("day", "region").annotate(
        Sum("changes_due"), Sum("changes_in_time"), Sum("changes_late"), Max("taken_at"), Sum("houses"), Count("pk")
    )  # fmt: skip
    for day, code, *figures, taken_at, houses, number in counted:
        found = sums[(day - day_after).replace(day=1), code]
        sums[(day - day_after).replace(day=1), code] = [
            a + b for a, b in zip(found, [*figures, number, houses], strict=True)
        ]
        as_of = max(as_of or taken_at, taken_at)
    shown = [
        _frozen_row(rows, month, str(code), sums[month, str(code)], since, min(until, on[str(code)] - day_after))
        for month in _months(since, until)
        for code in rows
        if (month, code) in sums
    ]
    sums_of_all = [sum(found[number] for found in sums.values()) for number in range(3)]
    total = ReportRow({"month": _("Total"), **dict(zip((DUE, IN_TIME, LATE), sums_of_all, strict=True))})
    columns = (
        MONTH,
        Column("place", pgettext_lazy("territory", "Place"), ValueKind.TEXT),
        *COUNTED,
        rates.CHANGES,
        MISSED,
    )
    note = _("Read from the daily snapshots: what was done counts on the day it was done, not when it was due.")
    return ReportTable(columns, shown, as_of or timezone.now(), total, notes=[note])


MISSED = Column(
    "missed",
    gettext_lazy("Days without a snapshot"),
    rule=gettext_lazy("Changes of these days are not in the figures; a missed day cannot be taken later."),
)


def _frozen_row(rows: Places, month: date, code: str, sums: list[int], since: date, until: date) -> ReportRow:
    due, in_time, late, taken, houses = sums
    first, last = max(month, since), min(_end(month), until)
    missed = (last - first).days + 1 - taken
    figures: dict[str, Value] = {DUE: due, IN_TIME: in_time, LATE: late, "missed": missed}
    figures |= _rate(due, houses / taken)
    span = {"region": code, "since": first.isoformat(), "until": last.isoformat()}
    return ReportRow(
        {"month": _named(month), "place": rows.names[code], **figures}, {"place": Behind(f"report:{NAME}", span)}
    )


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Changes of company"),
    about=gettext_lazy("How many changes of company fell due, and how soon the new company could answer in the chat."),
    narrowed=(
        *(NarrowedBy.SINCE, NarrowedBy.UNTIL, NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.ORGANISATION),
        NarrowedBy.FIGURE,
    ),
    answer=answer,
    figures={"months": gettext_lazy("By month"), DUE: gettext_lazy("All that fell due"), **STATES},
)
