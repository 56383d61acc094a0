"""Periods as the licence register brings them: whole houses at once, each change with dates of its own.

Called inside the event of the import. What must be changed gives way before anything is added, so periods of a house
never overlap on the way.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from supervision.enums import ManagementKind, PeriodSource
from supervision.models import Chat, ManagementPeriod, Region
from supervision.queue import clock, outbox
from supervision.registry.drafts import Draft, Timeline
from supervision.registry.file_rows import OrganisationKey
from supervision.registry.organisation_diff import OrganisationRef

# First only what a period was and stays, then what it will be: at no moment do two of a house overlap.
# LEAST passes over NULL, which is "no end" here.
SHORTEN = """
    UPDATE supervision_managementperiod period
    SET since = greatest(period.since, change.since), until = least(period.until, change.until)
    FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS change(id, since, until)
    WHERE period.id = change.id
      AND (period.since < change.since OR coalesce(period.until, 'infinity') > coalesce(change.until, 'infinity'))
"""
CHANGE = f"""
    UPDATE supervision_managementperiod period
    SET since = change.since, until = change.until, registered_at = change.registered, excluded_on = change.excluded,
        organisation_id = coalesce(change.organisation, period.organisation_id),
        kind = CASE WHEN change.organisation IS NULL THEN period.kind ELSE '{ManagementKind.ORGANISATION}' END
    FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::timestamptz[], %s::date[], %s::bigint[])
        AS change(id, since, until, registered, excluded, organisation)
    WHERE period.id = change.id
"""  # noqa: S608 - the word is that of our own enum
# the residents were told of the wrong company
TELL_AGAIN = """
    UPDATE supervision_chat SET announced_period_id = NULL
    WHERE announced_period_id = ANY(%s) AND announcement_id <> ''
"""


def take(region: Region, timelines: Sequence[Timeline], organisations: Mapping[OrganisationKey, int]) -> int:
    """Writes the difference and marks the chats for the day on which it shows; gives how many.

    `organisations` are the ids of companies that are new with the file, by the key that the file's rows give them.
    """
    zone = ZoneInfo(region.time_zone)
    withdrawn = [draft.id for timeline in timelines for draft in timeline.withdrawn if draft.id is not None]
    if withdrawn:
        # one that began today may have been told to the residents: they are told anew who manages the house
        Chat.objects.filter(announced_period__in=withdrawn).update(announced_period=None)
        ManagementPeriod.objects.filter(pk__in=withdrawn).delete()
    changed = [draft for timeline in timelines for draft in timeline.changed]
    if changed:
        _change(changed, organisations, zone)
    ManagementPeriod.objects.bulk_create(
        (
            ManagementPeriod(
                house_id=draft.house_id,
                organisation_id=_id(draft.ref, organisations),
                since=draft.since,
                until=draft.until,
                registered_at=_instant(draft, zone),
                excluded_on=draft.excluded_on,
                basis=draft.basis,
                source=PeriodSource.REGISTER,
            )
            for timeline in timelines
            for draft in timeline.added
        ),
        batch_size=5_000,
    )
    return _mark(region, timelines)


def _change(drafts: Sequence[Draft], organisations: Mapping[OrganisationKey, int], zone: ZoneInfo) -> None:
    ids = [draft.id for draft in drafts]
    until = [draft.until for draft in drafts]
    passed = [_id(draft.ref, organisations) for draft in drafts]
    with connection.cursor() as cursor:
        columns: list[list[Any]] = [ids, [draft.since for draft in drafts], until]
        cursor.execute(SHORTEN, columns)
        columns += [[_instant(draft, zone) for draft in drafts], [draft.excluded_on for draft in drafts], passed]
        cursor.execute(CHANGE, columns)
        cursor.execute(TELL_AGAIN, [[draft.id for draft in drafts if draft.ref]])


def _mark(region: Region, timelines: Sequence[Timeline]) -> int:
    today = clock.today(region)
    houses = defaultdict(list)
    for timeline in timelines:
        if day := timeline.first_day_of_change(today):
            houses[day].append(timeline.house_id)
    return sum(outbox.mark_houses(ids, not_before=region.midnight(day)) for day, ids in sorted(houses.items()))


def _id(ref: OrganisationRef | None, added: Mapping[OrganisationKey, int]) -> int | None:
    if ref is None:
        return None
    return ref.id if ref.id is not None else added[ref.key]


def _instant(draft: Draft, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(*draft.registered, tzinfo=zone) if draft.registered else None
