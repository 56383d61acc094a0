"""Which rows a company sees on the page that its link leads to: its own, in the region of the link, and no others.

Whoever holds the link has no login; the company itself is the reader.
"""

from datetime import date

from django.db.models import QuerySet

from supervision.models import Nomination, Organisation, Representative
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.spans import lasts


def periods_of_company(organisation: Organisation, on: date) -> ManagementPeriodQuerySet:
    """Periods of the houses that it manages on the day or is to manage later."""
    rows: ManagementPeriodQuerySet = organisation.periods.filter(lasts(on), house__region=organisation.region_id)
    return rows


def people_of_company(organisation: Organisation, on: date) -> QuerySet[Representative]:
    """Those who represent it on the day or are to do so later."""
    return organisation.representatives.filter(lasts(on))


def nominations_of_company(organisation: Organisation) -> QuerySet[Nomination]:
    return organisation.nominations.all()
