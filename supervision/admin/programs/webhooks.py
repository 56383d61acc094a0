"""Outgoing webhooks and their messages: what a receiver took, what was given up, and the buttons to send it again.

A login's own; everybody's for administrators, because the programs that add webhooks have no pages.
"""

import json
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from supervision import access, local_time
from supervision.admin import links
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.admin.lists.filters import RegionFilter
from supervision.models import WebhookDelivery, WebhookEndpoint
from supervision.outgoing import endpoints as webhooks

STATE_SHADES = {"due": "info", "done": "success", "dead": "danger"}
ENDPOINT_SHADES = {"on": "success", "failing": "warning", "off": "danger"}


def _switch_on(endpoint: WebhookEndpoint, request: HttpRequest) -> str:
    webhooks.switch(endpoint, on=True, by=person(request))
    return _("Switched on: what changed meanwhile is told now.")


def _switch_off(endpoint: WebhookEndpoint, request: HttpRequest) -> str:
    webhooks.switch(endpoint, on=False, by=person(request))
    return _("Switched off: nothing is sent there until it is switched on.")


def _redeliver_dead(endpoint: WebhookEndpoint, request: HttpRequest) -> str:
    sent = webhooks.redeliver_dead(endpoint, by=person(request))
    return ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", sent) % {"n": sent}


def _remove(endpoint: WebhookEndpoint, request: HttpRequest) -> str:
    webhooks.remove(endpoint, by=person(request))
    return _("Removed, with everything that was still to be sent there.")


def _redeliver(delivery: WebhookDelivery, request: HttpRequest) -> str:
    webhooks.redeliver(delivery, by=person(request))
    return _("It is sent again in a moment, under the same id.")


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(PageWithButtons):
    rows = staticmethod(access.webhooks)
    list_display = ("address", "user", "heard", "standing", "failing", "created")
    list_display_links = ("address",)
    list_select_related = ("user",)
    list_filter = ("is_enabled",)
    search_fields = ("url", "user__username")
    search_help_text = gettext_lazy("Address or login")
    ordering = ("-pk",)
    fields = ("url", "user", "heard", "standing", "failing", "created")
    readonly_fields = ("heard", "standing", "failing", "created")
    change_form_outer_before_template = "admin/supervision/webhookendpoint/page.html"
    buttons: ClassVar[dict[str, Button]] = {
        "switch_on": _switch_on,
        "switch_off": _switch_off,
        "redeliver_dead": _redeliver_dead,
        "remove": _remove,
    }
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"remove"})

    def get_urls(self) -> list[URLPattern]:
        renew = self.admin_site.admin_view(self.new_secret)
        return [path("<int:pk>/new-secret/", renew, name="supervision_webhookendpoint_new_secret"), *super().get_urls()]

    def new_secret(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shown by the page that answers and nowhere later: a message would carry it in a cookie."""
        endpoint: WebhookEndpoint = self.get_object(request, str(pk))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        ask_again(request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("The secret is shown this once"),
            "endpoint": endpoint,
            "secret": webhooks.renew_secret(endpoint, by=person(request)),
            "back": links.change_url(endpoint),
        }
        template = "admin/supervision/webhookendpoint/secret.html"
        return TemplateResponse(request, template, context, headers={"Cache-Control": "no-store"})

    @display(description=gettext_lazy("address"), ordering="url")
    def address(self, endpoint: WebhookEndpoint) -> str:
        return endpoint.url

    @display(description=gettext_lazy("hears of"))
    def heard(self, endpoint: WebhookEndpoint) -> str:
        return ", ".join(endpoint.events)

    @display(description=gettext_lazy("state"), label=ENDPOINT_SHADES)
    def standing(self, endpoint: WebhookEndpoint) -> tuple[str, str]:
        if not endpoint.is_enabled:
            return "off", _("Switched off")
        return ("failing", _("Takes nothing")) if endpoint.failing_since else ("on", _("Works"))

    @display(description=gettext_lazy("takes nothing since"), ordering="failing_since")
    def failing(self, endpoint: WebhookEndpoint) -> str:
        return local_time.of_portal(endpoint.failing_since)

    @display(description=gettext_lazy("added at"), ordering="created_at")
    def created(self, endpoint: WebhookEndpoint) -> str:
        return local_time.of_portal(endpoint.created_at)

    def may_press(self, request: HttpRequest, obj: WebhookEndpoint) -> bool:
        return True  # it is one's own, or one is an administrator: others have not found it

    def after(self, obj: WebhookEndpoint) -> str:
        still_there = WebhookEndpointAdmin.rows(obj.user).filter(pk=obj.pk).exists()
        return super().after(obj) if still_there else links.list_url(WebhookEndpoint)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        endpoint: WebhookEndpoint = self.get_object(request, object_id)
        counts = {state: endpoint.deliveries.filter(state=state).count() for state in ("due", "dead")}
        extra = {"endpoint": endpoint, "counts": counts, "title": _("Outgoing webhook"), "subtitle": endpoint.url}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


class OwnEndpointFilter(admin.RelatedFieldListFilter):
    """Offers only the login's own: Django's filter offers the addresses of everybody's."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(endpoint.pk, str(endpoint)) for endpoint in access.webhooks(request.user)]


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(PageWithButtons):
    rows = staticmethod(access.deliveries)
    list_display = ("message_id", "endpoint", "event", "shown_state", "attempts", "last_status", "last_error", "next")
    list_display_links = ("message_id",)
    list_select_related = ("endpoint", "region")
    list_filter = ("state", "event", ("endpoint", OwnEndpointFilter), RegionFilter)
    search_fields = ("=message_id", "=object_id")
    search_help_text = gettext_lazy("Id of the message or number of the row")
    ordering = ("-pk",)
    fields = (
        *("message_id", "endpoint", "event", "region", "shown_state", "created", "next", "attempts"),
        *("answered", "last_status", "last_error", "shown_payload"),
    )
    readonly_fields = ("shown_state", "created", "next", "answered", "shown_payload")
    change_form_outer_before_template = "admin/supervision/webhookdelivery/page.html"
    buttons: ClassVar[dict[str, Button]] = {"redeliver": _redeliver}

    @display(description=gettext_lazy("state"), label=STATE_SHADES, ordering="state")
    def shown_state(self, delivery: WebhookDelivery) -> tuple[str, str]:
        return delivery.state, delivery.get_state_display()

    @display(description=gettext_lazy("next attempt"), ordering="not_before")
    def next(self, delivery: WebhookDelivery) -> str:
        return local_time.local(delivery.not_before, delivery.region) if delivery.state == "due" else "—"

    @display(description=gettext_lazy("created at"))
    def created(self, delivery: WebhookDelivery) -> str:
        return local_time.local(delivery.created_at, delivery.region)

    @display(description=gettext_lazy("answered at"))
    def answered(self, delivery: WebhookDelivery) -> str:
        return local_time.local(delivery.answered_at, delivery.region)

    @display(description=gettext_lazy("payload"))
    def shown_payload(self, delivery: WebhookDelivery) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(delivery.payload, ensure_ascii=False, indent=2))

    def may_press(self, request: HttpRequest, obj: WebhookDelivery) -> bool:
        return True  # as with the webhook itself

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        delivery: WebhookDelivery = self.get_object(request, object_id)
        extra = {"delivery": delivery, "title": _("Message of a webhook"), "subtitle": delivery.message_id}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
