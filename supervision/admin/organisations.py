"""Managing organisations, their licences and representatives."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from supervision import access
from supervision.admin.base import ReadOnlyAdmin, RegionBound
from supervision.admin.filters import RegionFilter, region_filter
from supervision.admin.history_page import WithHistory
from supervision.models import Licence, Organisation, Representative


class LicenceInline(RegionBound, TabularInline):
    model = Licence
    rows = staticmethod(access.licences)
    extra = 0


class RepresentativeInline(RegionBound, TabularInline):
    model = Representative
    rows = staticmethod(access.representatives)
    extra = 0
    per_page = 20


@admin.register(Organisation)
class OrganisationAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.organisations)
    list_display = ("name", "kind", "inn", "ogrn", "numbers_are_right", "inspector", "region")
    list_select_related = ("region", "inspector")
    list_filter = ("kind", "inn_is_wrong", RegionFilter)
    search_fields = ("name", "=inn", "=ogrn")
    search_help_text = gettext_lazy("Name, ИНН or ОГРН")
    ordering = ("name", "pk")
    inlines = (RepresentativeInline, LicenceInline)

    @display(description=gettext_lazy("check digits"), boolean=True)
    def numbers_are_right(self, organisation: Organisation) -> bool:
        return not (organisation.inn_is_wrong or organisation.ogrn_is_wrong)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A page about one house offers only organisations of its region (`in_region`)."""
        if code := request.GET.get("in_region"):
            queryset = queryset.filter(region=code)
        return super().get_search_results(request, queryset, search_term)


@admin.register(Representative)
class RepresentativeAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.representatives)
    list_display = ("full_name", "organisation", "messenger_id", "since", "until")
    list_select_related = ("organisation",)
    list_filter = (region_filter("organisation__region"),)
    search_fields = ("full_name", "organisation__name", "=organisation__inn", "=messenger_id")
    search_help_text = gettext_lazy("Name, organisation, ИНН or messenger id")
    ordering = ("full_name", "pk")
