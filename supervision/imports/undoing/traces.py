"""What an import did to each row, and what was done to the row since: read from the histories, which know the event.

There is no second log: the run knows the number of its event, and between which numbers of each history it wrote.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet

from supervision.models import (
    House,
    HouseAlias,
    ImportRun,
    Licence,
    ManagementPeriod,
    Municipality,
    Organisation,
    Region,
    Representative,
)

Row = tuple[Any, ...]
Positions = dict[str, int]
# whatever a file brings; what names others comes after what it names
KEPT: tuple[type[Model], ...] = (
    *(Municipality, Organisation, Licence, Representative, House, HouseAlias, ManagementPeriod),
)


@dataclass(frozen=True, slots=True)
class LaterTouch:
    """Who touched a row after the import; `event` is None where the database was changed by hand."""

    at: datetime
    event: int | None
    name: str
    by: int | None
    cause: str


@dataclass(slots=True)
class Trace:
    """One row: its values before the import (None: it was not there) and as the import left it (None: it is gone).

    `is_own`: the import wrote it; else it stands here for what was done to it since. `is_known`: what it was before is.
    """

    model: type[Model]
    pk: int
    before: Row | None
    after: Row | None
    is_own: bool = False
    is_known: bool = True
    later: LaterTouch | None = None

    @property
    def differs(self) -> bool:
        return self.is_own and self.before != self.after

    def value(self, name: str) -> Any:
        """Of the row as it was or is, whichever there is."""
        row = self.after or self.before or ()
        return row[columns(self.model).index(name)]


def history_of(model: type[Model]) -> Any:
    return model.history.rel.related_model  # type: ignore[attr-defined]


def columns(model: type[Model]) -> list[str]:
    """Of a row as its history keeps it."""
    fields = history_of(model)._meta.concrete_fields
    return [field.attname for field in fields if not field.name.startswith("pgh_")]


def positions() -> Positions:
    """How far each history has got."""
    tables = {model._meta.model_name or "": history_of(model)._meta.db_table for model in KEPT}
    last = ", ".join(f"(SELECT coalesce(max(pgh_id), 0) FROM {table})" for table in tables.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {last}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def undone_pairs(region: Region) -> dict[int, int]:
    """Of the imports that were taken back: the event by which, and the event that is gone with it."""
    runs = ImportRun.objects.filter(region=region).exclude(undone_event=None).exclude(event=None)
    return {undone: event for undone, event in runs.values_list("undone_event", "event") if undone and event}


def as_if_never(versions: Iterable[Any], undone: Mapping[int, int]) -> Iterator[Any]:
    """Of one row's versions those that count, where an import and the taking back of it come to nothing.

    Each version has its context as `pgh_context`, as an attribute or under that key.
    """
    read = [(event_of(version), version) for version in versions]
    seen = undone.keys() & {event for event, _version in read if event}
    gone = seen | {undone[event] for event in seen}
    return (version for event, version in read if event not in gone)


def event_of(version: Any) -> int | None:
    context = version["pgh_context"] if isinstance(version, Mapping) else version.pgh_context
    found: int | None = (context or {}).get("event")
    return found


def of_run(run: ImportRun, model: type[Model], undone: Mapping[int, int]) -> list[Trace]:
    """Rows that it wrote; and other periods of the houses whose periods it wrote, where something was done since."""
    spans = run.spans or {}
    name = model._meta.model_name or ""
    if name not in spans or run.event is None:
        return []
    start, end = spans[name]
    history = history_of(model).objects
    own = history.filter(pgh_id__gt=start, pgh_id__lte=end, pgh_context__event=run.event)
    chosen = Q(pgh_obj_id__in=own.values("pgh_obj_id"))
    if model is ManagementPeriod:
        chosen |= Q(house_id__in=own.values("house_id"))
    since = history.filter(chosen, pgh_id__gt=start).order_by("pgh_obj_id", "pgh_id")
    base = _bases(history.filter(pgh_obj_id__in=since.order_by().values("pgh_obj_id"), pgh_id__lte=start))
    by_row = groupby(since.iterator(), lambda version: version.pgh_obj_id)
    found = (_trace(model, pk, base.get(pk), as_if_never(of_row, undone), run.event) for pk, of_row in by_row)
    return [trace for trace in found if trace.is_own or trace.later]


def _bases(earlier: "QuerySet[Any]") -> dict[int, Any]:
    return {version.pgh_obj_id: version for version in earlier.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")}


def _trace(model: type[Model], pk: int, base: Any, versions: Iterable[Any], event: int) -> Trace:
    names = columns(model)
    before = None if base is None or base.pgh_label == "delete" else _row(base, names)
    trace = Trace(model, pk, before, before)
    last = before
    for version in versions:
        is_gone = version.pgh_label == "delete"
        values = None if is_gone else _row(version, names)
        if event_of(version) == event:
            _note_own(trace, version, base, names)
            trace.after = values
        elif values != last and trace.later is None:
            trace.later = _later(version)
            trace.after = trace.after if trace.is_own or trace.before else values
        last = values
    return trace


def _note_own(trace: Trace, version: Any, base: Any, names: list[str]) -> None:
    """Of a row that is older than its history, only a removal tells what it was."""
    if not trace.is_own and base is None and version.pgh_label != "insert":
        trace.before = _row(version, names)
        trace.is_known = version.pgh_label == "delete"
    trace.is_own = True


def _row(version: Any, names: list[str]) -> Row:
    return tuple(getattr(version, name) for name in names)


def _later(version: Any) -> LaterTouch:
    context = version.pgh_context or {}
    return LaterTouch(
        at=version.pgh_created_at,
        event=context.get("event"),
        name=context.get("name", ""),
        by=context.get("by"),
        cause=context.get("cause", "").partition(" by ")[0],
    )
