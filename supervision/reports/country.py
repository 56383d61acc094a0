"""Overview of the country: every region that the reader sees, on one day, from frozen figures only."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.models import Region, Target
from supervision.models.region_days import RegionDays
from supervision.reports import standings
from supervision.reports.forecast import Forecast, forecast_columns, foresee
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.frozen_links import frozen_behind
from supervision.reports.milestones import Milestones, milestones, target_columns
from supervision.reports.pictures import Bar, Bars, Lines, Picture, Series, Tile, TileMap
from supervision.reports.snapshot_notes import of_which_instant, said_gaps, said_missing
from supervision.reports.standings import COUNTS, FIGURES, PER_CENT, PlaceStanding
from supervision.reports.tile_grid import PLACES

Days = dict[date, dict[Any, PlaceStanding]]
MOST_MUNICIPALITIES = 60
STEP = 10  # the scale of the map ends at a multiple of this


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A row a region with houses, in the order of the chosen figure. Four queries, whatever the number of houses."""
    regions = list(access.regions(user))
    day = standings.newest_day(user, regions, asked.day)
    if day is None:
        return ReportTable(_columns(asked.figure), [], timezone.now(), notes=[_("No daily snapshot yet.")])
    days = standings.month(access.snapshots(user).filter(municipality=None), "region", day)
    goals, here = milestones(user, asked.figure, day), days[day]
    ranked = sorted(regions, key=lambda region: _rank(here.get(region.pk), asked.figure))
    rows = [
        _row(place, region, days, asked.figure, goals, day)
        for place, region in enumerate((one for one in ranked if one.pk in here), start=1)
    ]
    whole = standings.total(here.values())
    return ReportTable(
        _columns(asked.figure),
        rows,
        whole.taken_at or timezone.now(),
        total=_total(whole, days, asked.figure, goals, day) if here else None,
        pictures=_pictures(user, regions, days, day, asked.figure, goals) if here else (),
        notes=_notes(regions, days, day),
        day=day,
    )


def _rank(standing: PlaceStanding | None, figure: str) -> float:
    share = standing.share(figure) if standing else None
    return -share if share is not None else 1.0


def _columns(figure: str) -> list[Column]:
    named = {"figure": FIGURES[figure].caption}
    return [
        Column("place", _("Rank"), rule=_("By the figure chosen: %(figure)s.") % named),
        Column("region", _("Region"), ValueKind.TEXT),
        *standings.columns(),
        *target_columns(),
        *forecast_columns(),
    ]


def forecast(line: Iterable[tuple[date, float | None]], figure: str, day: date, goal: Target | None) -> Forecast:
    """For shares only: nothing else has a target to reach."""
    return foresee(line if FIGURES[figure].unit == PER_CENT else (), day, goal)


def _row(place: int, region: Region, days: Days, figure: str, goals: Milestones, day: date) -> ReportRow:
    standing = days[day][region.pk]
    line = [(one, found[region.pk].share(figure)) for one, found in days.items() if region.pk in found]
    values = {"place": place if standing.share(figure) is not None else None, "region": region.name}
    here = {"region": region.pk, "day": day.isoformat(), "figure": figure}
    lists = {**behind({"region": region.pk}), **frozen_behind(standing, {"region": region.pk}, day)}
    return ReportRow(
        {
            **values,
            **standing.values(),
            **goals.measured(standing.share(figure), region.pk),
            **forecast(line, figure, day, goals.goal(region.pk)).values(),
        },
        {**lists, "region": Behind("report:region", here)},
    )


def behind(place: dict[str, str | int]) -> dict[str, Behind]:
    """The lists behind the figures of a place ({}: of all of them), as they are now."""
    return {
        "houses": Behind("house", {**place, "state__exact": "standing"}),
        "in_scope": Behind("house", {**place, "scope": "in"}),
        "with_chat": Behind("chat", {**place, "state": "in_scope"}),
        "with_chat_share": Behind("house", {**place, "scope": "without"}),
        "with_company_admin_share": Behind("chat", {**place, "state": "without_admin"}),
        "out_of_step": Behind("chat", {**place, "state": "out_of_step"}),
        "participants": Behind("chat", {**place, "state": "in_scope"}),
        "participants_share": Behind("chat", {**place, "state": "in_scope"}),
        "work_orders": Behind("workorder", {**place, "open": "1"}),
        **({"with_right_owner_share": _of_others(place)} if "region" in place else {}),
    }


