"""Words of a report's page and files: values as they are written, what it was narrowed by, choices of its form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, local_time
from supervision.access import Login
from supervision.models import Region
from supervision.reports import export
from supervision.reports.frame import Asked, Column, Kind, Narrowed, Report, Row, Value

UNKNOWN = "—"
MONTH = re.compile(r"\d{4}-\d{2}")
PLACES = {Kind.SHARE: 1, Kind.POINTS: 1, Kind.RATIO: 1, Kind.HOURS: 1}
CAPTIONS = {
    Narrowed.DAY: gettext_lazy("Day"),
    Narrowed.SINCE: gettext_lazy("From day"),
    Narrowed.UNTIL: gettext_lazy("To day"),
    Narrowed.REGION: gettext_lazy("Region"),
    Narrowed.MUNICIPALITY: gettext_lazy("Municipality"),
    Narrowed.ORGANISATION: gettext_lazy("Company"),
    Narrowed.INSPECTOR: gettext_lazy("Inspector"),
    Narrowed.FIGURE: gettext_lazy("Figure"),
}
ROWS = {
    Narrowed.MUNICIPALITY: access.municipalities,
    Narrowed.ORGANISATION: access.organisations,
    Narrowed.INSPECTOR: access.inspectors,
}
DAYS = {Narrowed.DAY, Narrowed.SINCE, Narrowed.UNTIL}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form above the report; without `options` it is a day, or a number that is only kept."""

    name: str
    caption: Any
    value: str
    options: Sequence[tuple[str, str]]
    is_day: bool


def caption(column: Column) -> str:
    """With per cent or points, of which a cell has no sign; hours and days are named by the caption itself."""
    unit = {Kind.SHARE: "%", Kind.POINTS: _("points")}.get(column.kind)
    return f"{column.caption}, {unit}" if unit else str(column.caption)


def is_text(column: Column) -> bool:
    return column.kind in {Kind.TEXT, Kind.DAY, Kind.MONTH, Kind.INSTANT}


def value(value: Value, column: Column, region: Region | None) -> str:
    """As it stands in a table; what is not known is a dash, never a nought."""
    match value:
        case None:
            return UNKNOWN
        case datetime():
            return instant(value, region)
        case date():
            return f"{value:%d.%m.%Y}"
        case int() | float():
            sign = "+" if column.kind == Kind.POINTS and value > 0 else ""
            places = PLACES.get(column.kind, 0)
            # rounded first: number_format cuts
            return sign + number_format(round(value, places), places, force_grouping=True)
        case str() if column.kind == Kind.MONTH and MONTH.fullmatch(value):
            return date_format(date.fromisoformat(f"{value}-01"), "F Y").lower()
    return value


def region_of(user: Login, asked: Asked) -> Region | None:
    """The one region that a report speaks of: the one asked for, or the only one that the reader sees."""
    regions = access.regions(user)
    found = list((regions.filter(pk=asked.region) if asked.region else regions)[:2])
    return found[0] if len(found) == 1 else None


def instant(at: datetime, region: Region | None) -> str:
    """On the clock of the report's region, or of Moscow; the zone is named."""
    if region is not None:
        return local_time.local(at, region)
    return f"{at.astimezone(local_time.MOSCOW):%d.%m.%Y %H:%M} {_('МСК')}"


def file_columns(columns: Sequence[Column], region: Region | None) -> list[export.Column[Row]]:
    """Typed cells by the same keys."""
    return [_file_column(column, region) for column in columns]


def _file_column(column: Column, region: Region | None) -> export.Column[Row]:
    zone = ZoneInfo(region.time_zone) if region else local_time.MOSCOW

    def cell(row: Row) -> export.Cell:
        found = row.values.get(column.key)
        return found.astimezone(zone) if isinstance(found, datetime) else found

    wide = column.kind == Kind.TEXT
    return export.Column(caption(column), cell, 40 if wide else 14, wide)


def used(user: Login, report: Report, asked: Asked) -> list[tuple[str, str]]:
    """By what the report was narrowed, in words."""
    found = []
    for part in report.narrowed:
        chosen = getattr(asked, part.value)
        if chosen:
            found.append((str(CAPTIONS[part]), _named(user, report, part, chosen)))
    return found


def _named(user: Login, report: Report, part: Narrowed, chosen: Any) -> str:
    if part in DAYS:
        return f"{chosen:%d.%m.%Y}"
    if part == Narrowed.FIGURE:
        return str(report.figures.get(chosen, chosen))
    if part == Narrowed.REGION:
        return str(access.regions(user).filter(pk=chosen).first() or chosen)
    return str(ROWS[part](user).filter(pk=chosen).first() or chosen)


def choices(user: Login, report: Report, asked: Asked) -> list[Choice]:
    """The form above the report. Companies and inspectors are too many to choose among: they come by a link."""
    return [_choice(user, report, part, getattr(asked, part.value), asked) for part in report.narrowed]


def _choice(user: Login, report: Report, part: Narrowed, chosen: Any, asked: Asked) -> Choice:
    value = chosen.isoformat() if isinstance(chosen, date) else str(chosen or "")
    options: list[tuple[str, str]] = []
    if part == Narrowed.FIGURE:
        options = [(name, str(caption)) for name, caption in report.figures.items()]
    elif part == Narrowed.REGION:
        options = [("", _("All that you see")), *((region.pk, region.name) for region in access.regions(user))]
    elif part == Narrowed.MUNICIPALITY and asked.region:
        rows = access.municipalities(user).filter(region=asked.region)
        options = [("", _("All")), *((str(row.pk), row.name) for row in rows)]
    elif part in ROWS and chosen:
        options = [(value, _named(user, report, part, chosen)), ("", _("All"))]
    return Choice(part.value, CAPTIONS[part], value, options, part in DAYS)
