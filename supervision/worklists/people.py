"""Inspectors: who is in office, and who was dismissed."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from supervision.models import Inspector
from supervision.models.region_days import Day, judged
from supervision.worklists.worklist import Worklist


def in_office(inspectors: QuerySet[Inspector], on: Day) -> QuerySet[Inspector]:
    """Those whose first day without office has not come."""
    return inspectors.filter(judged(on, lambda day: Q(dismissed_on=None) | Q(dismissed_on__gt=day), "region"))


def dismissed(inspectors: QuerySet[Inspector], on: Day) -> QuerySet[Inspector]:
    return inspectors.filter(judged(on, lambda day: Q(dismissed_on__lte=day), "region"))


OFFICES: Mapping[str, Worklist] = {
    "1": Worklist(gettext_lazy("In office"), in_office),
    "0": Worklist(gettext_lazy("Dismissed"), dismissed),
}
