"""Form fields that offer rows, and what of an answer can be the number of one."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect

MOST_DIGITS = 18  # of a row's number, which ends at 2**63


def is_key(text: str) -> bool:
    """Whether it can be the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


class FoundRows(AutocompleteSelect):
    """Typing finds rows. Django's own fails where the form is shown again after an answer that can be no row's."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        return super().optgroups(name, [chosen for chosen in value if is_key(chosen)], attr)


class RowsOfRegion(FoundRows):
    """Typing finds rows of `region_code`; the list's admin narrows its search by `in_region`."""

    region_code = ""

    def get_url(self) -> str:
        return f"{super().get_url()}?in_region={self.region_code}"
