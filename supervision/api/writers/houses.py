"""Houses: whose own inspector, and houses that leave the housing stock. Everything else comes from register files."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import demolition, inspectors
from supervision.api import houses
from supervision.api.export import Exported
from supervision.api.houses import HouseShown
from supervision.api.idempotency import written
from supervision.api.writers.asked import AskedNumber, Grounds, Reason, anything, no_such
from supervision.api.writing import Writing
from supervision.enums import ApiScope, ChangeKind
from supervision.models import House, Inspector, Region


class HouseAsked(serializers.Serializer):
    inspector = AskedNumber(
        allow_null=True, required=False, help_text="Own inspector; null: whom company and zone have."
    )
    reason = Reason(required=False, default="")


class Houses(Exported, Writing, houses.Houses):
    __doc__ = houses.Houses.__doc__
    kind = ChangeKind.HOUSE
    write_scope = ApiScope.REGISTER

    @extend_schema(request=HouseAsked, responses=HouseShown)
    @written
    def partial_update(self, request: Request, **named: Any) -> Response:
        """Gives the house an inspector of its own."""
        house = self._house()
        asked = self.content_of(HouseAsked)
        number = anything(asked, "reason")["inspector"]
        inspector = inspector_of(request.user, house.region, number) if number else None
        inspectors.assign_houses(houses=[house], inspector=inspector, by=request.user, reason=asked["reason"])
        return self.written_row(house)

    @extend_schema(request=Grounds, responses=HouseShown)
    @action(detail=True, methods=["post"])
    @written
    def demolish(self, request: Request, **named: Any) -> Response:
        """Takes the house off the register; its chat stays with its owner."""
        house = self._house()
        demolition.demolish(house=house, by=request.user, reason=self.content_of(Grounds)["reason"])
        return self.written_row(house)

    @extend_schema(request=Grounds, responses=HouseShown)
    @action(detail=True, methods=["post"])
    @written
    def restore(self, request: Request, **named: Any) -> Response:
        """Takes a demolition back."""
        house = self._house()
        demolition.restore(house=house, by=request.user, reason=self.content_of(Grounds)["reason"])
        return self.written_row(house)

    def _house(self) -> House:
        house: House = self.row_to_write(lambda row: row.region)
        return house


def inspector_of(user: Any, region: Region, number: int) -> Inspector:
    """Somebody of the region who is in office; 422 otherwise."""
    in_office = Q(dismissed_on=None) | Q(dismissed_on__gt=region.today())
    found = access.inspectors(user).filter(in_office, region=region, pk=number).first()
    if found is None:
        raise no_such("inspector", _("No inspector in office in this region has this number."))
    return found
