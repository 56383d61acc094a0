"""Houses: without a company, with or without a chat, and what their register lacks."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from supervision.enums import HouseState, ManagementKind
from supervision.models import House, HouseAlias, ManagementPeriod
from supervision.models.house import HouseQuerySet
from supervision.models.region_days import Day
from supervision.worklists.worklist import Worklist


def without_company(houses: HouseQuerySet, on: Day) -> HouseQuerySet:
    """Houses that should have a chat and that nobody manages on the date, not even their owners directly."""
    acting = ManagementPeriod.objects.acting_at(on)
    return houses.in_scope().filter(~Exists(acting))


def likely_duplicates(houses: HouseQuerySet, on: Day) -> HouseQuerySet:
    """Houses in use that have the address of another one of their region."""
    same = House.objects.filter(region=OuterRef("region"), address_key=OuterRef("address_key")).exclude(
        pk=OuterRef("pk")
    )
    twin = Exists(same.filter(state=HouseState.STANDING))
    return houses.filter(twin, state=HouseState.STANDING).exclude(address_key="")


def managed_directly(houses: HouseQuerySet, on: Day) -> HouseQuerySet:
    acting = ManagementPeriod.objects.acting_at(on).filter(kind=ManagementKind.DIRECT)
    return houses.filter(Exists(acting), state=HouseState.STANDING)


def with_several_guids(houses: HouseQuerySet, on: Day) -> HouseQuerySet:
    return houses.filter(Exists(HouseAlias.objects.filter(house=OuterRef("pk"))), state=HouseState.STANDING)


# what is missing or doubtful in the register of a house in use; the date is that of the companies
HOUSE_FAULTS: Mapping[str, Worklist] = {
    "no_gis_guid": Worklist(
        gettext_lazy("Without a ГИС ЖКХ GUID"),
        lambda houses, on: houses.filter(gis_guid=None, state=HouseState.STANDING),
    ),
    "no_cadastral_number": Worklist(
        gettext_lazy("Without a cadastral number"),
        lambda houses, on: houses.filter(cadastral_number="", state=HouseState.STANDING),
    ),
    "several_guids": Worklist(gettext_lazy("Several ФИАС GUIDs"), with_several_guids),
    "duplicates": Worklist(gettext_lazy("The address of another house"), likely_duplicates),
    "direct": Worklist(gettext_lazy("Direct management"), managed_directly),
    "flats_unknown": Worklist(
        gettext_lazy("Number of flats unknown"), lambda houses, on: houses.filter(flats=None, state=HouseState.STANDING)
    ),
}


SCOPES: Mapping[str, Worklist] = {
    "in": Worklist(gettext_lazy("The house gets a chat"), lambda houses: houses.in_scope()),
    "without": Worklist(gettext_lazy("Gets a chat, has none yet"), lambda houses: houses.in_scope().without_chat()),
}


MANAGERS = {"none": Worklist(gettext_lazy("Gets a chat, nobody manages it"), without_company)}
