"""Municipalities of regions."""

from django_filters import rest_framework as filters

from supervision import access
from supervision.api.export import Exported
from supervision.api.filtering import Filters
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.enums import ChangeKind
from supervision.models import Municipality
from supervision.outgoing.payloads import FORMS


class MunicipalityShown(FollowedRow):
    class Meta:
        model = Municipality
        fields = (*FORMS[ChangeKind.MUNICIPALITY].shared, UPDATED)
        read_only_fields = fields


class MunicipalityFilters(Filters):
    region = filters.CharFilter()
    several = ("region",)

    class Meta:
        model = Municipality
        fields = ()


class Municipalities(Exported, Resource):
    """Cities, districts and settlements of the register."""

    rows = staticmethod(access.municipalities)
    serializer_class = MunicipalityShown
    filterset_class = MunicipalityFilters
    orders = {**Resource.orders, "name": ("name", "id"), "-name": ("-name", "-id")}
    kind = ChangeKind.MUNICIPALITY
