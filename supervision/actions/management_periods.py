"""Who manages a house: starting, replacing, ending and excluding.

The start of powers is the date that acts, at midnight in the region's time zone. A change dated ahead is stored at once
and marked for that midnight.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.enums import HouseState, ManagementKind, PeriodSource, RefusalKind
from supervision.errors import Blocker, Member, Refused
from supervision.models import House, ManagementPeriod, Organisation, Region
from supervision.queue import outbox


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """From the date on, this organisation manages this house; None means direct management by the owners."""

    house_id: int
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Papers:
    """What the change rests on. `registered_at` is the entry in the register; it is kept and does not act."""

    basis: str = ""
    document_number: str = ""
    registered_at: datetime | None = None


def replace(
    *,
    house: House,
    organisation: Organisation | None,
    since: date,
    by: User,
    reason: str = "",
    papers: Papers | None = None,
) -> None:
    """Passes one house to another organisation (None: direct management) from `since`, a date of its region.

    Raises Refused where the organisation manages the house on that date already, or belongs to another region, and for
    a house that is demolished.
    """
    replace_selected(houses=[house], organisation=organisation, since=since, by=by, reason=reason, papers=papers)


def replace_selected(
    *,
    houses: Sequence[House],
    organisation: Organisation | None,
    since: date,
    by: User,
    reason: str = "",
    papers: Papers | None = None,
) -> None:
    """Passes houses of one region to one organisation, all or none, in a constant number of statements."""
    region = only_region(houses)
    if organisation and organisation.region_id != region.pk:
        raise Refused(
            _("%(name)s stands in the register of another region.") % {"name": organisation},
            kind=RefusalKind.OF_ANOTHER_REGION,
            organisation=organisation.pk,
        )
    changes = [PeriodChange(house.pk, organisation.pk if organisation else None) for house in houses]
    details = {"since": since.isoformat(), "house_count": len(houses), "organisation": organisation and organisation.pk}
    with transaction.atomic():
        hold(houses)
        if blockers := obstacles(houses, organisation, since):
            raise Refused(
                _("The change was not made: some houses cannot pass to this organisation."),
                tuple(blockers.values()),
                kind=RefusalKind.HOUSES_IN_THE_WAY,
                houses=list(blockers),
            )
        with audit.event("period.replaced", by=by, reason=reason, region=region, details=details):
            replace_many(changes, region=region, since=since, source=PeriodSource.PERSON, papers=papers)


def only_region(houses: Sequence[House]) -> Region:
    if len({house.region_id for house in houses}) != 1:
        raise Refused(_("Choose houses of one region."), kind=RefusalKind.SEVERAL_REGIONS)
    return houses[0].region


def hold(houses: Sequence[House]) -> None:
    """Until the end of the transaction nobody else decides about these houses: the second writer sees the first's."""
    ids = [house.pk for house in houses]
    # in one order, or two overlapping selections would wait for each other
    len(House.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def obstacles(houses: Sequence[House], organisation: Organisation | None, since: date) -> dict[int, Blocker]:
    """Why houses cannot pass to the organisation on that day: a line each, by house."""
    periods = ManagementPeriod.objects.filter(house__in=houses).order_by("house_id", "since")
    periods = periods.select_related("house__region", "organisation")
    managed = periods.acting(since).filter(organisation=organisation)
    return (
        planned_later(periods.filter(since__gt=since))
        | {period.house_id: managed_already(period) for period in managed}
        | demolished([house.pk for house in houses])
    )


def demolished(house_ids: Iterable[int]) -> dict[int, Blocker]:
    """Those of the houses that no company can take over any more: a line each, by house. Read anew, not from memory.

    Only a person's decision is refused for it: register files name such houses for months, and their periods are kept
    as the file has them. Management may be ended, and a change taken back, of a demolished house too.
    """
    gone = House.objects.filter(pk__in=house_ids, state=HouseState.DEMOLISHED).order_by("pk")
    words = _("%(house)s: demolished, nobody can take it over")
    return {house.pk: Blocker(words % {"house": house}, RefusalKind.HOUSE_DEMOLISHED, house=house.pk) for house in gone}


def managed_already(period: ManagementPeriod) -> Blocker:
    words = _("%(house)s: managed by this organisation on that date already") % {"house": period.house}
    return Blocker(words, RefusalKind.MANAGED_ALREADY, **facts_of(period))


def facts_of(period: ManagementPeriod) -> dict[str, Member]:
    """What a program needs of a period that stands in its way."""
    since = period.since.isoformat()
    return {"house": period.house_id, "period": period.pk, "organisation": period.organisation_id, "since": since}


def planned_later(periods: Iterable[ManagementPeriod]) -> dict[int, Blocker]:
    """Later periods stand in the way: those still ahead can be cancelled, those that act cannot."""
    planned = _("%(house)s: a change on %(day)s is planned; cancel it first")
    acting = _("%(house)s: %(name)s since %(day)s already; no change can be dated before that day")
    found = {}
    for period in periods:
        is_ahead = period.since > period.house.region.today()
        words = (planned if is_ahead else acting) % {
            "house": period.house,
            "day": f"{period.since:%d.%m.%Y}",
            "name": period.organisation or _("direct management by the owners"),
        }
        kind = RefusalKind.CHANGE_PLANNED if is_ahead else RefusalKind.CHANGED_SINCE
        found[period.house_id] = Blocker(words, kind, **facts_of(period))
    return found


# Four statements for any number of houses, whatever their dates and papers. A period that began on the very day is
# corrected in place: it would have no length otherwise. A later period bounds the new one.
CHANGES = """
    unnest(%(houses)s::bigint[], %(organisations)s::bigint[], %(sinces)s::date[], %(bases)s::text[],
        %(documents)s::text[], %(registered)s::timestamptz[])
    AS change(house, organisation, since, basis, document, registered)
"""
CORRECT = """
    UPDATE supervision_managementperiod period
    SET organisation_id = change.organisation, kind = {kind}, source = %(source)s, basis = change.basis,
        document_number = change.document, registered_at = change.registered, excluded_on = NULL
    FROM {changes} WHERE period.house_id = change.house AND period.since = change.since
    RETURNING period.house_id, period.id
"""
# the residents were told of the wrong company
TELL_AGAIN = """
    UPDATE supervision_chat SET announced_period_id = NULL
    WHERE announced_period_id = ANY(%(corrected)s) AND announcement_id <> ''
"""
CLOSE = """
    UPDATE supervision_managementperiod period SET until = change.since FROM {changes}
    WHERE period.house_id = change.house
      AND period.since < change.since AND (period.until IS NULL OR period.until > change.since)
"""
START = """
    INSERT INTO supervision_managementperiod
        (house_id, organisation_id, kind, since, until, source, basis, document_number, registered_at)
    SELECT change.house, change.organisation, {kind}, change.since,
        (SELECT min(later.since) FROM supervision_managementperiod later
         WHERE later.house_id = change.house AND later.since > change.since),
        %(source)s, change.basis, change.document, change.registered
    FROM {changes} WHERE NOT change.house = ANY(%(standing)s::bigint[])
"""
KIND = f"CASE WHEN change.organisation IS NULL THEN '{ManagementKind.DIRECT}' ELSE '{ManagementKind.ORGANISATION}' END"


@dataclass(frozen=True, slots=True)
class DatedChange:
    """A change with a date and papers of its own. `replaces`: a period of that very date that knowingly gives way."""

    house_id: int
    organisation_id: int | None
    since: date
    papers: Papers = Papers()
    replaces: int | None = None


def replace_many(
    changes: Sequence[PeriodChange],
    *,
    region: Region,
    since: date,
    source: PeriodSource,
    papers: Papers | None = None,
) -> int:
    """The same for many houses, an organisation each, inside the caller's event; gives the number of chats marked."""
    dated = [DatedChange(each.house_id, each.organisation_id, since, papers or Papers()) for each in changes]
    return replace_dated(dated, region=region, source=source)


def replace_dated(changes: Sequence[DatedChange], *, region: Region, source: PeriodSource) -> int:
    """One change a house at most, inside the caller's event; gives the number of chats marked."""
    if not changes:
        return 0
    values: dict[str, Any] = {
        "houses": [change.house_id for change in changes],
        "organisations": [change.organisation_id for change in changes],
        "sinces": [change.since for change in changes],
        "bases": [change.papers.basis for change in changes],
        "documents": [change.papers.document_number for change in changes],
        "registered": [change.papers.registered_at for change in changes],
        "source": source.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(CORRECT.format(kind=KIND, changes=CHANGES), values)
        corrected = cursor.fetchall()
        values |= {"standing": [house for house, _id in corrected], "corrected": [period for _, period in corrected]}
        cursor.execute(TELL_AGAIN, values)
        cursor.execute(CLOSE.format(changes=CHANGES), values)
        cursor.execute(START.format(kind=KIND, changes=CHANGES), values)
    return _mark(changes, region)


def _mark(changes: Sequence[DatedChange], region: Region) -> int:
    """Each chat for the midnight from which its change acts; what is past acts now."""
    today, days = region.today(), defaultdict(list)
    for change in changes:
        days[max(change.since, today)].append(change.house_id)
    return sum(outbox.mark_houses(houses, not_before=region.midnight(day)) for day, houses in sorted(days.items()))


def end(*, period: ManagementPeriod, until: date, by: User, reason: str) -> None:
    """The powers end and nobody takes over: from `until` (first day without powers) the owner answers alone."""
    if until <= period.since:
        words = _("The period starts on %(day)s; it cannot end before the day after.")
        facts = facts_of(period)
        raise Refused(words % {"day": f"{period.since:%d.%m.%Y}"}, kind=RefusalKind.ENDS_TOO_EARLY, **facts)
    if later := period.house.periods.filter(since__gt=period.since, since__lt=until).order_by("since").first():
        words, kind = _("A change on %(day)s is planned; cancel it first."), RefusalKind.CHANGE_PLANNED
        if later.since <= period.house.region.today():
            words = _("The house passed to others on %(day)s: the period cannot end after that day.")
            kind = RefusalKind.CHANGED_SINCE
        raise Refused(words % {"day": f"{later.since:%d.%m.%Y}"}, kind=kind, **facts_of(later))
    region = period.house.region
    with audit.event("period.ended", by=by, reason=reason, region=region, details={"period": period.pk}):
        ManagementPeriod.objects.filter(pk=period.pk).update(until=until)
        outbox.mark_houses([period.house_id], not_before=region.midnight(until))


def exclude(*, periods: Sequence[ManagementPeriod], on: date, by: User, reason: str) -> None:
    """Excluded from the licence register, still acting: nothing changes in the chats until a successor starts."""
    region = periods[0].house.region
    ids = [period.pk for period in periods]
    with audit.event("period.excluded", by=by, reason=reason, region=region, details={"periods": ids}):
        ManagementPeriod.objects.filter(pk__in=ids).update(excluded_on=on)


def cancel_planned(*, period: ManagementPeriod, by: User, reason: str) -> None:
    """Takes back a change before its start of powers; the company before it goes on."""
    region = period.house.region
    if period.since <= region.today():
        words = _("The powers started on %(day)s: replace the company instead.")
        facts = facts_of(period)
        raise Refused(words % {"day": f"{period.since:%d.%m.%Y}"}, kind=RefusalKind.POWERS_STARTED, **facts)
    with audit.event("period.cancelled", by=by, reason=reason, region=region, details={"since": str(period.since)}):
        ManagementPeriod.objects.filter(pk=period.pk).delete()
        ManagementPeriod.objects.filter(house=period.house_id, until=period.since).update(until=period.until)
        outbox.mark_houses([period.house_id])
