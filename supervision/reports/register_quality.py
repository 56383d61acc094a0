"""What is missing or doubtful in the register, by region or by municipality of a region. Counted now, or
of a past day from what its night kept.

Houses demolished are left out. Companies belong to a region and not to a municipality: of one region they stand in the
total only.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import HouseState
from supervision.reports import past_days, register_counts, register_then
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
from supervision.reports.places import Key, Path, Places, places
from supervision.reports.register_counts import OF_COMPANIES

NAME = "register_quality"
ORGANISATIONS = Path("region", "")
COLUMNS = (
    Column("place", pgettext_lazy("territory", "Place"), ValueKind.TEXT),
    Column("houses", gettext_lazy("Houses in use"), rule=gettext_lazy("All houses that are not demolished.")),
    Column("no_gis_guid", gettext_lazy("Without a ГИС ЖКХ GUID"), rule=gettext_lazy("The field is empty.")),
    Column("no_cadastral_number", gettext_lazy("Without a cadastral number"), rule=gettext_lazy("The field is empty.")),
    Column(
        "several_guids",
        gettext_lazy("Several ФИАС GUIDs"),
        rule=gettext_lazy("Files name the house by more than one ФИАС GUID."),
    ),
    Column(
        "duplicates",
        gettext_lazy("Likely duplicates"),
        rule=gettext_lazy("Another house in use of the region has the same address; each of them is counted."),
    ),
    Column(
        "without_company",
        gettext_lazy("Without a company"),
        rule=gettext_lazy("Houses that get a chat and that nobody manages today, not even the owners directly."),
    ),
    Column("direct", gettext_lazy("Direct management"), rule=gettext_lazy("The owners manage the house today.")),
    Column("flats_unknown", gettext_lazy("Number of flats unknown"), rule=gettext_lazy("The field is empty.")),
    Column(
        "excluded",
        gettext_lazy("Excluded but acting"),
        rule=gettext_lazy("Excluded from the licence register by today, and going on until a successor starts."),
    ),
    Column(
        "no_ogrn",
        gettext_lazy("Companies without ОГРН"),
        rule=gettext_lazy("Organisations of the region whose ОГРН is not filled in."),
    ),
    Column(
        "wrong_ogrn",
        gettext_lazy("Companies with a wrong ОГРН"),
        rule=gettext_lazy("The check digit of the ОГРН (ОГРНИП) does not fit its other digits."),
    ),
)


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A query a column, each one pass over the rows."""
    rows = places(user, asked)
    day = past_days.past([rows.region] if rows.region else list(access.regions(user)), asked.day)
    if day is not None:
        return register_then.answer(user, rows, day, COLUMNS)
    sets = register_counts.sets(access.houses(user), access.periods(user), worklists.today(user))
    counted = {name: rows.counted(found, path) for name, (found, path) in sets.items()}
    companies = {name: _by_region(user, rows, worklists.COMPANY_FAULTS[fault]) for name, fault in OF_COMPANIES.items()}
    shown = [_row(rows, place, counted, companies) for place in rows if _has_rows(place, counted)]
    sums: dict[str, Value] = {name: sum(found.values()) for name, found in (counted | companies).items()}
    total = ReportRow({"place": _("Total"), **sums}, _behind(rows.all_filters(), [*counted, *companies]))
    return ReportTable(COLUMNS, shown, timezone.now(), total, notes=_notes(rows))


def _by_region(user: Login, rows: Places, fault: Callable[[Any], QuerySet[Any]]) -> dict[Key, int]:
    organisations = access.organisations(user)
    if rows.region:
        return {rows.region.pk: fault(organisations.filter(region=rows.region)).count()}
    return rows.counted(fault(organisations), ORGANISATIONS)


def _has_rows(place: Key, counted: Mapping[str, Mapping[Key, int]]) -> bool:
    """A region or a municipality always, houses without one only where there are any."""
    return place is not None or any(place in found for found in counted.values())


def _row(
    rows: Places, place: Key, counted: Mapping[str, Mapping[Key, int]], companies: Mapping[str, Mapping[Key, int]]
) -> ReportRow:
    known = counted if rows.region else {**counted, **companies}
    values: dict[str, Value] = {"place": rows.names[place]}
    values |= {name: found.get(place, 0) for name, found in known.items()}
    return ReportRow(values, rows.within(NAME, place) | _behind(rows.filters(place), known))


def _behind(filters: Mapping[str, str | int], names: Any) -> dict[str, Behind]:
    found = {name: Behind("house", {**filters, "register": name}) for name in names if name in worklists.HOUSE_FAULTS}
    found["houses"] = Behind("house", {**filters, "state__exact": HouseState.STANDING.value})
    found["without_company"] = Behind("house", {**filters, "manager": "none"})
    found["excluded"] = Behind("managementperiod", {**filters, "excluded": "1"})
    of_region = {key: value for key, value in filters.items() if key == "region"}
    for name, fault in OF_COMPANIES.items():
        if name in names:
            found[name] = Behind("organisation", {**of_region, "number": fault})
    return found


def _notes(rows: Places) -> list[str]:
    of_companies = _("Companies belong to the region: their figures stand in the total.")
    return [_("Counted now."), *([of_companies] if rows.region else [])]


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Quality of the register"),
    about=gettext_lazy("What is missing or doubtful in the register: the rows behind each figure are to be set right."),
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.DAY),
    answer=answer,
)
