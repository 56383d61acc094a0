"""The messenger account of each region: what stopped it, and the buttons to go on."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from supervision import access, local_time
from supervision.actions import accounts
from supervision.admin.audit.history_page import WithHistory
from supervision.admin.changes import held_changes
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.lists.base import person
from supervision.admin.regions.bot_token_page import BotTokenPage
from supervision.enums import Provisioning
from supervision.errors import Refused
from supervision.models import MessengerAccount
from supervision.reconcile.accounts import has_bot


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


def _provisioning(account: MessengerAccount, request: HttpRequest) -> str:
    chosen = request.POST.get("way", "")
    if chosen not in Provisioning.values:
        raise Refused(_("Choose one of the ways shown."))
    reason = request.POST.get("reason", "")
    marked = accounts.set_provisioning(account, way=Provisioning(chosen), by=person(request), reason=reason)
    words = ngettext(
        "Saved. %(n)s chat with an open work order is looked at anew.",
        "Saved. %(n)s chats with open work orders are looked at anew.",
        marked,
    )
    return words % {"n": marked}


PUSHING_SHADES = {"works": "success", "none": "danger", "trouble": "danger", "off": "warning", "held": "warning"}


@admin.register(MessengerAccount)
class MessengerAccountAdmin(WithHistory, PageWithButtons):
    rows = staticmethod(access.accounts)
    list_display = ("region_name", "pushing", "bot_name", "provisioning", "rate_per_second", "held_reason", "trouble")
    list_select_related = ("region__bot_token",)
    list_filter = ("is_enabled", "provisioning")
    search_fields = ("region__name", "=region__code")
    search_help_text = gettext_lazy("Name or code of the region")
    ordering = ("pk",)
    change_form_outer_before_template = "admin/supervision/messengeraccount/page.html"
    fields = (
        *("region", "pushing", "provisioning", "rate_per_second"),
        *("bot_name", "bot_id", "webhook_url", "checked", "webhook_trouble"),
    )
    readonly_fields = ("pushing", "checked")
    buttons: ClassVar[dict[str, Button]] = {
        "approve": _approve,
        "retry": _retry,
        "switch_on": _switch_on,
        "switch_off": _switch_off,
        "looks": _looks,
        "provisioning": _provisioning,
    }
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"approve", "retry"})

    @display(description=gettext_lazy("region"), ordering="region__code")
    def region_name(self, account: MessengerAccount) -> str:
        return str(account.region)

    @display(description=gettext_lazy("pushing"), label=PUSHING_SHADES)
    def pushing(self, account: MessengerAccount) -> tuple[str, str]:
        """Green only where the portal can change chats of the region now."""
        if not has_bot(account.region):
            return "none", _("No bot")
        if account.trouble:
            return "trouble", _("Stopped")
        if not account.is_enabled:
            return "off", _("Switched off")
        return ("held", _("Held by the limit")) if account.held_reason else ("works", _("Works"))

    @display(description=gettext_lazy("subscription seen at"))
    def checked(self, account: MessengerAccount) -> str:
        return local_time.local(account.webhook_checked_at, account.region)

    def get_urls(self) -> list[URLPattern]:
        token = self.admin_site.admin_view(BotTokenPage.as_view())
        return [path("<str:pk>/token/", token, name="supervision_messengeraccount_token"), *super().get_urls()]

    def may_press(self, request: HttpRequest, obj: MessengerAccount) -> bool:
        return access.can_manage(request.user, obj.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        account: MessengerAccount = self.get_object(request, object_id)
        extra = {
            "account": account,
            "may_manage": self.may_press(request, account),
            "has_bot": has_bot(account.region),
            "ways": Provisioning.choices,
            "held": held_changes.of_region(account.region, request) if account.held_reason else [],
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
