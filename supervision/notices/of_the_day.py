"""What a morning brings: changes of company of the next day, and the first day of a substitute.

Looked for again and again while the day lasts, and told once: the occasion is the day.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from supervision import worklists
from supervision.models import Absence, Inspector, ManagementPeriod, Region
from supervision.models.spans import holds
from supervision.notice_kinds import NoticeKind
from supervision.notices import addressees, marking, paces
from supervision.queue import clock

MISSED = timedelta(days=3)  # a beginning that was not told while the portal stood still


def tell_all(at: datetime | None = None) -> int:
    """Every region whose working day has begun; gives how many people have news by it."""
    at = at or clock.now()
    awake = [region for region in Region.objects.order_by("pk") if paces.has_begun(at, ZoneInfo(region.time_zone))]
    return sum(tell_changes(region) + tell_substitutes(region) for region in awake)


def tell_changes(region: Region) -> int:
    """Inspectors of the changes in their own houses, heads of all."""
    tomorrow = clock.today(region) + timedelta(days=1)
    coming = ManagementPeriod.objects.filter(house__region=region, since=tomorrow)
    if not coming.exists():
        return 0
    people = Inspector.objects.filter(region=region, dismissed_on=None, user__isnull=False).select_related("region")
    own = [one for one in people if coming.filter(house__in=worklists.houses_of(one)).exists()]
    to = {user.pk: user for user in (*addressees.heads(region), *addressees.of_inspectors(own))}
    return marking.tell(NoticeKind.TOMORROW, region, region.pk, tomorrow, to.values())


def tell_substitutes(region: Region) -> int:
    today = clock.today(region)
    begun = Absence.objects.filter(holds(today), inspector__region=region, since__gt=today - MISSED)
    return sum(_tell_of(absence, region) for absence in begun.select_related("substitute").order_by("pk"))


def _tell_of(absence: Absence, region: Region) -> int:
    """The substitute, and those to whom single houses fall."""
    people = {*Inspector.objects.filter(pk__in=absence.houses.values("substitute")), absence.substitute}
    return marking.tell(NoticeKind.SUBSTITUTE, region, absence.pk, absence.since, addressees.of_inspectors(people))
