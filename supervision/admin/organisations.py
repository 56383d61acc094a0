"""Managing organisations, their licences and representatives."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from supervision import access
from supervision.admin.base import ReadOnlyAdmin, RegionBound
from supervision.admin.filters import RegionFilter, region_filter
from supervision.admin.history_page import WithHistory
from supervision.admin.pages.company_people import CompanyPeoplePage
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
    change_form_outer_before_template = "admin/supervision/organisation/page.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(CompanyPeoplePage.as_view(model_admin=self))
        return [path("<str:pk>/people/", page, name="supervision_organisation_people"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        organisation: Organisation = self.get_object(request, object_id)
        extra = {
            "organisation": organisation,
            "title": _("Organisation"),
            "subtitle": organisation,
            "may_supervise": access.can_supervise(request.user, organisation.region),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

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
