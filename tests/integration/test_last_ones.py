"""The last head of a region and the last administrator stay: whoever could come in and let others in, nobody else."""

from collections.abc import Callable

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django.fixtures import Settings

from supervision import access
from supervision.actions import roles
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import PasswordToChange, ProviderJoin, Region
from tests.integration.test_roles import person, region_of
from tests.role_ends import ENDS, End
from tests.world import World


def never_came(login: User) -> None:
    """Invited: nobody has chosen a password."""
    login.set_unusable_password()
    login.save(update_fields=["password"])


def first_password_typed(login: User) -> None:
    """By an administrator, and nobody has come in by it and chosen another."""
    PasswordToChange.objects.create(login=login, by=None)


def joined_and_not_seen(login: User) -> None:
    """By somebody else, with whoever it may be at the provider, and nobody has come."""
    never_came(login)
    account = SocialAccount.objects.create(user=login, provider="https://id.example", uid=login.username)
    ProviderJoin.objects.create(account=account, by=User.objects.create_superuser("joiner", password=None))


def joined_where_there_is_no_provider(login: User) -> None:
    never_came(login)
    SocialAccount.objects.create(user=login, provider="https://gone.example", uid=login.username)


def switched_off_before(login: User) -> None:
    User.objects.filter(pk=login.pk).update(is_active=False)


NO_WAY_IN = (
    never_came,
    first_password_typed,
    joined_and_not_seen,
    joined_where_there_is_no_provider,
    switched_off_before,
)


def by_command(login: User, region: Region | None, by: User) -> None:
    roles.withdraw(login=login, region=region, cause="withdraw_role by root")


@pytest.mark.parametrize("end", [*ENDS, by_command])
@pytest.mark.parametrize("without_way_in", NO_WAY_IN)
@pytest.mark.parametrize(("role", "code"), [(Role.HEAD, "55"), (Role.ADMINISTRATOR, None)])
def test_whoever_cannot_come_in_is_no_successor_of_the_last_one(
    world: World, settings: Settings, role: Role, code: str | None, without_way_in: Callable[[User], None], end: End
) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    access.withdraw_role(world.by, world.region)
    last, other, place = person("last", role, code), person("other", role, code), region_of(code)
    without_way_in(other)
    by = User.objects.create_superuser("by", password=None)  # has no way in, and may all the same
    with pytest.raises(Refused, match="последний"):
        end(last, place, by)
    assert roles.role_at(last, place) == role and User.objects.get(pk=last.pk).is_active


@pytest.mark.parametrize("way", ["password", "own join", "join by another, seen", "emergency"])
def test_whoever_can_come_in_is_a_successor(world: World, settings: Settings, way: str) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    access.withdraw_role(world.by, world.region)
    admin = person("admin", Role.ADMINISTRATOR)
    last, other = person("last", Role.HEAD, "55"), person("other", Role.HEAD, "55")
    if way == "emergency":
        settings.LOCAL_LOGINS, settings.EMERGENCY_LOGIN = False, "other"
    elif way != "password":
        joined_and_not_seen(other)
        if way == "own join":
            ProviderJoin.objects.all().delete()
        else:
            User.objects.filter(pk=other.pk).update(last_login=timezone.now())
    roles.withdraw(login=last, region=world.region, by=admin)
    assert access.held_by(last) == []


def test_where_passwords_are_switched_off_they_are_no_way_in(world: World, settings: Settings) -> None:
    settings.LOCAL_LOGINS, settings.EMERGENCY_LOGIN, settings.OIDC_ISSUER = False, "admin", "https://id.example"
    access.withdraw_role(world.by, world.region)
    admin, last = person("admin", Role.ADMINISTRATOR), person("last", Role.HEAD, "55")
    SocialAccount.objects.create(user=last, provider=settings.OIDC_ISSUER, uid="last")
    person("other", Role.HEAD, "55")
    with pytest.raises(Refused, match="последний"):
        roles.withdraw(login=last, region=world.region, by=admin)


def test_whoever_never_came_can_be_withdrawn_though_nobody_else_is_head(world: World) -> None:
    """A wrong name was invited: no region loses its head by that."""
    access.withdraw_role(world.by, world.region)
    admin, other = person("admin", Role.ADMINISTRATOR), person("other", Role.HEAD, "55")
    never_came(other)
    roles.withdraw(login=other, region=world.region, by=admin)
    assert access.held_by(other) == []
