"""Municipalities of regions."""

from django_filters import rest_framework as filters

from supervision import access
from supervision.api.filtering import Filters
from supervision.api.resource import Resource, ShownRow
from supervision.models import Municipality


class MunicipalityShown(ShownRow):
    class Meta:
        model = Municipality
        fields = ("id", "region", "name")
        read_only_fields = fields


class MunicipalityFilters(Filters):
    region = filters.CharFilter()

    class Meta:
        model = Municipality
        fields = ()


class Municipalities(Resource):
    """Cities, districts and settlements of the register."""

    rows = staticmethod(access.municipalities)
    serializer_class = MunicipalityShown
    filterset_class = MunicipalityFilters
