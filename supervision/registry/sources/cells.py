"""How long a cell may be: looked at first, so that nothing that somebody sends costs more than its size says."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from supervision.errors import BadFile

LONGEST_CELL = 4000  # signs; the longest of the real registers, a list of services, has 1,900


def longest(row: Iterable[Any]) -> int:
    """Signs of the longest text among the cells; numbers and dates have none."""
    return max((len(cell) for cell in row if isinstance(cell, str)), default=0)


def longest_text(row: list[str]) -> int:
    """The same for a row of texts, at a third of the price: a register has millions of rows."""
    return max(map(len, row), default=0)


def too_long() -> str:
    return _("holds a cell of more than %(most)s signs") % {"most": LONGEST_CELL}


def bounded(rows: Iterable[list[Any]], file: str) -> Iterator[list[Any]]:
    """The same rows; BadFile where a cell is too long. Lines count from 1."""
    for line, row in enumerate(rows, start=1):
        if longest(row) > LONGEST_CELL:
            raise BadFile(too_long(), code="too_long", file=file, line=line)
        yield row
