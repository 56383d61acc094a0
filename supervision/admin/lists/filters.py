"""Filters of the lists. Each choice is also a link from the starting page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
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


def by_day(request: HttpRequest) -> tuple[Any, ...]:
    return (worklists.today(request.user),)


def by_instant(request: HttpRequest) -> tuple[Any, ...]:
    return (timezone.now(),)


def undated(request: HttpRequest) -> tuple[Any, ...]:
    return ()


class WorklistFilter(SimpleListFilter):
    """Rows of one of the `known` worklists; `at` says by which day or instant they are judged."""

    known: Mapping[str, Worklist]
    at: Callable[[HttpRequest], tuple[Any, ...]] = staticmethod(by_day)

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(name, worklist.label) for name, worklist in self.known.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        narrow = self.known.get(self.value() or "")
        return narrow(queryset, *self.at(request)) if narrow else queryset


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


class ManagerFilter(WorklistFilter):
    title, parameter_name, known = _("company"), "manager", worklists.MANAGERS


class StartFilter(WorklistFilter):
    title, parameter_name, known = _("start of powers"), "start", worklists.STARTS


class ScopeFilter(WorklistFilter):
    title, parameter_name, known = _("official chat"), "scope", worklists.SCOPES
    at = staticmethod(undated)


class ChatStateFilter(WorklistFilter):
    title, parameter_name, known = _("state"), "state", worklists.CHAT_STATES


class OpenFilter(SimpleListFilter):
    """Rows with an end that has not come: work orders not seen done."""

    title = _("state")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("1", _("Open")), ("0", _("Done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(closed_at__isnull=self.value() == "1") if self.value() else queryset


class ExcludedFilter(WorklistFilter):
    title, parameter_name, known = _("licence register"), "excluded", worklists.EXCLUSIONS


class OfficeFilter(WorklistFilter):
    title, parameter_name, known = _("state"), "office", worklists.OFFICES


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
