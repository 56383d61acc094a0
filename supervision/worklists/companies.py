"""Companies and their management: what their register lacks, who starts soon, who goes on though excluded."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from supervision.enums import HouseState, LicenceStatus
from supervision.models import Licence, ManagementPeriod
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.organisation import OrganisationQuerySet
from supervision.models.region_days import Day, judged
from supervision.worklists.worklist import Worklist

DAYS_AHEAD = 14


def changes_due(periods: ManagementPeriodQuerySet, on: Day) -> ManagementPeriodQuerySet:
    """Management that starts after the date and within DAYS_AHEAD days."""
    ahead = timedelta(days=DAYS_AHEAD)
    return periods.filter(judged(on, lambda day: Q(since__gt=day, since__lte=day + ahead), "house__region"))


def of_standing_houses(periods: ManagementPeriodQuerySet) -> ManagementPeriodQuerySet:
    """Without demolished houses: nobody manages them, though their last period may never have been ended."""
    return periods.filter(house__state=HouseState.STANDING)


def excluded_but_acting(periods: ManagementPeriodQuerySet, on: Day) -> ManagementPeriodQuerySet:
    """Companies that the licence register has excluded by the date and that go on until a successor starts."""
    excluded = judged(on, lambda day: Q(excluded_on__lte=day), "house__region")
    return of_standing_houses(periods).filter(excluded, until=None)


COMPANY_FAULTS: Mapping[str, Worklist] = {
    "none": Worklist(gettext_lazy("Not filled in"), lambda organisations: organisations.filter(ogrn="")),
    "wrong": Worklist(
        gettext_lazy("Fails its check digit"), lambda organisations: organisations.filter(ogrn_is_wrong=True)
    ),
}


def without_licence(organisations: OrganisationQuerySet, on: Day) -> OrganisationQuerySet:
    """Those that manage houses on the day, have had a licence and have none in force."""
    acting = ManagementPeriod.objects.acting(on).filter(organisation=OuterRef("pk"))
    held = Licence.objects.filter(organisation=OuterRef("pk"))
    over, in_force = held.filter(status=LicenceStatus.ENDED), held.filter(status=LicenceStatus.ACTIVE)
    return organisations.filter(Exists(over), ~Exists(in_force), Exists(of_standing_houses(acting)))


LICENCES = {"none": Worklist(gettext_lazy("Manages houses without one"), without_licence)}


STARTS = {"soon": Worklist(gettext_lazy("In the next 14 days"), changes_due)}


EXCLUSIONS = {"1": Worklist(gettext_lazy("Excluded but acting"), excluded_but_acting)}
