"""What is missing or doubtful in the register, by region or by municipality of a region. Counted now.

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
from supervision.reports.places import HOUSES, PERIODS, Key, Path, Places, places

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
OF_COMPANIES = {"no_ogrn": "none", "wrong_ogrn": "wrong"}


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A query a column, each one pass over the rows."""
    rows = places(user, asked)
    counted = {name: rows.counted(found, path) for name, (found, path) in _sets(user).items()}
    companies = {name: _by_region(user, rows, worklists.COMPANY_FAULTS[fault]) for name, fault in OF_COMPANIES.items()}
    shown = [_row(rows, place, counted, companies) for place in rows if _has_rows(place, counted)]
    sums: dict[str, Value] = {name: sum(found.values()) for name, found in (counted | companies).items()}
    total = ReportRow({"place": _("Total"), **sums}, _behind(rows.all_filters(), [*counted, *companies]))
    return ReportTable(COLUMNS, shown, timezone.now(), total, notes=_notes(rows))


def _sets(user: Login) -> dict[str, tuple[QuerySet[Any], Path]]:
    """The rows that each column counts; its list shows the same ones."""
    houses, on = access.houses(user), worklists.today(user)
    found: dict[str, tuple[QuerySet[Any], Path]] = {"houses": (houses.filter(state=HouseState.STANDING), HOUSES)}
    found |= {name: (fault(houses, on), HOUSES) for name, fault in worklists.HOUSE_FAULTS.items()}
    found["without_company"] = (worklists.without_company(houses, on), HOUSES)
    found["excluded"] = (worklists.excluded_but_acting(access.periods(user), on), PERIODS)
    return found


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
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY),
    answer=answer,
)
