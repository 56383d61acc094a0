"""One region: its municipalities on one day, from frozen figures. A municipality is looked at by the same report.

Houses without a municipality stand in a row of their own, so that the rows together are the region.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.errors import Refused
from supervision.models import Municipality, Region
from supervision.reports import standings
from supervision.reports.country import bars, behind, forecast
from supervision.reports.forecast import forecast_columns
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.frozen_links import frozen_behind
from supervision.reports.milestones import Milestones, milestones, target_columns
from supervision.reports.pictures import Lines, Picture, Series
from supervision.reports.places import NOWHERE
from supervision.reports.snapshot_notes import of_which_instant_here, said_gaps
from supervision.reports.standings import COUNTS, FIGURES, PlaceStanding

MOST_BARS = 40
MOST_LINES = 4  # more could not be told apart
MONTH_OF = ("with_chat", "with_company_admin", "with_right_owner")
Days = dict[date, dict[Any, PlaceStanding]]


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A row a municipality. Without a region asked for: that of the municipality, or the first that the reader sees."""
    region, place = place_of(user, asked)
    rows = access.snapshots(user).filter(region=region)
    day = standings.newest_day(user, [region], asked.day, region.pk)
    if day is None:
        notes = [_("No daily snapshot yet.")]
        return ReportTable(_columns(), [], timezone.now(), notes=notes, beside=_beside(region, place))
    whole = standings.month(rows.filter(municipality=place), "municipality", day)
    here = _by_municipality(user, region, place, day)
    mine = whole[day].get(place.pk if place else None)
    goals = milestones(user, asked.figure, day)
    return ReportTable(
        _columns(),
        [_row(region, where, standing, asked, goals, day) for where, standing in here],
        (mine.taken_at if mine else None) or region.midnight(day),
        total=_total(mine, region, whole, asked.figure, goals, day) if mine and not place else None,
        pictures=[
            *_pictures(region, place, whole, here, asked.figure, goals),
            *(_months(user, region, here, asked.figure, day) if place is None else ()),
        ]
        if mine
        else (),
        notes=_notes(region, mine, whole, day),
        beside=_beside(region, place),
        day=day,
    )


def place_of(user: Login, asked: Narrowing) -> tuple[Region, Municipality | None]:
    """Raises Refused where the municipality is of another region."""
    place = None
    if asked.municipality is not None:
        place = access.municipalities(user).select_related("region").get(pk=asked.municipality)
        if asked.region not in {None, place.region_id}:
            raise Refused(_("The parameter municipality: it is not of the region asked for."))
        return place.region, place
    regions = access.regions(user)
    region = (regions.filter(pk=asked.region) if asked.region else regions).first()
    if region is None:
        raise Refused(_("You see no region yet. Ask the administrator of the portal for a role."))
    return region, None


def _by_municipality(
    user: Login, region: Region, place: Municipality | None, day: date
) -> list[tuple[Municipality | None, PlaceStanding]]:
    """By name; last the houses without a municipality, which are the region less all the others."""
    rows = access.snapshots(user).filter(region=region, day=day).order_by()
    if place is not None:
        rows = rows.filter(municipality=place)
    found: dict[int | None, PlaceStanding] = {}
    read = ("municipality", "taken_at", "rows_kept", "change_hours", *COUNTS)
    for where, at, kept, hours, *counts in rows.values_list(*read):
        found[where] = PlaceStanding(dict(zip(COUNTS, counts, strict=True)), hours, at, kept)
    whole = found.pop(None, None)
    named = access.municipalities(user).filter(region=region, pk__in=[key for key in found if key is not None])
    known: list[tuple[Municipality | None, PlaceStanding]] = [
        (one, found[one.pk]) for one in named.order_by("name", "pk")
    ]
    if whole is None:
        return known
    sums = standings.total(found.values()).counts
    rest = {name: whole.counts[name] - sums[name] for name in COUNTS}
    return [*known, (None, PlaceStanding(rest))] if any(rest.values()) else known


def _columns() -> list[Column]:
    return [
        Column("municipality", _("Municipality"), ValueKind.TEXT),
        *standings.columns(),
        *target_columns(),
        *forecast_columns(),
    ]


