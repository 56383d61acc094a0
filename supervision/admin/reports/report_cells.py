"""Words of a report's page and files: values as they are written, what it was narrowed by, choices of its form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, local_time
from supervision.access import Login
from supervision.models import Region
from supervision.reports import spreadsheets
from supervision.reports.frame import Column, NarrowedBy, Narrowing, Report, ReportRow, Value, ValueKind

UNKNOWN = "—"
MONTH = re.compile(r"\d{4}-\d{2}")
PLACES = {ValueKind.SHARE: 1, ValueKind.POINTS: 1, ValueKind.RATIO: 2, ValueKind.HOURS: 1}
CAPTIONS = {
    NarrowedBy.DAY: gettext_lazy("Day"),
    NarrowedBy.SINCE: gettext_lazy("From day"),
    NarrowedBy.UNTIL: gettext_lazy("To day"),
    NarrowedBy.REGION: gettext_lazy("Region"),
    NarrowedBy.MUNICIPALITY: gettext_lazy("Municipality"),
    NarrowedBy.ORGANISATION: gettext_lazy("Company"),
    NarrowedBy.INSPECTOR: gettext_lazy("Inspector"),
    NarrowedBy.FIGURE: gettext_lazy("Figure"),
}
ROWS = {
    NarrowedBy.MUNICIPALITY: access.municipalities,
    NarrowedBy.ORGANISATION: access.organisations,
    NarrowedBy.INSPECTOR: access.inspectors,
}
DAYS = {NarrowedBy.DAY, NarrowedBy.SINCE, NarrowedBy.UNTIL}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form above the report; without `options` it is a day, or a number that is only kept."""

    name: str
    caption: Any
    value: str
    options: Sequence[tuple[str, str]]
    is_day: bool


def caption(column: Column) -> str:
    """With per cent or points, which the cell itself does not show; the caption names hours and days."""
    unit = {ValueKind.SHARE: "%", ValueKind.POINTS: _("points")}.get(column.kind)
    return f"{column.caption}, {unit}" if unit else str(column.caption)


def is_text(column: Column) -> bool:
    return column.kind in {ValueKind.TEXT, ValueKind.DAY, ValueKind.MONTH, ValueKind.INSTANT}


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
            sign = "+" if column.kind == ValueKind.POINTS and value > 0 else ""
            places = PLACES.get(column.kind, 0)
            # rounded first: number_format cuts
            return sign + number_format(round(value, places), places, force_grouping=True)
        case str() if column.kind == ValueKind.MONTH and MONTH.fullmatch(value):
            return date_format(date.fromisoformat(f"{value}-01"), "F Y").lower()
    return value


def region_of(user: Login, asked: Narrowing) -> Region | None:
    """The one region that a report speaks of: the one asked for, or the only one that the reader sees."""
    regions = access.regions(user)
    found = list((regions.filter(pk=asked.region) if asked.region else regions)[:2])
    return found[0] if len(found) == 1 else None


def instant(at: datetime, region: Region | None) -> str:
    """On the clock of the report's region, or of Moscow; the zone is named."""
    return local_time.local(at, region) if region else local_time.of_portal(at)


def file_columns(columns: Sequence[Column], region: Region | None) -> list[spreadsheets.FileColumn[ReportRow]]:
    """Typed cells by the same keys."""
    return [_file_column(column, region) for column in columns]


def _file_column(column: Column, region: Region | None) -> spreadsheets.FileColumn[ReportRow]:
    zone = local_time.clock(region)

    def cell(row: ReportRow) -> spreadsheets.Cell:
        found = row.values.get(column.key)
        return found.astimezone(zone) if isinstance(found, datetime) else found

    wide = column.kind == ValueKind.TEXT
    return spreadsheets.FileColumn(caption(column), cell, 40 if wide else 14, wide, is_personal=column.names_people)


def used(user: Login, report: Report, asked: Narrowing) -> list[tuple[str, str]]:
    """By what the report was narrowed, in words."""
    found = []
    for part in report.narrowed:
        chosen = getattr(asked, part.value)
        if chosen:
            found.append((str(CAPTIONS[part]), _named(user, report, part, chosen)))
    return found


def _named(user: Login, report: Report, part: NarrowedBy, chosen: Any) -> str:
    if part in DAYS:
        return f"{chosen:%d.%m.%Y}"
    if part == NarrowedBy.FIGURE:
        return str(report.figures.get(chosen, chosen))
    if part == NarrowedBy.REGION:
        return str(access.regions(user).filter(pk=chosen).first() or chosen)
    return str(ROWS[part](user).filter(pk=chosen).first() or chosen)


def choices(user: Login, report: Report, asked: Narrowing) -> list[Choice]:
    """The form above the report. Companies and inspectors are too many to choose among: they come by a link."""
    return [_choice(user, report, part, getattr(asked, part.value), asked) for part in report.narrowed]


def _choice(user: Login, report: Report, part: NarrowedBy, chosen: Any, asked: Narrowing) -> Choice:
    value = chosen.isoformat() if isinstance(chosen, date) else str(chosen or "")
    options: list[tuple[str, str]] = []
    if part == NarrowedBy.FIGURE:
        options = [(name, str(caption)) for name, caption in report.figures.items()]
    elif part == NarrowedBy.REGION:
        options = [("", _("All that you see")), *((region.pk, region.name) for region in access.regions(user))]
    elif part == NarrowedBy.MUNICIPALITY and asked.region:
        rows = access.municipalities(user).filter(region=asked.region)
        options = [("", _("All")), *((str(row.pk), row.name) for row in rows)]
    elif part in ROWS and chosen:
        options = [(value, _named(user, report, part, chosen)), ("", _("All"))]
    return Choice(part.value, CAPTIONS[part], value, options, part in DAYS)
