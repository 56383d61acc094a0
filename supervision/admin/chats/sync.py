"""The queue and the journal: what the portal does and did in the messenger."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, local_time, worklists
from supervision.admin import links
from supervision.admin.chats import journal
from supervision.admin.lists.base import ReadOnlyAdmin, ShortPaginator
from supervision.admin.lists.filters import RegionFilter
from supervision.admin.lists.state_shades import SHADES_OF_STATES
from supervision.admin.reports.report_filters import (
    QueueFilter,
    ReasonFilter,
    ResultFilter,
    SentFilter,
    StepFilter,
    company_filter,
    municipality_filter,
)
from supervision.models import MessengerCall, SyncRequest

OUTCOME_SHADES = {"done": "success", "failed": "warning", "refused": "danger", "unknown": "warning", "started": "info"}


@admin.register(SyncRequest)
class SyncRequestAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.requests)
    # the first column is the link: on a phone unfold would call any other one there a box to tick
    list_display = ("shown_state", "house", "reason", "lane", "not_before_there", "attempts", "is_approved")
    list_select_related = ("chat__house", "chat__region__account", "chat__request", "region")
    list_filter = (
        *(QueueFilter, ReasonFilter, "lane", RegionFilter),
        *(municipality_filter("chat__house__municipality"), company_filter("chat__house")),
    )
    search_fields = ("chat__house__address",)
    search_help_text = gettext_lazy("Address or ФИАС GUID")
    house_path = "chat__house"
    guid_paths = ("chat__house__fias_guid",)
    ordering = ("lane", "not_before")
    sorted_in_region = ("house", "not_before_there", "attempts")

    @display(description=gettext_lazy("house"), ordering="chat__house__address_order")
    def house(self, request: SyncRequest) -> SafeString:
        return links.titled_link(request.chat, str(request.chat.house))

    @display(description=gettext_lazy("state"), label=SHADES_OF_STATES, ordering="state")
    def shown_state(self, request: SyncRequest) -> tuple[str, str]:
        return worklists.state_of(request.chat)

    @display(description=gettext_lazy("not before"), ordering="not_before")
    def not_before_there(self, request: SyncRequest) -> str:
        return local_time.local(request.not_before, request.region)


@admin.register(MessengerCall)
class MessengerCallAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.calls)
    paginator = ShortPaginator
    list_display = ("sent_at", "house", "what", "shown_outcome", "answer")
    list_select_related = ("chat__house", "region")
    list_filter = (
        *("outcome", ResultFilter, SentFilter, StepFilter),
        *(RegionFilter, municipality_filter("chat__house__municipality"), company_filter("chat__house")),
    )
    search_fields = ("chat__house__address",)
    search_help_text = gettext_lazy("Address or ФИАС GUID")
    house_path = "chat__house"
    guid_paths = ("chat__house__fias_guid",)
    ordering = ("-pk",)
    sorted_in_region = ()
    fields = ("house", "what", "cause", "sent_at", "answered", "outcome", "answer")
    readonly_fields = ("house", "what", "sent_at", "answered")

    @display(description=gettext_lazy("sent at"))
    def sent_at(self, call: MessengerCall) -> str:
        return local_time.local(call.started_at, call.region)

    @display(description=gettext_lazy("answered at"))
    def answered(self, call: MessengerCall) -> str:
        return local_time.local(call.answered_at, call.chat.region)

    @display(description=gettext_lazy("house"))
    def house(self, call: MessengerCall) -> SafeString:
        return links.titled_link(call.chat, str(call.chat.house))

    @display(description=gettext_lazy("what"))
    def what(self, call: MessengerCall) -> str:
        return journal.journal_line(call)

    @display(description=gettext_lazy("outcome"), label=OUTCOME_SHADES, ordering="outcome")
    def shown_outcome(self, call: MessengerCall) -> tuple[str, str]:
        return call.outcome, call.get_outcome_display()
