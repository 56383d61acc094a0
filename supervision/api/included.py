"""`include=organisation,chat`: rows that belong to a row, in the same answer, in a constant number of queries.

Each stands in `included` as its own export has it (`outgoing/payloads.py`), null where there is none. An answer with
`include` is always whole: its ETag is that of the row alone, so no 304 is given.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from supervision import access
from supervision.access import Login
from supervision.api.permissions import need
from supervision.api.problems import FieldFault, Problem
from supervision.enums import ApiScope, ChangeKind
from supervision.outgoing import change_feed, payloads

INCLUDE, INCLUDED = "include", "included"
Numbers = Sequence[int]
Belonging = dict[int, int]  # number of a house -> number of what belongs to it


def companies(user: Login, houses: Numbers) -> Belonging:
    """Who manages each house on its region's day."""
    by_region = defaultdict(list)
    for house in access.houses(user).filter(pk__in=houses).select_related("region").only("pk", "region"):
        by_region[house.region].append(house.pk)
    found: Belonging = {}
    for region, numbers in by_region.items():
        acting = access.periods(user).acting(region.today()).filter(house__in=numbers, organisation__isnull=False)
        found.update(acting.order_by().values_list("house", "organisation"))
    return found


def chats(user: Login, houses: Numbers) -> Belonging:
    return dict(access.chats(user).filter(house__in=houses).order_by().values_list("house", "pk"))


def inspectors(user: Login, houses: Numbers) -> Belonging:
    """Whom the house is given to by name."""
    rows = access.houses(user).filter(pk__in=houses, inspector__isnull=False).order_by()
    return dict(rows.values_list("pk", "inspector"))


OF_HOUSES: Mapping[str, tuple[ChangeKind, Callable[[Login, Numbers], Belonging]]] = {
    "organisation": (ChangeKind.ORGANISATION, companies),
    "chat": (ChangeKind.CHAT, chats),
    "inspector": (ChangeKind.INSPECTOR, inspectors),
}


def asked_for(request: Request, known: Collection[str]) -> list[str]:
    """What is to be included; 400 for what the resource does not have, 403 for people without the scope."""
    text = request.query_params.get(INCLUDE)
    if text is None:
        return []
    names = [name.strip() for name in text.split(",")]
    if unknown := sorted(set(names) - set(known)):
        words = _("Cannot be included: %(unknown)s. There are: %(known)s.")
        detail = words % {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        raise Problem(400, "bad-parameter", detail, errors=[FieldFault(INCLUDE, detail)])
    if "inspector" in names:
        need(request, ApiScope.PEOPLE)
    return names


def add(user: Login, houses: Sequence[Any], names: Collection[str]) -> None:
    """Sets `included` on each of the rows."""
    numbers = [house.pk for house in houses]
    for house in houses:
        house.included = {}
    for name in names:
        kind, belonging = OF_HOUSES[name]
        which = belonging(user, numbers)
        belong = set(which.values())
        changed = change_feed.changed_when(kind, belong)
        rows = {
            number: {**row, "updated_at": payloads.plain(changed.get(number))}
            for number, row in payloads.shown(user, kind, list(belong)).items()
        }
        for house in houses:
            house.included[name] = rows.get(which.get(house.pk, 0))
