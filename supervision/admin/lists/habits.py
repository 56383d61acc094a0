"""A list as its reader likes it: narrowings kept by name, for oneself or shared in a region, and columns left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from supervision import access
from supervision.actions import list_habits
from supervision.admin import links
from supervision.admin.lists.exporting import only_region
from supervision.admin.lists.login_of_request import person
from supervision.admin.lists.sorting import by_names
from supervision.errors import Refused
from supervision.models import Region, SavedFilter


@dataclass(frozen=True, slots=True)
class KeptFilter:
    name: str
    url: str
    region: str  # "" for one's own
    remove_url: str  # "" where it is not the reader's to remove
    is_current: bool


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    name: str
    caption: str
    is_shown: bool


class RememberedList(ModelAdmin):
    """Buttons above the list; each is a POST, and leads back to the list as it was."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("keep-filter/", wrap(self.keep_filter), name=f"{name}_keepfilter"),
            path("remove-filter/<int:number>/", wrap(self.remove_filter), name=f"{name}_removefilter"),
            path("choose-columns/", wrap(self.choose_columns), name=f"{name}_columns"),
            *super().get_urls(),
        ]

    # --- columns ---------------------------------------------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> Any:
        """The first column stays: it leads to the row."""
        offered = self.columns_offered(request)
        hidden = self._hidden(request)
        return [*offered[:1], *(name for name in offered[1:] if str(name) not in hidden)]

    def columns_offered(self, request: HttpRequest) -> list[Any]:
        """Every column that the reader may see."""
        return list(super().get_list_display(request))

    def _hidden(self, request: HttpRequest) -> frozenset[str]:
        """Asked of the database once a request."""
        kept: dict[str, frozenset[str]] = request.__dict__.setdefault("_hidden_columns", {})
        name = str(self.opts.model_name)
        if name not in kept:
            kept[name] = access.hidden_columns(request.user, name)
        return kept[name]

    def column_choices(self, request: HttpRequest) -> list[ColumnChoice]:
        hidden = self._hidden(request)
        return [
            ColumnChoice(str(name), capfirst(str(label_for_field(name, self.model, self))), str(name) not in hidden)
            for name in self.columns_offered(request)[1:]
        ]

    def choose_columns(self, request: HttpRequest) -> HttpResponse:
        def choose() -> str:
            shown = set(request.POST.getlist("shown"))
            offered = {choice.name for choice in self.column_choices(request)}
            hidden = offered - shown
            list_habits.leave_out(list_name=str(self.opts.model_name), names=hidden, by=person(request))
            return _("The list shows these columns from now on, on every device.")

        return self._pressed(request, choose)

    # --- filters ---------------------------------------------------------------------------------------------------

    def kept_filters(self, request: HttpRequest) -> list[KeptFilter]:
        rows = access.saved_filters(request.user).filter(list_name=self.opts.model_name)
        now = request.GET.urlencode()
        return [self._kept(row, request, now) for row in rows.select_related("region").order_by("region", "name")]

    def _kept(self, row: SavedFilter, request: HttpRequest, now: str) -> KeptFilter:
        own = row.user_id == request.user.pk
        removable = own or (row.region is not None and access.can_manage(request.user, row.region))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_removefilter"
        return KeptFilter(
            row.name,
            f"{links.list_url(self.model)}?{row.query}",
            str(row.region or ""),
            reverse(name, args=[row.pk]) if removable else "",
            row.query == now,
        )

    def shared_region(self, request: HttpRequest) -> Region | None:
        """In which region the reader can share a narrowing of this list; None: in none."""
        region = only_region(request)
        return region if region and access.can_supervise(request.user, region) else None

    def keep_filter(self, request: HttpRequest) -> HttpResponse:
        def keep() -> str:
            region = self.shared_region(request) if request.POST.get("shared") else None
            named = {"name": request.POST.get("name", ""), "query": self._narrowed(request)}
            list_habits.keep(list_name=str(self.opts.model_name), by=person(request), region=region, **named)
            return _("Saved. It stands above the list.")

        return self._pressed(request, keep)

    def _narrowed(self, request: HttpRequest) -> str:
        narrowed = request.GET.copy()
        if order := narrowed.get(ORDER_VAR):
            narrowed[ORDER_VAR] = by_names(order, self.get_changelist_instance(request).list_display)
        return narrowed.urlencode()

    def remove_filter(self, request: HttpRequest, number: int) -> HttpResponse:
        def remove() -> str:
            rows = access.saved_filters(request.user).filter(list_name=self.opts.model_name, pk=number)
            kept = rows.select_related("region").first()
            if kept is None:
                raise Http404(_("There is no such saved filter."))
            list_habits.remove(kept, by=person(request))
            return _("The saved filter is removed.")

        return self._pressed(request, remove)

    def _pressed(self, request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            messages.success(request, act())
        except Refused as refusal:
            messages.error(request, refusal.message)
        narrowed = request.GET.urlencode()
        return redirect(links.list_url(self.model) + (f"?{narrowed}" if narrowed else ""))
