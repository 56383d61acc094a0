"""Houses that a person has chosen for a change, kept in the session until it is decided.

The houses are written down when they are chosen: a filter asked again at the confirmation might find other ones. Their
numbers would not fit into an address.
"""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from supervision import access
from supervision.errors import Refused
from supervision.models import House

KEY = "selections_of_houses"
KEPT = 3  # a person decides about one thing at a time; tabs left open are not kept for ever
MOST_HOUSES = 10_000  # about as many as the largest companies of the country manage in a region


def keep(request: HttpRequest, houses: QuerySet[House]) -> str:
    """Writes the houses down and gives the name under which they are found again.

    Raises Refused where they are none, too many, or of several regions; a reader of the region is denied.
    """
    found = list(houses.order_by("pk").values_list("pk", "region_id")[: MOST_HOUSES + 1])
    if not found:
        raise Refused(_("No houses are chosen."))
    if len(found) > MOST_HOUSES:
        raise Refused(_("More than %(n)s houses are chosen. Narrow the list by its filters.") % {"n": MOST_HOUSES})
    if len({region for _house, region in found}) > 1:
        raise Refused(_("Choose houses of one region."))
    if not access.can_supervise(request.user, access.regions(request.user).get(pk=found[0][1])):
        raise PermissionDenied
    kept = dict(list(_all(request).items())[1 - KEPT :])
    token = token_urlsafe(9)
    request.session[KEY] = {**kept, token: [house for house, _region in found]}
    return token


def find(request: HttpRequest, token: str) -> tuple[House, ...]:
    """The houses that the person still sees; 404 where nothing is kept under the name."""
    houses = access.houses(request.user).filter(pk__in=_all(request).get(token, []))
    found = tuple(houses.order_by("address", "pk"))  # one region, read with the first of them
    if not found:
        raise Http404(_("These houses are not chosen any more. Choose them anew."))
    return found


def leave_out(request: HttpRequest, token: str, house_ids: Iterable[int]) -> None:
    out = set(house_ids)
    left = [house for house in _all(request).get(token, []) if house not in out]
    request.session[KEY] = {**_all(request), token: left}


def drop(request: HttpRequest, token: str) -> None:
    request.session[KEY] = {name: ids for name, ids in _all(request).items() if name != token}


def _all(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEY, {})
    return kept
