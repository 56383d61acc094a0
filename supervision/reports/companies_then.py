"""Companies of a region on a past day, from what its night kept: counted by the houses themselves."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import Count

from supervision import access
from supervision.access import Login
from supervision.figures import HouseFigure
from supervision.models import Region, Representative
from supervision.models.spans import holds
from supervision.reports import frozen_houses

COUNTED = {
    "houses": HouseFigure.HOUSES,
    "chats": HouseFigure.WITH_CHAT,
    "with_admin": HouseFigure.WITH_COMPANY_ADMIN,
}


def counted(user: Login, region: Region, day: date, place: int | None) -> list[dict[str, Any]]:
    """As `companies` counts them now: a row a company that managed a house, the largest first. Eight queries."""
    found: dict[int, Counter[str]] = {}
    for house in frozen_houses.known(user, region, day, place).values():
        if house.organisation is not None and house.figures & HouseFigure.HOUSES:
            counts = found.setdefault(house.organisation, Counter())
            for name, figure in COUNTED.items():
                counts[name] += bool(house.figures & figure)
    people = access.counted(user, Representative.objects.all(), "organisation__region")
    in_office = people.filter(holds(day), organisation__region=region).order_by()
    heads = dict(in_office.values_list("organisation").annotate(Count("pk")))
    names = access.organisations(user).filter(pk__in=found).order_by()
    rows = [
        {
            "organisation": pk,
            "organisation__name": name,
            "organisation__inn": inn,
            **{each: found[pk][each] for each in COUNTED},
            "people": heads.get(pk, 0),
        }
        for pk, name, inn in names.values_list("pk", "name", "inn")
    ]
    return sorted(rows, key=lambda row: (-row["houses"], row["organisation__name"], row["organisation"]))
