"""Companies and their management: what their register lacks, who starts soon, who goes on though excluded."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_lazy

from supervision.enums import HouseState
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.worklists.worklist import Worklist

DAYS_AHEAD = 14


def changes_due(periods: ManagementPeriodQuerySet, on: date) -> ManagementPeriodQuerySet:
    """Management that starts after the date and within DAYS_AHEAD days."""
    return periods.filter(since__gt=on, since__lte=on + timedelta(days=DAYS_AHEAD))


def of_standing_houses(periods: ManagementPeriodQuerySet) -> ManagementPeriodQuerySet:
    """Without demolished houses, of which nobody manages anything: their last period may never have been ended."""
    return periods.filter(house__state=HouseState.STANDING)


def excluded_but_acting(periods: ManagementPeriodQuerySet, on: date) -> ManagementPeriodQuerySet:
    """Companies that the licence register has excluded by the date and that go on until a successor starts."""
    return of_standing_houses(periods).filter(excluded_on__lte=on, until=None)


COMPANY_FAULTS: Mapping[str, Worklist] = {
    "none": Worklist(gettext_lazy("Not filled in"), lambda organisations: organisations.filter(ogrn="")),
    "wrong": Worklist(
        gettext_lazy("Fails its check digit"), lambda organisations: organisations.filter(ogrn_is_wrong=True)
    ),
}


STARTS = {"soon": Worklist(gettext_lazy("In the next 14 days"), changes_due)}


EXCLUSIONS = {"1": Worklist(gettext_lazy("Excluded but acting"), excluded_but_acting)}
