"""Inspectors in reports: counted for everybody, named to those who may know them (personal data, 152-ФЗ)."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.models import Inspector, Region


def of_region(user: Login, region: Region) -> QuerySet[Inspector]:
    """To be counted; whoever shows them asks `names_of`."""
    return access.counted(user, Inspector.objects.filter(region=region), "region")


def names_of(user: Login, inspectors: Iterable[Inspector]) -> dict[int, str]:
    """By id: the full name, or "Owner 1", "Owner 2" in the order in which they were entered, which stays the same."""
    if access.sees_people(user):
        return {one.pk: one.full_name for one in inspectors}
    ordered = sorted(one.pk for one in inspectors)
    return {pk: _("Owner %(number)s") % {"number": number} for number, pk in enumerate(ordered, start=1)}
