"""What an inspector asks for in the change of company: which houses, who comes, from when, on which papers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import access, local_time
from supervision.actions import obstacles, operations
from supervision.actions.period_changes import Papers, PeriodChange
from supervision.models import House, ManagementPeriod, Operation, Organisation, Region
from supervision.queue import clock


@dataclass(frozen=True, slots=True)
class CompanyRequest:
    """The filled-in form for houses of one region. Without an organisation: direct management, or an end (`is_end`)."""

    houses: tuple[House, ...]
    organisation: Organisation | None
    is_end: bool
    since: date
    papers: Papers
    reason: str

    @property
    def region(self) -> Region:
        return self.houses[0].region

    @property
    def day_of_old(self) -> date:
        """A day on which the company to be replaced still manages the house."""
        return self.eve if self.is_end else self.since

    @property
    def eve(self) -> date:
        return self.since - timedelta(days=1)

    @property
    def day_of_new(self) -> date:
        """The day to look at; what is dated back acts today."""
        return max(self.since, self.region.today())

    @property
    def successor(self) -> str:
        if self.is_end:
            return _("nobody: end of management")
        return _name(self.organisation)

    @property
    def acts(self) -> str:
        midnight = self.region.midnight(self.since)
        shown = local_time.local(midnight, self.region)
        if midnight <= clock.now():
            return _("at once: the powers started at %(at)s") % {"at": shown}
        return _("at %(at)s (time zone of the region: %(zone)s)") % {"at": shown, "zone": self.region.time_zone}

    def obstacles(self) -> Mapping[int, str]:
        """Why houses would be refused: a line each, by house."""
        if self.is_end:
            return obstacles.to_ending(self.houses, self.since)
        number = self.organisation.pk if self.organisation else None
        return obstacles.to_passing([PeriodChange(house.pk, number, self.since) for house in self.houses])

    def replaced(self, by: User) -> Mapping[int, str]:
        """Whose change, planned for the same day, gives way to this one: names by house."""
        if self.is_end or self.since <= self.region.today():
            return {}
        planned = access.periods(by).filter(house__in=self.houses, since=self.since).select_related("organisation")
        return {period.house_id: _name(period.organisation) for period in planned}

    def without(self, house_ids: Collection[int]) -> "CompanyRequest":
        return replace(self, houses=tuple(house for house in self.houses if house.pk not in house_ids))

    def carry_out(self, by: User) -> Operation:
        """All or none; raises Refused with its reasons."""
        if self.is_end:
            return operations.end_management(
                houses=self.houses, until=self.since, by=by, reason=self.reason, papers=self.papers
            )
        return operations.replace_company(
            houses=self.houses,
            organisation=self.organisation,
            since=self.since,
            by=by,
            reason=self.reason,
            papers=self.papers,
        )


def who(period: ManagementPeriod | None) -> str:
    return _("nobody") if period is None else _name(period.organisation)


def _name(organisation: Organisation | None) -> str:
    return organisation.name if organisation else _("direct management by the owners")
