"""Chats: the list, and the page where wish and observation stand side by side."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from supervision import access, local_time, worklists
from supervision.actions import chats
from supervision.actions.locked import locked
from supervision.admin.audit.commented import Commented
from supervision.admin.chats.chat_columns import chat_columns
from supervision.admin.chats.chat_page import page_of
from supervision.admin.chats.many_chats import ManyChatsPage
from supervision.admin.decisions import link_buttons, meanwhile, selections, signed_values
from supervision.admin.decisions.buttons import Button, PageWithButtons
from supervision.admin.houses.posters import PrintsPosters
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import ROWS_AT_ONCE
from supervision.admin.lists.filters import (
    ChatStateFilter,
    OwnerSeenFilter,
    OwnerWishedFilter,
    RegionFilter,
    mine_filter,
)
from supervision.admin.lists.state_shades import SHADES_OF_STATES
from supervision.admin.reports.report_filters import CompanyFilter, OwnerAwayFilter, OwnerFilter, municipality_filter
from supervision.models import Chat
from supervision.previews.chosen_chats import ChatAct
from supervision.reports.spreadsheets import FileColumn

LONGEST_REASON = 90
TECHNICAL = ("messenger_id", "linked", "spec_version", "synced_version")
MANY = "admin:supervision_chat_many"


def _look(chat: Chat, request: HttpRequest) -> str:
    chats.look_now(chat, by=person(request))
    return _("The chat will be looked at before all others of its region; the page shows the result in a moment.")


def _push(chat: Chat, request: HttpRequest) -> str:
    chats.push_now(chat, by=person(request))
    return _("The chat goes first in the queue of its region: whatever differs from the wish is set right.")


def _freeze(chat: Chat, request: HttpRequest) -> str:
    chats.freeze(chat, reason=request.POST.get("reason", ""), by=person(request))
    return _("The chat is frozen: nothing in it is changed until it is thawed.")


def _thaw(chat: Chat, request: HttpRequest) -> str:
    chats.thaw(chat, by=person(request))
    return _("The chat is thawed and goes first in the queue of its region.")


def _tell_apart(chat: Chat, request: HttpRequest) -> str:
    chats.tell_apart(chat, words=request.POST.get("words", ""), by=person(request))
    return _("Saved: the title of the chat follows with the next look.")


def _as_seen(button: Button, *names: str) -> Button:
    """The button, for a chat of which these are as the person's page shows them; refused, and told why, otherwise."""

    @transaction.atomic
    def press(chat: Chat, request: HttpRequest) -> str:
        now = locked(chat)
        meanwhile.refuse_other_chat(now, request.user, request.POST.get(signed_values.LOADED, ""), names)
        return button(now, request)

    return press


@admin.register(Chat)
class ChatAdmin(Commented, PrintsPosters, PageWithButtons):
    rows = staticmethod(access.chats)
    list_display = ("shown_house", "state", "reason", "participants_count", "looked_at")
    list_select_related = ("house", "region__account", "request")
    list_filter = (
        *(mine_filter("house"), ChatStateFilter, OwnerFilter, OwnerSeenFilter, OwnerWishedFilter, OwnerAwayFilter),
        *(RegionFilter, municipality_filter("house__municipality"), CompanyFilter),
    )
    search_fields = ("house__address", "=messenger_id")
    search_help_text = gettext_lazy("Address, ФИАС GUID or number of the chat")
    house_path = "house"
    guid_paths = ("house__fias_guid", "house__aliases__fias_guid")
    ordering = ("-pk",)
    sorted_in_region = ("shown_house", "participants_count", "looked_at")
    change_form_outer_before_template = "admin/supervision/chat/page.html"
    actions = ("print_posters", "look_many", "push_many", "freeze_many", "thaw_many")
    fieldsets = ((gettext_lazy("Technical"), {"fields": TECHNICAL, "classes": ("collapse",)}),)
    buttons: ClassVar[dict[str, Button]] = {
        "look": _look,
        "push": _as_seen(_push, "frozen_reason"),
        "freeze": _as_seen(_freeze, "frozen_reason"),
        "thaw": _as_seen(_thaw, "frozen_reason"),
        "tell_apart": _as_seen(_tell_apart, "told_apart"),
        "link": link_buttons.link,  # asks the messenger, so it locks nothing; a chat linked meanwhile it refuses itself
        "unlink": _as_seen(link_buttons.unlink, "messenger_id"),
    }
    step_up_buttons: ClassVar[frozenset[str]] = frozenset({"link", "unlink"})

    class Media:
        js = ("supervision/copy.js",)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(ManyChatsPage.as_view(model_admin=self))
        return [path("many/<slug:act>/<str:token>/", page, name="supervision_chat_many"), *super().get_urls()]

    def has_supervise_permission(self, request: HttpRequest) -> bool:
        return access.supervises_anything(request.user)

    @admin.action(description=gettext_lazy("Look at them"), permissions=["supervise"])
    def look_many(self, request: HttpRequest, chosen: QuerySet[Chat]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, ChatAct.LOOK)

    @admin.action(description=gettext_lazy("Push them"), permissions=["supervise"])
    def push_many(self, request: HttpRequest, chosen: QuerySet[Chat]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, ChatAct.PUSH)

    @admin.action(description=gettext_lazy("Freeze them"), permissions=["supervise"])
    def freeze_many(self, request: HttpRequest, chosen: QuerySet[Chat]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, ChatAct.FREEZE)

    @admin.action(description=gettext_lazy("Thaw them"), permissions=["supervise"])
    def thaw_many(self, request: HttpRequest, chosen: QuerySet[Chat]) -> HttpResponse | None:
        return selections.lead(request, chosen, MANY, ChatAct.THAW)

    def columns_to_export(self, request: HttpRequest) -> list[FileColumn[Any]]:
        return chat_columns()

    def rows_to_export(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterable[Any]:
        """By key, whatever the list's order."""
        named = worklists.with_acting_company(rows, worklists.today(request.user))
        read = named.select_related("house__municipality", "region__account", "request").order_by("pk")
        return read.iterator(chunk_size=ROWS_AT_ONCE)

    @display(description=gettext_lazy("house"), ordering="house__address_order")
    def shown_house(self, chat: Chat) -> str:
        return str(chat.house)

    @display(description=gettext_lazy("state"), label=SHADES_OF_STATES)
    def state(self, chat: Chat) -> tuple[str, str]:
        return worklists.state_of(chat)

    @display(description=gettext_lazy("reason"))
    def reason(self, chat: Chat) -> str:
        words_of = worklists.reason_of(chat)
        return words_of if len(words_of) <= LONGEST_REASON else words_of[: LONGEST_REASON - 1] + "…"

    @display(description=gettext_lazy("looked at"), ordering="observed_at")
    def looked_at(self, chat: Chat) -> str:
        return local_time.local(chat.observed_at, chat.region)

    @display(description=gettext_lazy("linked at"))
    def linked(self, chat: Chat) -> str:
        return local_time.local(chat.linked_at, chat.region)

    def may_press(self, request: HttpRequest, obj: Chat) -> bool:
        return access.can_supervise(request.user, obj.region)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        chat: Chat = self.get_object(request, object_id)
        page = page_of(self.get_queryset(request).get(pk=chat.pk), request.user)
        may = self.may_press(request, chat)
        extra = {
            "chat": chat,
            "page": page,
            "feed": self.feed(request, chat),
            "may_supervise": may,
            "loaded": meanwhile.seal_chat(chat),
            "title": _("Chat of the house"),
            "subtitle": chat,
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})
