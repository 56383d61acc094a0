"""Quality of the register on a past day: the sums that each region's night kept, by region or by municipality."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.models import DailySnapshot, Region
from supervision.reports import past_days
from supervision.reports.frame import Behind, Column, ReportRow, ReportTable, Value
from supervision.reports.places import Key, Places
from supervision.reports.register_counts import OF_COMPANIES
from supervision.reports.snapshot_notes import missed, of_which_instant, said_missing

Sums = dict[str, int]


def answer(user: Login, rows: Places, day: date, columns: Sequence[Column]) -> ReportTable:
    """A constant number of queries. A region's night without these sums is shown only as one that has none."""
    taken = list(access.snapshots(user).filter(day=day, register__isnull=False).order_by())
    names = [column.key for column in columns[1:]]
    if rows.region is not None:
        own = [one for one in taken if one.region_id == rows.region.pk]
        return _of_region(user, rows, rows.region, day, own, columns)
    of_regions = {one.region_id: one for one in taken if one.municipality_id is None and one.region_id in rows.names}
    found: dict[Key, Sums] = {code: _sums(one, names) for code, one in of_regions.items()}
    at = {code: one.taken_at for code, one in of_regions.items()}
    notes = of_which_instant(list(access.regions(user)), at, day)
    notes += said_missing(rows.names, missed(user, at, day), day) if at else []
    return _table(rows, found, _total(found.values(), names), columns, day, max(at.values(), default=None), notes)


def _of_region(
    user: Login, rows: Places, region: Region, day: date, taken: Sequence[DailySnapshot], columns: Sequence[Column]
) -> ReportTable:
    whole = next((one for one in taken if one.municipality_id is None), None)
    if whole is None:
        return ReportTable(columns, (), timezone.now(), notes=[past_days.said_unknown(user, region, day)])
    of_companies = {name: (whole.register or {}).get(name, 0) for name in OF_COMPANIES}
    names = [column.key for column in columns[1:] if column.key not in OF_COMPANIES]
    found: dict[Key, Sums] = {place: dict.fromkeys(names, 0) for place in rows if place is not None}
    found |= {one.municipality_id: _sums(one, names) for one in taken if one.municipality_id in found}
    if rows.asked.municipality is None:  # houses without a municipality are the region less all the others
        known = _total(found.values(), names)
        rest = {name: sums - known[name] for name, sums in _sums(whole, names).items()}
        found |= {None: rest} if any(rest.values()) else {}
    total = _total(found.values(), names) | of_companies
    companies = _("Companies belong to the region: their figures stand in the total.")
    return _table(rows, found, total, columns, day, whole.taken_at, [past_days.said_past(region, day), companies])


def _sums(one: DailySnapshot, names: Sequence[str]) -> Sums:
    return {name: (one.register or {}).get(name, 0) for name in names}


def _total(found: Iterable[Sums], names: Sequence[str]) -> Sums:
    return {name: sum(one[name] for one in found) for name in names}


def _table(
    rows: Places,
    found: dict[Key, Sums],
    total: Sums,
    columns: Sequence[Column],
    day: date,
    at: datetime | None,
    notes: Sequence[str],
) -> ReportTable:
    """A region or a municipality always has its row, houses of none only where there are any."""
    shown = []
    for place in rows:
        if place is None and place not in found:
            continue
        values: dict[str, Value] = {"place": rows.names[place], **found.get(place, {})}
        shown.append(ReportRow(values, _behind(rows, place, day)))
    last = ReportRow({"place": _("Total"), **total}) if at else None
    return ReportTable(columns, shown, at or timezone.now(), last, notes=notes, day=day)


def _behind(rows: Places, place: Key, day: date) -> dict[str, Behind]:
    """From a region to its municipalities on that day; of which houses the sums are is not kept."""
    if rows.region is None:
        return {"place": Behind("report:register_quality", {"region": str(place), "day": day.isoformat()})}
    return {}
