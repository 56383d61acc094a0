"""Whether a reader is shown the names of inspectors and representatives, and what stands in their place if not.

Whoever reads every region without running the installation gets counts only (personal data, 152-ФЗ).
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.models import Inspector


def sees_people(user: Login) -> bool:
    return user.is_superuser or not access.sees_everything(user)


def names(user: Login, inspectors: Iterable[Inspector]) -> dict[int, str]:
    """By id: the full name, or "Owner 1", "Owner 2" in the order in which they were entered, which stays the same."""
    if sees_people(user):
        return {one.pk: one.full_name for one in inspectors}
    ordered = sorted(one.pk for one in inspectors)
    return {pk: _("Owner %(number)s") % {"number": number} for number, pk in enumerate(ordered, start=1)}
