"""Which rows changed after which: what other systems read to keep their copy, complete under concurrent writes."""

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import ChangeKind

EVERY = ("*",)


class Change(models.Model):
    """The last change of one row: one line a row, moved to the end by every further change, kept after removal.

    Written by statement triggers only (`watched`), so it is complete for bulk SQL and psql alike. `transaction` is
    PostgreSQL's 64-bit number of the writing transaction. Numbers are given at the first write, not at commit: a reader
    must stop before the oldest transaction that still runs (`outgoing/change_feed.py`), else it would skip rows.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ChangeKind)
    object_id = models.BigIntegerField(_("number"))
    region = models.ForeignKey(
        "supervision.Region",
        models.DO_NOTHING,
        db_constraint=False,  # checked on the row itself; a check more for every row of an import
        db_index=False,
        verbose_name=_("region"),
        related_name="+",
    )
    transaction = models.BigIntegerField(_("transaction"))
    at = models.DateTimeField(_("at"))
    is_removed = models.BooleanField(_("removed"), default=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [models.UniqueConstraint("kind", "object_id", name="change_once_a_row")]
        indexes = [
            models.Index(fields=["kind", "region", "transaction", "object_id"], name="change_by_region"),
            models.Index(fields=["kind", "transaction", "object_id"], name="change_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


def watched(kind: ChangeKind, *, region: str, columns: Sequence[str] = EVERY) -> list[pgtrigger.Trigger]:
    """Triggers that keep the table's lines in Change; `region` is SQL that reaches the region's code from
    row `r`, of whose columns it sees `columns`.

    An update that changes none of `columns` is no change.
    """
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("o", "r"))
    differing = f"new_rows r JOIN old_rows o ON o.id = r.id AND ROW({after}) IS DISTINCT FROM ROW({before})"
    return [
        _trigger("changed_insert", pgtrigger.Insert, _add(kind, region), new=True),
        _trigger("changed_update", pgtrigger.Update, _move(kind, region, differing), new=True, old=True),
        _trigger("changed_delete", pgtrigger.Delete, _move(kind, region, "old_rows r", gone=True), old=True),
    ]


def _add(kind: ChangeKind, region: str) -> str:
    """A number that was used before (rows laid by hand) takes its line over."""
    return f"""
        INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)
        SELECT '{kind}', r.id, {region}, pg_current_xact_id()::text::bigint, now(), false FROM new_rows r
        ON CONFLICT (kind, object_id) DO UPDATE SET
            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction, at = EXCLUDED.at, is_removed = false;
        RETURN NULL;
    """  # noqa: S608  # nothing of it comes from outside


def _move(kind: ChangeKind, region: str, rows: str, *, gone: bool = False) -> str:
    """Planned anew each time (EXECUTE): a kept plan fits the session's first update, one row or a whole region, and
    would read the whole table, or be quadratic, for the other. Three times as fast as ON CONFLICT for a region.
    """
    return f"""
        EXECUTE $move$
            MERGE INTO supervision_change kept
            USING (SELECT r.id, {region} AS region_id FROM {rows}) changed
            ON kept.kind = '{kind}' AND kept.object_id = changed.id
            WHEN MATCHED THEN UPDATE SET region_id = changed.region_id, is_removed = {gone},
                transaction = pg_current_xact_id()::text::bigint, at = now()
            WHEN NOT MATCHED THEN INSERT (kind, object_id, region_id, transaction, at, is_removed)
                VALUES ('{kind}', changed.id, changed.region_id, pg_current_xact_id()::text::bigint, now(), {gone})
        $move$;
        RETURN NULL;
    """  # noqa: S608  # nothing of it comes from outside


def _trigger(
    name: str, operation: pgtrigger.Operation, func: str, *, new: bool = False, old: bool = False
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows" if new else None, old="old_rows" if old else None),
        func=func,
    )
