"""Daily snapshots become monthly ones: of each whole month that is older than the term the first one stays.

The lines of the nights in between (`FigureDelta`) are what earlier days are told by: they move to the next day that
stays, and of lines that cancel each other none is left, of others the last. So the houses behind every figure of a day
that stays are told as before. Moves between municipalities are counted apart, because figures of the whole region leave
them out (docs/adr/0080).
"""

from datetime import date, datetime

import pgtrigger
from django.db import connection, transaction

from supervision.figures import DeltaCause
from supervision.models import DailySnapshot, FigureDelta, Region
from supervision.retention import archive
from supervision.retention.terms import Term

MOVED = DeltaCause.MOVED.value
FROZEN = ("supervision.DailySnapshot:frozen", "supervision.FigureDelta:frozen")
SURPLUS = """
    SELECT day FROM (
        SELECT day, row_number() OVER (PARTITION BY date_trunc('month', day) ORDER BY day) AS place
        FROM supervision_dailysnapshot
        WHERE region_id = %(region)s AND municipality_id IS NULL AND day < date_trunc('month', %(before)s::date)
    ) known WHERE place > 1 AND day < (
        SELECT max(day) FROM supervision_dailysnapshot WHERE region_id = %(region)s AND municipality_id IS NULL
    ) ORDER BY day
"""
# positional values: pgtrigger puts one of its own before them
MOVE = """
    UPDATE supervision_figuredelta line SET day = (
        SELECT min(kept.day) FROM supervision_dailysnapshot kept
        WHERE kept.region_id = %s AND kept.municipality_id IS NULL AND kept.day > line.day AND NOT kept.day = ANY(%s)
    ) WHERE line.region_id = %s AND line.day = ANY(%s)
    RETURNING line.day
"""
CANCEL = """
    DELETE FROM supervision_figuredelta WHERE id IN (
        SELECT id FROM (
            SELECT id, count(*) OVER same AS lines, row_number() OVER (same ORDER BY id DESC) AS place
            FROM supervision_figuredelta WHERE region_id = %s AND day = ANY(%s)
            WINDOW same AS (PARTITION BY day, house_id, municipality_id, figure, cause = %s)
        ) known WHERE lines %% 2 = 0 OR place > 1
    )
"""


def thin(term: Term, region: Region, now: datetime) -> int:
    """One region, in one transaction; gives how many snapshots left, municipalities' included. What leaves, and the
    lines as they were, stand in files before."""
    before = term.before(now).date()
    with transaction.atomic():
        days = surplus(region, before)
        if not days:
            return 0
        rows = DailySnapshot.objects.filter(region=region, day__in=days)
        archive.write(term.name, DailySnapshot, list(rows.values_list("pk", flat=True)))
        lines = list(FigureDelta.objects.filter(region=region, day__in=days).values_list("pk", flat=True))
        if lines:
            archive.write(term.name, FigureDelta, lines)
        with pgtrigger.ignore(*FROZEN):
            _gather_lines(region, days)
            gone, _by_table = rows.delete()
    return gone


def surplus(region: Region, before: date) -> list[date]:
    """Days of whole months before this one, except for the first of each, and the newest of all."""
    with connection.cursor() as cursor:
        cursor.execute(SURPLUS, {"region": region.pk, "before": before})
        return [day for (day,) in cursor.fetchall()]


def _gather_lines(region: Region, days: list[date]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [region.pk, days, region.pk, days])
        reached = sorted({day for (day,) in cursor.fetchall()})
        cursor.execute(CANCEL, [region.pk, reached, MOVED])
