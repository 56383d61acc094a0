"""How the right ends by which somebody lets others in: of a login, at a region (None: of the whole installation)."""

from collections.abc import Callable

from django.contrib.auth.models import User

from supervision.actions import logins, roles
from supervision.enums import Role
from supervision.models import Region

End = Callable[[User, Region | None, User], object]


def withdrawn(login: User, region: Region | None, by: User) -> None:
    roles.withdraw(login=_now(login), region=region, by=by)


def made_less(login: User, region: Region | None, by: User) -> None:
    roles.give(login=_now(login), role=Role.INSPECTOR if region else Role.ANALYST, region=region, by=by)


def switched_off(login: User, region: Region | None, by: User) -> None:
    logins.switch(login=_now(login), on=False, by=by)


ENDS: tuple[End, ...] = (withdrawn, made_less, switched_off)


def _now(login: User) -> User:
    """As the tables have it: what it may do is remembered with the object."""
    return User.objects.get(pk=login.pk)
