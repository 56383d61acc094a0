"""One field for everything: address in any word order, GUID, cadastral number, company, ИНН, number of a chat."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from supervision import access
from supervision.admin import links
from supervision.models import House
from supervision.search import MOST, find

LONGEST = 200


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
        "most": MOST,
    }
    return TemplateResponse(request, "admin/find.html", context)


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
        "chat": _("chat created") if chat and chat.messenger_id else _("chat not created yet"),
    }
