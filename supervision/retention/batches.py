"""Rows leave in batches: a short transaction each, rows that somebody holds are skipped, archived ones stand in a
file before the deletion commits.
"""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Model

from supervision.retention import archive
from supervision.retention.terms import FOLLOWS, Term, Way

BATCH = 2000


@dataclass(slots=True)
class Removed:
    """How many rows of a term left, in how many files they stand; `is_all` where none was left over."""

    rows: int = 0
    files: int = 0
    is_all: bool = False


def remove(term: Term, now: datetime, *, until: float = float("inf"), batch: int = BATCH) -> Removed:
    """What is old, until the monotonic moment `until`. Raises OSError where the archive cannot be written; what left
    before stays removed and archived."""
    done, last = Removed(), None
    while time.monotonic() < until:
        with transaction.atomic():
            rows = term.old(now).order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            chosen = rows.select_for_update(skip_locked=True, of=("self",), no_key=False)
            keys = list(chosen.values_list("pk", flat=True)[:batch])
            if not keys:
                done.is_all = True
                break
            done.files += _archive(term, keys) if term.is_archived else 0
            _delete(term, keys)
        done.rows += len(keys)
        last = keys[-1]
    return done


def _archive(term: Term, keys: Sequence[Any]) -> int:
    archive.write(term.name, term.model, keys)
    files = 1
    for model, (owner, column) in FOLLOWS.items():
        if owner is term.model:
            field = model._meta.get_field(column).column  # type: ignore[union-attr]
            if hangs := list(_of(model).filter(**{f"{column}__in": keys}).values_list("pk", flat=True)[:1]):
                archive.write(term.name, model, keys, by=str(field))
                files += len(hangs)
    return files


def _delete(term: Term, keys: Sequence[Any]) -> None:
    """Raises RuntimeError where another number of rows would leave than was chosen: the transaction takes it back."""
    with _allowed(term):
        _all, by_table = _of(term.model).filter(pk__in=keys).delete()
    if by_table.get(term.model._meta.label, 0) != len(keys):
        raise RuntimeError(f"{term.name}: {len(keys)} rows were to leave, and not {by_table}")


def _allowed(term: Term) -> AbstractContextManager[None]:
    """The triggers of a history refuse its owner too, who therefore has to say so."""
    if term.way != Way.VERSIONS:
        return nullcontext()
    return pgtrigger.ignore(f"{term.model._meta.label}:append_only")


def _of(model: type[Model]) -> Any:
    return model._base_manager
