"""Form fields that offer rows of one region only."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect


class RowsOfRegion(AutocompleteSelect):
    """Typing finds rows of `region_code`; the list's admin narrows its search by `in_region`."""

    region_code = ""

    def get_url(self) -> str:
        return f"{super().get_url()}?in_region={self.region_code}"

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """Shows the form again after a refusal; what is no number was never offered, and Django would fail on it."""
        return super().optgroups(name, [chosen for chosen in value if chosen.isdecimal()], attr)
