"""Pages of the portal and what can be done on them, found by their names: lists, reports, chapters of the guide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from supervision import access
from supervision.admin import links, navigation
from supervision.admin.guide import chapters
from supervision.models import Chat, House, Inspector, WorkOrder
from supervision.reports.catalogue import REPORTS
from supervision.spelling import folded

MOST_REGIONS = 3  # whoever keeps all of them comes by the list of regions
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    title: str
    where: str
    url: str


def places_named(request: HttpRequest, asked: str) -> list[Place]:
    """Those of which every word asked for begins a word of the name; nothing that the reader may not open."""
    words = WORD.findall(folded(asked))
    return [place for place in _places(request) if words and _is_meant(place, words)]


def _is_meant(place: Place, words: list[str]) -> bool:
    known = WORD.findall(folded(f"{place.title} {place.where}"))
    return all(any(each.startswith(word) for each in known) for word in words)


def _places(request: HttpRequest) -> Iterator[Place]:
    yield from _actions(request)
    for group in navigation.menu(request):
        for entry in group["items"]:
            yield Place(entry["title"], _("page"), entry["link"])
    for tab in navigation.tabs(request):
        for item in tab["items"]:
            yield Place(item["title"], _("list"), item["link"])
    for report in REPORTS.values():
        yield Place(str(report.title), _("report"), reverse("report", args=[report.name]))
    for name in sorted(chapters.names()):
        found = chapters.chapter(name)
        if found:
            yield Place(found.title, _("guide"), chapters.address(name))


def _actions(request: HttpRequest) -> Iterator[Place]:
    user: Any = request.user
    if not access.supervises_anything(user):
        return
    action = _("action")
    yield Place(_("Upload a file"), action, reverse("admin:supervision_upload_new"))
    yield Place(_("My houses"), action, links.list_url(House, mine="1"))
    yield Place(_("My work orders"), action, links.list_url(WorkOrder, mine="1", open="1"))
    yield Place(_("Chats that need a person"), action, links.list_url(Chat, state="parked"))
    yield Place(_("Replace the managing company: choose houses"), action, links.list_url(House))
    yield Place(_("Inspectors in office"), action, links.list_url(Inspector, office="1"))
    for region in access.managed(user)[:MOST_REGIONS]:
        new, zones = (reverse(f"admin:supervision_{name}", args=[region.pk]) for name in ("inspector_new", "zone_grid"))
        yield Place(_("New inspector"), f"{action}, {region.name}", new)
        yield Place(_("Draw the zones"), f"{action}, {region.name}", zones)
