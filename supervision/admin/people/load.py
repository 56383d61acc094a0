"""Load per inspector: a table that can be sorted, each figure a link to its list."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from supervision import access
from supervision.admin import links
from supervision.admin.lists.base import person
from supervision.models import Chat, House, Inspector, Region, WorkOrder
from supervision.reports.load import Load, loads

# name, caption, link to the rows behind the figure
FIGURES: tuple[tuple[str, Any, Callable[[int], str]], ...] = (
    ("wished", gettext_lazy("Chats by the rules"), lambda pk: links.list_url(Chat, owner_wished=pk)),
    ("seen", gettext_lazy("Chats as seen"), lambda pk: links.list_url(Chat, owner_seen=pk)),
    ("away", gettext_lazy("On substitutes"), lambda pk: ""),
    ("orders", gettext_lazy("Open work orders"), lambda pk: links.list_url(WorkOrder, inspector=pk, open="1")),
    ("houses", gettext_lazy("Houses given by hand"), lambda pk: links.list_url(House, inspector=pk)),
)
NAMES = frozenset(name for name, _caption, _link in FIGURES)


class LoadPage(View):
    """`?region=55&sort=-seen`; of several regions, the first is shown until one is chosen.

    For those to whom the inspectors of a region are named; others get 403.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        regions = [one for one in access.regions(request.user) if access.sees_people(request.user, one)]
        if not regions:
            raise PermissionDenied
        asked = request.GET.get("region") or regions[0].pk
        region = next((one for one in regions if one.pk == asked), None)
        if region is None:
            raise Http404(_("There is no such region, or you do not see it."))
        order = request.GET.get("sort", "")
        context = {
            **admin.site.each_context(request),
            "title": _("Load of the inspectors"),
            "region": region,
            "regions": [(one, _url(one)) for one in regions] if len(regions) > 1 else [],
            "captions": [_caption(region, name, caption, order) for name, caption, _link in FIGURES],
            "by_name": _url(region),
            "lines": [_line(load) for load in _sorted(loads(person(request), region), order)],
            "opts": Inspector._meta,
        }
        return TemplateResponse(request, "admin/supervision/inspector/load.html", context)


def _url(region: Region, **more: str) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{reverse('admin:supervision_inspector_load')}?region={region.pk}{query}"


def _caption(region: Region, name: str, caption: Any, order: str) -> dict[str, Any]:
    """A second click turns the order around."""
    turned = name if order == f"-{name}" else f"-{name}"
    state = {name: "ascending", f"-{name}": "descending"}.get(order, "")
    return {"words": caption, "url": _url(region, sort=turned), "state": state}


def _sorted(lines: list[Load], order: str) -> list[Load]:
    name = order.removeprefix("-")
    if name not in NAMES:
        return lines
    return sorted(lines, key=lambda line: int(getattr(line, name)), reverse=order.startswith("-"))


def _line(load: Load) -> dict[str, Any]:
    pk = load.inspector.pk
    figures = [(value := getattr(load, name), link(pk) if value else "") for name, _caption, link in FIGURES]
    return {
        "inspector": load.inspector,
        "url": links.change_url(load.inspector),
        "figures": figures,
        "differs": load.wished != load.seen,
    }
