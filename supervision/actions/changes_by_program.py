"""Changes of company that another system sends: many houses of one region, each with a company, a date and papers.

All or none, in a constant number of statements for each date on which something acts; on record as one operation, so
that it can be followed and, before the first of its dates, taken back.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import ngettext

from supervision.actions import management_periods, operations
from supervision.actions.management_periods import hold, only_region
from supervision.actions.period_changes import PeriodChange
from supervision.enums import OperationKind
from supervision.models import ApiClient, House, Operation
from supervision.stored_language import in_portal_language


@transaction.atomic
def take(*, houses: Sequence[House], changes: Sequence[PeriodChange], by: User, reason: str = "") -> Operation:
    """One change for each of the houses; `registered_at` of papers aware. Raises Refused, with a line a house.

    A change in the place of another one cannot be taken back, as in `operations.replace_company`.
    """
    region = only_region(houses)
    hold(houses)
    sinces = {change.house_id: change.since for change in changes}
    displaced = operations.displacing(sinces)
    management_periods.replace_as_sent(houses=houses, changes=changes, by=by, reason=reason)
    return operations.record(
        kind=OperationKind.BY_PROGRAM,
        region=region,
        title=_title(len(houses), by),
        acts_at=region.midnight(min(sinces.values())),
        houses=houses,
        periods=operations.started(sinces, but=displaced),
        sinces=sinces,
        by=by,
        reason=reason,
    )


def _title(count: int, by: User) -> str:
    program = ApiClient.objects.filter(user=by).first()
    with in_portal_language():
        words = ngettext("%(n)s house: company as sent by %(by)s", "%(n)s houses: companies as sent by %(by)s", count)
    return words % {"n": count, "by": program.name if program else by}
