"""Whoever changes how they come in is out everywhere else at once: somebody else may sit there (ASVS 5.0, V7.4)."""

import secrets
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.enums import Role
from supervision.signin.own_forms import WithItsEvent
from tests.doors import PASSWORD, at_the_door, code, is_in, set_up, sign_in
from tests.identity_provider import LoopbackProvider, idp, loopback_provider
from tests.world import World

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
ANOTHER = "верблюд сачок туман"
Change = Callable[[Client, LoopbackProvider], object]


def another_password(browser: Client, idp: LoopbackProvider) -> None:
    form = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert browser.post(reverse("account_change_password"), form).status_code == 302


def second_factor_off(browser: Client, idp: LoopbackProvider) -> None:
    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 302


def new_codes(browser: Client, idp: LoopbackProvider) -> None:
    assert browser.post(reverse("mfa_generate_recovery_codes")).status_code == 302


def joined(browser: Client, idp: LoopbackProvider) -> None:
    subject = f"s-{secrets.token_hex(4)}"
    idp.person(subject)
    idp.come_back(browser, browser.get(reverse("account_provider_join")), subject)


# by the act that is on record; with whether there is a second factor before it
CHANGES: dict[str, tuple[bool, Change]] = {
    "login.password_changed": (False, another_password),
    "login.second_factor_on": (False, lambda browser, idp: set_up(browser)),
    "login.second_factor_off": (True, second_factor_off),
    "login.recovery_codes": (True, new_codes),
    "login.own_provider_joined": (False, joined),
}


def test_every_form_of_ones_own_way_in_is_among_the_changes() -> None:
    assert {form.act for form in WithItsEvent.__subclasses__()} <= CHANGES.keys()


@pytest.mark.parametrize("act", CHANGES)
def test_a_change_of_a_way_in_ends_every_other_session(act: str, world: World, idp: LoopbackProvider) -> None:
    login = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(login, Role.HEAD, world.region)
    has_factor, change = CHANGES[act]
    here, there = at_the_door(), at_the_door()
    sign_in(here, login)
    secret = set_up(here) if has_factor else ""
    world.wait(minutes=2)
    sign_in(there, login)
    if has_factor:
        there.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(here) and is_in(there)
    change(here, idp)
    assert is_in(here) and not is_in(there)
