"""Inspectors and representatives: names and messenger ids, for programs with the scope "people"."""

from django_filters import rest_framework as filters
from rest_framework import serializers

from supervision import access
from supervision.api.filtering import Filters, Flag, NumberFilter
from supervision.api.people import OF_PEOPLE, WithPeople
from supervision.api.resource import Resource, ShownRow
from supervision.models import Inspector, Representative


class InspectorShown(ShownRow):
    class Meta:
        model = Inspector
        fields = ("id", "region", "full_name", "position", "messenger_id", "dismissed_on")
        read_only_fields = fields


class InspectorFilters(Filters):
    region = filters.CharFilter()
    dismissed = Flag(lambda rows, gone: rows.filter(dismissed_on__isnull=not gone), help_text="Not in office any more.")
    messenger_id = NumberFilter()

    class Meta:
        model = Inspector
        fields = ()


class Inspectors(Resource):
    """People of the supervision body, in whose messenger accounts chats are owned."""

    rows = staticmethod(access.inspectors)
    permission_classes = (WithPeople,)
    further_scopes = OF_PEOPLE
    serializer_class = InspectorShown
    filterset_class = InspectorFilters


class RepresentativeShown(ShownRow):
    region = serializers.CharField(source="organisation.region_id", read_only=True)
    columns = {"region": ("organisation__region",)}

    class Meta:
        model = Representative
        fields = ("id", "region", "organisation", "full_name", "messenger_id", "since", "until")
        read_only_fields = fields


class RepresentativeFilters(Filters):
    region = filters.CharFilter(field_name="organisation__region")
    organisation = NumberFilter()
    messenger_id = NumberFilter()

    class Meta:
        model = Representative
        fields = ()


class Representatives(Resource):
    """People of companies who are administrators of their houses' chats, up to but not including `until`."""

    rows = staticmethod(access.representatives)
    permission_classes = (WithPeople,)
    further_scopes = OF_PEOPLE
    serializer_class = RepresentativeShown
    filterset_class = RepresentativeFilters
