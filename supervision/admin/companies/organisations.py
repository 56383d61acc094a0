"""Managing organisations, their licences and representatives."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from supervision import access, worklists
from supervision.actions import succession
from supervision.admin import links
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.companies.company_people import CompanyPeoplePage
from supervision.admin.companies.correct_company import CorrectCompanyPage
from supervision.admin.companies.new_company import NewCompanyPage
from supervision.admin.companies.succession import SuccessionPage
from supervision.admin.houses.houses import change_company
from supervision.admin.houses.own_inspector import CompanyInspectorPage
from supervision.admin.lists.base import ReadOnlyAdmin, RegionBound
from supervision.admin.lists.exporting import only_region
from supervision.admin.lists.filters import RegionFilter, region_filter
from supervision.admin.reports.report_filters import LicenceFilter, OgrnFilter, RowsOfCompany
from supervision.models import House, Licence, Organisation, Region, Representative
from supervision.reports import joining

MOST_REGIONS = 3  # a button each; whoever keeps all of them narrows the list to one


class LicenceInline(RegionBound, TabularInline):
    model = Licence
    rows = staticmethod(access.licences)
    extra = 0


class RepresentativeInline(RegionBound, TabularInline):
    model = Representative
    rows = staticmethod(access.representatives)
    extra = 0
    per_page = 20


def managed_by(organisation: Organisation, request: HttpRequest) -> QuerySet[House]:
    """The houses that the organisation manages today in its region."""
    acting = organisation.periods.acting(organisation.region.today())
    return access.houses(request.user).filter(pk__in=acting.values("house"))


def _supervised(request: HttpRequest) -> list[Region]:
    """Where the reader may enter a company: the region of the list, or the few that they work in."""
    found = access.supervised(request.user)
    if narrowed := only_region(request):
        found = found.filter(pk=narrowed.pk)
    regions = list(found[: MOST_REGIONS + 1])
    return regions if len(regions) <= MOST_REGIONS else []


@admin.register(Organisation)
class OrganisationAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.organisations)
    list_display = ("name", "kind", "houses_managed", "inn", "ogrn", "numbers_are_right", "inspector", "region")
    list_select_related = ("region", "inspector")
    list_filter = ("kind", "inn_is_wrong", OgrnFilter, LicenceFilter, RegionFilter)
    search_fields = ("name", "=inn", "=ogrn")
    search_help_text = gettext_lazy("Name, ИНН or ОГРН")
    ordering = ("name", "pk")
    inlines = (RepresentativeInline, LicenceInline)
    change_form_outer_before_template = "admin/supervision/organisation/page.html"
    list_before_template = "admin/supervision/organisation/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of houses managed today; asked for the rows of one page only."""
        acting = access.periods(request.user).acting(worklists.today(request.user)).filter(organisation=OuterRef("pk"))
        counted = acting.order_by().values("organisation").annotate(n=Count("house", distinct=True)).values("n")
        return super().get_queryset(request).annotate(managed_today=Coalesce(Subquery(counted), 0))

    @display(description=gettext_lazy("houses managed today"))
    def houses_managed(self, organisation: Organisation) -> SafeString | str:
        count: int = getattr(organisation, "managed_today", 0)
        words = number_format(count, force_grouping=True)
        return links.list_link(House, words, organisation=organisation.pk) if count else words

    @display(description=gettext_lazy("check digits"), boolean=True)
    def numbers_are_right(self, organisation: Organisation) -> bool:
        return not (organisation.inn_is_wrong or organisation.ogrn_is_wrong)

    def get_urls(self) -> list[URLPattern]:
        press = self.admin_site.admin_view(self.pass_houses)
        people = self.admin_site.admin_view(CompanyPeoplePage.as_view(model_admin=self))
        inspector = self.admin_site.admin_view(CompanyInspectorPage.as_view(model_admin=self))
        succeeded = self.admin_site.admin_view(SuccessionPage.as_view(model_admin=self))
        return [
            path(
                "<int:pk>/correct/",
                self.admin_site.admin_view(CorrectCompanyPage.as_view(model_admin=self)),
                name="supervision_organisation_correct",
            ),
            path("<int:pk>/succession/", succeeded, name="supervision_organisation_succession"),
            path("<int:pk>/inspector/", inspector, name="supervision_organisation_inspector"),
            path("<int:pk>/pass-houses/", press, name="supervision_organisation_pass_houses"),
            path(
                "new/<str:region_code>/",
                self.admin_site.admin_view(NewCompanyPage.as_view()),
                name="supervision_organisation_new",
            ),
            path("<str:pk>/people/", people, name="supervision_organisation_people"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"supervised_regions": _supervised(request), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        organisation: Organisation = self.get_object(request, object_id)
        may_supervise = access.can_supervise(request.user, organisation.region)
        extra = {
            "organisation": organisation,
            "predecessors": succession.predecessors_of(organisation) if may_supervise else [],
            "answering": joining.answering(organisation),
            "people_url": links.list_url(Representative, organisation=organisation.pk),
            "names_people": access.sees_people(request.user, organisation.region),
            "title": _("Organisation"),
            "subtitle": organisation,
            "managed": managed_by(organisation, request).count(),
            "may_supervise": may_supervise,
            "may_manage": access.can_manage(request.user, organisation.region),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def pass_houses(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All houses of the company to the wizard: its licence was annulled, or it is merged."""
        organisation: Organisation = self.get_object(request, str(pk))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not access.can_supervise(request.user, organisation.region):
            raise PermissionDenied
        return change_company(request, managed_by(organisation, request)) or redirect(links.change_url(organisation))

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
    list_filter = (region_filter("organisation__region"), RowsOfCompany)
    search_fields = ("full_name", "organisation__name", "=organisation__inn", "=messenger_id")
    search_help_text = gettext_lazy("Name, organisation, ИНН or messenger id")
    ordering = ("full_name", "pk")
