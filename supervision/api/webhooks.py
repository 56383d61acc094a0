"""Outgoing webhooks of the login that asks: where it is told of changes, and what was told (docs/webhooks.md)."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.api.bounded_fields import AskedInstant, Nothing, anything, no_such
from supervision.api.deliveries import DeliveryShown
from supervision.api.idempotency import written
from supervision.api.resource import Resource, ShownRow
from supervision.api.writing import Writing
from supervision.enums import ApiScope, DeliveryState
from supervision.models import WebhookEndpoint
from supervision.outgoing import endpoints as actions
from supervision.outgoing.destinations import BadAddress


class WebhookShown(ShownRow):
    waiting = serializers.IntegerField(read_only=True, help_text="Messages that are still to be told.")
    given_up = serializers.IntegerField(read_only=True, help_text="Messages that were tried in vain: redeliver them.")

    class Meta:
        model = WebhookEndpoint
        fields: tuple[str, ...] = (
            *("id", "url", "events", "is_enabled", "created_at", "failing_since", "off_at", "off_reason"),
            *("waiting", "given_up"),
        )
        read_only_fields = fields


class WebhookSecret(WebhookShown):
    """With the secret, which is shown this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookShown.Meta):
        fields = (*WebhookShown.Meta.fields, "secret")
        read_only_fields = fields


class EventNames(serializers.ListField):
    child = serializers.ChoiceField(choices=[(event.value, event.value) for event in actions.MAY_BE_HEARD])


class WebhookAsked(serializers.Serializer):
    url = serializers.URLField(max_length=500, help_text="https; its name leads to public addresses only.")
    events = EventNames(min_length=1, max_length=len(actions.MAY_BE_HEARD))


class WebhookChanged(serializers.Serializer):
    events = EventNames(min_length=1, max_length=len(actions.MAY_BE_HEARD), required=False)
    is_enabled = serializers.BooleanField(required=False)


class SpanAsked(serializers.Serializer):
    since = AskedInstant(help_text="Messages made from then on.")
    until = AskedInstant(required=False, help_text="Up to but not including then; now if left out.")


class SpanTaken(serializers.Serializer):
    messages = serializers.IntegerField(help_text="How many are posted again, each under its id.")


EXAMPLE = OpenApiExample(
    "webhook",
    {"url": "https://gis.example.org/hook", "events": ["chat.changed", "management_period.changed"]},
    request_only=True,
)


def _messages(user: Any, state: DeliveryState) -> Coalesce:
    """Of a webhook, how many; as a subquery, for its row is also locked."""
    of_it = access.deliveries(user).filter(endpoint=OuterRef("pk"), state=state).order_by().values("endpoint")
    return Coalesce(Subquery(of_it.annotate(n=Count("pk")).values("n")), 0)


class Webhooks(Writing, Resource):
    """Addresses that the login is told of changes at, with Standard Webhooks signatures."""

    rows = staticmethod(access.webhooks)
    read_scope = ApiScope.WEBHOOKS
    write_scope = ApiScope.WEBHOOKS
    further_scopes = (ApiScope.READ,)  # a message tells what a program without it may not read
    serializer_class = WebhookShown

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        waiting, given_up = _messages(user, DeliveryState.DUE), _messages(user, DeliveryState.DEAD)
        return super().get_queryset().annotate(waiting=waiting, given_up=given_up)

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

    @extend_schema(request=Nothing, responses={202: DeliveryShown})
    @action(detail=True, methods=["post"])
    @written
    def test(self, request: Request, **named: Any) -> Response:
        """Posts a message `webhook.test`, signed as all others; its delivery says what the receiver answered."""
        endpoint = self._endpoint()
        self.content_of(Nothing)
        told = DeliveryShown(actions.send_test(endpoint, by=request.user), context=self.get_serializer_context())
        where = f"/api/v1/webhooks/{endpoint.pk}/deliveries/{told.instance.pk}/"
        return Response(told.data, status=202, headers={"Location": where})

    @extend_schema(request=SpanAsked, responses={202: SpanTaken})
    @action(detail=True, methods=["post"])
    @written
    def redeliver(self, request: Request, **named: Any) -> Response:
        """Posts every message of a span once more, except those of which a newer one tells how the row stands now."""
        endpoint = self._endpoint()
        asked = self.content_of(SpanAsked)
        until = asked.get("until") or timezone.now()
        if until <= asked["since"]:
            raise no_such("until", _("The end lies before the start."))
        messages = actions.redeliver_span(endpoint, since=asked["since"], until=until, by=request.user)
        return Response({"messages": messages}, status=202)

    def _endpoint(self) -> WebhookEndpoint:
        endpoint: WebhookEndpoint = self.row_to_write(None)
        return endpoint


def _with(secret: list[str], answer: Any) -> Any:
    """The answer with the secret, after the answer was kept for a repetition: kept nowhere, a secret cannot leak."""
    if secret:
        answer.data["secret"] = secret[0]
    return answer
