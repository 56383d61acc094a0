"""Houses and who manages them when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access
from supervision.admin import words
from supervision.admin.base import ReadOnlyAdmin
from supervision.admin.filters import ExcludedFilter, RegionFilter, ScopeFilter, region_filter
from supervision.admin.history_page import WithHistory
from supervision.admin.pages.replace_company import ReplaceCompany
from supervision.models import House, ManagementPeriod


def period_line(period: ManagementPeriod, house: House) -> dict[str, Any]:
    """A period of the house's timeline: who, from when to when, and how it stands today in the region."""
    today = house.region.today()
    acting = period.covers(today)
    return {
        "period": period,
        "who": period.organisation or period.get_kind_display(),
        "link": words.change_url(period.organisation) if period.organisation else "",
        "acting": acting,
        "planned": period.since > today,
        "excluded": period.is_excluded_but_acting,
        "registered": words.local(period.registered_at, house.region) if period.registered_at else "",
    }


@admin.register(House)
class HouseAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.houses)
    list_display = ("address", "municipality", "manager", "kind", "flats", "state", "official_chat")
    list_select_related = ("region", "municipality", "chat")
    list_filter = (ScopeFilter, "kind", "state", RegionFilter)
    search_fields = ("address", "=cadastral_number")
    search_help_text = gettext_lazy("Address, cadastral number, ФИАС or ГИС ЖКХ GUID")
    guid_paths = ("fias_guid", "gis_guid", "aliases__fias_guid")
    house_path = ""
    ordering = ("-pk",)
    change_form_outer_before_template = "admin/supervision/house/page.html"
    fieldsets = (
        (None, {"fields": ("region", "municipality", "kind", "state", "flats", "floors", "built_year", "inspector")}),
        (gettext_lazy("Identifiers"), {"fields": ("fias_guid", "gis_guid", "frt_id", "cadastral_number")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[House]:
        return super().get_queryset(request).prefetch_related("periods__organisation")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A page about one chat offers only houses of its region (`in_region`)."""
        if code := request.GET.get("in_region"):
            queryset = queryset.filter(region=code)
        return super().get_search_results(request, queryset, search_term)

    @display(description=gettext_lazy("managed by"))
    def manager(self, house: House) -> str:
        today = house.region.today()
        for period in house.periods.all():  # prefetched, newest first
            if period.covers(today):
                return str(period.organisation or period.get_kind_display())
        return "—"

    @display(description=gettext_lazy("chat"))
    def official_chat(self, house: House) -> SafeString | str:
        chat = getattr(house, "chat", None)
        if chat is None:
            return "—"
        return words.titled_link(chat, _("created") if chat.messenger_id else _("not created yet"))

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(ReplaceCompany.as_view(model_admin=self))
        return [path("<int:pk>/replace-company/", page, name="supervision_house_replace_company"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        house: House = self.get_object(request, object_id)
        extra = {
            "house": house,
            "title": _("House"),
            "subtitle": house,
            "chat": getattr(house, "chat", None),
            "aliases": house.aliases.all(),
            "periods": [period_line(period, house) for period in house.periods.all()],
            "may_supervise": access.can_supervise(request.user, house.region),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


@admin.register(ManagementPeriod)
class ManagementPeriodAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.periods)
    list_display = ("house", "organisation", "kind", "since", "until", "excluded_on", "source")
    list_select_related = ("house", "organisation")
    list_filter = (ExcludedFilter, "kind", "source", region_filter("house__region"))
    search_fields = ("house__address", "organisation__name", "=organisation__inn")
    search_help_text = gettext_lazy("Address, organisation, ИНН or ФИАС GUID")
    guid_paths = ("house__fias_guid",)
    ordering = ("-pk",)
