"""Filters of the lists. Each choice is also a link from the starting page."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from supervision import access, worklists
from supervision.admin.lists.picking import PickedFilter
from supervision.desired.ownership import owned_by
from supervision.models import Inspector
from supervision.worklists import Worklist


class RegionFilter(PickedFilter):
    """Only the regions that the user sees; who sees one region needs no filter."""

    title = _("region")
    parameter_name = "region"
    path = "region"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        found = [(region.pk, str(region)) for region in access.regions(request.user)]
        return found if len(found) > 1 else []

    def offer(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [(str(code), name) for code, name in self.lookup_choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


def region_filter(path: str) -> type[RegionFilter]:
    """The region filter of rows that reach their region by the path."""
    return type("RegionFilter", (RegionFilter,), {"path": path})


def choices_of(found: Mapping[str, Worklist]) -> list[tuple[str, Any]]:
    return [(name, worklist.label) for name, worklist in found.items()]


class MineFilter(SimpleListFilter):
    """The houses of the inspector whose login this is (what that means: `worklists.houses_of`); nobody else has any."""

    title = _("whose")
    parameter_name = "mine"
    path = "pk"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("1", _("Mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        inspector = worklists.inspector_of(request.user)
        if inspector is None:
            return queryset.none()
        return queryset.filter(**{f"{self.path}__in": worklists.houses_of(inspector)})


def mine_filter(path: str) -> type[MineFilter]:
    """The filter of rows that reach their house by the path."""
    return type("MineFilter", (MineFilter,), {"path": path})


class ManagerFilter(SimpleListFilter):
    title = _("company")
    parameter_name = "manager"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return choices_of(worklists.MANAGERS)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return worklists.without_company(queryset, worklists.today(request.user)) if self.value() else queryset


class StartFilter(SimpleListFilter):
    title = _("start of powers")
    parameter_name = "start"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return choices_of(worklists.STARTS)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return worklists.changes_due(queryset, worklists.today(request.user)) if self.value() else queryset


class ScopeFilter(SimpleListFilter):
    title = _("official chat")
    parameter_name = "scope"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return choices_of(worklists.SCOPES)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        narrow = worklists.SCOPES.get(self.value() or "")
        return narrow(queryset) if narrow else queryset


class ChatStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return choices_of(worklists.CHAT_STATES)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        narrow = worklists.CHAT_STATES.get(self.value() or "")
        return narrow(queryset, worklists.today(request.user)) if narrow else queryset


class OpenFilter(SimpleListFilter):
    """Rows with an end that has not come: work orders not seen done."""

    title = _("state")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("1", _("Open")), ("0", _("Done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(closed_at__isnull=self.value() == "1") if self.value() else queryset


class ExcludedFilter(SimpleListFilter):
    title = _("licence register")
    parameter_name = "excluded"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return choices_of(worklists.EXCLUSIONS)

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return worklists.excluded_but_acting(queryset, worklists.today(request.user)) if self.value() else queryset


class OfficeFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "office"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return choices_of(worklists.OFFICES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        narrow = worklists.OFFICES.get(self.value() or "")
        return narrow(queryset, worklists.today(request.user)) if narrow else queryset


class InspectorFilter(SimpleListFilter):
    """Rows of one inspector, reached by a link; the list itself offers no choice among sixty."""

    title = _("inspector")
    parameter_name = "inspector"
    path = "inspector"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        self.chosen = access.inspectors(request.user).filter(pk=chosen).first() if chosen.isdecimal() else None
        return [(chosen, self.chosen.full_name)] if self.chosen else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrow(queryset, self.chosen) if self.chosen and self.value() else queryset

    def narrow(self, rows: QuerySet[Any], inspector: Inspector) -> QuerySet[Any]:
        return rows.filter(**{self.path: inspector.pk})


class OwnerSeenFilter(InspectorFilter):
    """Chats seen with this owner in the messenger."""

    title, parameter_name = _("owner seen"), "owner_seen"

    def narrow(self, rows: QuerySet[Any], inspector: Inspector) -> QuerySet[Any]:
        return rows.filter(region=inspector.region_id, observed_owner_id=inspector.messenger_id or 0)


class OwnerWishedFilter(InspectorFilter):
    """Chats that belong to this owner by the rules, today."""

    title, parameter_name = _("owner by the rules"), "owner_wished"

    def narrow(self, rows: QuerySet[Any], inspector: Inspector) -> QuerySet[Any]:
        return rows.filter(pk__in=owned_by(inspector))
