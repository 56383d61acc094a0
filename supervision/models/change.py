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
    PostgreSQL's 64-bit number of the writing transaction. Numbers are given at the first write, not at commit:
    a reader must stop before the oldest transaction that still runs (`changes.py`), else it would skip rows.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
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

    An update that changes none of `columns` is no change. The two sides are compared as sets (EXCEPT), not joined:
    the plan of a join is kept from the session's first update and may be quadratic for a large one.
    """
    compared = ", ".join(["id", *columns]) if tuple(columns) != EVERY else "*"
    differing = f"SELECT {compared} FROM new_rows EXCEPT SELECT {compared} FROM old_rows"  # noqa: S608
    return [
        _trigger("changed_insert", pgtrigger.Insert, _write(kind, region, "SELECT * FROM new_rows"), new=True),
        _trigger("changed_update", pgtrigger.Update, _write(kind, region, differing), new=True, old=True),
        _trigger(
            "changed_delete", pgtrigger.Delete, _write(kind, region, "SELECT * FROM old_rows", gone=True), old=True
        ),
    ]


def _write(kind: ChangeKind, region: str, rows: str, *, gone: bool = False) -> str:
    removed = "true" if gone else "false"
    return f"""
        INSERT INTO supervision_change AS kept (kind, object_id, region_id, transaction, at, is_removed)
        SELECT '{kind}', r.id, {region}, pg_current_xact_id()::text::bigint, now(), {removed} FROM ({rows}) r
        ON CONFLICT (kind, object_id) DO UPDATE SET
            region_id = EXCLUDED.region_id, transaction = EXCLUDED.transaction,
            at = EXCLUDED.at, is_removed = EXCLUDED.is_removed;
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
