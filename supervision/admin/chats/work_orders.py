"""What people have to do in the messenger: the list that an inspector works off, and one order with what to copy."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, local_time
from supervision.admin import links
from supervision.admin.audit.commented import Commented
from supervision.admin.chats.many_orders import ManyOrdersPage, OrderAct
from supervision.admin.decisions import link_buttons, selections
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.lists.filters import InspectorFilter, OpenFilter, region_filter
from supervision.admin.reports.report_filters import OrderAgeFilter, company_filter, municipality_filter
from supervision.enums import WorkOrderKind
from supervision.models import WorkOrder
from supervision.reports.spreadsheets import FileColumn

MANY = "admin:supervision_workorder_many"


class MyOrdersFilter(SimpleListFilter):
    """Orders of the inspector whose login this is."""

    title = gettext_lazy("for whom")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("1", _("Mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(inspector__user=request.user.pk) if self.value() else queryset


def _there(order: WorkOrder, name: str) -> Any:
    """An instant of the order on its region's own clock."""
    at = getattr(order, name)
    return at and at.astimezone(ZoneInfo(order.chat.region.time_zone))


def _link(order: WorkOrder, request: HttpRequest) -> str:
    return link_buttons.link(order.chat, request)


COLUMNS: tuple[FileColumn[WorkOrder], ...] = (
    FileColumn(gettext_lazy("house"), lambda order: str(order.chat.house), 45, wraps=True),
    FileColumn(gettext_lazy("ФИАС GUID"), lambda order: str(order.chat.house.fias_guid), 38),
    FileColumn(gettext_lazy("what"), lambda order: order.get_kind_display(), 25, wraps=True),
    FileColumn(gettext_lazy("for whom"), lambda order: str(order.inspector or ""), 30, wraps=True, is_personal=True),
    FileColumn(
        gettext_lazy("why this person"), lambda order: order.addressed_because, 45, wraps=True, is_personal=True
    ),
    FileColumn(gettext_lazy("what to do"), lambda order: order.instruction, 60, wraps=True, is_personal=True),
    FileColumn(gettext_lazy("title of the chat"), lambda order: order.title, 45, wraps=True),
    FileColumn(gettext_lazy("invite link"), lambda order: order.link, 40),
    FileColumn(gettext_lazy("account in the messenger"), lambda order: order.account, 30, wraps=True, is_personal=True),
    FileColumn(gettext_lazy("opened at"), lambda order: _there(order, "opened_at"), 17),
    FileColumn(gettext_lazy("seen done at"), lambda order: _there(order, "closed_at"), 17),
    FileColumn(gettext_lazy("what is still wrong"), lambda order: order.remark, 45, wraps=True, is_personal=True),
    FileColumn(gettext_lazy("region"), lambda order: str(order.chat.region), 24),
)


@admin.register(WorkOrder)
class WorkOrderAdmin(Commented, PageWithButtons):
    rows = staticmethod(access.work_orders)
    list_display = ("order", "house", "inspector", "instruction", "invite", "opened", "remark")
    list_select_related = ("chat__house", "chat__region", "inspector")
    list_filter = (
        *(OpenFilter, OrderAgeFilter, MyOrdersFilter, "kind", InspectorFilter),
        *(region_filter("chat__region"), municipality_filter("chat__house__municipality")),
        company_filter("chat__house"),
    )
    search_fields = ("chat__house__address", "title")
    search_help_text = gettext_lazy("Address, title of the chat or ФИАС GUID")
    house_path = "chat__house"
    guid_paths = ("chat__house__fias_guid",)
    ordering = ("-pk",)
    sorted_in_region = ("order", "house", "inspector", "opened")
    fields = ("kind", "inspector", "opened", "looked", "closed")
    readonly_fields = ("opened", "looked", "closed")
    change_form_outer_before_template = "admin/supervision/workorder/page.html"
    actions = ("say_done", "remark", "hand")
    buttons: ClassVar[dict[str, Button]] = {"link": _link}
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"link"})
    export_columns = COLUMNS
    export_event = "work_orders.exported"

    class Media:
        js = ("supervision/copy.js",)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(ManyOrdersPage.as_view(model_admin=self))
        return [path("many/<slug:act>/<str:token>/", page, name="supervision_workorder_many"), *super().get_urls()]

    def has_supervise_permission(self, request: HttpRequest) -> bool:
        return access.supervises_anything(request.user)

    @admin.action(description=gettext_lazy("They are done: look at the chats"), permissions=["supervise"])
    def say_done(self, request: HttpRequest, chosen: QuerySet[WorkOrder]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, OrderAct.DONE, region="chat__region")

    @admin.action(description=gettext_lazy("Write a comment under each"), permissions=["supervise"])
    def remark(self, request: HttpRequest, chosen: QuerySet[WorkOrder]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, OrderAct.REMARK, region="chat__region")

    @admin.action(description=gettext_lazy("Hand to another inspector"), permissions=["supervise"])
    def hand(self, request: HttpRequest, chosen: QuerySet[WorkOrder]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, OrderAct.HAND, region="chat__region")

    @display(description=gettext_lazy("what"), ordering="kind")
    def order(self, order: WorkOrder) -> str:
        return order.get_kind_display()

    @display(description=gettext_lazy("house"), ordering="chat__house__address_order")
    def house(self, order: WorkOrder) -> SafeString:
        return links.titled_link(order.chat, str(order.chat.house))

    @display(description=gettext_lazy("invite link"))
    def invite(self, order: WorkOrder) -> SafeString | str:
        if not order.link:
            return "—"
        return format_html('<a class="hc-link" href="{0}" rel="noreferrer" target="_blank">{0}</a>', order.link)

    @display(description=gettext_lazy("opened at"), ordering="opened_at")
    def opened(self, order: WorkOrder) -> str:
        return local_time.local(order.opened_at, order.chat.region)

    @display(description=gettext_lazy("looked after at"))
    def looked(self, order: WorkOrder) -> str:
        return local_time.local(order.looked_at, order.chat.region)

    @display(description=gettext_lazy("seen done at"), ordering="closed_at")
    def closed(self, order: WorkOrder) -> str:
        return local_time.local(order.closed_at, order.chat.region)

    def may_press(self, request: HttpRequest, obj: WorkOrder) -> bool:
        return access.can_supervise(request.user, obj.chat.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        order: WorkOrder = self.get_object(request, object_id)
        region = order.chat.region_id
        is_open_creation = order.kind == WorkOrderKind.CREATE_CHAT and order.closed_at is None
        extra = {
            "order": order,
            "feed": self.feed(request, order),
            "title": _("Work order"),
            "subtitle": order.chat,
            "may_link": is_open_creation and order.chat.messenger_id is None and self.may_press(request, order),
            "copied": [
                (label, value)
                for label, value in (
                    (_("Title of the chat"), order.title),
                    (_("Invite link"), order.link),
                    (_("Account in the messenger"), order.account if access.sees_people(request.user, region) else ""),
                )
                if value
            ],
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
