"""Licences to manage apartment buildings."""

from django_filters import rest_framework as filters
from rest_framework import serializers

from supervision import access
from supervision.api.filtering import Filters, NumberFilter
from supervision.api.resource import DatedRow, Resource
from supervision.enums import LicenceStatus
from supervision.models import Licence


class LicenceShown(DatedRow):
    region = serializers.CharField(source="organisation.region_id", read_only=True)
    columns = {"region": ("organisation__region",)}

    class Meta:
        model = Licence
        fields = ("id", "region", "organisation", "number", "status", "issued_on", "ended_on", "updated_at")
        read_only_fields = fields


class LicenceFilters(Filters):
    region = filters.CharFilter(field_name="organisation__region")
    organisation = NumberFilter()
    status = filters.ChoiceFilter(choices=LicenceStatus.choices)
    number = filters.CharFilter()
    several = ("region", "organisation", "status", "number")
    spans = ("issued_on", "ended_on")

    class Meta:
        model = Licence
        fields = ()


class Licences(Resource):
    """Licences to manage apartment buildings."""

    rows = staticmethod(access.licences)
    serializer_class = LicenceShown
    filterset_class = LicenceFilters
