"""What a reader must know of frozen figures: of which instant they are, and whose snapshot is missing.

Takes snapshots that were read, by the code of their region; gives sentences for people.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.models import Region
from supervision.models.region_days import RegionDays
from supervision.reports.standings import LINE_DAYS, PlaceStanding, gaps

START = timedelta(hours=1)  # the worker takes the snapshots of all regions one after another, from midnight on


def of_which_instant(regions: Sequence[Region], taken: Mapping[str, datetime], day: date) -> list[str]:
    """Of the start of the day, or of the instant at which a late snapshot was taken; or that there is none."""
    named = {"day": f"{day:%d.%m.%Y}"}
    here = [region for region in regions if region.pk in taken]
    if not here and RegionDays.of(regions).latest < day:
        return [_("The day %(day)s has not begun yet.") % named]
    if not here:
        return [_("No snapshot was taken of the day %(day)s.") % named]
    late = [f"{region.name} {_clock(region, taken[region.pk])}" for region in here if _is_late(region, taken, day)]
    if not late:
        return [_("Figures are frozen: they are of the start of the day %(day)s in each region.") % named]
    words = _(
        "Figures are frozen: they are of the start of the day %(day)s in each region, but taken later in: %(late)s."
    )
    return [words % {**named, "late": ", ".join(late)}]


def of_which_instant_here(region: Region, taken_at: datetime | None, day: date) -> str:
    """The same of a single region."""
    named = {"day": f"{day:%d.%m.%Y}", "region": region.name}
    if taken_at is None and region.today() < day:
        return _("The day %(day)s has not begun yet.") % named
    if taken_at is None:
        return _("No snapshot of the day %(day)s: %(region)s.") % named
    if not _is_late(region, {region.pk: taken_at}, day):
        return _("Figures are frozen: they are of the start of the day %(day)s in the region.") % named
    words = _("Figures are frozen: they are of %(at)s on the clock of the region, when the snapshot was taken.")
    return words % {"at": f"{taken_at.astimezone(ZoneInfo(region.time_zone)):%d.%m.%Y %H:%M}"}


def _is_late(region: Region, taken: Mapping[str, datetime], day: date) -> bool:
    return taken[region.pk] - region.midnight(day) > START


def _clock(region: Region, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(region.time_zone)):%d.%m %H:%M}"


def missed(user: Login, taken: Collection[Any], day: date) -> set[str]:
    """Regions without a snapshot of the day that had one in the month before it. Two queries.

    One without a single house never has any, and none of it is missed; what came before the first was not missed, nor
    is the day of a region where it has not begun.
    """
    rows = access.snapshots(user).filter(municipality=None, day__gt=day - timedelta(days=LINE_DAYS), day__lt=day)
    known = set(rows.order_by().values_list("region", flat=True).distinct()) - set(taken)
    begun = RegionDays.of(access.regions(user).filter(pk__in=known))
    return {code for code in known if begun[code] >= day}


def said_missing(names: Mapping[Any, str], missing: Collection[str], day: date) -> list[str]:
    """The note that these regions have no snapshot of the day; none where nothing is missing."""
    listed = ", ".join(name for code, name in names.items() if code in missing)
    words = _("No snapshot of %(day)s: %(regions)s. A missed day cannot be taken later.")
    return [words % {"day": f"{day:%d.%m.%Y}", "regions": listed}] if listed else []


def said_gaps(days: Mapping[date, Mapping[Any, PlaceStanding]], begun: Callable[[Any], date]) -> list[str]:
    """A note that names the days, none where no day is missing; `begun` gives the newest day of a place."""
    found = gaps(days, begun)
    if not found:
        return []
    named = ", ".join(f"{day:%d.%m}" for day in found)
    return [_("Days without a full snapshot, left empty in the lines: %(days)s.") % {"days": named}]
