"""Houses: read as the register has them; written are whose own inspector and leaving the housing stock.

Everything else comes from register files.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access, worklists
from supervision.actions import demolition, inspectors
from supervision.api.bounded_fields import AskedNumber, Grounds, Reason, anything
from supervision.api.export import Exported
from supervision.api.filtering import DayFilter, Filters, Mine, NumberFilter, Words, choices_of
from supervision.api.idempotency import written
from supervision.api.included import INCLUDED, OF_HOUSES
from supervision.api.inspectors import inspector_of
from supervision.api.lines import ROWS
from supervision.api.resource import UPDATED, FollowedRow, Resource
from supervision.api.writing import Writing
from supervision.enums import ApiScope, ChangeKind, HouseKind, HouseState
from supervision.errors import WrongParameter
from supervision.models import House
from supervision.outgoing.payloads import FORMS


@extend_schema_field(
    {
        "type": "object",
        "description": "As `include` asks; each is null where there is none.",
        "properties": {
            name: {"oneOf": [{"$ref": f"#/components/schemas/{ROWS[kind].__name__}"}, {"type": "null"}]}
            for name, (kind, _belonging) in OF_HOUSES.items()
        },
    }
)
class Included(serializers.DictField):
    """There only where `include` asks for it."""


class HouseShown(FollowedRow):
    included = Included(read_only=True)

    class Meta:
        model = House
        fields = (*FORMS[ChangeKind.HOUSE].shared, UPDATED, INCLUDED)
        read_only_fields = fields


class HouseFilters(Filters):
    region = filters.CharFilter()
    municipality = NumberFilter()
    organisation = NumberFilter(method="of_organisation", help_text="Managed by this organisation, today or on `day`.")
    day = DayFilter(method="as_it_is", help_text="The day of `organisation`, by the periods as they are known now.")
    inspector = NumberFilter(help_text="Given to this inspector by name.")
    kind = filters.ChoiceFilter(choices=HouseKind.choices)
    state = filters.ChoiceFilter(choices=HouseState.choices)
    scope = filters.ChoiceFilter(choices=choices_of(worklists.SCOPES), method="of_scope", help_text="Gets a chat.")
    manager = filters.ChoiceFilter(choices=[("none", "")], method="unmanaged", help_text="Nobody manages it.")
    register = filters.ChoiceFilter(
        choices=choices_of(worklists.HOUSE_FAULTS), method="with_fault", help_text="What the register lacks of it."
    )
    mine = Mine(path="pk")
    fias_guid = filters.UUIDFilter(method="known_as", help_text="Its own, or another one that it is known by.")
    gis_guid = filters.UUIDFilter()
    cadastral_number = filters.CharFilter()
    words = Words(help_text="Words of the address.")
    several = ("region", "municipality", "inspector", "kind", "state", "fias_guid")
    spans = ("flats", "floors", "built_year")

    class Meta:
        model = House
        fields = ()

    def of_organisation(self, houses: Any, name: str, value: int) -> Any:
        day = self.form.cleaned_data["day"]
        if day is not None and day > self.today.latest:
            words = _("The parameter day: %(day)s has not begun yet.") % {"day": f"{day:%d.%m.%Y}"}
            raise WrongParameter("day", words)
        periods = access.periods(self.user).acting(day or self.today).filter(organisation=value)
        return houses.filter(pk__in=periods.values("house"))

    def as_it_is(self, houses: Any, name: str, value: date) -> Any:
        """Narrows nothing by itself."""
        return houses

    def known_as(self, houses: Any, name: str, value: UUID) -> Any:
        """Of a record that was merged its own GUID is an alias of the house that stays, which is meant."""
        aliased = list(access.aliases(self.user).filter(fias_guid=value).values_list("house", flat=True))
        return houses.filter(pk__in=aliased) if aliased else houses.filter(fias_guid=value)

    def of_scope(self, houses: Any, name: str, value: str) -> Any:
        return worklists.SCOPES[value](houses)

    def with_fault(self, houses: Any, name: str, value: str) -> Any:
        return worklists.HOUSE_FAULTS[value](houses, self.today)

    def unmanaged(self, houses: Any, name: str, value: str) -> Any:
        return worklists.without_company(houses, self.today)


class HouseAsked(serializers.Serializer):
    inspector = AskedNumber(
        allow_null=True, required=False, help_text="Own inspector; null: whom company and zone have."
    )
    reason = Reason(required=False, default="")


class Houses(Exported, Writing, Resource):
    """Apartment buildings. The key everywhere is the ФИАС (ГАР) GUID; `id` is the portal's own."""

    rows = staticmethod(access.houses)
    serializer_class = HouseShown
    filterset_class = HouseFilters
    orders = {**Resource.orders, "fias_guid": ("fias_guid",), "-fias_guid": ("-fias_guid",)}
    includes = tuple(OF_HOUSES)
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
