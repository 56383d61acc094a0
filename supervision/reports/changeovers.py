"""Changes of company: which there are, and when the new company got its first administrator. One rule for the daily
snapshot and for the report.

Takes a region, gives rows of its periods; compares days on the region's own clock. Reads the journal of calls, because
who is administrator now says nothing about when that began.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from supervision.enums import CallOutcome
from supervision.models import ManagementPeriod, Region, journal
from supervision.models.management_period import ManagementPeriodQuerySet

IN_TIME_HOURS = 24.0
PLACE = "house__municipality"
CALLS = "house__chat__calls"


@dataclass(frozen=True, slots=True)
class FirstAppointment:
    """The first representative of a period's company who became administrator; `place` is the municipality's id."""

    period: int
    place: int | None
    since: date
    at: datetime

    def hours(self, region: Region) -> float:
        """From the midnight with which the powers start."""
        return (self.at - region.midnight(self.since)).total_seconds() / 3600


def is_in_time(hours: float) -> bool:
    return hours <= IN_TIME_HOURS


def changes(periods: ManagementPeriodQuerySet) -> ManagementPeriodQuerySet:
    """Periods of another company than before, of houses with a chat: only there somebody new is to be appointed.

    A house's first period on record is no change: the register that brought it says nothing of who was before.
    """
    of_house = ManagementPeriod.objects.filter(house=OuterRef("house"))
    same_before = of_house.filter(organisation=OuterRef("organisation"), until=OuterRef("since"))
    earlier = of_house.filter(since__lt=OuterRef("since"))
    with_chat = periods.filter(house__chat__messenger_id__isnull=False, organisation__isnull=False)
    return with_chat.filter(~Exists(same_before), Exists(earlier)).order_by()


def first_appointments(found: QuerySet[ManagementPeriod], region: Region) -> Iterator[FirstAppointment]:
    """Of those of the region's changes in which somebody was appointed on the first day of powers or later."""
    granted = found.filter(
        **{f"{CALLS}__step": journal.APPOINTS, f"{CALLS}__outcome": CallOutcome.DONE}, house__region=region
    ).annotate(
        appointed=journal.account(CALLS),
        granted_on=TruncDate(f"{CALLS}__answered_at", tzinfo=ZoneInfo(region.time_zone)),
    )
    of_company = granted.filter(appointed=F("organisation__representatives__messenger_id"), granted_on__gte=F("since"))
    firsts = of_company.values("pk").annotate(first=Min(f"{CALLS}__answered_at"))
    for period, place, since, at in firsts.values_list("pk", PLACE, "since", "first"):
        yield FirstAppointment(period, place, since, at)
