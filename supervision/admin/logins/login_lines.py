"""What the page Доступ says of a login: roles with their places, inspector, second factor, sessions, last sign-in."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from supervision import access, local_time
from supervision.enums import Role
from supervision.models import Inspector, Region

GUESSES_SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as shown; the region's code, empty for the whole country."""

    words: str
    code: str
    place: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class LoginLine:
    login: User
    roles: list[HeldRole]
    inspector: Inspector | None
    has_second_factor: bool
    has_password: bool
    sessions: int
    last_sign_in: str


def lines(by: User) -> list[LoginLine]:
    return [line_of(by, login) for login in access.logins(by).distinct().order_by("last_name", "username")]


def line_of(by: User, login: User) -> LoginLine:
    """Only the roles that `by` may know of: a head does not see what the login is elsewhere."""
    return LoginLine(
        login=login,
        roles=[_role(by, login, held) for held in shown_roles(by, login)],
        inspector=access.inspectors(by).filter(user=login).select_related("region").first(),
        has_second_factor=login.authenticator_set.filter(type=Authenticator.Type.TOTP).exists(),  # type: ignore[attr-defined]
        has_password=login.has_usable_password(),
        sessions=len(open_sessions(login)),
        last_sign_in=local_time.of_portal(login.last_login),
    )


def open_sessions(login: User) -> list[UserSession]:
    """Those that are still alive."""
    sessions: Any = login.usersession_set  # type: ignore[attr-defined]
    return [one for one in sessions.order_by("-last_seen_at") if one.exists()]


def guesses(by: User) -> list[dict[str, Any]]:
    """Logins at which somebody guessed within a week, for administrators: how often, and when last."""
    since = timezone.now() - GUESSES_SHOWN_FOR
    found = access.events(by).filter(name="login.guessed", at__gt=since).order_by("pk")
    counted = Counter(event.details["login"] for event in found)
    last = {event.details["login"]: event.at for event in found}
    return [{"login": name, "times": times, "at": local_time.of_portal(last[name])} for name, times in counted.items()]


def shown_roles(by: User, login: User) -> list[access.RoleHeld]:
    """Of a login the roles that `by` may know of: a head not what it is elsewhere."""
    own = set(access.managed(by).values_list("pk", flat=True))
    return [held for held in access.held_by(login) if by.is_superuser or held.region in own]


def role_words(role: Role) -> str:
    return str(Role(role).label).partition(":")[0]


def place_of(by: User, held: access.RoleHeld) -> str:
    return _in_words(_region_of(by, held))


def _role(by: User, login: User, held: access.RoleHeld) -> HeldRole:
    region = _region_of(by, held)
    return HeldRole(
        words=role_words(held.role),
        code=held.region or "",
        place=_in_words(region),
        may_withdraw=login.pk != by.pk and access.may_give(by, held.role, region),
    )


def _region_of(by: User, held: access.RoleHeld) -> Region | None:
    return access.regions(by).filter(pk=held.region).first() if held.region else None


def _in_words(region: Region | None) -> str:
    return region.name if region else _("the whole country")
