"""The secret of a second factor opens in the row of its own login: copied into another one it lets nobody in."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import reverse

from supervision import access
from supervision.enums import Role
from supervision.signin import whose
from tests.doors import PASSWORD, at_the_door, code, is_in, set_up, sign_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
BIND = import_module("supervision.migrations.0023_second_factors")


def with_second_factor(world: World, name: str) -> tuple[User, str]:
    user = User.objects.create_user(name, password=PASSWORD)
    access.assign_role(user, Role.HEAD, world.region)
    client = at_the_door()
    sign_in(client, user)
    return user, set_up(client)


def comes_in(user: User, given: str) -> bool:
    client = at_the_door()
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": given})
    return is_in(client)


def row(user: User, kind: str) -> Authenticator:
    return Authenticator.objects.get(user=user, type=kind)


def spare(user: User) -> str:
    with whose.of(user.pk):
        found: str = row(user, "recovery_codes").wrap().get_unused_codes()[0]
    return found


def copy(kind: str, name: str, thief: User, victim: User) -> None:
    """As whoever may write to the database, and has no key, would do it."""
    target = row(victim, kind)
    target.data = {**target.data, name: row(thief, kind).data[name]}
    target.save(update_fields=["data"])


def test_a_secret_copied_into_another_row_lets_nobody_in(world: World) -> None:
    thief, secret = with_second_factor(world, "thief")
    victim, _own = with_second_factor(world, "victim")
    stolen = spare(thief)
    copy("totp", "secret", thief, victim)
    copy("recovery_codes", "seed", thief, victim)
    world.wait(minutes=2)
    assert not comes_in(victim, code(secret))
    assert not comes_in(victim, stolen)
    assert comes_in(thief, code(secret)), "in its own row it opens"


def test_what_was_sealed_for_any_row_before_is_bound_to_its_own(world: World) -> None:
    user, secret = with_second_factor(world, "former")
    other, _secret = with_second_factor(world, "other")
    BIND.unbind(apps, None)
    world.wait(minutes=2)
    assert not comes_in(user, code(secret)), "sealed for any row it opens in none"
    BIND.bind(apps, None)
    world.wait(minutes=2)
    assert comes_in(user, code(secret)) and comes_in(other, spare(other))
