"""Which day's snapshots a report shows, and what is missing of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login

NEWEST_WITHIN_DAYS = 7


def newest_day(user: Login, today: date) -> date | None:
    """The newest day of the last week with the most regions: the east begins a day hours before the west."""
    rows = access.snapshots(user).filter(municipality=None, day__gt=today - timedelta(days=NEWEST_WITHIN_DAYS))
    found = rows.order_by().values_list("day").annotate(Count("pk"))
    return max(found, key=lambda one: (one[1], one[0]), default=(None, 0))[0]


def missing(names: Iterable[str], day: date) -> list[str]:
    """The note that these regions have no snapshot of the day; none where nothing is missing."""
    listed = ", ".join(names)
    words = _("No snapshot of %(day)s: %(regions)s. A missed day cannot be taken later.")
    return [words % {"day": f"{day:%d.%m.%Y}", "regions": listed}] if listed else []
