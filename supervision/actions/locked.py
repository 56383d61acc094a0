"""A row as it stands now, and stays until the transaction ends."""

from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """Read anew; whoever else wants to change it waits. `row` is one that the caller may change."""
    found: Row = type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    return found
