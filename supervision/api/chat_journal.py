"""Every writing call that was made about a chat."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.request import Request

from supervision import access
from supervision.api.filtering import Filters
from supervision.api.resource import Resource, ShownRow
from supervision.enums import CallOutcome
from supervision.models import MessengerCall


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
