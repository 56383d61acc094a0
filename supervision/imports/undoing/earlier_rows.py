"""Rows as they were before an import: restored, made anew under their own numbers, removed. A few statements a table.

Called inside the event of taking back. At no moment do two periods of a house overlap, or two rows have one number.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from supervision.imports.undoing import uses
from supervision.imports.undoing.traces import KEPT, Row, Trace, columns
from supervision.imports.undoing.units import UNIQUE, Undoing
from supervision.models import Chat, House, ManagementPeriod

RESTORE = "UPDATE {table} kept SET {assigned} FROM unnest({arrays}) AS former({names}) WHERE kept.id = former.id"
MAKE = "INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"
REMOVE = "DELETE FROM {table} WHERE id = ANY(%s)"
# what each period was and is going to be, so that none is in the way of another
SHORTEN = """
    UPDATE supervision_managementperiod period
    SET since = greatest(period.since, was.since), until = least(period.until, was.until)
    FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS was(id, since, until) WHERE period.id = was.id
"""


def write(undoing: Undoing) -> None:
    periods = undoing.of(ManagementPeriod)
    _forget_announcements(periods)
    _take_periods_back(periods)
    Chat.objects.filter(pk__in=undoing.chats).delete()  # with its place in the queue
    for model in reversed(KEPT):
        if model is not ManagementPeriod:
            _take_back(model, undoing.of(model))
    _without_chats_out_of_scope(undoing)


def _forget_announcements(periods: Iterable[Trace]) -> None:
    """The residents were told of a company that it is not: where it is told, the one that acts is told anew."""
    company = columns(ManagementPeriod).index("organisation_id")
    wrong = [
        each.pk for each in periods if not each.before or not each.after or each.before[company] != each.after[company]
    ]
    Chat.objects.filter(announced_period__in=wrong).update(announced_period=None)


def _take_periods_back(periods: Sequence[Trace]) -> None:
    """A period that moved to quite other days is made anew; every other one keeps some of its days on the way."""
    since, until = (columns(ManagementPeriod).index(name) for name in ("since", "until"))
    moved: set[int] = set()
    kept: list[Row] = []
    for each in periods:
        if each.before is None or each.after is None:
            continue
        first = max(each.before[since], each.after[since])
        ends = [day for day in (each.before[until], each.after[until]) if day]
        if ends and min(ends) <= first:
            moved.add(each.pk)
        else:
            kept.append(each.before)
    _remove(ManagementPeriod, [each.pk for each in periods if each.before is None or each.pk in moved])
    if kept:
        number = columns(ManagementPeriod).index("id")
        with connection.cursor() as cursor:
            cursor.execute(SHORTEN, [[row[place] for row in kept] for place in (number, since, until)])
    _restore(ManagementPeriod, kept)
    _make(ManagementPeriod, [each.before for each in periods if each.before and (not each.after or each.pk in moved)])


def _take_back(model: type[Model], traces: Sequence[Trace]) -> None:
    names = columns(model)
    for name, nothing in UNIQUE.get(model, {}).items():
        place = names.index(name)
        other = [each.pk for each in traces if each.before and each.after and each.before[place] != each.after[place]]
        model._base_manager.filter(pk__in=other).update(**{name: nothing})
    _remove(model, [each.pk for each in traces if each.before is None])
    _restore(model, [each.before for each in traces if each.before and each.after])
    _make(model, [each.before for each in traces if each.before and not each.after])


def _without_chats_out_of_scope(undoing: Undoing) -> None:
    """Chats that were never made, of houses that the import alone had brought into scope."""
    restored = {trace.pk for trace in undoing.of(House)} - undoing.gone(House)
    wished = Chat.objects.filter(house__in=restored, messenger_id=None, told_apart="", frozen_reason="")
    wished = wished.filter(house__in=House.objects.filter(pk__in=restored).out_of_scope())
    ids = set(wished.values_list("pk", flat=True))
    Chat.objects.filter(pk__in=ids - uses.in_use({Chat: ids}, {}).get(Chat, {}).keys()).delete()


def _restore(model: type[Model], rows: Sequence[Row]) -> None:
    names = [name for name in columns(model) if name != "id"]
    _execute(RESTORE, model, rows, assigned=", ".join(f"{name} = former.{name}" for name in names))


def _make(model: type[Model], rows: Sequence[Row]) -> None:
    _execute(MAKE, model, rows)


def _remove(model: type[Model], numbers: Collection[int]) -> None:
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(REMOVE.format(table=model._meta.db_table), [list(numbers)])


def _execute(statement: str, model: type[Model], rows: Sequence[Row], **parts: str) -> None:
    """`statement` with the model's table, its columns and an array for each of them."""
    if not rows:
        return
    names = columns(model)
    arrays = ", ".join(f"%s::{_type(model, name)}[]" for name in names)
    words = statement.format(table=model._meta.db_table, names=", ".join(names), arrays=arrays, **parts)
    values: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(words, values)


def _type(model: type[Model], name: str) -> str:
    """Without a width: a cast to that would cut a text that is too long without a word."""
    found = next(field for field in model._meta.concrete_fields if field.attname == name)
    kind = found.rel_db_type(connection) if found.primary_key else found.db_type(connection)
    return (kind or "").partition("(")[0]
