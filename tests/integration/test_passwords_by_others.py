"""Every way by which one person sets another's password ends the same.

On record, told to the owner, every session over, and the password opens the page of another one and nothing more.
"""

import ast
import getpass
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access, audit
from supervision.actions import telling
from supervision.enums import Role
from supervision.models import Event, PasswordToChange
from tests.architecture.source import modules
from tests.doors import PASSWORD, START, at_the_door, is_in, names, sign_in
from tests.integration.test_roles import person
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
TYPED, OWN = "верблюд сачок туман", "сачок туман верблюд"
Setter = Callable[[pytest.MonkeyPatch], None]
# who sets one: the owner by a link; nobody can know what `openings` leaves; demo logins are of one's own machine
SET_HERE = {
    "supervision.actions.logins": {"set_password", "set_unusable_password"},
    "supervision.actions.openings": {"set_unusable_password"},
    "supervision.signin.adapters": {"set_password"},  # the owner by the form that asks for the old one
    "supervision.actions.provider_logins": {"set_unusable_password"},
    "supervision.management.commands.load_demo": {"create_user"},
    "supervision.actions.programs": {"create_user"},  # without one
}
SETTING = {"set_password", "set_unusable_password", "make_password", "create_user", "create_superuser"}


def by_page(patch: pytest.MonkeyPatch) -> None:
    root, clerk = person("root", Role.ADMINISTRATOR), User.objects.get(username="clerk")
    client = at_the_door()
    sign_in(client, root)
    form = {"password1": TYPED, "password2": TYPED, "usable_password": "true"}
    page = reverse("admin:auth_user_password_change", args=[clerk.pk])
    assert client.post(page, form).status_code == 302


def by_changepassword(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(getpass, "getpass", lambda *prompt, **more: TYPED)
    call_command("changepassword", "clerk")


def by_createsuperuser(patch: pytest.MonkeyPatch) -> None:
    """The login is a new one of this name."""
    User.objects.filter(username="clerk").update(username="former")
    patch.setenv("DJANGO_SUPERUSER_PASSWORD", TYPED)
    call_command("createsuperuser", username="clerk", email="clerk@example.org", interactive=False)
    access.assign_role(User.objects.get(username="clerk"), Role.ADMINISTRATOR)


@pytest.mark.parametrize("set_it", [by_page, by_changepassword, by_createsuperuser])
def test_a_password_that_another_person_set_is_theirs_to_change_and_told(
    world: World,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    set_it: Setter,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1"
    clerk, before = person("clerk", Role.HEAD, "55"), at_the_door()
    User.objects.filter(pk=clerk.pk).update(email="clerk@example.org")
    sign_in(before, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        set_it(monkeypatch)
    clerk = User.objects.get(username="clerk")
    assert Event.objects.get(name="login.password_set").details == audit.of_login(User.objects.get(username="clerk"))
    assert PasswordToChange.objects.filter(login=clerk).exists()
    assert [letter.to for letter in mail.outbox] == [["clerk@example.org"]]
    if set_it is not by_createsuperuser:
        assert not is_in(before)
    client = at_the_door()
    sign_in(client, clerk, TYPED)
    change = reverse("account_change_password")
    assert client.get(START).headers["Location"] == change
    client.post(change, {"oldpassword": TYPED, "password1": OWN, "password2": OWN})
    assert is_in(client) and not PasswordToChange.objects.filter(login=clerk).exists()


def test_ones_own_password_is_changed_with_the_old_one_and_told(world: World) -> None:
    """Not on the page by which an administrator sets that of others, which asks for none."""
    root, client = person("root", Role.ADMINISTRATOR), Client()
    client = at_the_door()
    sign_in(client, root)
    page = reverse("admin:auth_user_password_change", args=[root.pk])
    for answer in (client.get(page), client.post(page, {"password1": TYPED, "password2": TYPED})):
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_change_password"))
    assert User.objects.get(pk=root.pk).check_password(PASSWORD)
    assert "login.password_set" not in names()


def test_a_password_that_another_person_switched_off_is_told_as_that(
    world: World,
    settings: Settings,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    """Also where another one had been typed before: nothing is left to be changed at the next sign-in."""
    settings.EMAIL_URL = "smtp://127.0.0.1"
    root, clerk, before = person("root", Role.ADMINISTRATOR), person("clerk", Role.HEAD, "55"), at_the_door()
    User.objects.filter(pk=clerk.pk).update(email="clerk@example.org")
    sign_in(before, clerk)
    PasswordToChange.objects.create(login=clerk, by=root)
    client = at_the_door()
    sign_in(client, root)
    page = reverse("admin:auth_user_password_change", args=[clerk.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, {"usable_password": "false", "unset-password": "1"}).status_code == 302
    assert not User.objects.get(pk=clerk.pk).has_usable_password() and not is_in(before)
    assert "login.password_set" not in names()
    told = telling.of_owner(clerk).first()
    assert told is not None and told.name == "login.password_off" and told.by == root
    assert not PasswordToChange.objects.filter(login=clerk).exists()
    assert ["выключен другим человеком" in str(letter.body) for letter in mail.outbox] == [True]


def test_no_other_module_sets_a_password() -> None:
    found: dict[str, set[str]] = {}
    for module in modules():
        called = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        if setting := called & SETTING:
            found[module.name] = setting
    assert found == SET_HERE
