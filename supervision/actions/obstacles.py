"""Why houses cannot pass to a company, or their management cannot end: a line each, by house.

Written once, for the actions that refuse and for the faces that tell before. Read anew each time, not from memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from supervision.actions.period_changes import PeriodChange
from supervision.enums import HouseState, RefusalKind
from supervision.errors import Blocker, Member
from supervision.models import House, ManagementPeriod
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.spans import lasts


def to_passing(changes: Sequence[PeriodChange], *, shown: bool = True) -> dict[int, Blocker]:
    """Of one change a house. Where `shown`, whoever decides was told what would give way; a program has seen nothing,
    so it names that in `replaces` or is refused."""
    gone = _("There is no period %(number)s of this house that starts on this very day. Read the periods anew.")
    known = _periods(changes)
    found: dict[int, Blocker] = {}
    for change in changes:
        for period in known[change.house_id]:
            if period.since > change.since:
                found.update(_planned_later([period]))
            elif period.organisation_id == change.organisation_id and _holds(period, change.since):
                found[change.house_id] = _managed_already(period)
            elif not shown and period.since == change.since and period.pk != change.replaces:
                found[change.house_id] = _stands(period)
        if change.replaces and not any(_is_replaced(period, change) for period in known[change.house_id]):
            missing = {"house": change.house_id, "period": change.replaces}
            words = gone % {"number": change.replaces}
            found.setdefault(change.house_id, Blocker(words, RefusalKind.NO_PERIOD_REPLACED, **missing))
    return found | demolished(change.house_id for change in changes)


def to_ending(houses: Sequence[House], until: date) -> dict[int, Blocker]:
    """`until` is the first day without powers."""
    ends = {period.house_id: period.until for period in managed_before(houses, until)}
    nobody = _("%(house)s: nobody manages it by then, there is nothing to end")
    ended = _("%(house)s: its management ends on that day already")
    later = ManagementPeriod.objects.filter(house__in=houses, since__gte=until).select_related(
        "house__region", "organisation"
    )
    return (
        {house.pk: _no_end(nobody, house) for house in houses if house.pk not in ends}
        | {house.pk: _no_end(ended, house) for house in houses if ends.get(house.pk) == until}
        | _planned_later(later.order_by("house_id", "since"))
    )


def managed_before(houses: Sequence[House], until: date) -> ManagementPeriodQuerySet:
    """The periods that would end then: those that act on the day before."""
    return ManagementPeriod.objects.filter(house__in=houses).acting(until - timedelta(days=1))


def demolished(house_ids: Iterable[int]) -> dict[int, Blocker]:
    """Those of the houses that no company can take over any more, demolished or merged into another record: a line
    each, by house. Read anew, not from memory.

    Only a person's decision is refused for it: register files name such houses for months, and their periods are kept
    as the file has them. Management may be ended, and a change taken back, of a demolished house too.
    """
    gone = House.objects.filter(pk__in=house_ids).exclude(state=HouseState.STANDING).order_by("pk")
    return {house.pk: demolished_words(house) for house in gone}


def demolished_words(house: House) -> Blocker:
    if house.state == HouseState.MERGED:
        return merged_words(house)
    words = _("%(house)s: demolished, nobody can take it over") % {"house": house}
    return Blocker(words, RefusalKind.HOUSE_DEMOLISHED, house=house.pk)


def merged_words(house: House) -> Blocker:
    words = _("%(house)s: merged into another record, which has its periods and its chat") % {"house": house}
    return Blocker(words, RefusalKind.HOUSE_MERGED, house=house.pk)


def facts_of(period: ManagementPeriod) -> dict[str, Member]:
    """What a program needs to know of a period that stands in its way."""
    since = period.since.isoformat()
    return {"house": period.house_id, "period": period.pk, "organisation": period.organisation_id, "since": since}


def _no_end(words: str, house: House) -> Blocker:
    return Blocker(words % {"house": house}, RefusalKind.NOTHING_DIFFERS, house=house.pk)


def _managed_already(period: ManagementPeriod) -> Blocker:
    words = _("%(house)s: managed by this organisation on that date already") % {"house": period.house}
    return Blocker(words, RefusalKind.MANAGED_ALREADY, **facts_of(period))


def _planned_later(periods: Iterable[ManagementPeriod]) -> dict[int, Blocker]:
    return {period.house_id: in_the_way(period) for period in periods}


def in_the_way(period: ManagementPeriod) -> Blocker:
    """A later period stands in the way: one still ahead can be cancelled, one that acts cannot."""
    is_ahead = period.since > period.house.region.today()
    planned = _("%(house)s: a change on %(day)s is planned; cancel it first")
    acting = _("%(house)s: %(name)s since %(day)s already; no change can be dated before that day")
    words = (planned if is_ahead else acting) % {
        "house": period.house,
        "day": f"{period.since:%d.%m.%Y}",
        "name": period.organisation or _("direct management by the owners"),
    }
    kind = RefusalKind.CHANGE_PLANNED if is_ahead else RefusalKind.CHANGED_SINCE
    return Blocker(words, kind, **facts_of(period))


def _periods(changes: Sequence[PeriodChange]) -> dict[int, list[ManagementPeriod]]:
    """What the register says of the houses from the first of the days on, by house and date; one query."""
    found: dict[int, list[ManagementPeriod]] = defaultdict(list)
    first = min((change.since for change in changes), default=date.max)
    rows = ManagementPeriod.objects.filter(house__in=[change.house_id for change in changes])
    rows = rows.filter(Q(since__gte=first) | lasts(first))
    for period in rows.select_related("house__region", "organisation").order_by("house_id", "since"):
        found[period.house_id].append(period)
    return found


def _holds(period: ManagementPeriod, day: date) -> bool:
    return period.since <= day and (period.until is None or period.until > day)


def _is_replaced(period: ManagementPeriod, change: PeriodChange) -> bool:
    return period.pk == change.replaces and period.since == change.since


def _stands(period: ManagementPeriod) -> Blocker:
    words = _(
        "%(house)s: period %(number)s gives the house to %(company)s from this very day. Cancel it before it starts, "
        "or name it in “replaces”."
    )
    company = period.organisation or _("direct management by the owners")
    words %= {"house": period.house, "number": period.pk, "company": company}
    return Blocker(words, RefusalKind.PERIOD_STANDS, **facts_of(period))
