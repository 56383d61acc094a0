"""The houses behind a frozen figure: exactly those that it counted, as they are known from the nightly changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.figures import HouseFigure
from supervision.models import Region
from supervision.reports import frozen_houses, owners_then
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.frozen_links import NAME
from supervision.reports.region import place_of

AT_ONCE = 2_000
COLUMNS = (
    Column("house", gettext_lazy("House"), ValueKind.TEXT, rule=gettext_lazy("By the address that it has now.")),
    Column("fias_guid", gettext_lazy("ФИАС GUID"), ValueKind.TEXT),
    Column("municipality", gettext_lazy("Municipality"), ValueKind.TEXT, rule=gettext_lazy("As it is now.")),
)


@dataclass(frozen=True, slots=True)
class CountedBy:
    """Houses that `figure` counts, and `without` does not: what a share lacks."""

    caption: Any
    figure: HouseFigure
    without: HouseFigure | None = None


FIGURES = {
    **{figure.name.lower(): CountedBy(figure.label, figure) for figure in HouseFigure},
    "without_chat": CountedBy(gettext_lazy("In scope without a chat"), HouseFigure.IN_SCOPE, HouseFigure.WITH_CHAT),
    "without_company_admin": CountedBy(
        gettext_lazy("Chats without an administrator of the company"),
        HouseFigure.WITH_CHAT,
        HouseFigure.WITH_COMPANY_ADMIN,
    ),
    "without_right_owner": CountedBy(
        gettext_lazy("Chats with another owner"), HouseFigure.WITH_CHAT, HouseFigure.WITH_RIGHT_OWNER
    ),
}


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """Up to ten queries, and one more for so many houses at once; rows are a stream, by the number of the house."""
    region, _place = place_of(user, asked)
    known = access.snapshots(user).filter(region=region, municipality=None, rows_kept=True).order_by()
    ends = known.aggregate(first=Min("day"), newest=Max("day"))
    day = asked.day or ends["newest"]
    if day is None or not frozen_houses.reaches(user, region, day):
        return ReportTable(COLUMNS, (), timezone.now(), notes=[_unknown(day, ends["first"])])
    masks = _masks(user, region, day, asked)
    wanted = FIGURES[asked.figure or next(iter(FIGURES))]
    found = frozen_houses.houses_in(masks, [wanted.figure], wanted.without)
    words = _("The houses that the figure counted at the start of %(day)s: %(count)d.")
    notes = [words % {"day": f"{day:%d.%m.%Y}", "count": len(found)}]
    return ReportTable(COLUMNS, _rows(user, sorted(found)), region.midnight(day), notes=notes, day=day)


def _masks(user: Login, region: Region, day: date, asked: Narrowing) -> dict[int, int]:
    """Of all houses, or of those that the company managed and whose chat was the inspector's by the rules, as known at
    the start of the day."""
    place = asked.municipality
    if asked.organisation is None and asked.inspector is None:
        return frozen_houses.counted(user, region, day, place)
    found = frozen_houses.known(user, region, day, place)
    accounts = owners_then.accounts(region)
    return {
        house: kept.figures
        for house, kept in found.items()
        if (asked.organisation is None or kept.organisation == asked.organisation)
        and (asked.inspector is None or (kept.wished and accounts.get(kept.wished) == asked.inspector))
    }


def _unknown(day: date | None, first: date | None) -> str:
    if first is None or day is None:
        return _("Which houses stood behind the figures is not known of any day yet.")
    words = _("Which houses the figures of %(day)s counted is not known: it is kept from %(first)s on, of days taken.")
    return words % {"day": f"{day:%d.%m.%Y}", "first": f"{first:%d.%m.%Y}"}


def _rows(user: Login, found: list[int]) -> Iterator[ReportRow]:
    for start in range(0, len(found), AT_ONCE):
        rows = access.houses(user).filter(pk__in=found[start : start + AT_ONCE]).order_by("pk")
        for pk, address, guid, municipality in rows.values_list("pk", "address", "fias_guid", "municipality__name"):
            values = {"house": address, "fias_guid": str(guid), "municipality": municipality}
            yield ReportRow(values, {"house": Behind("house", {"pk": pk})})


REPORT = Report(
    name=NAME,
    title=gettext_lazy("Houses behind a frozen figure"),
    about=gettext_lazy("Exactly the houses that a figure of a past day counted."),
    narrowed=(
        *(NarrowedBy.DAY, NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.ORGANISATION, NarrowedBy.INSPECTOR),
        NarrowedBy.FIGURE,
    ),
    answer=answer,
    is_of_one_region=True,
    figures={name: one.caption for name, one in FIGURES.items()},
)
