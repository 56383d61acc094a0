"""Why did it change: the figures of a place on two days, and the houses that entered and left each of them, by cause.

From the nightly changes beside the snapshots. Both days must be snapshots whose houses are known; where they do not
reach back, the answer says from when on they do, and shows nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.figures import DeltaCause, HouseFigure
from supervision.models import DailySnapshot, Municipality, Region
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.house_figures import COLUMNS
from supervision.reports.region import place_of

NAME = "why_changed"
ENTERED, LEFT = gettext_lazy("Entered"), gettext_lazy("Left")
WAYS = {"": None, "_entered": True, "_left": False}  # None: both
# what can be listed house by house: the figure, and whether those that entered it or those that left it
NAMED = {f"{column}{end}": (figure, way) for figure, column in COLUMNS.items() for end, way in WAYS.items()}
CAUSE = Column(
    "cause",
    gettext_lazy("Cause"),
    ValueKind.TEXT,
    rule=gettext_lazy("What differs about the house between the two snapshots; the first thing that explains it."),
)
BY_CAUSE = (
    Column("figure", gettext_lazy("Figure"), ValueKind.TEXT),
    CAUSE,
    Column("before", gettext_lazy("On the first day")),
    Column("entered", ENTERED, rule=gettext_lazy("Houses, once a night on which they entered.")),
    Column("left", LEFT, rule=gettext_lazy("Houses, once a night on which they left.")),
    Column("after", gettext_lazy("On the last day")),
)
BY_HOUSE = (
    Column("day", gettext_lazy("Day"), ValueKind.DAY, rule=gettext_lazy("Of the first snapshot that shows it.")),
    Column("house", gettext_lazy("House"), ValueKind.TEXT),
    Column("entered", gettext_lazy("What it did"), ValueKind.TEXT),
    CAUSE,
)
NOT_HOUSES = gettext_lazy(
    "Participants, work orders and changes of company are no sets of houses: what moved them is not kept by house."
)


@dataclass(frozen=True, slots=True)
class TwoDays:
    """A place and two of its snapshots, `before` the earlier one."""

    user: Login
    region: Region
    municipality: Municipality | None
    before: DailySnapshot
    after: DailySnapshot

    def deltas(self) -> Any:
        found = access.figure_deltas(self.user).filter(region=self.region)
        found = found.filter(day__gt=self.before.day, day__lte=self.after.day).order_by()
        if self.municipality is None:
            return found.exclude(cause=DeltaCause.MOVED)  # within the region both sides cancel out
        return found.filter(municipality=self.municipality)

    def filters(self) -> dict[str, str | int]:
        here: dict[str, str | int] = {"region": self.region.pk}
        here |= {"municipality": self.municipality.pk} if self.municipality else {}
        return here | {"since": self.before.day.isoformat(), "until": self.after.day.isoformat()}


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A constant number of queries. Without days: the newest snapshot against the one before it."""
    region, municipality = place_of(user, asked)
    days = _two_days(user, region, municipality, asked)
    is_by_house = asked.figure in NAMED
    columns = BY_HOUSE if is_by_house else BY_CAUSE
    if not isinstance(days, TwoDays):
        return ReportTable(columns, (), timezone.now(), notes=[days])
    rows = _houses(days, *NAMED[asked.figure]) if is_by_house else _figures(days)
    return ReportTable(columns, rows, days.after.taken_at, notes=_notes(days), day=days.after.day)


def _two_days(user: Login, region: Region, municipality: Municipality | None, asked: Narrowing) -> TwoDays | str:
    """Or a sentence that says why there is nothing to compare."""
    of_region = access.snapshots(user).filter(region=region, municipality=None, rows_kept=True).order_by()
    first = of_region.aggregate(first=Min("day"))["first"]
    if first is None:
        return _("Which houses stood behind the figures is not known of any day yet.")
    before, after = _days(of_region, asked)
    if before is None or after is None:
        words = _("Of these two days it is not known: nightly changes are kept from %(first)s on, between days taken.")
        return words % {"first": f"{first:%d.%m.%Y}"}
    if municipality is None:
        return TwoDays(user, region, None, before, after)
    there = access.snapshots(user).filter(municipality=municipality, day__in=(before.day, after.day))
    known = {one.day: one for one in there}
    ends = [known.get(one.day) or _empty(municipality, one) for one in (before, after)]
    return TwoDays(user, region, municipality, *ends)


