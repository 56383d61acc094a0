"""What a region's policy leaves open: for the desk of whoever may change it. Rows with their counts, three statements;
knows no address of any page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Count, Exists, OuterRef, Q

from supervision import access, worklists
from supervision.access import Login
from supervision.models import House, Inspector, Municipality, Region, Zone
from supervision.models.region_days import RegionDays
from supervision.worklists.people import in_office

NO_LIMIT = 100  # per cent: a limit that nothing reaches


class PolicyGap(Enum):
    """In the order in which they are told."""

    DEFAULT_OWNER_GONE = "default_owner_gone"
    PLACES_OF_NOBODY = "places_of_nobody"
    OUT_OF_SCOPE = "out_of_scope"
    NO_LIMIT = "no_limit"
    NO_BODY = "no_body"


@dataclass(frozen=True, slots=True)
class PolicyWarning:
    """`count` is 0 where the gap counts nothing."""

    gap: PolicyGap
    region: Region
    count: int = 0


def warnings(user: Login, today: RegionDays) -> list[PolicyWarning]:
    """Of the regions whose policy the reader may change and that have houses."""
    begun = Exists(House.objects.filter(region=OuterRef("pk")))
    regions = list(access.managed(user).filter(begun).select_related("default_inspector"))
    codes = [region.pk for region in regions]
    chats = worklists.out_of_scope(access.chats(user).filter(region__in=codes)).order_by()
    left = dict(chats.values_list("region").annotate(Count("pk")))
    places = _places_of_nobody(codes, today)
    return [each for region in regions for each in _of(region, today, left.get(region.pk, 0), places.get(region.pk, 0))]


def _of(region: Region, today: RegionDays, left: int, places: int) -> Iterator[PolicyWarning]:
    default = region.default_inspector
    if default is not None and _cannot_own(default, today[region.pk]):
        yield PolicyWarning(PolicyGap.DEFAULT_OWNER_GONE, region)
    if default is None and places:
        yield PolicyWarning(PolicyGap.PLACES_OF_NOBODY, region, places)
    if left:
        yield PolicyWarning(PolicyGap.OUT_OF_SCOPE, region, left)
    if NO_LIMIT in (region.change_limit_percent, region.missing_limit_percent):
        yield PolicyWarning(PolicyGap.NO_LIMIT, region)
    if not region.body_name.strip():
        yield PolicyWarning(PolicyGap.NO_BODY, region)


def _cannot_own(inspector: Inspector, today: date) -> bool:
    dismissed = inspector.dismissed_on is not None and inspector.dismissed_on <= today
    return dismissed or inspector.messenger_id is None


def _places_of_nobody(codes: list[str], today: RegionDays) -> dict[str, int]:
    """How many municipalities with houses are in no zone of anybody in office, by region."""
    people = in_office(Inspector.objects.filter(region__in=codes), today)
    covered = Q(whole_region=True) | Q(municipalities=OuterRef("pk"))
    zones = Zone.objects.filter(covered, region=OuterRef("region"), inspectors__in=people)
    houses = House.objects.filter(municipality=OuterRef("pk"))
    found = Municipality.objects.filter(Exists(houses), ~Exists(zones), region__in=codes)
    return dict(found.order_by().values_list("region").annotate(Count("pk")))
