"""Somebody is left who can come in and let the others in: a head of each region, an administrator of the installation.

Asked once what is done is done: with a right end the openings that its holder made for others (`openings`), and with
them perhaps the only way in of somebody who stays. Of what only begins (a dismissal that will close the login) the same
is asked before it (`refuse_leaving`), for its page shows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from supervision import access
from supervision.actions import deciding
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Region

KEPT = (Role.HEAD, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Coming:
    """Who can come in at a place, and who of them is not leaving either."""

    all: frozenset[int]
    staying: frozenset[int]


@contextmanager
def somebody_stays(login: User) -> Iterator[None]:
    """Raises Refused, within a transaction, where what is done inside takes somebody and leaves a place without anybody
    who can come in as its head or administrator: a place of the login, or of those whom it joined with the identity
    provider. Locks, so that two cannot go at once.

    Whoever has no such role, or has no way in, is the last of nothing and nobody's successor; whoever is leaving is
    nobody's successor either.
    """
    before, as_it_was = {place: _coming(place) for place in _places_of(login)}, dict(login.__dict__)
    yield
    for place, those in before.items():
        now = _coming(place)
        gone = those.all - now.all | those.staying - now.staying
        if gone and not now.staying:
            words = _last if gone == {login.pk} and not _holds(login, place) else _left
            login.__dict__.clear()
            login.__dict__.update(as_it_was)  # as its row will be, when the transaction is taken back
            raise Refused(words(login, place))


def refuse_leaving(login: User, region: Region) -> None:
    """Raises Refused where the login would be nobody's successor from now on and is the region's last head."""
    deciding.about(login, None)
    Region.objects.select_for_update().get(pk=region.pk)
    those = _coming(region)
    if login.pk in those.all and not those.staying - {login.pk}:
        raise Refused(_last(login, region))


def _places_of(login: User) -> list[Region | None]:
    """Locked; None is the installation."""
    concerned = User.objects.filter(Q(pk=login.pk) | Q(socialaccount__made_by__by=login)).distinct()
    codes = {held.region for one in concerned for held in access.held_by(one) if held.role in KEPT}
    if None in codes:
        list(User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk"))
    regions = Region.objects.select_for_update().filter(pk__in=codes - {None}).order_by("pk")
    return [*regions, *([None] if None in codes else [])]


def _coming(place: Region | None) -> Coming:
    everybody = access.heads(place) if place else User.objects.filter(is_superuser=True)
    staying = access.staying_heads(place) if place else access.coming_in(everybody)
    return Coming(_keys(access.coming_in(everybody)), _keys(staying))


def _keys(logins: QuerySet[User]) -> frozenset[int]:
    return frozenset(logins.values_list("pk", flat=True))


def _holds(login: User, place: Region | None) -> bool:
    """Whether what it lost is its way in alone."""
    code = place and place.pk
    held = any(held.region == code and held.role in KEPT for held in access.held_by(login))
    return held and User.objects.filter(pk=login.pk, is_active=True).exists()


def _last(login: User, place: Region | None) -> str:
    if place is None:
        return _("%(login)s is the last administrator: name another one first.") % {"login": login}
    return _("%(login)s is the last head of the region: name another one first.") % {"login": login}


def _left(login: User, place: Region | None) -> str:
    return _(
        "%(place)s would be left without anybody who can come in: first let another one answer for the joins with the "
        "identity provider that %(login)s made, or give somebody a way in of their own."
    ) % {"place": place or _("The portal"), "login": login}
