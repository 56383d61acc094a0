"""Outgoing webhooks of the login that asks: where it is told of changes, and what was told (docs/webhooks.md)."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.api.asked import Nothing, anything, no_such
from supervision.api.filtering import Filters
from supervision.api.idempotency import written
from supervision.api.resource import Resource, ShownRow
from supervision.api.writing import Writing
from supervision.enums import ApiScope, DeliveryState, HeardEvent
from supervision.models import WebhookDelivery, WebhookEndpoint
from supervision.outgoing import endpoints as actions
from supervision.outgoing.destinations import BadAddress


class WebhookShown(ShownRow):
    class Meta:
        model = WebhookEndpoint
        fields: tuple[str, ...] = ("id", "url", "events", "is_enabled", "created_at", "failing_since")
        read_only_fields = fields


class WebhookSecret(WebhookShown):
    """With the secret, which is shown this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookShown.Meta):
        fields = (*WebhookShown.Meta.fields, "secret")
        read_only_fields = fields


class EventNames(serializers.ListField):
    child = serializers.ChoiceField(choices=HeardEvent.choices)


class WebhookAsked(serializers.Serializer):
    url = serializers.URLField(max_length=500, help_text="https; its name leads to public addresses only.")
    events = EventNames(min_length=1, max_length=len(HeardEvent))


class WebhookChanged(serializers.Serializer):
    events = EventNames(min_length=1, max_length=len(HeardEvent), required=False)
    is_enabled = serializers.BooleanField(required=False)


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


EXAMPLE = OpenApiExample(
    "webhook",
    {"url": "https://gis.example.org/hook", "events": ["chat.changed", "management_period.changed"]},
    request_only=True,
)


class Webhooks(Writing, Resource):
    """Addresses that the login is told of changes at, with Standard Webhooks signatures."""

    rows = staticmethod(access.webhooks)
    read_scope = ApiScope.WEBHOOKS
    write_scope = ApiScope.WEBHOOKS
    serializer_class = WebhookShown

    @extend_schema(request=WebhookAsked, responses={201: WebhookSecret}, examples=[EXAMPLE])
    def create(self, request: Request) -> Any:
        """A new address; the answer holds its secret, which is shown this once and in no repetition."""
        secret: list[str] = []
        return _with(secret, self._added(request, secret))

    @written
    def _added(self, request: Request, secret: list[str]) -> Response:
        asked = self.content_of(WebhookAsked)
        try:
            endpoint, made = actions.add(user=request.user, by=request.user, **asked)
        except BadAddress as refusal:
            raise no_such("url", refusal.message) from refusal
        secret.append(made)
        return self.written_row(endpoint, status=201)

    @extend_schema(request=WebhookChanged, responses=WebhookShown)
    @written
    def partial_update(self, request: Request, **named: Any) -> Response:
        """Other events, or off and on; on again it is told what changed meanwhile, every row once."""
        endpoint = self._endpoint()
        asked = anything(self.content_of(WebhookChanged))
        if "events" in asked:
            actions.change_events(endpoint, events=asked["events"], by=request.user)
        if "is_enabled" in asked:
            actions.switch(endpoint, on=asked["is_enabled"], by=request.user)
        return self.written_row(endpoint)

    @extend_schema(responses={204: None})
    @written
    def destroy(self, request: Request, **named: Any) -> Response:
        """Removes the address, with everything that was still to be told to it."""
        actions.remove(self._endpoint(), by=request.user)
        return Response(status=204)

    @extend_schema(request=Nothing, responses=WebhookSecret)
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, **named: Any) -> Any:
        """A new secret, shown this once and in no repetition; for a day the former one signs as well."""
        secret: list[str] = []
        return _with(secret, self._rotated(request, secret))

    @written
    def _rotated(self, request: Request, secret: list[str]) -> Response:
        endpoint = self._endpoint()
        self.content_of(Nothing)
        secret.append(actions.renew_secret(endpoint, by=request.user))
        return self.written_row(endpoint)

    def _endpoint(self) -> WebhookEndpoint:
        endpoint: WebhookEndpoint = self.row_to_write(None)
        return endpoint


def _with(secret: list[str], answer: Any) -> Any:
    """The answer with the secret, after the answer was kept for a repetition: kept nowhere, a secret cannot leak."""
    if secret:
        answer.data["secret"] = secret[0]
    return answer


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
        delivery = self.row_to_write(None)
        self.content_of(Nothing)
        actions.redeliver(delivery, by=request.user)
        return self.written_row(delivery, status=202)
