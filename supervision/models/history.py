"""Row history of facts, written by statement triggers: complete for bulk SQL and psql alike.

Every row of history carries its context as JSON (`audit.event` sets it): number and name of the event, who, why.
History is append-only in the database (settings.PGHISTORY_APPEND_ONLY).
"""

from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=models.Model)


def tracked(model: type[Model]) -> type[Model]:
    """Keeps every version of the model's rows in a table of its own."""
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="history", db_index=True),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # documented as None for contexts kept as JSON
    )
    return track(model)
