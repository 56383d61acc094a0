"""Every kind of file that the portal reads: its columns, what each means, and lines as an example.

Readers take the names of columns from here, templates are made of it, and a file that is none of them is told which it
is most like. Values only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from supervision.registry.normalise import clean, comparable

EXAMPLES_WITHIN = 10  # lines of a file among which those of its template are looked for
ALIKE_SHARE = 0.25  # of a kind's columns that a file must have to be called like it


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """`captions`: the first stands in templates, all are read. `examples` are cells of as many lines."""

    captions: tuple[str, ...]
    meaning: Any
    examples: tuple[str, ...]
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """`name` stands in addresses; `columns` by their names in the code, in the order of the cells."""

    name: str
    title: Any
    columns: Mapping[str, SourceColumn]

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.columns.items() if column.is_needed)

    @property
    def optional(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.columns.items() if not column.is_needed)

    @property
    def header(self) -> list[str]:
        return [column.captions[0] for column in self.columns.values()]

    @property
    def lines(self) -> list[tuple[str, ...]]:
        return list(zip(*(column.examples for column in self.columns.values()), strict=True))

    @property
    def captions(self) -> frozenset[str]:
        """Of all columns, made comparable."""
        return frozenset(
            comparable(spelling)
            for column in self.columns.values()
            for caption in column.captions
            for spelling in (caption, caption.lower())
        )

    def is_example(self, cells: Mapping[str, str]) -> bool:
        """A line that the template came with, and that somebody forgot to delete."""
        return tuple(cells.get(name, "").strip() for name in self.columns) in self.lines


def example_left() -> str:
    return _("is an example of the template; left out")


def most_like(kinds: Iterable[KindOfFile], found: Sequence[str]) -> KindOfFile | None:
    """Whose columns are most among the captions of a file; None where it has too few of any kind's."""
    captions = frozenset(comparable(clean(cell)) for cell in found) - {""}

    def share(kind: KindOfFile) -> float:
        return sum(bool(own & captions) for own in _spellings(kind)) / len(kind.columns)

    best = max(kinds, key=share)
    return best if share(best) >= ALIKE_SHARE else None


@lru_cache(maxsize=32)
def _of_column(captions: tuple[str, ...]) -> frozenset[str]:
    return frozenset(comparable(spelling) for caption in captions for spelling in (caption, caption.lower()))


def _spellings(kind: KindOfFile) -> list[frozenset[str]]:
    return [_of_column(column.captions) for column in kind.columns.values()]
