"""Rows of a list that a person has chosen for a change, kept in the session until it is decided.

The rows are written down when they are chosen: a filter asked again at the confirmation might find other ones. Their
numbers would not fit into an address.
"""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from supervision import access
from supervision.errors import Refused
from supervision.models import House

Row = TypeVar("Row", bound=Model)

KEY = "selections_of_houses"
KEPT = 3  # a person decides about one thing at a time; tabs left open are not kept for ever
MOST_CHOSEN = 10_000  # about as many as the largest companies of the country manage in a region


def keep(request: HttpRequest, rows: QuerySet[Any], region: str = "region_id") -> str:
    """Writes the rows down and gives the name under which they are found again. `region` leads from a row to its code.

    Raises Refused where they are none, too many, or of several regions; a reader of the region is denied.
    """
    found = list(rows.order_by("pk").values_list("pk", region)[: MOST_CHOSEN + 1])
    if not found:
        raise Refused(_("Nothing is chosen."))
    if len(found) > MOST_CHOSEN:
        raise Refused(_("More than %(n)s rows are chosen. Narrow the list by its filters.") % {"n": MOST_CHOSEN})
    if len({code for _row, code in found}) > 1:
        raise Refused(_("Choose rows of one region."))
    if not access.can_supervise(request.user, access.regions(request.user).get(pk=found[0][1])):
        raise PermissionDenied
    kept = dict(list(_all(request).items())[1 - KEPT :])
    token = token_urlsafe(9)
    request.session[KEY] = {**kept, token: [row for row, _code in found]}
    return token


def lead(
    request: HttpRequest, rows: QuerySet[Any], page: str, *named: str, region: str = "region_id"
) -> HttpResponse | None:
    """To the page that decides about these rows; None where they are refused, which is said on the page that comes."""
    try:
        token = keep(request, rows, region)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return None
    return redirect(page, *named, token)


def find(request: HttpRequest, token: str) -> tuple[House, ...]:
    """The houses that the person still sees; 404 where nothing is kept under the name."""
    return chosen(request, token, access.houses(request.user).order_by("address_order", "pk"))


def chosen(request: HttpRequest, token: str, rows: QuerySet[Row]) -> tuple[Row, ...]:
    """Those of `rows` that were kept; 404 where none are."""
    found = tuple(rows.filter(pk__in=_all(request).get(token, [])))  # one region, read with the first of them
    if not found:
        raise Http404(_("These rows are not chosen any more. Choose them anew."))
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
