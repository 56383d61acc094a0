"""Messages of outgoing webhooks: what a receiver took, and what is told once more (docs/webhooks.md)."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.api.bounded_fields import Nothing
from supervision.api.filtering import Filters
from supervision.api.idempotency import written
from supervision.api.resource import Resource, ShownRow
from supervision.api.writing import Writing
from supervision.enums import ApiScope, DeliveryState, HeardEvent
from supervision.models import WebhookDelivery
from supervision.outgoing import endpoints as actions


class DeliveryShown(ShownRow):
    payload = serializers.JSONField(read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = (
            *("id", "message_id", "event", "object_id", "region", "state", "created_at", "not_before", "attempts"),
            *("answered_at", "last_status", "last_error", "payload"),
        )
        read_only_fields = fields


class DeliveryFilters(Filters):
    state = filters.ChoiceFilter(choices=DeliveryState.choices)
    event = filters.ChoiceFilter(choices=HeardEvent.choices)

    class Meta:
        model = WebhookDelivery
        fields = ()


class Deliveries(Writing, Resource):
    """Messages to one address, the newest first."""

    rows = staticmethod(access.deliveries)
    read_scope = ApiScope.WEBHOOKS
    write_scope = ApiScope.WEBHOOKS
    serializer_class = DeliveryShown
    filterset_class = DeliveryFilters
    orders = {"-id": ("-id",), "id": ("id",)}

    def get_queryset(self) -> QuerySet[Any]:
        if "webhook" not in self.kwargs:
            return super().get_queryset().none()  # where the schema is made
        endpoint = get_object_or_404(access.webhooks(self.request.user), pk=self.kwargs["webhook"])
        return super().get_queryset().filter(endpoint=endpoint)

    @extend_schema(request=Nothing, responses={202: DeliveryShown})
    @action(detail=True, methods=["post"])
    @written
    def redeliver(self, request: Request, **named: Any) -> Response:
        """Posts the message once more, under its id; 409 where a newer one tells how the row stands now."""
        delivery: WebhookDelivery = self.row_to_write(None)
        self.content_of(Nothing)
        actions.redeliver(delivery, by=request.user)
        return self.written_row(delivery, status=202)
