"""Chats: what they should be and what they are; frozen, thawed, looked at, pushed."""

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access, worklists
from supervision.actions import chats as actions
from supervision.api.bounded_fields import Grounds, Nothing
from supervision.api.chat_standing import StandingShown, standing_of
from supervision.api.export import Exported
from supervision.api.filtering import Filters, Mine, NumberFilter, choices_of
from supervision.api.idempotency import written
from supervision.api.resource import PEOPLE, UPDATED, FollowedRow, Resource
from supervision.api.writing import Writing
from supervision.desired.ownership import owned_by
from supervision.enums import ApiScope, ChangeKind
from supervision.models import Chat, Inspector
from supervision.outgoing.payloads import FORMS

WAYS = {"look": actions.look_now, "push": actions.push_now}


# what the state of a chat is told from
OF_STATE = (
    *("frozen_reason", "synced_version", "spec_version", "settled_at", "messenger_id", "bot_state", "differs_since"),
    *(f"request__{name}" for name in ("state", "lane", "not_before", "attempts", "is_approved")),
    *(f"region__account__{name}" for name in ("is_enabled", "trouble", "held_reason")),
    "region__time_zone",
)


class ChatShown(FollowedRow):
    state = serializers.SerializerMethodField()
    state_words = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField(help_text="Why it is frozen, waits or needs a person.")
    differences = serializers.JSONField(read_only=True, help_text="Changed in the messenger by hand.")
    personal = frozenset({"reason", "differences", "observed_owner_id"})
    columns = {"state": OF_STATE, "state_words": OF_STATE, "reason": (*OF_STATE, "request__reason")}

    class Meta:
        model = Chat
        fields: tuple[str, ...] = (
            *(*FORMS[ChangeKind.CHAT].shared, UPDATED),
            *("linked_at", "state", "state_words", "reason", "spec_version", "synced_version", "settled_at"),
            *("differences", "differs_since", "observed_at", "observed_description", "observed_owner_id"),
            "observed_status",
        )
        read_only_fields = fields

    def get_state(self, chat: Chat) -> str:
        return worklists.state_of(chat)[0]

    def get_state_words(self, chat: Chat) -> str:
        return str(worklists.state_of(chat)[1])

    def get_reason(self, chat: Chat) -> str:
        return worklists.reason_of(chat)


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
    organisation = NumberFilter(method="of_organisation", help_text="Its house is managed by this organisation today.")
    fias_guid = filters.UUIDFilter(field_name="house__fias_guid")
    messenger_id = NumberFilter()
    mine = Mine(path="house")
    several = ("region", "house", "municipality", "fias_guid", "messenger_id")
    spans = ("participants_count", "observed_at", "settled_at")
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

    def of_organisation(self, chats: Any, name: str, value: int) -> Any:
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


class Chats(Exported, Writing, Resource):
    """The official chats of houses. A single one has `standing`: wish, observation and the steps between them."""

    rows = staticmethod(access.chats)
    serializer_class = ChatShown
    detail_serializer_class = ChatWhole
    filterset_class = ChatFilters
    kind = ChangeKind.CHAT
    write_scope = ApiScope.CHATS

    @extend_schema(request=Grounds, responses=ChatWhole)
    @action(detail=True, methods=["post"])
    @written
    def freeze(self, request: Request, **named: Any) -> Response:
        """From now on nobody touches the chat in the messenger."""
        chat = self._chat()
        actions.freeze(chat, reason=self.content_of(Grounds)["reason"], by=request.user)
        return self.written_row(chat)

    @extend_schema(request=Nothing, responses=ChatWhole)
    @action(detail=True, methods=["post"])
    @written
    def thaw(self, request: Request, **named: Any) -> Response:
        """Ends the freeze; what piled up is done now."""
        chat = self._chat()
        self.content_of(Nothing)
        actions.thaw(chat, by=request.user)
        return self.written_row(chat)

    @extend_schema(request=Nothing, responses=ChatWhole)
    @action(detail=True, methods=["post"])
    @written
    def look(self, request: Request, **named: Any) -> Response:
        """Has the chat read afresh and brought in step before everything else of its region."""
        return self._at_once("look")

    @extend_schema(request=Nothing, responses=ChatWhole)
    @action(detail=True, methods=["post"])
    @written
    def push(self, request: Request, **named: Any) -> Response:
        """The same, and what somebody changed in the messenger by hand is undone, whatever the region's policy."""
        return self._at_once("push")

    def _at_once(self, way: str) -> Response:
        chat = self._chat()
        self.content_of(Nothing)
        WAYS[way](chat, by=self.request.user)
        return self.written_row(chat)

    def _chat(self) -> Chat:
        chat: Chat = self.row_to_write(lambda row: row.region)
        return chat
