"""Companies of a region: how many houses each manages today, how many of them have a chat and an administrator in it.

Counted from the register as it is now, or of a past day from what its night kept.
"""

from collections.abc import Mapping
from datetime import date
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
from supervision.reports import companies_then, past_days
from supervision.reports.frame import Behind, Column, NarrowedBy, Narrowing, Report, ReportRow, ReportTable, ValueKind
from supervision.reports.frozen_links import NAME
from supervision.reports.region import place_of

COUNTS = ("houses", "chats", "with_admin", "people")


def answer(user: Login, asked: Narrowing) -> ReportTable:
    """A row a company that manages a house on the day, the largest first."""
    region, place = place_of(user, asked)
    beside = [(_("Municipalities"), Behind("report:region", {"region": region.pk}))]
    day = past_days.past([region], asked.day)
    if day is None:
        rows = [_row(found, region, place) for found in _counted(user, region, place)]
        notes = [_("%(region)s: counted from the register as it is now.") % {"region": region.name}]
        total = _total(rows, region, place) if rows else None
        return ReportTable(_columns(), rows, timezone.now(), total, notes=notes, beside=beside)
    taken = past_days.kept(user, region, day)
    if taken is None:
        notes = [past_days.said_unknown(user, region, day)]
        return ReportTable(_columns(), (), timezone.now(), notes=notes, beside=beside)
    counted = companies_then.counted(user, region, day, place.pk if place else None)
    rows = [_row(found, region, place, day) for found in counted]
    total = _total(rows, region, place, day) if rows else None
    notes = [past_days.said_past(region, day)]
    return ReportTable(_columns(), rows, taken.taken_at, total, notes=notes, beside=beside, day=day)


def _columns() -> list[Column]:
    return [
        Column("company", _("Company"), ValueKind.TEXT),
        Column("inn", _("ИНН"), ValueKind.TEXT),
        Column("houses", _("Houses"), rule=_("Houses that stand and that the company manages on the day.")),
        Column("chats", _("Chats"), rule=_("Chats created of those of them that get one by the policy.")),
        Column("with_admin", _("With an administrator"), rule=_("A representative was seen as administrator.")),
        Column("share", _("With an administrator, share"), ValueKind.SHARE, _("Per cent of the chats created.")),
        Column("people", _("Representatives"), rule=_("In office on the day. Their names are not part of reports.")),
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


def _row(found: Mapping[str, Any], region: Region, place: Municipality | None, day: date | None = None) -> ReportRow:
    narrowed: dict[str, str | int] = {"region": region.pk, "organisation": found["organisation"]}
    if place is not None:
        narrowed["municipality"] = place.pk
    values = {name: found[name] for name in COUNTS}
    named = {"company": found["organisation__name"], "inn": found["organisation__inn"]}
    shown = {**named, **values, "share": _share(found["with_admin"], found["chats"])}
    if day is not None:
        return ReportRow(shown, _behind_then({**narrowed, "day": day.isoformat()}))
    return ReportRow(
        shown,
        {
            "houses": Behind("house", {**narrowed, "state__exact": HouseState.STANDING.value}),
            "chats": Behind("chat", {**narrowed, "state": "in_scope"}),
            "with_admin": Behind("chat", {**narrowed, "state": "with_admin"}),
            "share": Behind("chat", {**narrowed, "state": "without_admin"}),
        },
    )


def _behind_then(place: Mapping[str, str | int]) -> dict[str, Behind]:
    """Exactly the houses that were counted."""
    figures = {
        "houses": "houses",
        "chats": "with_chat",
        "with_admin": "with_company_admin",
        "share": "without_company_admin",
    }
    return {key: Behind(f"report:{NAME}", {**place, "figure": figure}) for key, figure in figures.items()}


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


def _total(rows: list[ReportRow], region: Region, place: Municipality | None, day: date | None = None) -> ReportRow:
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
    if day is not None:
        return ReportRow(values)
    return ReportRow(values, {"with_admin": Behind("chat", {**narrowed, "state": "with_admin"})})


COMPANIES = Report(
    name="companies",
    title=gettext_lazy("Companies of a region"),
    about=gettext_lazy("Houses, chats and administrators of every company that manages a house, on any day."),
    narrowed=(NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.DAY),
    answer=answer,
    is_of_one_region=True,
)
