"""Frozen figures read back: how places stood on a day and in the month before it. Takes DailySnapshot rows only.

Sums of places are sums of counts; a share is reckoned from sums, never as a mean of shares.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from supervision import access
from supervision.access import Login
from supervision.models import Region
from supervision.models.region_days import RegionDays
from supervision.reports.frame import Column, Value, ValueKind

COUNTS = (
    *("houses", "in_scope", "with_chat", "with_right_owner", "with_company_admin", "out_of_step", "participants"),
    *("people_of_flats", "flats"),
    *("work_orders", "changes_due", "changes_in_time", "changes_late"),
)
LINE_DAYS = 31
PER_CENT = "%"
LISTS_ARE_OF_NOW = _("The lists behind the figures show the register as it is now, and may differ from them.")
LISTS_ARE_EXACT = _(
    "Figures that count houses lead to exactly these houses; participants and work orders to lists of now."
)
LISTS_OF_REGIONS_ARE_EXACT = _(
    "Figures of a region that count houses lead to exactly these houses; those of all regions together, participants "
    "and work orders to lists of now."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What places are compared by: `part` of `whole`, as per cent, or as a plain ratio where `times` is 1."""

    caption: Any
    part: str
    whole: str
    rule: Any
    unit: Any = PER_CENT
    times: int = 100
    digits: int = 2

    def of(self, counts: Mapping[str, int]) -> float | None:
        """None where there is nothing to have a share of."""
        return round(self.times * counts[self.part] / counts[self.whole], self.digits) if counts[self.whole] else None


FIGURES = {
    "with_chat": Figure(
        _("Coverage"),
        "with_chat",
        "in_scope",
        _(
            "Houses in scope whose chat is created, per cent of the houses in scope. Snapshots taken by earlier "
            "versions of the portal counted chats of houses that had left the scope too."
        ),
    ),
    "with_company_admin": Figure(
        _("With an administrator of the company"),
        "with_company_admin",
        "with_chat",
        _("Per cent of the chats created in which a representative of the acting company was seen as administrator."),
    ),
    "with_right_owner": Figure(
        _("With the owner wished"),
        "with_right_owner",
        "with_chat",
        _("Per cent of the chats created whose owner was seen to be the one by the rules."),
    ),
    "participants": Figure(
        _("Participants per chat"),
        "participants",
        "with_chat",
        _("Participants as last seen, divided by the chats created."),
        unit=_("people"),
        times=1,
    ),
    "per_flat": Figure(
        _("Participants per flat"),
        "people_of_flats",
        "flats",
        _(
            "Participants as last seen, divided by the flats: only of houses of which both are known. Earlier versions "
            "of the portal did not count it."
        ),
        unit=_("people"),
        times=1,
        digits=3,
    ),
}


@dataclass(slots=True)
class PlaceStanding:
    """A place on a day, or a sum of places; `hours` is known of single rows only, for a median has no sum."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    hours: float | None = None
    taken_at: datetime | None = None
    rows_kept: bool = False

    def share(self, figure: str) -> float | None:
        return FIGURES[figure].of(self.counts)

    def values(self) -> dict[str, Value]:
        """By the keys of `columns`."""
        shares = {f"{name}_share": figure.of(self.counts) for name, figure in FIGURES.items()}
        return {**self.counts, **shares, "change_hours": self.hours}


def columns() -> list[Column]:
    """The figures of a place, the same in every report of places."""
    day_before = _("Of the day before the snapshot.")
    shares = {
        name: Column(
            f"{name}_share", figure.caption, ValueKind.SHARE if figure.times > 1 else ValueKind.RATIO, figure.rule
        )
        for name, figure in FIGURES.items()
    }
    return [
        Column("houses", _("Houses"), rule=_("Houses that stand.")),
        Column("in_scope", _("In scope"), rule=_("Houses that get a chat by the policy of their region.")),
        Column("with_chat", _("Chats"), rule=_("Chats created in the messenger for houses in scope.")),
        shares["with_chat"],
        shares["with_company_admin"],
        shares["with_right_owner"],
        Column("out_of_step", _("Out of step"), rule=_("Chats whose wish may have changed since it was fulfilled.")),
        Column("participants", _("Participants"), rule=_("Sum over these chats, each as last seen.")),
        shares["participants"],
        Column("flats", _("Flats"), rule=_("Of houses with a chat whose flats and participants are known.")),
        Column("people_of_flats", _("Participants in these"), rule=_("Participants of the chats of these houses.")),
        shares["per_flat"],
        Column("work_orders", _("Work orders"), rule=_("Work orders not seen done.")),
        Column("changes_due", _("Changes due"), rule=day_before),
        Column("changes_in_time", _("Done within a day"), rule=day_before),
        Column("changes_late", _("Done later"), rule=day_before),
        Column(
            "change_hours",
            _("Median hours"),
            ValueKind.HOURS,
            _("From the start of powers to the first administrator of the new company."),
        ),
    ]


def total(standings: Iterable[PlaceStanding]) -> PlaceStanding:
    found = PlaceStanding()
    for one in standings:
        for name in COUNTS:
            found.counts[name] += one.counts[name]
        if one.taken_at and (found.taken_at is None or one.taken_at > found.taken_at):
            found.taken_at = one.taken_at
    return found


def newest_day(user: Login, regions: Sequence[Region], day: date | None, region: str | None = None) -> date | None:
    """The day asked for, or the newest one that has begun in every region of these and was taken; None: no day was."""
    if day is not None:
        return day
    rows = access.snapshots(user).filter(municipality=None).order_by()
    if region is not None:
        rows = rows.filter(region=region)
    found: date | None = rows.filter(day__lte=RegionDays.of(regions).earliest).aggregate(newest=Max("day"))["newest"]
    return found


def month(rows: Any, place: str, until: date) -> dict[date, dict[Any, PlaceStanding]]:
    """Day -> place -> standing over the LINE_DAYS days that end with `until`; one query."""
    since = until - timedelta(days=LINE_DAYS - 1)
    found: dict[date, dict[Any, PlaceStanding]] = {since + timedelta(days=n): {} for n in range(LINE_DAYS)}
    narrowed = rows.filter(day__gte=since, day__lte=until).order_by()
    read = (place, "taken_at", "rows_kept", "change_hours", *COUNTS)
    for day, where, at, kept, hours, *counts in narrowed.values_list("day", *read):
        found[day][where] = PlaceStanding(dict(zip(COUNTS, counts, strict=True)), hours, at, kept)
    return found


def gaps(
    days: Mapping[date, Mapping[Any, PlaceStanding]], begun: Callable[[Any], date] = lambda place: date.max
) -> list[date]:
    """Days on which a place known before has no snapshot. What came before the first snapshot was not missed, nor a day
    later than the newest one that `begun` gives for the place."""
    known: set[Any] = set()
    found = []
    for day, standings in sorted(days.items()):
        known |= standings.keys()
        if any(begun(place) >= day for place in known - standings.keys()):
            found.append(day)
    return found


def line(days: Mapping[date, Mapping[Any, PlaceStanding]], figure: str) -> list[tuple[date, float | None]]:
    """The figure of all places together. A day without one of them has none: the others' sum would look like a fall."""
    broken = set(gaps(days))
    return [
        (day, None if day in broken else total(standings.values()).share(figure))
        for day, standings in sorted(days.items())
    ]
