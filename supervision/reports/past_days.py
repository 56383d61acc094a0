"""A report as of a past day: which days can be told of a region, and how it is said that one cannot.

Today is counted now; a day before it is what the night at its start kept (docs/adr/0103). A day that has not begun in
any region of the rows is refused.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.errors import WrongParameter
from supervision.models import DailySnapshot, Region
from supervision.models.region_days import RegionDays
from supervision.reports.frame import NarrowedBy


def past(regions: Sequence[Region], day: date | None) -> date | None:
    """The day where it is a past one in some region of these; None: it is to be counted now. Raises WrongParameter."""
    if day is None:
        return None
    days = RegionDays.of(regions)
    if day > days.latest:
        words = _("The parameter day: %(day)s has not begun yet.") % {"day": f"{day:%d.%m.%Y}"}
        raise WrongParameter(NarrowedBy.DAY, words)
    return None if day == days.earliest == days.latest else day


def kept(user: Login, region: Region, day: date) -> DailySnapshot | None:
    """What the region's night at the start of the day kept; None where it is not known. One query."""
    found = access.snapshots(user).filter(region=region, municipality=None, day=day, rows_kept=True)
    return found.first()


def said_unknown(user: Login, region: Region, day: date) -> str:
    """From when on days are kept. One query."""
    taken = access.snapshots(user).filter(region=region, municipality=None, rows_kept=True).order_by()
    first = taken.aggregate(first=Min("day"))["first"]
    if first is None:
        return _("Nothing is kept of past days yet: it begins with the first daily snapshot.")
    words = _("Of %(day)s nothing is kept: it is kept from %(first)s on, of days whose snapshot was taken.")
    return words % {"day": f"{day:%d.%m.%Y}", "first": f"{first:%d.%m.%Y}"}


def said_past(region: Region, day: date) -> str:
    """Of which instant a past day is told."""
    words = _("%(region)s: as it was known at the start of %(day)s. What was entered later is not in it.")
    return words % {"region": region.name, "day": f"{day:%d.%m.%Y}"}
