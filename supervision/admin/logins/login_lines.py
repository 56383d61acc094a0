"""What the page Доступ says of a login: roles with their places, inspector, second factor, sessions, last sign-in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
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
    claim: str  # the value by which it came, "" for one given by hand


@dataclass(frozen=True, slots=True)
class LoginLine:
    login: User
    roles: list[HeldRole]
    inspector: Inspector | None
    has_second_factor: bool
    has_password: bool
    joined: access.ProviderPerson | None  # with whom of the identity provider
    sessions: int
    last_sign_in: str


def lines(by: User) -> list[LoginLine]:
    """Every login that `by` keeps, however many, in the same number of statements except for sessions."""
    return _lines(by, list(access.logins(by).distinct().order_by("last_name", "username")))


def line_of(by: User, login: User) -> LoginLine:
    return _lines(by, [login])[0]


def _lines(by: User, logins: list[User]) -> list[LoginLine]:
    roles = RolesShown(by, logins)
    records = {one.user_id: one for one in access.inspectors(by).filter(user__in=logins).select_related("region")}
    with_second_factor = access.with_second_factor(logins)
    sessions = access.open_sessions(logins)
    joined = access.joined(logins, settings.OIDC_ISSUER)
    return [
        LoginLine(
            login=login,
            roles=[roles.line(login, held) for held in roles.of(login)],
            inspector=records.get(login.pk),
            has_second_factor=login.pk in with_second_factor,
            has_password=login.has_usable_password(),
            joined=joined.get(login.pk),
            sessions=sessions[login.pk],
            last_sign_in=local_time.of_portal(login.last_login),
        )
        for login in logins
    ]


def guesses(by: User) -> list[dict[str, Any]]:
    """Logins at which somebody guessed within a week, for administrators: how often, and when last."""
    since = timezone.now() - GUESSES_SHOWN_FOR
    found = access.events(by).filter(name="login.guessed", at__gt=since).order_by("pk")
    counted = Counter(event.details["login"] for event in found)
    last = {event.details["login"]: event.at for event in found}
    return [{"login": name, "times": times, "at": local_time.of_portal(last[name])} for name, times in counted.items()]


def role_words(role: Role) -> str:
    return str(Role(role).label).partition(":")[0]


class RolesShown:
    """Roles of logins as `by` may know of them: a head sees not what they are elsewhere. Read once for all of them."""

    def __init__(self, by: User, logins: Iterable[User]) -> None:
        self._by = by
        logins = list(logins)
        self._held = access.held_by_each(logins)
        self._claimed = access.claimed_values(logins)
        self._regions = {region.pk: region for region in access.regions(by)}
        self._managed = {region.pk for region in access.managed(by)}

    def of(self, login: User) -> list[access.RoleHeld]:
        return [held for held in self._held[login.pk] if self._by.is_superuser or held.region in self._managed]

    def place(self, held: access.RoleHeld) -> str:
        region = self._region(held)
        return region.name if region else _("the whole country")

    def line(self, login: User, held: access.RoleHeld) -> HeldRole:
        may_give = access.may_give(self._by, held.role, self._region(held))
        return HeldRole(
            words=role_words(held.role),
            code=held.region or "",
            place=self.place(held),
            may_withdraw=login.pk != self._by.pk and may_give,
            claim=self._claimed[login.pk].get(held.region, ""),
        )

    def _region(self, held: access.RoleHeld) -> Region | None:
        return self._regions.get(held.region) if held.region else None
