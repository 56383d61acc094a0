"""The audit: who changed what, and why."""

from django_filters import rest_framework as filters
from rest_framework import serializers

from supervision import access
from supervision.api.filtering import Filters, InstantFilter, NumberFilter
from supervision.api.resource import Resource, ShownRow
from supervision.models import Event


class EventShown(ShownRow):
    personal = frozenset({"reason", "details"})
    details = serializers.JSONField(read_only=True)

    class Meta:
        model = Event
        fields = ("id", "name", "at", "by", "cause", "reason", "region", "details")
        read_only_fields = fields


class EventFilters(Filters):
    region = filters.CharFilter()
    name = filters.CharFilter()
    by = NumberFilter()
    at_from = InstantFilter(field_name="at", lookup_expr="gte")
    at_to = InstantFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = Event
        fields = ()


class Events(Resource):
    """Who changed what, and why. Written once, never changed."""

    rows = staticmethod(access.events)
    serializer_class = EventShown
    filterset_class = EventFilters
    orders = {"-id": ("-id",), "id": ("id",)}
