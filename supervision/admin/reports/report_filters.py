"""Filters that lead from a figure of a report to the rows behind it. Which rows those are is said in `worklists`."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supervision import access, worklists
from supervision.admin.lists.exporting import only_region
from supervision.admin.lists.filters import InspectorFilter, WorklistFilter, by_instant, undated
from supervision.admin.lists.picking import PickedFilter, company_field
from supervision.desired.ownership import Belonging, belongings
from supervision.enums import CallOutcome
from supervision.models import Inspector, Organisation, Region
from supervision.reports.places import NOWHERE


class MunicipalityFilter(PickedFilter):
    """Rows of one municipality; offered where the list is of one region, for a country has thousands."""

    title = _("municipality")
    parameter_name = "municipality"
    path = "municipality"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        chosen = request.GET.get(self.parameter_name, "")
        if chosen == NOWHERE:
            return [(NOWHERE, _("Without a municipality"))]
        found = access.municipalities(request.user).filter(pk=chosen).first() if chosen.isdecimal() else None
        return [(chosen, found.name)] if found else []

    def offer(self, request: HttpRequest) -> list[tuple[str, Any]]:
        region = only_region(request)
        if region is None:
            return []
        found = access.municipalities(request.user).filter(region=region).order_by("name", "pk")
        named = [(str(pk), name) for pk, name in found.values_list("pk", "name")]
        return [*named, (NOWHERE, _("Without a municipality"))] if named else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(**{self.path: None if self.value() == NOWHERE else self.value()})


def municipality_filter(path: str) -> type[MunicipalityFilter]:
    """The filter of rows that reach their municipality by the path."""
    return type("MunicipalityFilter", (MunicipalityFilter,), {"path": path})


class CompanyFilter(PickedFilter):
    """Rows of the houses that a company manages today. `path` leads from a row to its house."""

    title = _("company")
    parameter_name = "organisation"
    path = "house"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        seen = access.organisations(request.user)
        self.chosen: Organisation | None = seen.filter(pk=chosen).first() if chosen.isdecimal() else None
        region = only_region(request)
        self.widget = company_field(self.parameter_name, chosen, seen, region.pk if region else "")
        return [(chosen, self.chosen.name)] if self.chosen else []

    def offer(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return []  # by typing

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if not (self.chosen and self.value()):
            return queryset
        acting = access.periods(request.user).acting(worklists.today(request.user)).filter(organisation=self.chosen)
        return queryset.filter(**{f"{self.path}__in": acting.order_by().values("house")})


def company_filter(path: str) -> type[CompanyFilter]:
    """The filter of rows that reach their house by the path."""
    return type("CompanyFilter", (CompanyFilter,), {"path": path})


class RowsOfCompany(CompanyFilter):
    """Rows of the company itself, of every day: periods, representatives."""

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.filter(organisation=self.chosen) if self.chosen and self.value() else queryset


BY_RULES: dict[str, Callable[[Belonging], bool]] = {
    "substitute": lambda one: one.away is not None,
    "other": lambda one: one.wished != one.seen,
}


class OwnerFilter(SimpleListFilter):
    """How it stands with the owner. Whose a chat is by the rules is reckoned for one region at a time."""

    title = _("owner")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        asked_of_all = [
            ("orphan", _("No inspector of the region")),
            ("left", _("Dismissed, or the login is closed")),
            ("unseen", _("Not seen yet")),
        ]
        of_one_region = [("substitute", _("On a substitute")), ("other", _("Another than by the rules"))]
        self.region = only_region(request)
        return asked_of_all + of_one_region if self.region else asked_of_all

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "orphan":
                return worklists.orphans(queryset)
            case "left":
                return worklists.owned_by_who_left(queryset, worklists.today(request.user))
            case "unseen":
                return worklists.owner_unseen(queryset)
            case "substitute" | "other" as rule if self.region:
                return queryset.linked().filter(pk__in=self._by_rules(request, self.region, BY_RULES[rule]))
            case _:
                return queryset

    def _by_rules(self, request: HttpRequest, region: Region, rule: Callable[[Belonging], bool]) -> list[int]:
        chats = access.chats(request.user).linked()
        return [one.chat for one in belongings(region, chats, region.today()) if rule(one)]


class OwnerAwayFilter(InspectorFilter):
    """Chats that would be this inspector's by the rules and are a substitute's today."""

    title, parameter_name = _("owner away"), "owner_away"

    def narrow(self, rows: QuerySet[Any], inspector: Inspector) -> QuerySet[Any]:
        region = inspector.region
        mine = [one.chat for one in belongings(region, rows, region.today()) if one.away == inspector.pk]
        return rows.filter(pk__in=mine)


class RegisterFaultFilter(WorklistFilter):
    title, parameter_name, known = _("register"), "register", worklists.HOUSE_FAULTS


class OgrnFilter(WorklistFilter):
    title, parameter_name, known = _("ОГРН"), "number", worklists.COMPANY_FAULTS
    at = staticmethod(undated)


class LicenceFilter(WorklistFilter):
    title, parameter_name, known = _("licence"), "licence", worklists.LICENCES


class QueueFilter(WorklistFilter):
    title, parameter_name, known = _("queue"), "queue", worklists.QUEUE
    at = staticmethod(by_instant)


class ReasonFilter(SimpleListFilter):
    """Chats parked or waiting with exactly this sentence, reached by a link."""

    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        return [(chosen, chosen)] if chosen else []

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.filter(reason=self.value()) if self.value() else queryset


class OrderAgeFilter(SimpleListFilter):
    title = _("open for")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(name, age.label) for name, age in worklists.ORDER_AGES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        known = self.value() in worklists.ORDER_AGES
        return worklists.orders_of_age(queryset, self.value() or "", timezone.now()) if known else queryset


class SentFilter(SimpleListFilter):
    title = _("sent at")
    parameter_name = "sent"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("day", _("In the last 24 hours"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return worklists.recent_calls(queryset, timezone.now()) if self.value() else queryset


class ResultFilter(SimpleListFilter):
    """Beside the choice of one outcome: all but done."""

    title = _("result")
    parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("other", _("Any but done"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.exclude(outcome=CallOutcome.DONE) if self.value() else queryset


class StepFilter(SimpleListFilter):
    """Calls of one step, reached by a link."""

    title = _("step")
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        return [(chosen, chosen)] if chosen else []

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.filter(step=self.value()) if self.value() else queryset
