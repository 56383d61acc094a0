"""Somebody is left who can come in and let the others in: a head of each region, an administrator of the installation.

Asked before the act about whoever goes (`roles.keep_last`), and here once it is done: with a right end the openings
that its holder made for others (`openings`), and with them perhaps the only way in of somebody who stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from supervision import access
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Region

KEPT = (Role.HEAD, Role.ADMINISTRATOR)


@contextmanager
def somebody_stays(login: User) -> Iterator[None]:
    """Raises Refused, within a transaction, where what is done inside leaves a place without anybody who can come in
    as its head or administrator: a place of the login, or of those whom it joined with the identity provider."""
    concerned = User.objects.filter(Q(pk=login.pk) | Q(socialaccount__made_by__by=login)).distinct()
    codes = {held.region for one in concerned for held in access.held_by(one) if held.role in KEPT}
    regions = Region.objects.select_for_update().filter(pk__in=codes - {None}).order_by("pk")
    places: list[Region | None] = [*regions, *([None] if None in codes else [])]
    kept = [place for place in places if _who_comes(place).exists()]
    yield
    for place in kept:
        if not _who_comes(place).exists():
            raise Refused(
                _(
                    "%(place)s would be left without anybody who can come in: first let another one answer for the "
                    "joins with the identity provider that %(login)s made, or give somebody a way in of their own."
                )
                % {"place": place or _("The portal"), "login": login}
            )


def _who_comes(place: Region | None) -> QuerySet[User]:
    if place is not None:
        return access.staying_heads(place)
    return access.coming_in(User.objects.filter(is_superuser=True))
