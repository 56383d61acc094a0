"""Chats: frozen, thawed, looked at, pushed; and many of them put before everything else of their region."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import chats as actions
from supervision.api import chats, work
from supervision.api.chats import ChatWhole
from supervision.api.export import Exported
from supervision.api.idempotency import written
from supervision.api.writers.asked import LARGEST, Grounds, Nothing
from supervision.api.writing import Writing
from supervision.enums import ApiScope, ChangeKind
from supervision.models import Chat

MOST_CHATS = 1000
WAYS = {"look": actions.look_now, "push": actions.push_now}


class Chats(Exported, Writing, chats.Chats):
    __doc__ = chats.Chats.__doc__
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


class SyncAsked(serializers.Serializer):
    chats = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST),
        min_length=1,
        max_length=MOST_CHATS,
        error_messages={"max_length": gettext_lazy("At most {max_length} chats in one request.")},
    )
    mode = serializers.ChoiceField(choices=[(way, way) for way in WAYS], default="look")


class SyncTaken(serializers.Serializer):
    chats = serializers.IntegerField(help_text="How many stand in the queue now; /sync-requests/{chat}/ follows one.")


class SyncRequests(Writing, work.SyncRequests):
    __doc__ = work.SyncRequests.__doc__
    write_scope = ApiScope.CHATS

    @extend_schema(request=SyncAsked, responses={202: SyncTaken})
    @written
    def create(self, request: Request) -> Response:
        """Has up to 1,000 chats looked at or pushed; all of them or none."""
        asked = self.content_of(SyncAsked)
        actions.attend(self._chats(asked["chats"]), push=asked["mode"] == "push", by=request.user)
        return Response({"chats": len(asked["chats"])}, status=202)

    def _chats(self, numbers: list[int]) -> list[Chat]:
        """Locked in one order; 422 for those that are unknown, a stranger's, or named twice."""
        rows = access.chats(self.request.user).filter(pk__in=numbers).select_related("region").order_by("pk")
        found = {chat.pk: chat for chat in rows.select_for_update(of=("self",))}
        faults = {}
        for place, number in enumerate(numbers):
            if number not in found:
                faults[f"chats[{place}]"] = [_("There is no such chat, or it belongs to a region that you do not see.")]
            elif number in numbers[:place]:
                faults[f"chats[{place}]"] = [_("Name every chat once.")]
        if faults:
            raise ValidationError(faults)
        for region in {chat.region_id: chat.region for chat in found.values()}.values():
            self.need_region(region)
        return list(found.values())
