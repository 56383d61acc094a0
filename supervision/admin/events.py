"""The record: every decision with its author or cause and its reason."""

from django.contrib import admin
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from supervision import access
from supervision.admin import words
from supervision.admin.base import ReadOnlyAdmin
from supervision.admin.filters import RegionFilter
from supervision.models import Event

NAMES = {
    "account.retried": _("look at the account asked for again"),
    "account.switched": _("pushing switched"),
    "chat.changed_by_hand": _("chat was changed in the messenger by hand"),
    "adoption.cancelled": _("list of existing chats given up"),
    "chat.frozen": _("chat frozen"),
    "chat.linked": _("chat linked to its house"),
    "chat.look_requested": _("look at the chat asked for"),
    "chat.push_requested": _("changes made by hand undone by request"),
    "chat.thawed": _("chat thawed"),
    "chat.unlinked": _("chat unlinked from its house"),
    "chats.adopted": _("existing chats taken over"),
    "house.demolished": _("house demolished"),
    "house.restored": _("demolition taken back"),
    "houses.assigned": _("houses given to an inspector"),
    "inspector.absent": _("inspector absent"),
    "inspector.dismissed": _("inspector dismissed"),
    "inspector.login_linked": _("login linked to an inspector"),
    "limit.approved": _("changes beyond the limit approved"),
    "organisation.assigned": _("organisation given to an inspector"),
    "people.imported": _("people imported"),
    "period.cancelled": _("planned change cancelled"),
    "period.ended": _("management ended"),
    "period.excluded": _("excluded from the licence register"),
    "period.replaced": _("company replaced"),
    "region.policy_changed": _("policy of the region changed"),
    "register.imported": _("register imported"),
    "representative.added": _("representative added"),
    "representative.removed": _("representative removed"),
    "role.assigned": _("role assigned"),
    "upload.cancelled": _("uploaded file given up"),
    "upload.confirmed": _("uploaded file confirmed"),
    "upload.issues_exported": _("remarks of an uploaded file taken along"),
    "upload.read_again": _("uploaded file read again"),
    "upload.taken": _("file uploaded"),
    "work_orders.exported": _("list of work orders taken along"),
}


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.events)
    list_display = ("moment", "what", "by", "cause", "reason", "region")
    list_select_related = ("by", "region")
    list_filter = (RegionFilter,)
    search_fields = ("name", "reason", "by__username")
    search_help_text = _("Name of the event, reason or login")
    ordering = ("-at",)
    fields = ("moment", "what", "by", "cause", "reason", "region", "details")
    readonly_fields = ("moment", "what")
    readonly_preprocess_fields = {"by": strip_tags}  # logins are not for everybody who reads the record

    @display(description=_("at"), ordering="at")
    def moment(self, event: Event) -> str:
        return words.local(event.at, event.region) if event.region else f"{event.at:%d.%m.%Y %H:%M} UTC"

    @display(description=_("event"), ordering="name")
    def what(self, event: Event) -> str:
        return str(NAMES.get(event.name, event.name))
