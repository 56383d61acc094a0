"""Houses and who manages them when."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.contrib import admin
from django.db.models import FilteredRelation, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, worklists
from supervision.admin import links
from supervision.admin.audit.commented import Commented
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.changes.replace_company import OfManyHouses, OfOneHouse
from supervision.admin.decisions import selections
from supervision.admin.houses.correct_house import CorrectHousePage
from supervision.admin.houses.house_page import page_of
from supervision.admin.houses.many_houses import HousesInspectorPage
from supervision.admin.houses.merge_houses import MergeHousesPage, merge_two
from supervision.admin.lists.base import ReadOnlyAdmin, ShortPaginator
from supervision.admin.lists.exporting import ROWS_AT_ONCE
from supervision.admin.lists.filters import (
    ExcludedFilter,
    InspectorFilter,
    ManagerFilter,
    MineFilter,
    RegionFilter,
    ScopeFilter,
    StartFilter,
    mine_filter,
    region_filter,
)
from supervision.admin.reports.report_filters import (
    MunicipalityFilter,
    RegisterFaultFilter,
    RowsOfCompany,
    company_filter,
    municipality_filter,
)
from supervision.enums import HouseKind, HouseState
from supervision.house_facts import CAPTIONS, DESCRIBED
from supervision.models import House, ManagementPeriod
from supervision.models.region_days import judged
from supervision.models.spans import holds
from supervision.reports.spreadsheets import FileColumn

# what a house is known by elsewhere; a million of them leave as plain rows, not as objects
EXPORTED = (
    *("region__name", "municipality__name", "address", "fias_guid", "gis_guid", "cadastral_number", "kind", "state"),
    *("flats", "acting__organisation__name", "acting__organisation__inn", "chat__messenger_id", "chat__link"),
)


def _columns() -> list[FileColumn[tuple[Any, ...]]]:
    """Words of choices are translated once a file and not once a house."""
    kinds, states = ({key: str(words) for key, words in found.choices} for found in (HouseKind, HouseState))
    return [
        FileColumn(_("region"), itemgetter(0), 24),
        FileColumn(_("municipality"), itemgetter(1), 24),
        FileColumn(_("address"), itemgetter(2), 45, wraps=True),
        FileColumn(_("ФИАС GUID"), lambda row: str(row[3]), 38),
        FileColumn(_("ГИС ЖКХ GUID"), lambda row: str(row[4] or ""), 38),
        FileColumn(_("cadastral number"), itemgetter(5), 20),
        FileColumn(_("kind"), lambda row: kinds[row[6]], 20),
        FileColumn(_("state"), lambda row: states[row[7]], 16),
        FileColumn(_("flats"), itemgetter(8), 10),
        FileColumn(_("managed by"), itemgetter(9), 40, wraps=True),
        FileColumn(_("ИНН"), itemgetter(10), 14),
        FileColumn(_("chat"), itemgetter(11), 20),
        FileColumn(_("invite link"), itemgetter(12), 40),
    ]


def change_company(request: HttpRequest, houses: QuerySet[House]) -> HttpResponse | None:
    """To the wizard with these houses; None where it refuses them, which is said on the page that comes next."""
    return selections.lead(request, houses, "admin:supervision_house_replace_companies")


# a green tick would say that all is well with a dangerous house
SHOWN_AS = {"is_emergency": "danger"}
_DESCRIBED = tuple(SHOWN_AS.get(name, name) for name in DESCRIBED)


@admin.register(House)
class HouseAdmin(WithHistory, Commented, ReadOnlyAdmin):
    rows = staticmethod(access.houses)
    list_display = ("shown_address", "official_chat", "manager", "municipality", "kind", "flats", "state")
    list_select_related = ("region", "municipality", "chat__request", "chat__region__account")
    list_filter = (
        *(MineFilter, ScopeFilter, ManagerFilter, RegisterFaultFilter),
        *("kind", "state", InspectorFilter, RegionFilter, MunicipalityFilter, company_filter("pk")),
    )
    search_fields = ("address", "=cadastral_number")
    search_help_text = gettext_lazy("Address, cadastral number, ФИАС or ГИС ЖКХ GUID")
    guid_paths = ("fias_guid", "gis_guid", "aliases__fias_guid")
    house_path = ""
    ordering = ("-pk",)
    region_order = ("address_order", "-pk")
    sorted_in_region = ("shown_address", "municipality", "kind", "flats", "state")
    actions = ("replace_company", "give_inspector", "merge_two")
    change_form_outer_before_template = "admin/supervision/house/page.html"
    fieldsets = (
        (
            gettext_lazy("What the register says"),
            {"fields": ("region", "municipality", *_DESCRIBED, "inspector"), "classes": ("collapse",)},
        ),
    )
    readonly_fields = ("danger",)

    class Media:
        js = ("supervision/copy.js",)

    def columns_to_export(self, request: HttpRequest) -> list[FileColumn[Any]]:
        return _columns()

    def rows_to_export(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterable[Any]:
        """By key, whatever the list's order: a million rows are not sorted, and each joins the one period acting."""
        acts = judged(worklists.today(request.user), lambda day: holds(day, "periods__"), "region")
        plain = rows.select_related(None).prefetch_related(None).order_by("pk")
        joined = plain.annotate(acting=FilteredRelation("periods", condition=acts))
        return joined.values_list(*EXPORTED).iterator(chunk_size=ROWS_AT_ONCE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[House]:
        return super().get_queryset(request).prefetch_related("periods__organisation")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A page about one chat offers only houses of its region (`in_region`)."""
        if code := request.GET.get("in_region"):
            queryset = queryset.filter(region=code)
        return super().get_search_results(request, queryset, search_term)

    @display(description=CAPTIONS["is_emergency"])
    def danger(self, house: House) -> str:
        return _("yes") if house.is_emergency else _("no")

    @display(description=CAPTIONS["address"], ordering="address_order")
    def shown_address(self, house: House) -> str:
        return house.address

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
        return links.titled_link(chat, worklists.state_of(chat)[1])

    def get_urls(self) -> list[URLPattern]:
        one = self.admin_site.admin_view(OfOneHouse.as_view(model_admin=self))
        correct = self.admin_site.admin_view(CorrectHousePage.as_view(model_admin=self))
        merge = self.admin_site.admin_view(MergeHousesPage.as_view(model_admin=self))
        many = self.admin_site.admin_view(OfManyHouses.as_view(model_admin=self))
        give = self.admin_site.admin_view(HousesInspectorPage.as_view(model_admin=self))
        return [
            path("<int:pk>/replace-company/", one, name="supervision_house_replace_company"),
            path("<int:pk>/correct/", correct, name="supervision_house_correct"),
            path("<int:pk>/merge/", merge, name="supervision_house_merge"),
            path("inspector/<str:token>/", give, name="supervision_house_inspectors"),
            path("replace-company/<str:token>/", many, name="supervision_house_replace_companies"),
            *super().get_urls(),
        ]

    def has_supervise_permission(self, request: HttpRequest) -> bool:
        return access.supervises_anything(request.user)

    @admin.action(description=gettext_lazy("Replace the managing company"), permissions=["supervise"])
    def replace_company(self, request: HttpRequest, houses: QuerySet[House]) -> HttpResponse | None:
        """Of the houses ticked, or of all that the list's filters show."""
        return change_company(request, houses)

    def has_head_permission(self, request: HttpRequest) -> bool:
        return access.manages_anything(request.user)

    @admin.action(description=gettext_lazy("Give to an inspector by name"), permissions=["head"])
    def give_inspector(self, request: HttpRequest, houses: QuerySet[House]) -> HttpResponse | None:
        return selections.lead(request, houses, "admin:supervision_house_inspectors")

    @admin.action(description=gettext_lazy("Merge two records of one building"), permissions=["head"])
    def merge_two(self, request: HttpRequest, houses: QuerySet[House]) -> HttpResponse | None:
        return merge_two(request, houses)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        house: House = self.get_object(request, object_id)
        extra = {
            "house": house,
            "title": _("House"),
            "subtitle": house,
            "page": page_of(house, request.user),
            "feed": self.feed(request, house),
            "may_supervise": access.can_supervise(request.user, house.region),
            "may_merge": house.state == HouseState.STANDING and access.can_manage(request.user, house.region),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


@admin.register(ManagementPeriod)
class ManagementPeriodAdmin(WithHistory, ReadOnlyAdmin):
    rows = staticmethod(access.periods)
    list_display = ("house", "organisation", "kind", "since", "until", "excluded_on", "source")
    list_select_related = ("house", "organisation")
    list_filter = (
        *(mine_filter("house"), StartFilter, ExcludedFilter, "kind", "source"),
        *(region_filter("house__region"), municipality_filter("house__municipality"), RowsOfCompany),
    )
    search_fields = ("house__address", "organisation__name", "=organisation__inn")
    search_help_text = gettext_lazy("Address, organisation, ИНН or ФИАС GUID")
    guid_paths = ("house__fias_guid",)
    paginator = ShortPaginator
    house_path = "house"
    organisation_path = "organisation"
    sorted_in_region = ()
    # by house, whose index starts with the region: the newest of one region would be sought among those of all others
    ordering = ("-house", "-since")