def _row(
    region: Region, where: Municipality | None, standing: PlaceStanding, asked: Narrowing, goals: Milestones, day: date
) -> ReportRow:
    name = where.name if where else _("Houses without a municipality")
    values = {"municipality": name, **standing.values(), **goals.measured(standing.share(asked.figure), region.pk)}
    lists = behind({"region": region.pk, "municipality": where.pk if where else NOWHERE})
    if where is None:
        return ReportRow(values, lists)
    lists |= frozen_behind(standing, {"region": region.pk, "municipality": where.pk}, day)
    here: dict[str, str | int] = {"municipality": where.pk, "day": day.isoformat(), "figure": asked.figure}
    return ReportRow(values, {**lists, "municipality": Behind("report:region", here)})


def _total(mine: PlaceStanding, region: Region, whole: Days, figure: str, goals: Milestones, day: date) -> ReportRow:
    """The pace is told of the region as a whole: of its municipalities no month is read."""
    values = {
        "municipality": f"{_('Total')}: {region.name}",
        **mine.values(),
        **goals.measured(mine.share(figure), region.pk),
        **forecast(standings.line(whole, figure), figure, day, goals.goal(region.pk)).values(),
    }
    place: dict[str, str | int] = {"region": region.pk}
    return ReportRow(values, {**behind(place), **frozen_behind(mine, place, day)})


def _pictures(
    region: Region,
    place: Municipality | None,
    whole: Days,
    here: list[tuple[Municipality | None, PlaceStanding]],
    figure: str,
    goals: Milestones,
) -> list[Picture]:
    calendar = sorted(whole)
    chosen, unit = FIGURES[figure], str(FIGURES[figure].unit)
    shown = MONTH_OF if figure in MONTH_OF else (figure,)
    lines = [Series(str(FIGURES[name].caption), standings.line(whole, name)) for name in shown]
    title = _("%(place)s: the month") % {"place": place.name if place else region.name}
    month = Lines(title, unit, lines, goals.marks(region.pk, calendar))
    if place is not None:
        return [month]
    target = goals.goal(region.pk)
    percent = float(target.percent) if target else None
    shares = [(where.name, standing.share(figure), percent) for where, standing in here if where]
    ranked = sorted(shares, key=lambda bar: -(bar[1] or 0))[:MOST_BARS]
    return [month, bars(ranked, str(chosen.caption), unit)] if ranked else [month]


def _months(
    user: Login, region: Region, here: list[tuple[Municipality | None, PlaceStanding]], figure: str, day: date
) -> list[Picture]:
    """The month of the municipalities with most houses in scope, in one picture; one query."""
    largest = sorted(((where, one) for where, one in here if where), key=lambda row: -row[1].counts["in_scope"])
    shown = [where for where, _standing in largest[:MOST_LINES]]
    if len(shown) < 2:
        return []
    rows = access.snapshots(user).filter(region=region, municipality__in=shown)
    days = sorted(standings.month(rows, "municipality", day).items())
    lines = [
        Series(one.name, [(on, found[one.pk].share(figure) if one.pk in found else None) for on, found in days])
        for one in shown
    ]
    title = _("%(figure)s: the month of the largest municipalities") % {"figure": FIGURES[figure].caption}
    return [Lines(title, str(FIGURES[figure].unit), lines)]


def _notes(region: Region, mine: PlaceStanding | None, whole: Days, day: date) -> list[str]:
    instant = of_which_instant_here(region, mine.taken_at if mine else None, day)
    return [
        instant,
        *([str(standings.LISTS_ARE_EXACT if mine.rows_kept else standings.LISTS_ARE_OF_NOW)] if mine else []),
        *said_gaps(whole, lambda place: region.today()),
    ]


def _beside(region: Region, place: Municipality | None) -> list[tuple[object, Behind]]:
    narrowed: Mapping[str, str | int] = {"region": region.pk, **({"municipality": place.pk} if place else {})}
    found: list[tuple[object, Behind]] = [
        (_("Why did it change"), Behind("report:why_changed", narrowed)),
        (_("Companies"), Behind("report:companies", narrowed)),
    ]
    if place is not None:
        return [*found, (_("The whole region"), Behind("report:region", {"region": region.pk}))]
    found.append((_("Load of the inspectors"), Behind("load", {"region": region.pk})))
    return [*found, (_("Overview of the country"), Behind("report:country", {}))]


REGION = Report(
    name="region",
    title=gettext_lazy("Region and its municipalities"),
    about=gettext_lazy("How the municipalities of a region stand on a day, with the month of the region."),
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.FIGURE, NarrowedBy.DAY),
    answer=answer,
    is_of_one_region=True,
    figures={name: figure.caption for name, figure in FIGURES.items()},
)
