"""One decision about a login at a time: whoever is second decides about what the first left, not what they once read.

Every decision about who may do what begins here. The locks are taken in one statement and in one order, so that no two
decisions wait for each other: of the login, of who decides, of those whose way in may end with the login's rights
(`openings`), and, where it may be the last administrator, of all of them (`last_ones`).
"""

from typing import TypeVar, cast

from django.contrib.auth.models import User
from django.db.models import Q

from supervision import access

Author = TypeVar("Author", bound=User | None)


def about(login: User, by: Author) -> Author:
    """Within a transaction: brings `login` to what its row says now, and keeps it so until the end. Gives the author
    as they are now; what a request remembers of their rights may be over."""
    concerned = Q(pk=login.pk) | Q(socialaccount__made_by__by=login) | Q(password_to_change__by=login)
    if by is not None:
        concerned |= Q(pk=by.pk)
    if User.objects.filter(pk=login.pk, is_superuser=True).exists():
        concerned |= Q(is_superuser=True, is_active=True)
    keys = list(User.objects.filter(concerned).values_list("pk", flat=True))
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    login.refresh_from_db()
    access.forget(login)
    return cast("Author", None if by is None else found[by.pk])
