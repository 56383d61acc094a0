"""One field for everything: address in any word order, GUID, cadastral number, company, person, order, page.

The field in the head of every page and Ctrl+K are the same: while somebody types, `suggest` names what could be meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from supervision import access, worklists
from supervision.admin import links
from supervision.admin.desk.page_names import places_named
from supervision.models import House
from supervision.search import MOST, Found, find

LONGEST = 200
FEW = 6  # of each kind, while somebody types
SHORTEST = 2  # letters: one would find everything


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of what was found."""

    title: str
    note: str
    url: str


def find_page(request: HttpRequest) -> HttpResponse:
    """`?q=`; without a question it shows how to ask."""
    if not access.sees_anything(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()[:LONGEST]
    found = find(request.user, asked) if asked else None
    context = {
        **admin.site.each_context(request),
        "title": _("Search"),
        "asked": asked,
        "found": found,
        "houses": [_house(house) for house in found.houses] if found else [],
        "others": [(title, hits) for title, hits in _groups(request, found, asked) if hits] if found else [],
        "most": MOST,
    }
    return TemplateResponse(request, "admin/find.html", context)


def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=` as far as it is typed: groups of a few, for the field itself."""
    if not access.sees_anything(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "").strip()[:LONGEST]
    if len(asked) < SHORTEST:
        return JsonResponse({"groups": []})
    found = find(request.user, asked, most=FEW)
    groups = [(_("Houses"), [_as_hit(house) for house in found.houses]), *_groups(request, found, asked, FEW)]
    shown = [
        {"title": title, "items": [{"title": hit.title, "note": hit.note, "url": hit.url} for hit in hits]}
        for title, hits in groups
        if hits
    ]
    return JsonResponse({"groups": shown})


def _groups(request: HttpRequest, found: Found, asked: str, most: int = MOST) -> Iterator[tuple[str, list[Hit]]]:
    """All but the houses."""
    yield (
        _("Organisations"),
        [Hit(str(one), _inn(one.inn, one.region), links.change_url(one)) for one in found.organisations],
    )
    people = [Hit(one.full_name, _of(_("inspector"), one.region), links.change_url(one)) for one in found.inspectors]
    people += [Hit(one.full_name, str(one.organisation), links.change_url(one)) for one in found.representatives]
    yield _("People"), people
    yield _("Chats"), [Hit(str(one.house), str(one.messenger_id), links.change_url(one)) for one in found.chats]
    orders = (access.discreet(request.user, order) for order in found.orders)
    yield _("Work orders"), [Hit(one.get_kind_display(), str(one.chat), links.change_url(one)) for one in orders]
    yield _("Pages and actions"), [Hit(one.title, one.where, one.url) for one in places_named(request, asked)[:most]]


def _inn(inn: str, region: Any) -> str:
    return ", ".join(filter(None, (_("ИНН %(inn)s") % {"inn": inn} if inn else "", str(region))))


def _of(what: str, region: Any) -> str:
    return f"{capfirst(what)}, {region}"


def _as_hit(house: House) -> Hit:
    shown = _house(house)
    return Hit(house.address, f"{shown['manager']}; {shown['chat']}", shown["url"])


def _house(house: House) -> dict[str, Any]:
    today = house.region.today()
    acting = next((period for period in house.periods.all() if period.covers(today)), None)
    chat = getattr(house, "chat", None)
    return {
        "url": links.change_url(house),
        "address": house.address,
        "region": house.region,
        "manager": (acting.organisation or acting.get_kind_display()) if acting else "—",
        "chat_url": links.change_url(chat) if chat else "",
        "chat": worklists.state_of(chat)[1] if chat else _("no chat"),
    }
