"""By which columns a list can be sorted: those that an index, or the smallness of the rows, makes quick.

A region has some ten thousand houses, the country a million. So a list that is not narrowed to one region is sorted by
nothing but its own order, unless its rows are few everywhere.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.admin.options import BaseModelAdmin
from django.http import HttpRequest

from supervision.admin.lists.exporting import only_region


class SortedList(BaseModelAdmin):
    """`sorted_in_region` are the columns by which a long list is sorted in one region; None: a short list, sorted by
    each column that can be. `region_order` is the order of such a list there, before anybody chooses another one."""

    sorted_in_region: ClassVar[Sequence[str] | None] = None
    region_order: ClassVar[tuple[str, ...]] = ()

    def get_sortable_by(self, request: HttpRequest) -> Any:
        if self.sorted_in_region is None:
            return super().get_sortable_by(request)
        return self.sorted_in_region if only_region(request) else ()

    def get_ordering(self, request: HttpRequest) -> Any:
        if self.region_order and only_region(request):
            return self.region_order
        return super().get_ordering(request)


def by_names(order: str, columns: Sequence[Any]) -> str:
    """`-1.3` of a list's address with the names of the columns: they stay when somebody leaves columns out."""
    parts = []
    for part in order.split("."):
        sign, number = ("-", part[1:]) if part.startswith("-") else ("", part)
        if number.isdecimal() and int(number) < len(columns):
            parts.append(f"{sign}{columns[int(number)]}")
    return ".".join(parts)


def by_numbers(order: str, columns: Sequence[Any]) -> str:
    """The other way round, in a list of these columns; what it does not show it is not sorted by."""
    places = {str(name): str(place) for place, name in enumerate(columns)}
    parts = []
    for part in order.split("."):
        sign, name = ("-", part[1:]) if part.startswith("-") else ("", part)
        if name.isdecimal():
            parts.append(part)
        elif name in places:
            parts.append(f"{sign}{places[name]}")
    return ".".join(parts)