def _of_others(place: dict[str, str | int]) -> Behind:
    """What the share lacks. Whose a chat is by the rules is reckoned for one region at a time."""
    return Behind("chat", {**place, "state": "in_scope", "owner": "other"})


def _total(whole: PlaceStanding, days: Days, figure: str, goals: Milestones, day: date) -> ReportRow:
    values = {"place": None, "region": _("Together"), **whole.values(), **goals.measured(whole.share(figure), None)}
    values |= forecast(standings.line(days, figure), figure, day, goals.goal(None)).values()
    return ReportRow(values, behind({}))


def _notes(regions: Sequence[Region], days: dict[date, dict[Any, PlaceStanding]], day: date) -> list[str]:
    """What is missing is said. A region without a single house has no snapshot and is not missed."""
    here = {code: standing.taken_at for code, standing in days[day].items() if standing.taken_at}
    notes = of_which_instant(regions, here, day)
    if not here:
        return notes
    begun = RegionDays.of(regions)
    known = {code for found in days.values() for code in found if begun[code] >= day}
    missing = said_missing({region.pk: region.name for region in regions}, known - here.keys(), day)
    exact = all(standing.rows_kept for standing in days[day].values())
    lists = standings.LISTS_OF_REGIONS_ARE_EXACT if exact else standings.LISTS_ARE_OF_NOW
    return [*notes, str(lists), *missing, *said_gaps(days, begun.__getitem__)]


def _pictures(
    user: Login,
    regions: Sequence[Region],
    days: dict[date, dict[Any, PlaceStanding]],
    day: date,
    figure: str,
    goals: Milestones,
) -> list[Picture]:
    chosen = FIGURES[figure]
    title, unit = str(chosen.caption), str(chosen.unit)
    shares = {code: standing.share(figure) for code, standing in days[day].items()}
    known = [share for share in shares.values() if share is not None]
    low, high = scale(known, most=100 if chosen.unit == PER_CENT else None)
    tiles = [Tile(region.pk, region.name, PLACES[region.pk], shares.get(region.pk)) for region in regions]
    # one region would be one tile of the map: its municipalities stand beside each other instead
    where = (
        TileMap(title, unit, low, high, tiles) if len(regions) > 1 else _municipalities(user, regions[0], day, figure)
    )
    line, calendar = standings.line(days, figure), sorted(days)
    return [
        where,
        Lines(
            _("%(figure)s: the month") % {"figure": title},
            unit,
            [Series(_("Together"), line)],
            goals.marks(None, calendar),
        ),
    ]


def _municipalities(user: Login, region: Region, day: date, figure: str) -> Bars:
    """By the figure, the largest first; those of which it is not known are left to the report on the region."""
    rows = access.snapshots(user).filter(region=region, day=day, municipality__isnull=False).order_by()
    counts = {
        where: dict(zip(COUNTS, found, strict=True)) for where, *found in rows.values_list("municipality", *COUNTS)
    }
    names = dict(access.municipalities(user).filter(pk__in=counts).values_list("pk", "name"))
    shares = [(name, PlaceStanding(counts[pk]).share(figure), None) for pk, name in names.items()]
    ranked = sorted(shares, key=lambda one: (-(one[1] or 0), one[0]))[:MOST_MUNICIPALITIES]
    return bars(ranked, str(FIGURES[figure].caption), str(FIGURES[figure].unit))


def scale(values: Sequence[float], *, most: float | None) -> tuple[float, float]:
    """Round ends that hold every value, with a step between them at least. `most` is where the scale itself ends (per
    cent at 100); what an old snapshot has beyond it is shown as the end."""
    low = min(values, default=0) // STEP * STEP
    high = max(-(-max(values, default=STEP) // STEP) * STEP, low + STEP)
    return (low, high) if most is None else (min(low, most - STEP), min(high, most))


def bars(named: Sequence[tuple[str, float | None, float | None]], title: str, unit: str) -> Bars:
    """Name, value and target; what has no value is left to the table."""
    return Bars(title, unit, [Bar(name, value, mark) for name, value, mark in named if value is not None])


COUNTRY = Report(
    name="country",
    title=gettext_lazy("Overview of the country"),
    about=gettext_lazy("How the regions stand on a day, beside each other and beside their targets."),
    narrowed=(NarrowedBy.FIGURE, NarrowedBy.DAY),
    answer=answer,
    figures={name: figure.caption for name, figure in FIGURES.items()},
)
