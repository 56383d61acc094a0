"""Row history of facts, written by statement triggers: complete for bulk SQL and psql alike.

Every row of history carries its context as JSON (`audit.event` sets it): number and name of the event, who, why.
History is append-only in the database (settings.PGHISTORY_APPEND_ONLY), and cannot be emptied either.
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

Model = TypeVar("Model", bound=models.Model)


def tracked(model: type[Model]) -> type[Model]:
    """Keeps every version of the model's rows in a table of its own.

    Every updated row is kept, changed or not. To leave out the unchanged ones the trigger would have to join the rows
    before with those after, and PostgreSQL plans that join once a session, by the size of its first update: after an
    update of no row it compares every row with every other (3,000 houses: 5 s instead of 0.1 s).
    """
    return _track(pghistory.UpdateEvent(condition=None))(model)


def tracked_without(*left_out: str) -> Callable[[type[Model]], type[Model]]:
    """`tracked`, except for columns that the database derives from others."""
    return _track(pghistory.UpdateEvent(condition=None), left_out)


def tracked_but(*left_out: str) -> Callable[[type[Model]], type[Model]]:
    """The same except for some columns; a change of these alone makes no version. For small tables (see above)."""
    changed = pghistory.AnyChange(exclude=list(left_out)) if left_out else pghistory.AnyChange()
    return _track(pghistory.UpdateEvent(condition=changed), left_out, related_name="versions")


def not_emptied() -> pgtrigger.Trigger:
    """TRUNCATE has no rows to look at, so that Protect cannot be told of it."""
    return pgtrigger.Trigger(
        name="not_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'The record of events is not emptied: %', TG_TABLE_NAME;",
    )


def append_only() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def _track(
    update: pghistory.UpdateEvent, left_out: tuple[str, ...] = (), related_name: str = "history"
) -> Callable[[type[Model]], type[Model]]:
    return pghistory.track(
        pghistory.InsertEvent(),
        update,
        pghistory.DeleteEvent(),
        exclude=list(left_out),
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(related_name=related_name, db_index=True),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # documented as None for contexts kept as JSON
        meta={"triggers": [not_emptied()]},
    )
