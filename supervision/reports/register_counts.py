"""What the register lacks, as sets of rows: the same for the report that counts now and for the nightly snapshot."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet

from supervision import worklists
from supervision.enums import HouseState
from supervision.models import House, ManagementPeriod, Organisation, Region
from supervision.models.house import HouseQuerySet
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.region_days import Day
from supervision.reports.places import HOUSES, PERIODS, Path

OF_COMPANIES = {"no_ogrn": "none", "wrong_ogrn": "wrong"}  # column -> fault of the list of companies


def sets(houses: HouseQuerySet, periods: ManagementPeriodQuerySet, on: Day) -> dict[str, tuple[QuerySet[Any], Path]]:
    """The rows that each column counts; its list shows the same ones."""
    found: dict[str, tuple[QuerySet[Any], Path]] = {"houses": (houses.filter(state=HouseState.STANDING), HOUSES)}
    found |= {name: (fault(houses, on), HOUSES) for name, fault in worklists.HOUSE_FAULTS.items()}
    found["without_company"] = (worklists.without_company(houses, on), HOUSES)
    found["excluded"] = (worklists.excluded_but_acting(periods, on), PERIODS)
    return found


def of_region(region: Region, on: Day) -> tuple[dict[str, dict[int | None, int]], dict[str, int]]:
    """By column: rows of each municipality (None: of none) of the region; and companies by column. A query a column."""
    houses = House.objects.filter(region=region)
    periods = ManagementPeriod.objects.filter(house__region=region)
    counted = {
        name: dict(rows.order_by().values_list(path.municipality).annotate(Count("pk")))
        for name, (rows, path) in sets(houses, periods, on).items()
    }
    companies = Organisation.objects.filter(region=region)
    return counted, {name: worklists.COMPANY_FAULTS[fault](companies).count() for name, fault in OF_COMPANIES.items()}


def of_place(counted: Mapping[str, Mapping[int | None, int]], place: int | None) -> dict[str, int]:
    return {name: found.get(place, 0) for name, found in counted.items()}
