"""Ending the management of many houses at once: a licence annulled, and nobody takes over yet.

Takes houses of one region and the first day without powers; all or none, in a constant number of statements. Refuses
houses that nobody manages then and houses for which a later change is planned.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions.management_periods import Papers, hold, only_region, planned_later
from supervision.errors import Refused
from supervision.models import House, ManagementPeriod
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.queue import outbox


def end_selected(*, houses: Sequence[House], until: date, by: User, reason: str, papers: Papers | None = None) -> None:
    """The powers end and nobody takes over: from `until` (first day without powers) the owner answers alone.

    The papers stand in the record of events: those of a period are about its start.
    """
    region = only_region(houses)
    if len(houses) > 1:
        access.ask(access.MANY_HOUSES, by, region)
    details = {"until": until.isoformat(), "house_count": len(houses), **_on_record(papers)}
    with transaction.atomic():
        hold(houses)
        if blockers := obstacles(houses, until):
            raise Refused(_("Nothing was ended: some houses stand in the way."), tuple(blockers.values()))
        with audit.event("period.ended", by=by, reason=reason, region=region, details=details):
            managed_before(houses, until).update(until=until)
            outbox.mark_houses([house.pk for house in houses], not_before=region.midnight(until))


def _on_record(papers: Papers | None) -> dict[str, str]:
    if papers is None:
        return {}
    entered = papers.registered_at.isoformat() if papers.registered_at else ""
    said = {"basis": papers.basis, "document_number": papers.document_number, "registered_at": entered}
    return {name: words for name, words in said.items() if words}


def managed_before(houses: Sequence[House], until: date) -> ManagementPeriodQuerySet:
    """The periods that would end then: those acting on the day before."""
    return ManagementPeriod.objects.filter(house__in=houses).acting(until - timedelta(days=1))


def obstacles(houses: Sequence[House], until: date) -> dict[int, str]:
    """Why the management of houses cannot end on that day: a line each, by house."""
    ends = {period.house_id: period.until for period in managed_before(houses, until)}
    nobody = _("%(house)s: nobody manages it by then, there is nothing to end")
    ended = _("%(house)s: its management ends on that day already")
    later = ManagementPeriod.objects.filter(house__in=houses, since__gte=until).select_related(
        "house__region", "organisation"
    )
    return (
        {house.pk: nobody % {"house": house} for house in houses if house.pk not in ends}
        | {house.pk: ended % {"house": house} for house in houses if ends.get(house.pk) == until}
        | planned_later(later.order_by("house_id", "since"))
    )
