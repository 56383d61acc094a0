"""The queue: chats that may differ from their wish; many of them put before everything else of their region."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access, worklists
from supervision.actions import chats as actions
from supervision.api.bounded_fields import LARGEST
from supervision.api.chats import WAYS
from supervision.api.filtering import Filters, NumberFilter, choices_of
from supervision.api.idempotency import written
from supervision.api.resource import DatedRow, Resource
from supervision.api.writing import Writing
from supervision.enums import ApiScope, Lane, RequestState
from supervision.models import Chat, SyncRequest

MOST_CHATS = 1000


class SyncRequestShown(DatedRow):
    key = "chat"
    personal = frozenset({"reason"})

    class Meta:
        model = SyncRequest
        fields = (
            *("chat", "region", "version", "lane", "state", "not_before", "attempts", "reason"),
            *("is_approved", "marked_at", "updated_at"),
        )
        read_only_fields = fields


class SyncRequestFilters(Filters):
    region = filters.CharFilter()
    municipality = NumberFilter(field_name="chat__house__municipality")
    state = filters.ChoiceFilter(choices=RequestState.choices)
    queue = filters.ChoiceFilter(
        choices=choices_of(worklists.QUEUE), method="in_queue", help_text="Where it stands at this moment."
    )
    lane = filters.TypedChoiceFilter(choices=Lane.choices, coerce=int)
    several = ("region", "municipality", "state")
    spans = ("not_before", "marked_at")

    class Meta:
        model = SyncRequest
        fields = ()

    def in_queue(self, requests: Any, name: str, value: str) -> Any:
        return worklists.QUEUE[value](requests, timezone.now())


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


class SyncRequests(Writing, Resource):
    """The queue: chats that may differ from their wish. Its key is the chat's."""

    rows = staticmethod(access.requests)
    serializer_class = SyncRequestShown
    filterset_class = SyncRequestFilters
    orders = {"chat": ("chat_id",), "-chat": ("-chat_id",)}
    write_scope = ApiScope.CHATS

    @extend_schema(request=SyncAsked, responses={202: SyncTaken})
    @written
    def create(self, request: Request) -> Response:
        """Has up to 1,000 chats looked at or pushed; all of them or none.

        One chat goes before everything else of its region. More than one need the scope `mass` as well, take their
        turn in the queue and count against the region's limit.
        """
        asked = self.content_of(SyncAsked)
        actions.attend(self._chats(asked["chats"]), push=asked["mode"] == "push", by=request.user)
        return Response({"chats": len(asked["chats"])}, status=202)

    def _chats(self, numbers: list[int]) -> list[Chat]:
        """Locked in one order; 422 for those that are unknown, not to be seen by the reader, or named twice."""
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
