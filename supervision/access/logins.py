"""Whose access somebody keeps: the logins that a head or an administrator sees, and which of them they may touch.

An administrator keeps everybody's, a head that of the own regions: sees every login with a role there, but opens it
anew (link, sessions, second factor) only where it has no role elsewhere. Nobody manages their own login.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from guardian.models import UserObjectPermission

from supervision.access.granting import OF_NO_REGION, WITHOUT_PAGES, held_by
from supervision.access.who import MANAGE, SUPERVISE, Login, administers, codes, region_rights
from supervision.enums import Role
from supervision.models import Absence, Region

GIVEN_BY_HEADS = (Role.INSPECTOR, Role.HEAD)


def keeps_logins(user: Login) -> bool:
    return administers(user) or bool(codes(user, MANAGE))


def logins(user: Login) -> QuerySet[User]:
    """Logins of people, also those without a role and those that are switched off for an administrator."""
    people = User.objects.exclude(groups__name__in=[role.value for role in WITHOUT_PAGES])
    if administers(user):
        return people
    return people.filter(pk__in=_holding(codes(user, MANAGE)))


def every_login(user: Login) -> QuerySet[User]:
    """The same with programs, for the review of rights."""
    if administers(user):
        return User.objects.all()
    return User.objects.filter(pk__in=_holding(codes(user, MANAGE)))


def heads(region: Region) -> QuerySet[User]:
    """Active logins that manage the region as its heads; administrators, who manage all, not counted."""
    rights = _rights(frozenset({region.pk})).filter(permission__codename=MANAGE)
    return User.objects.filter(is_active=True, pk__in=rights.values("user"))


def staying_heads(region: Region) -> QuerySet[User]:
    """Who can come in and let others in: without those whose dismissal is under way and will close the login."""
    leaving = Absence.objects.filter(ends_in_dismissal=True, closes_login=True, inspector__dismissed_on=None)
    of_region = leaving.filter(inspector__region=region, inspector__user__isnull=False)
    return coming_in(heads(region)).exclude(pk__in=of_region.values("inspector__user"))


def coming_in(logins: QuerySet[User]) -> QuerySet[User]:
    """Those active logins that already have a way in of their own: a password that they chose, or a person of the
    provider who has come or whom the owner joined. Somebody who was invited and never came could let nobody else in."""
    password = Q(password__gt="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) & Q(password_to_change=None)
    if not settings.LOCAL_LOGINS:
        password &= Q(username=settings.EMERGENCY_LOGIN)
    joined = SocialAccount.objects.filter(provider=settings.OIDC_ISSUER, user=OuterRef("pk"))
    has_come = Exists(joined.filter(Q(made_by=None) | Q(user__last_login__isnull=False)))
    ways = password | Q(has_come) if settings.OIDC_ISSUER else password
    return logins.filter(ways, is_active=True)


def colleagues(region: Region) -> QuerySet[User]:
    """The region's own people: active logins of inspectors and heads, no programs and nobody of the country's."""
    rights = _rights(frozenset({region.pk})).filter(permission__codename=SUPERVISE)
    people = User.objects.exclude(groups__name__in=[role.value for role in WITHOUT_PAGES])
    return people.filter(is_active=True, pk__in=rights.values("user")).order_by("last_name", "first_name", "username")


def with_second_factor(logins: Iterable[User]) -> set[int]:
    """Ids of those logins that have set one up."""
    found = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__in=logins)
    return set(found.values_list("user", flat=True))


def open_sessions(logins: Iterable[User]) -> Counter[int]:
    """How many sessions are still alive, by login. Only their store knows, so it is asked one by one."""
    sessions = UserSession.objects.filter(user__in=logins)
    return Counter(session.user_id for session in sessions if session.exists())


def may_give(by: Login, role: Role, region: Region | None) -> bool:
    """Whether the role at the place is the user's to give and to take."""
    if not by.is_active:
        return False
    if by.is_superuser:
        return role not in WITHOUT_PAGES
    return role in GIVEN_BY_HEADS and region is not None and region.pk in codes(by, MANAGE)


def may_open(by: Login, login: User, *, but: Collection[str | None] = ()) -> bool:
    """Whether the user may send the login a new link, end its sessions and take away its second factor.

    Whoever can do that could come in as the login: so it must have no right that the user has not. The places of `but`
    are not looked at.
    """
    if by.pk == login.pk or not by.is_active:
        return False
    if by.is_superuser:
        return True
    held = held_by(login)
    own = codes(by, MANAGE)
    asked = (one for one in held if one.region not in but)
    return bool(held) and all(one.role not in OF_NO_REGION and one.region in own for one in asked)


def _holding(regions: frozenset[str]) -> QuerySet[UserObjectPermission]:
    return _rights(regions).values("user")  # type: ignore[return-value]


def _rights(regions: frozenset[str]) -> QuerySet[UserObjectPermission]:
    return region_rights().filter(object_pk__in=regions)
