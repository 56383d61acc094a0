"""Chats: the list, and the page where wish and observation stand side by side."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access
from supervision.actions import chats
from supervision.admin import words
from supervision.admin.base import ReadOnlyAdmin, person
from supervision.admin.chat_page import page_of
from supervision.admin.filters import ChatStateFilter, RegionFilter
from supervision.enums import RequestState
from supervision.errors import Refused
from supervision.models import Chat

SHADES = {"settled": "success", "due": "info", "waiting": "warning", "parked": "danger", "frozen": "info"}
LONGEST_REASON = 90

Button = Callable[[Chat, HttpRequest], str]


def _look(chat: Chat, request: HttpRequest) -> str:
    chats.look_now(chat, by=person(request))
    return _("The chat will be looked at before all others of its region; the page shows the result in a moment.")


def _freeze(chat: Chat, request: HttpRequest) -> str:
    chats.freeze(chat, reason=request.POST.get("reason", ""), by=person(request))
    return _("The chat is frozen: nothing in it is changed until it is thawed.")


def _thaw(chat: Chat, request: HttpRequest) -> str:
    chats.thaw(chat, by=person(request))
    return _("The chat is thawed and goes first in the queue of its region.")


@admin.register(Chat)
class ChatAdmin(ReadOnlyAdmin):
    rows = staticmethod(access.chats)
    list_display = ("house", "state", "reason", "participants_count", "looked_at")
    list_select_related = ("house", "region", "request")
    list_filter = (ChatStateFilter, RegionFilter)
    search_fields = ("house__address", "=messenger_id")
    search_help_text = gettext_lazy("Address, ФИАС GUID or number of the chat")
    guid_paths = ("house__fias_guid", "house__aliases__fias_guid")
    ordering = ("-pk",)
    change_form_outer_before_template = "admin/supervision/chat/page.html"
    fieldsets = ((gettext_lazy("Technical"), {"fields": ("messenger_id", "linked", "spec_version", "synced_version")}),)
    buttons: ClassVar[dict[str, Button]] = {"look": _look, "freeze": _freeze, "thaw": _thaw}

    @display(description=gettext_lazy("state"), label=SHADES)
    def state(self, chat: Chat) -> tuple[str, str]:
        if chat.frozen_reason:
            return "frozen", _("Frozen")
        request = getattr(chat, "request", None)
        if request and (chat.synced_version != chat.spec_version or request.state != RequestState.DUE):
            return request.state, request.get_state_display()
        return ("settled", _("As wished")) if chat.settled_at else ("due", _("In the queue"))

    @display(description=gettext_lazy("reason"))
    def reason(self, chat: Chat) -> str:
        request = getattr(chat, "request", None)
        words_of = chat.frozen_reason or (request.reason if request else "")
        return words_of if len(words_of) <= LONGEST_REASON else words_of[: LONGEST_REASON - 1] + "…"

    @display(description=gettext_lazy("looked at"), ordering="observed_at")
    def looked_at(self, chat: Chat) -> str:
        return words.local(chat.observed_at, chat.region)

    @display(description=gettext_lazy("linked at"))
    def linked(self, chat: Chat) -> str:
        return words.local(chat.linked_at, chat.region)

    def get_urls(self) -> list[URLPattern]:
        press = self.admin_site.admin_view(self.press)
        return [path("<int:pk>/press/<slug:button>/", press, name="supervision_chat_press"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        chat: Chat = self.get_object(request, object_id)
        page = page_of(chat)
        may = access.can_supervise(request.user, chat.region)
        extra = {"chat": chat, "page": page, "may_supervise": may, "title": _("Chat of the house"), "subtitle": chat}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def press(self, request: HttpRequest, pk: int, button: str) -> HttpResponse:
        """A button of the chat's page: calls one action and says what came of it."""
        chat: Chat = self.get_object(request, str(pk))
        if request.method != "POST" or button not in self.buttons:
            return HttpResponseNotAllowed(["POST"])
        if not access.can_supervise(request.user, chat.region):
            raise PermissionDenied
        try:
            messages.success(request, self.buttons[button](chat, request))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(words.change_url(chat))
