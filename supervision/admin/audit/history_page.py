"""What the history of an object shows: its changes in the region's own time, each with a link to its event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from supervision import access, history, local_time
from supervision.admin import links
from supervision.admin.audit.events import NAMES
from supervision.enums import HouseState
from supervision.models import Absence, House, HouseSubstitute, Inspector, Region

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ShownRevision:
    at: str
    what: str
    link: str
    change: history.Revision


class WithHistory:
    """Beside the page of an object, what became of it. Stands before the admin's base in the list of classes."""

    has_history = True

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {"show_history": True, **(extra_context or {})}
        answer: HttpResponse = super().change_view(request, object_id, form_url, extra)  # type: ignore[misc]
        return answer

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return history_page(request, self.get_object(request, object_id))  # type: ignore[attr-defined]


def history_page(request: HttpRequest, obj: Model) -> HttpResponse:
    """Everybody who may see the object may read what became of it."""
    region = _region(obj)
    said = partial(local_time.local, region=region) if region else local_time.of_portal
    page = Paginator(history.changes([obj], *_beside(request, obj), said=said), PER_PAGE).get_page(request.GET.get("p"))
    names_people = access.sees_people(request.user, region)
    context = {
        **admin.site.each_context(request),
        "title": _("History"),
        "opts": obj._meta,
        "original": obj,
        "object_url": links.change_url(obj),
        "changes": [_shown(change if names_people else _discreet(change), said) for change in page],
        "page": page,
    }
    return TemplateResponse(request, "admin/supervision/history.html", context)


def _beside(request: HttpRequest, obj: Model) -> Iterator[Sequence[Model]]:
    """Rows whose changes are read on the page of another: a cancelled absence has no page of its own any more."""
    match obj:
        case House():
            merged = list(_merged_into(request, obj))
            yield merged
            yield list(access.periods(request.user).filter(house__in=[obj, *merged]))
        case Inspector():
            yield history.ever(Absence, Q(inspector=obj) | Q(substitute=obj))
        case Absence():
            yield history.ever(HouseSubstitute, Q(absence=obj))


def _merged_into(request: HttpRequest, house: House) -> QuerySet[House]:
    """Other records of the building: what became of them is its history too."""
    guids = access.aliases(request.user).filter(house=house).values("fias_guid")
    return access.houses(request.user).filter(state=HouseState.MERGED, fias_guid__in=guids)


def _discreet(change: history.Revision) -> history.Revision:
    """What was changed and when, without who did it, their reason and whom it was about."""
    hidden = access.not_shown()
    differences = (
        replace(each, before=hidden, after=hidden) if access.names_people(change.model, each.field) else each
        for each in change.differences
    )
    reason = hidden if change.reason else ""
    return replace(change, who=_("an employee or the portal"), reason=reason, differences=tuple(differences))


def _region(obj: Any) -> Region | None:
    if isinstance(obj, Region):
        return obj
    for holder in (obj, *(getattr(obj, name, None) for name in ("organisation", "inspector", "house"))):
        if region := getattr(holder, "region", None):
            return region
    return None


def _shown(change: history.Revision, said: history.Said) -> ShownRevision:
    link = reverse("admin:supervision_event_change", args=[change.event]) if change.event else ""
    return ShownRevision(said(change.at), str(NAMES.get(change.name, change.name)), link, change)
