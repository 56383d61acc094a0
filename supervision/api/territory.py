"""Regions and their municipalities."""

from django_filters import rest_framework as filters

from supervision import access
from supervision.api.filtering import Filters
from supervision.api.resource import Resource, ShownRow
from supervision.models import Municipality, Region


class RegionShown(ShownRow):
    key = "code"

    class Meta:
        model = Region
        fields = (
            *("code", "name", "time_zone", "body_name", "scope_kinds", "min_flats", "rights_preset"),
            *("unknown_admins", "hand_changes", "handover_days"),
        )
        read_only_fields = fields


class Regions(Resource):
    """Subjects of the federation that the login sees, with what decides which houses get a chat."""

    rows = staticmethod(access.regions)
    serializer_class = RegionShown
    orders = {"code": ("code",), "-code": ("-code",)}
    lookup_value_converter = "str"


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
