"""Companies of a region: how many houses each manages today, how many of them have a chat and an administrator in it.

Counted from the register as it is now, not from snapshots, which know no companies.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import HouseState
from supervision.models import Municipality, Region, Representative
from supervision.models.spans import holds
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.region import place_of

COUNTS = ("houses", "chats", "with_admin", "people")


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A row a company that manages a house today, the largest first."""
    region, place = place_of(user, asked)
    rows = [_row(found, region, place) for found in _counted(user, region, place)]
    return ReportTable(
        _columns(),
        rows,
        timezone.now(),
        total=_total(rows, region, place) if rows else None,
        notes=[_("%(region)s: counted from the register as it is now.") % {"region": region.name}],
        beside=[(_("Municipalities"), Behind("report:region", {"region": region.pk}))],
    )


def _columns() -> list[Column]:
    return [
        Column("company", _("Company"), ValueKind.TEXT),
        Column("inn", _("ИНН"), ValueKind.TEXT),
        Column("houses", _("Houses"), rule=_("Houses that stand and that the company manages today.")),
        Column("chats", _("Chats"), rule=_("Chats created of those of them that get one by the policy.")),
        Column("with_admin", _("With an administrator"), rule=_("A representative was seen as administrator.")),
        Column("share", _("With an administrator, share"), ValueKind.SHARE, _("Per cent of the chats created.")),
        Column("people", _("Representatives"), rule=_("In office today. Their names are not part of reports.")),
    ]


def _counted(user: Login, region: Region, place: Municipality | None) -> list[dict[str, Any]]:
    today = region.today()
    periods = worklists.of_standing_houses(access.periods(user).acting(today)).order_by()
    periods = periods.filter(house__region=region, organisation__isnull=False)
    if place is not None:
        periods = periods.filter(house__municipality=place)
    by_company = periods.values("organisation", "organisation__name", "organisation__inn")
    found = by_company.annotate(houses=Count("pk"))
    created = worklists.of_houses_in_scope(access.chats(user).filter(region=region)).order_by()
    chats, admins = (
        dict(periods.filter(house__chat__in=some.values("pk")).values_list("organisation").annotate(Count("pk")))
        for some in (created, created.with_company_admin(today))
    )
    people = (
        access.counted(user, Representative.objects.all(), "organisation__region")
        .filter(holds(today), organisation__region=region)
        .order_by()
    )
    heads = dict(people.values_list("organisation").annotate(Count("pk")))
    return [
        {
            **row,
            "chats": chats.get(row["organisation"], 0),
            "with_admin": admins.get(row["organisation"], 0),
            "people": heads.get(row["organisation"], 0),
        }
        for row in found.order_by("-houses", "organisation__name", "organisation")
    ]


def _row(found: Mapping[str, Any], region: Region, place: Municipality | None) -> ReportRow:
    narrowed: dict[str, str | int] = {"region": region.pk, "organisation": found["organisation"]}
    if place is not None:
        narrowed["municipality"] = place.pk
    values = {name: found[name] for name in COUNTS}
    named = {"company": found["organisation__name"], "inn": found["organisation__inn"]}
    return ReportRow(
        {**named, **values, "share": _share(found["with_admin"], found["chats"])},
        {
            "houses": Behind("house", {**narrowed, "state__exact": HouseState.STANDING.value}),
            "chats": Behind("chat", {**narrowed, "state": "in_scope"}),
            "with_admin": Behind("chat", {**narrowed, "state": "with_admin"}),
            "share": Behind("chat", {**narrowed, "state": "without_admin"}),
        },
    )


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def _total(rows: list[ReportRow], region: Region, place: Municipality | None) -> ReportRow:
    """Of the figures only chats with an administrator have a list: that of all houses holds those without company."""
    narrowed: dict[str, str | int] = {"region": region.pk, **({"municipality": place.pk} if place else {})}
    sums = {
        name: sum(int(str(row.values[name])) for row in rows) for name in ("houses", "chats", "with_admin", "people")
    }
    values = {
        "company": f"{_('Total')}: {place or region.name}",
        "inn": None,
        **sums,
        "share": _share(sums["with_admin"], sums["chats"]),
    }
    return ReportRow(values, {"with_admin": Behind("chat", {**narrowed, "state": "with_admin"})})


COMPANIES = Report(
    name="companies",
    title=gettext_lazy("Companies of a region"),
    about=gettext_lazy("Houses, chats and administrators of every company that manages a house today."),
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY),
    answer=answer,
    is_of_one_region=True,
)
