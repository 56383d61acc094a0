"""The messenger account of each region: what stopped it, and the buttons to go on."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from supervision import access, local_time
from supervision.actions import accounts
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.models import MessengerAccount


def _approve(account: MessengerAccount, request: HttpRequest) -> str:
    chats = accounts.approve(account, by=person(request), reason=request.POST.get("reason", ""))
    return ngettext("Approved: %(n)s chat goes on.", "Approved: %(n)s chats go on.", chats) % {"n": chats}


def _retry(account: MessengerAccount, request: HttpRequest) -> str:
    accounts.retry(account, by=person(request))
    return _("The portal tries again; if the trouble is still there, it will stand here again.")


def _switch_on(account: MessengerAccount, request: HttpRequest) -> str:
    accounts.switch(account, on=True, by=person(request), reason=request.POST.get("reason", ""))
    return _("Pushing is on: the queue of the region is being worked on.")


def _switch_off(account: MessengerAccount, request: HttpRequest) -> str:
    accounts.switch(account, on=False, by=person(request), reason=request.POST.get("reason", ""))
    return _("Pushing is off: no chat of the region is changed until it is switched on.")


def _looks(account: MessengerAccount, request: HttpRequest) -> str:
    try:
        share, days, with_webhooks = (int(request.POST.get(name, "")) for name in ("share", "days", "with_webhooks"))
    except ValueError as error:
        raise Refused(_("Write whole numbers.")) from error
    reason = request.POST.get("reason", "")
    accounts.set_looks(
        account,
        share_percent=share,
        every_days=days,
        with_webhooks_days=with_webhooks,
        by=person(request),
        reason=reason,
    )
    return _("Saved: the slow look at every chat keeps to it from now on.")


@admin.register(MessengerAccount)
class MessengerAccountAdmin(WithHistory, PageWithButtons):
    rows = staticmethod(access.accounts)
    list_display = ("region_name", "is_enabled", "provisioning", "rate_per_second", "held_reason", "trouble")
    list_select_related = ("region",)
    list_filter = ("is_enabled", "provisioning")
    search_fields = ("region__name", "=region__code")
    search_help_text = gettext_lazy("Name or code of the region")
    ordering = ("pk",)
    change_form_outer_before_template = "admin/supervision/messengeraccount/page.html"
    fields = (
        *("region", "is_enabled", "provisioning", "rate_per_second"),
        *("bot_name", "bot_id", "webhook_url", "checked", "webhook_trouble"),
    )
    readonly_fields = ("checked",)
    buttons: ClassVar[dict[str, Button]] = {
        "approve": _approve,
        "retry": _retry,
        "switch_on": _switch_on,
        "switch_off": _switch_off,
        "looks": _looks,
    }
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"approve"})

    @display(description=gettext_lazy("region"), ordering="region__code")
    def region_name(self, account: MessengerAccount) -> str:
        return str(account.region)

    @display(description=gettext_lazy("subscription seen at"))
    def checked(self, account: MessengerAccount) -> str:
        return local_time.local(account.webhook_checked_at, account.region)

    def may_press(self, request: HttpRequest, obj: MessengerAccount) -> bool:
        return access.can_manage(request.user, obj.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        account: MessengerAccount = self.get_object(request, object_id)
        extra = {"account": account, "may_manage": self.may_press(request, account)}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
