"""Houses of the register."""

from typing import Any

from django_filters import rest_framework as filters

from supervision import access, worklists
from supervision.api.filtering import Filters, Mine, NumberFilter, Words, choices_of
from supervision.api.resource import Resource, ShownRow
from supervision.enums import HouseKind, HouseState
from supervision.house_facts import SHOWN
from supervision.models import House


class HouseShown(ShownRow):
    class Meta:
        model = House
        fields = ("id", "region", "municipality", "fias_guid", *SHOWN, "inspector")
        read_only_fields = fields


class HouseFilters(Filters):
    region = filters.CharFilter()
    municipality = NumberFilter()
    company = NumberFilter(method="of_company", help_text="Managed by this organisation today.")
    inspector = NumberFilter(help_text="Given to this inspector by name.")
    kind = filters.ChoiceFilter(choices=HouseKind.choices)
    state = filters.ChoiceFilter(choices=HouseState.choices)
    scope = filters.ChoiceFilter(choices=choices_of(worklists.SCOPES), method="of_scope", help_text="Gets a chat.")
    manager = filters.ChoiceFilter(choices=[("none", "")], method="unmanaged", help_text="Nobody manages it.")
    register = filters.ChoiceFilter(
        choices=choices_of(worklists.HOUSE_FAULTS), method="with_fault", help_text="What the register lacks of it."
    )
    mine = Mine(path="pk")
    fias_guid = filters.UUIDFilter()
    gis_guid = filters.UUIDFilter()
    cadastral_number = filters.CharFilter()
    words = Words(help_text="Words of the address.")

    class Meta:
        model = House
        fields = ()

    def of_company(self, houses: Any, name: str, value: int) -> Any:
        periods = access.periods(self.user).acting(self.today).filter(organisation=value)
        return houses.filter(pk__in=periods.values("house"))

    def of_scope(self, houses: Any, name: str, value: str) -> Any:
        return worklists.SCOPES[value](houses)

    def with_fault(self, houses: Any, name: str, value: str) -> Any:
        return worklists.HOUSE_FAULTS[value](houses, self.today)

    def unmanaged(self, houses: Any, name: str, value: str) -> Any:
        return worklists.without_company(houses, self.today)


class Houses(Resource):
    """Apartment buildings. The key everywhere is the ФИАС (ГАР) GUID; `id` is the portal's own."""

    rows = staticmethod(access.houses)
    serializer_class = HouseShown
    filterset_class = HouseFilters
