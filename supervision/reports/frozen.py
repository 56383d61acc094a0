"""What is missing of a day's snapshots."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _


def missing(names: Iterable[str], day: date) -> list[str]:
    """The note that these regions have no snapshot of the day; none where nothing is missing."""
    listed = ", ".join(names)
    words = _("No snapshot of %(day)s: %(regions)s. A missed day cannot be taken later.")
    return [words % {"day": f"{day:%d.%m.%Y}", "regions": listed}] if listed else []
