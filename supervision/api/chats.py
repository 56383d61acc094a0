"""Chats: what they should be, what they are, and every call that was made."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.request import Request

from supervision import access, worklists
from supervision.api.chat_standing import StandingShown, standing_of
from supervision.api.filtering import Filters, Mine, NumberFilter, choices_of
from supervision.api.resource import PEOPLE, Resource, ShownRow
from supervision.desired.ownership import owned_by
from supervision.enums import CallOutcome
from supervision.models import Chat, Inspector, MessengerCall

STATES = ("settled", "due", "waiting", "parked", "frozen")


class ChatShown(ShownRow):
    state = serializers.SerializerMethodField()
    state_words = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="Why it is frozen, waits or needs a person.")
    differences = serializers.JSONField(read_only=True, help_text="Changed in the messenger by hand.")
    personal = frozenset({"reason", "differences", "observed_owner_id"})
    of_state = ("frozen_reason", "synced_version", "spec_version", "settled_at", "request__state")
    columns = {"state": of_state, "state_words": of_state, "reason": ("frozen_reason", "request__reason")}

    class Meta:
        model = Chat
        fields: tuple[str, ...] = (
            *("id", "region", "house", "messenger_id", "link", "linked_at", "state", "state_words", "reason"),
            *("spec_version", "synced_version", "settled_at", "bot_state", "differences", "differs_since"),
            *("observed_at", "observed_title", "observed_description", "observed_owner_id", "observed_status"),
            "participants_count",
        )
        read_only_fields = fields

    def get_state(self, chat: Chat) -> str:
        return worklists.state_of(chat)[0]

    def get_state_words(self, chat: Chat) -> str:
        return str(worklists.state_of(chat)[1])

    def get_reason(self, chat: Chat) -> str:
        request = getattr(chat, "request", None)
        return chat.frozen_reason or (request.reason if request else "")


class ChatWhole(ChatShown):
    standing = serializers.SerializerMethodField()

    class Meta(ChatShown.Meta):
        fields = (*ChatShown.Meta.fields, "standing")
        read_only_fields = fields

    def get_standing(self, chat: Chat) -> StandingShown:
        inspectors = access.inspectors(self.context["request"].user)
        return standing_of(chat, inspectors, people=self.context[PEOPLE])  # type: ignore[return-value]


class ChatFilters(Filters):
    region = filters.CharFilter()
    house = NumberFilter()
    municipality = NumberFilter(field_name="house__municipality")
    organisation = NumberFilter(method="of_company", help_text="Its house is managed by this organisation today.")
    fias_guid = filters.UUIDFilter(field_name="house__fias_guid")
    messenger_id = NumberFilter()
    mine = Mine(path="house")
    state = filters.ChoiceFilter(
        choices=choices_of(worklists.CHAT_STATES), method="in_state", help_text="A list of the portal, by name."
    )
    owner_seen = NumberFilter(method="seen_with_owner", help_text="Inspector seen as owner in the messenger.")
    owner_wished = NumberFilter(method="of_owner", help_text="Inspector whose it is by the rules, today.")

    class Meta:
        model = Chat
        fields = ()

    def in_state(self, chats: Any, name: str, value: str) -> Any:
        return worklists.CHAT_STATES[value](chats, self.today)

    def of_company(self, chats: Any, name: str, value: int) -> Any:
        return worklists.of_company(chats, value, self.today)

    def seen_with_owner(self, chats: Any, name: str, value: int) -> Any:
        inspector = self._inspector(value)
        if inspector is None:
            return chats.none()
        return chats.filter(region=inspector.region_id, observed_owner_id=inspector.messenger_id or 0)

    def of_owner(self, chats: Any, name: str, value: int) -> Any:
        inspector = self._inspector(value)
        return chats.filter(pk__in=owned_by(inspector)) if inspector else chats.none()

    def _inspector(self, value: int) -> Inspector | None:
        return access.inspectors(self.user).filter(pk=value).first()


class Chats(Resource):
    """The official chats of houses. A single one has `standing`: wish, observation and the steps between them."""

    rows = staticmethod(access.chats)
    serializer_class = ChatShown
    detail_serializer_class = ChatWhole
    filterset_class = ChatFilters


class CallShown(ShownRow):
    detail = serializers.JSONField(read_only=True, help_text="What was asked for.")
    personal = frozenset({"detail", "answer"})

    class Meta:
        model = MessengerCall
        fields = ("id", "step", "cause", "detail", "started_at", "answered_at", "outcome", "answer", "looked_at")
        read_only_fields = fields


class CallFilters(Filters):
    outcome = filters.ChoiceFilter(choices=CallOutcome.choices)

    class Meta:
        model = MessengerCall
        fields = ()


class Journal(Resource):
    """Every writing call to the messenger about one chat, the newest first."""

    rows = staticmethod(access.calls)
    serializer_class = CallShown
    filterset_class = CallFilters
    orders = {"-id": ("-id",), "id": ("id",)}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        get_object_or_404(access.chats(request.user), pk=self.kwargs["chat"])

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(chat=self.kwargs.get("chat"))  # no chat where the schema is made
