"""Who manages a house: starting, replacing, ending and excluding.

The start of powers is the date that acts, at midnight in the region's time zone. A change dated ahead is stored at once
and marked for that midnight. Two floors: here it is decided (held, refused, on record), in `period_changes` written.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions import obstacles, period_changes
from supervision.actions.period_changes import Papers, PeriodChange
from supervision.enums import PeriodSource, RefusalKind
from supervision.errors import HousesRefused, Refused
from supervision.models import House, ManagementPeriod, Organisation, Region
from supervision.queue import outbox


def replace(
    *,
    houses: Sequence[House],
    organisation: Organisation | None,
    since: date,
    by: User,
    reason: str = "",
    papers: Papers | None = None,
    replaces: int | None = None,
    shown: bool = True,
) -> None:
    """Passes houses of one region to one organisation (None: direct management) from `since`, a date of the region.

    All or none, in a constant number of statements. Raises Refused where one of them cannot pass (`obstacles`, which
    `shown` is for), or the organisation belongs to another region.
    """
    if organisation and organisation.region_id != only_region(houses).pk:
        raise _in_another_region(organisation)
    number = organisation.pk if organisation else None
    changes = [PeriodChange(house.pk, number, since, papers or Papers(), replaces) for house in houses]
    details = {"since": since.isoformat(), "house_count": len(houses), "organisation": number}
    _decide(changes, houses=houses, by=by, reason=reason, details=details, shown=shown)


def replace_as_sent(*, houses: Sequence[House], changes: Sequence[PeriodChange], by: User, reason: str = "") -> None:
    """The same with an organisation, a date and papers for each house. Whoever sends them was shown nothing."""
    named = {change.organisation_id for change in changes if change.organisation_id}
    for other in Organisation.objects.filter(pk__in=named).exclude(region=only_region(houses)):
        raise _in_another_region(other)
    days = [change.since for change in changes]
    details = {"since": min(days).isoformat(), "to": max(days).isoformat(), "house_count": len(houses)}
    _decide(changes, houses=houses, by=by, reason=reason, details=details, shown=False)


def _decide(
    changes: Sequence[PeriodChange],
    *,
    houses: Sequence[House],
    by: User,
    reason: str,
    details: dict[str, Any],
    shown: bool,
) -> None:
    region = only_region(houses)
    access.ask_of_many(houses, by, region)
    with transaction.atomic():
        hold(houses)
        if lines := obstacles.to_passing(changes, shown=shown):
            words = _("The change was not made: some houses cannot pass to this organisation.")
            raise HousesRefused(words, lines)
        with audit.event("period.replaced", by=by, reason=reason, region=region, details=details):
            period_changes.write(changes, region=region, source=PeriodSource.PERSON)


def only_region(houses: Sequence[House]) -> Region:
    if len({house.region_id for house in houses}) != 1:
        raise Refused(_("Choose houses of one region."), kind=RefusalKind.SEVERAL_REGIONS)
    return houses[0].region


def _in_another_region(organisation: Organisation) -> Refused:
    words = _("%(name)s stands in the register of another region.") % {"name": organisation}
    return Refused(words, kind=RefusalKind.OF_ANOTHER_REGION, members={"organisation": organisation.pk})


def hold(houses: Sequence[House]) -> None:
    """Until the end of the transaction nobody else decides about these houses: the second writer sees the first's."""
    ids = [house.pk for house in houses]
    # in one order, or two overlapping selections would wait for each other
    len(House.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def end_all(*, houses: Sequence[House], until: date, by: User, reason: str, papers: Papers | None = None) -> None:
    """The management of all these houses ends and nobody takes over yet: a licence annulled.

    From `until` (first day without powers) the owner answers alone. All or none, in a constant number of statements.
    The papers stand in the record of events: those of a period are about its start.
    """
    region = only_region(houses)
    access.ask_of_many(houses, by, region)
    details = {"until": until.isoformat(), "house_count": len(houses), **_on_record(papers)}
    with transaction.atomic():
        hold(houses)
        if lines := obstacles.to_ending(houses, until):
            raise HousesRefused(_("Nothing was ended: some houses stand in the way."), lines)
        with audit.event("period.ended", by=by, reason=reason, region=region, details=details):
            obstacles.managed_before(houses, until).update(until=until)
            outbox.mark_houses([house.pk for house in houses], not_before=region.midnight(until))


def _on_record(papers: Papers | None) -> dict[str, str]:
    if papers is None:
        return {}
    entered = papers.registered_at.isoformat() if papers.registered_at else ""
    said = {"basis": papers.basis, "document_number": papers.document_number, "registered_at": entered}
    return {name: words for name, words in said.items() if words}


def end(*, period: ManagementPeriod, until: date, by: User, reason: str) -> None:
    """The powers end and nobody takes over: from `until` (first day without powers) the owner answers alone."""
    if until <= period.since:
        words = _("The period starts on %(day)s; it cannot end before the day after.")
        facts = obstacles.facts_of(period)
        raise Refused(words % {"day": f"{period.since:%d.%m.%Y}"}, kind=RefusalKind.ENDS_TOO_EARLY, members=facts)
    if later := period.house.periods.filter(since__gt=period.since, since__lt=until).order_by("since").first():
        line = obstacles.in_the_way(later)
        raise Refused(f"{line}.", kind=line.kind, members=line.members)
    region = period.house.region
    with audit.event("period.ended", by=by, reason=reason, region=region, details={"period": period.pk}):
        ManagementPeriod.objects.filter(pk=period.pk).update(until=until)
        outbox.mark_houses([period.house_id], not_before=region.midnight(until))


def exclude(*, periods: Sequence[ManagementPeriod], on: date, by: User, reason: str) -> None:
    """Excluded from the licence register, still acting: nothing changes in the chats until a successor starts."""
    region = periods[0].house.region
    access.ask_of_many(periods, by, region)
    ids = [period.pk for period in periods]
    with audit.event("period.excluded", by=by, reason=reason, region=region, details={"periods": ids}):
        ManagementPeriod.objects.filter(pk__in=ids).update(excluded_on=on)


def cancel_planned(*, period: ManagementPeriod, by: User, reason: str) -> None:
    """Takes back a change before its start of powers; the company before it goes on."""
    region = period.house.region
    if period.since <= region.today():
        words = _("The powers started on %(day)s: replace the company instead.")
        facts = obstacles.facts_of(period)
        raise Refused(words % {"day": f"{period.since:%d.%m.%Y}"}, kind=RefusalKind.POWERS_STARTED, members=facts)
    with audit.event("period.cancelled", by=by, reason=reason, region=region, details={"since": str(period.since)}):
        ManagementPeriod.objects.filter(pk=period.pk).delete()
        ManagementPeriod.objects.filter(house=period.house_id, until=period.since).update(until=period.until)
        outbox.mark_houses([period.house_id])