def _empty(place: Municipality, of: DailySnapshot) -> DailySnapshot:
    """A municipality without a house has no row, and nought of everything."""
    return DailySnapshot(region=of.region, municipality=place, day=of.day, taken_at=of.taken_at)


def _days(of_region: Any, asked: Narrowing) -> tuple[DailySnapshot | None, DailySnapshot | None]:
    newest_first = of_region.order_by("-day")
    after = newest_first.filter(day=asked.until).first() if asked.until else newest_first.first()
    if after is None:
        return None, None
    if asked.since:
        return newest_first.filter(day=asked.since, day__lte=after.day).first(), after
    return newest_first.filter(day__lt=after.day).first(), after


def _figures(days: TwoDays) -> list[ReportRow]:
    """A row a figure, and below it one a cause, the largest first."""
    counted = days.deltas().values_list("figure", "cause", "entered").annotate(Count("pk"))
    found: dict[int, dict[int, Counter[bool]]] = {}
    for figure, cause, entered, count in counted:
        found.setdefault(figure, {}).setdefault(cause, Counter())[entered] += count
    rows: list[ReportRow] = []
    for figure in HouseFigure:
        causes = found.get(figure, {})
        whole = sum(causes.values(), Counter())
        rows.append(_row(days, figure, _("All causes"), whole, is_whole=True))
        largest = sorted(causes.items(), key=lambda one: (-one[1].total(), one[0]))
        rows.extend(_row(days, figure, str(DeltaCause(cause).label), counts) for cause, counts in largest)
    return rows


def _row(days: TwoDays, figure: HouseFigure, cause: str, counts: Counter[bool], *, is_whole: bool = False) -> ReportRow:
    column = COLUMNS[figure]
    ends = {"before": getattr(days.before, column), "after": getattr(days.after, column)} if is_whole else {}
    values = {"figure": str(figure.label), "cause": cause, "entered": counts[True], "left": counts[False], **ends}
    listed = {
        way: Behind(f"report:{NAME}", {**days.filters(), "figure": f"{column}_{way}"}) for way in ("entered", "left")
    }
    return ReportRow(values, listed if is_whole else {})


def _houses(days: TwoDays, figure: HouseFigure, way: bool | None) -> Iterator[ReportRow]:
    found = days.deltas().filter(figure=figure, **({} if way is None else {"entered": way}))
    rows = found.order_by("cause", "day", "house__address", "house", "entered")
    read = rows.values_list("day", "house", "house__address", "entered", "cause")
    for day, house, address, entered, cause in read.iterator():
        done = str(ENTERED if entered else LEFT)
        values = {"day": day, "house": address, "entered": done, "cause": str(DeltaCause(cause).label)}
        yield ReportRow(values, {"house": Behind("house", {"pk": house})})


def _notes(days: TwoDays) -> Sequence[str]:
    words = _("Between the snapshots of %(before)s and %(after)s. A house that left and came back stands in both.")
    ends = {"before": f"{days.before.day:%d.%m.%Y}", "after": f"{days.after.day:%d.%m.%Y}"}
    return [words % ends, str(NOT_HOUSES)]


def _caption(figure: HouseFigure, way: bool | None) -> object:
    return figure.label if way is None else format_lazy("{}: {}", figure.label, ENTERED if way else LEFT)


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Why did it change"),
    about=gettext_lazy("Two days of a place side by side: which houses entered and left each figure, and why."),
    narrowed=(
        *(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.SINCE, NarrowedBy.UNTIL),
        NarrowedBy.FIGURE,
    ),
    answer=answer,
    is_of_one_region=True,
    figures={
        "all": gettext_lazy("All figures, by cause"),
        **{name: _caption(figure, way) for name, (figure, way) in NAMED.items()},
    },
)
