"""Somebody decides about a login while a form, a sign-in or a command about the same login is on its way: what was
decided stays, and nobody comes in by what began before it."""

import getpass
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import get_access_token_model

from supervision.actions import forgetting, logins, programs
from supervision.enums import ApiScope, Role
from supervision.models import ApiClient, Event, Region
from tests.doors import LOGIN, PASSWORD, at_the_door, is_in, kept_password, sign_in
from tests.integration.test_roles import person
from tests.integration.test_two_about_one_login import Decision, at_once, switches_off, switches_on, withdraws
from tests.integration.test_two_at_one_house import somebody_waits
from tests.programs import Caller
from tests.transactions import until
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
OWN = "сачок туман верблюд"


@dataclass(frozen=True)
class Scene:
    login: User
    by: User
    own: Client
    of_administrator: Client


@pytest.fixture
def scene(committed_world: World) -> Scene:
    person("stays", Role.HEAD, "55")
    login, by, root = (
        person("login", Role.HEAD, "55"),
        *(person(name, Role.ADMINISTRATOR) for name in ("admin", "root")),
    )
    return Scene(login, by, signed_in(login), signed_in(root))


def signed_in(login: User) -> Client:
    client = at_the_door()
    assert sign_in(client, login) == 302 and is_in(client)
    return client


def ends_sessions(login: User, by: User) -> None:
    logins.end_sessions(login=login, by=by)


def meanwhile(first: Decision, login: User, by: User, second: Callable[[], object]) -> None:
    """`second` is begun before the first is committed, and waits for it."""

    def elsewhere() -> object:
        try:
            return second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first(User.objects.get(pk=login.pk), by)
            sent = other.submit(elsewhere)
            until(lambda: sent.done() or somebody_waits())
        sent.result()


def row(login: User) -> User:
    return User.objects.get(pk=login.pk)


@pytest.mark.parametrize("first", [switches_off, ends_sessions, withdraws("55")], ids=lambda each: each.__name__)
def test_whose_session_ends_meanwhile_changes_no_password(scene: Scene, first: Decision) -> None:
    form = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
    meanwhile(first, scene.login, scene.by, lambda: scene.own.post(reverse("account_change_password"), form))
    kept = row(scene.login)
    assert kept.check_password(PASSWORD) and kept.is_active == (first is not switches_off)
    assert not Event.objects.filter(name="login.password_changed").exists() and not is_in(scene.own)
    if first is switches_off:
        logins.switch(login=kept, on=True, by=scene.by)
        assert not is_in(scene.own)


@pytest.mark.parametrize("of_password", [False, True])
def test_a_login_that_an_administrator_describes_stays_switched_off(scene: Scene, of_password: bool) -> None:
    name = "admin:auth_user_password_change" if of_password else "admin:auth_user_change"
    form = {"username": "login", "last_name": "Иная", "first_name": "", "email": ""}
    if of_password:
        form = {"password1": OWN, "password2": OWN, "usable_password": "true"}
    page = reverse(name, args=[scene.login.pk])
    meanwhile(switches_off, scene.login, scene.by, lambda: scene.of_administrator.post(page, form))
    kept = row(scene.login)
    assert not kept.is_active
    assert kept.check_password(OWN) if of_password else kept.last_name == "Иная"


def test_a_session_that_is_ended_while_its_key_changes_is_over(scene: Scene) -> None:
    """The page by which an administrator types another's password gives the session there a new key."""
    root, form = User.objects.get(username="root"), {"password1": OWN, "password2": OWN, "usable_password": "true"}
    page = reverse("admin:auth_user_password_change", args=[scene.login.pk])
    meanwhile(ends_sessions, root, scene.by, lambda: scene.of_administrator.post(page, form))
    assert not is_in(scene.of_administrator)


def test_a_sign_in_that_is_through_when_the_login_is_switched_off_opens_nothing_later(scene: Scene) -> None:
    client, form = at_the_door(), {"login": "login", "password": PASSWORD}
    meanwhile(switches_off, scene.login, scene.by, lambda: client.post(LOGIN, form))
    logins.switch(login=row(scene.login), on=True, by=scene.by)
    assert not is_in(client)


def test_a_password_typed_at_the_shell_opens_no_login_that_was_switched_off_meanwhile(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The questions of the command wait as long as whoever sits there."""

    def asked(*prompt: str, **more: object) -> str:
        if row(scene.login).is_active:
            logins.switch(login=row(scene.login), on=False, by=scene.by)
        return OWN

    monkeypatch.setattr(getpass, "getpass", asked)
    call_command("changepassword", "login", verbosity=0)
    kept = row(scene.login)
    assert kept.check_password(OWN) and not kept.is_active


def test_a_login_that_is_switched_on_while_its_term_ends_is_not_forgotten(scene: Scene) -> None:
    User.objects.filter(pk=scene.login.pk).update(is_active=False)

    def forgets(login: User, by: User) -> None:
        forgetting.forget_login(login)

    assert at_once((switches_on, scene.login, scene.by), (forgets, scene.login, scene.by)) == ""
    kept = row(scene.login)
    assert (kept.username, kept.is_active) == ("login", True) and kept.password == kept_password()


@pytest.mark.parametrize("ended", ["revoke", "new_secret"])
def test_a_token_for_a_secret_that_ends_meanwhile_is_not_given(scene: Scene, ended: str) -> None:
    caller = Caller.of("55")
    assert caller.client.user is not None

    def ends(login: User, by: User) -> None:
        getattr(programs, ended)(ApiClient.objects.get(pk=caller.client.pk), by=by)

    answers: list[Any] = []
    meanwhile(ends, caller.client.user, scene.by, lambda: answers.append(caller.ask_for_token()))
    assert (answers[0].status_code, answers[0].json()["error"]) == (401, "invalid_client")
    assert not get_access_token_model().objects.filter(application=caller.client).exists()


@pytest.mark.parametrize("again", ["revoke", "new_secret", "change"])
def test_a_program_that_is_shut_out_meanwhile_gets_nothing_more(scene: Scene, again: str) -> None:
    client, _secret = programs.create(
        name="ГИС",
        regions=[Region.objects.get(pk="55")],
        scopes=[ApiScope.READ],
        requests_per_minute=60,
        by=scene.by,
    )
    more = {"scopes": [ApiScope.READ], "requests_per_minute": 5} if again == "change" else {}
    read = ApiClient.objects.get(pk=client.pk)

    def shuts_out(login: User, by: User) -> None:
        programs.revoke(ApiClient.objects.get(pk=client.pk), by=by)

    def decides(login: User, by: User) -> None:
        getattr(programs, again)(read, by=by, **more)

    assert client.user is not None
    assert at_once((shuts_out, client.user, scene.by), (decides, client.user, scene.by))
    names = list(Event.objects.filter(name__startswith="program.").order_by("pk").values_list("name", flat=True))
    assert names == ["program.created", "program.revoked"]
    assert not row(client.user).is_active
