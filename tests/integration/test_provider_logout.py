"""The provider ends what it opened, also where something fails at the first try, or the sign-in is not through yet; and
nobody keeps the way to the provider busy."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.actions import provider_logins
from supervision.actions.provider_logins import Identity
from supervision.enums import Role
from tests.doors import PASSWORD, at_the_door, code, is_in, set_up, sign_in
from tests.identity_provider import LoopbackProvider, idp, loopback_provider
from tests.world import World

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
BACK_CHANNEL, CODE = reverse("account_provider_logout"), reverse("mfa_authenticate")


@pytest.fixture
def subject() -> str:
    return f"s-{secrets.token_hex(4)}"


@pytest.fixture
def sid() -> str:
    return secrets.token_hex(4)


@pytest.fixture
def secret(world: World, idp: LoopbackProvider, subject: str, sid: str) -> str:
    """Of a head who is joined with the provider and has a second factor here, which the provider does not ask for."""
    login = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(login, Role.HEAD, world.region)
    browser = at_the_door()
    sign_in(browser, login)
    secret = set_up(browser)
    provider_logins.join_own(login=login, who=Identity(idp.address, subject))
    idp.person(subject, sid=sid)
    world.wait(minutes=2)
    return secret


def ended(token: str) -> int:
    door = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return door.post(BACK_CHANNEL, {"logout_token": token}).status_code


def failing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith("DELETE") and "session" in sql:
        raise OperationalError("the connection is closed")
    return execute(sql, params, many, context)


def test_a_token_that_failed_at_the_database_is_taken_when_it_comes_again(
    idp: LoopbackProvider, subject: str, sid: str, secret: str
) -> None:
    browser = at_the_door()
    idp.sign_in(browser, subject)
    browser.post(CODE, {"code": code(secret)})
    token = idp.logout_token(sub=subject, sid=sid)
    with connection.execute_wrapper(failing):
        assert ended(token) >= 500
    assert is_in(browser)
    assert (ended(token), ended(token)) == (200, 400)
    assert not is_in(browser)


@pytest.mark.parametrize("naming", [("sub", "sid"), ("sub",), ("sid",)], ids=" and ".join)
def test_a_sign_in_that_waits_for_its_code_is_ended_too(
    world: World, idp: LoopbackProvider, subject: str, sid: str, secret: str, naming: tuple[str, ...]
) -> None:
    waiting, other = at_the_door(), at_the_door()
    idp.sign_in(waiting, subject)
    idp.person(subject, sid="another")
    idp.sign_in(other, subject)
    said = {"sub": subject, "sid": sid}
    assert ended(idp.logout_token(**{name: said[name] for name in naming})) == 200
    waiting.post(CODE, {"code": code(secret)})
    assert not is_in(waiting)
    world.wait(minutes=1)
    other.post(CODE, {"code": code(secret)})
    assert is_in(other) == ("sid" in naming)
    world.wait(minutes=1)
    anew = at_the_door()
    idp.sign_in(anew, subject)
    anew.post(CODE, {"code": code(secret)})
    assert is_in(anew)


def test_a_sign_in_that_the_provider_ends_before_its_session_is_listed_is_over(
    idp: LoopbackProvider, subject: str, sid: str, secret: str
) -> None:
    browser = at_the_door()
    idp.sign_in(browser, subject)

    def ends(**_signal: Any) -> None:
        assert ended(idp.logout_token(sub=subject, sid=sid)) == 200

    user_logged_in.connect(ends)
    try:
        browser.post(CODE, {"code": code(secret)})
    finally:
        user_logged_in.disconnect(ends)
    assert not is_in(browser)


@pytest.mark.parametrize("way", ["account_provider", "account_provider_callback"])
def test_the_way_to_the_provider_is_bounded_for_an_address(world: World, idp: LoopbackProvider, way: str) -> None:
    door = at_the_door()
    answers = [door.get(reverse(way)).status_code for _ in range(62)]
    assert 429 not in answers[:60] and answers[60:] == [429, 429]
    assert at_the_door().get(reverse(way)).status_code != 429
