"""Changes of who manages a house, as values, and how they are written: the floor below every decision about them.

Here nothing is refused and no event is opened: `management_periods` decides, register files are compared before.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from supervision.enums import ManagementKind, PeriodSource
from supervision.models import Region
from supervision.queue import outbox


@dataclass(frozen=True, slots=True)
class Papers:
    """What the change rests on. `registered_at` is the entry in the register; it is kept and does not act."""

    basis: str = ""
    document_number: str = ""
    registered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """From `since` on, this organisation manages this house; None means direct management by the owners.

    `replaces`: a period of that very date that knowingly gives way.
    """

    house_id: int
    organisation_id: int | None
    since: date
    papers: Papers = Papers()
    replaces: int | None = None


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


def write(changes: Sequence[PeriodChange], *, region: Region, source: PeriodSource) -> int:
    """At most one change a house, inside the caller's event; gives the number of chats marked."""
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


def _mark(changes: Sequence[PeriodChange], region: Region) -> int:
    """Marks each chat for the midnight from which its change acts; a change in the past acts now."""
    today, days = region.today(), defaultdict(list)
    for change in changes:
        days[max(change.since, today)].append(change.house_id)
    return sum(outbox.mark_houses(houses, not_before=region.midnight(day)) for day, houses in sorted(days.items()))
