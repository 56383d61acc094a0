"""What keeps a login its owner's: codes that work once, guesses slowed down, passwords, own sessions."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError as DjangoError
from django.core.management import call_command
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access, keyring
from supervision.actions import telling
from supervision.enums import Role
from tests.doors import LOGIN, PASSWORD, START, address, at_the_door, code, is_in, names, set_up, sign_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def head(world: World) -> User:
    user = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(user, Role.HEAD, world.region)
    return user


def test_a_code_of_the_second_factor_is_taken_once(
    head: User, world: World, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    """Also the one with which it was set up, and an older one after a newer."""
    client = at_the_door()
    sign_in(client, head)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(client)
    assert not gets_in_with(head, code(secret))
    world.wait(seconds=30)
    older, _wait = code(secret), world.wait(seconds=30)
    newer = code(secret)
    assert gets_in_with(head, newer)
    world.wait(seconds=31)
    assert not gets_in_with(head, newer)
    assert not gets_in_with(head, older)
    assert gets_in_with(head, code(secret))


def gets_in_with(login: User, given: str) -> bool:
    client = at_the_door()
    sign_in(client, login)
    client.post(reverse("mfa_authenticate"), {"code": given})
    return is_in(client)


def test_secrets_of_second_factors_are_sealed_and_move_to_a_new_key(
    head: User, settings: Settings, world: World
) -> None:
    client = at_the_door()
    sign_in(client, head)
    secret = set_up(client)
    rows = Authenticator.objects.filter(user=head)
    assert all(secret not in str(row.data) for row in rows)
    before = {row.type: row.data for row in rows}
    former, newest = settings.ENCRYPTION_KEYS, keyring.new_key()
    settings.ENCRYPTION_KEYS = [newest, *former]
    call_command("reseal_secrets")
    settings.ENCRYPTION_KEYS = [newest]
    assert all(row.data != before[row.type] for row in rows.all())
    world.wait(minutes=2)
    assert gets_in_with(head, code(secret))


def test_every_role_can_be_asked_for_a_second_factor_and_is_outside_a_local_run(settings: Settings) -> None:
    environment = {**os.environ, "HOUSECHATS_LOCAL": "0", "SECRET_KEY": "x" * 60, "FILES_DIR": "/tmp"}  # noqa: S108
    environment |= {"ENCRYPTION_KEYS": keyring.new_key()}
    asked = "from housechats import security; print(','.join(sorted(security.MFA_REQUIRED_ROLES)))"
    ran = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "administrator,analyst,head,inspector"


# --- guesses and passwords ------------------------------------------------------------------------------------------


def guess(login: User, times: int) -> None:
    """Each from an address of its own."""
    for _ in range(times):
        sign_in(at_the_door(), login, "не тот пароль")


def test_guesses_from_many_addresses_are_slowed_down_and_do_not_lock_the_owner_out(head: User, world: World) -> None:
    own = at_the_door()
    sign_in(own, head)
    own.post(reverse("account_logout"))
    guess(head, 30)
    assert names().count("login.failed") == 10
    stranger = at_the_door()
    assert sign_in(stranger, head) == 200  # even the right password has to wait
    own.defaults["REMOTE_ADDR"] = address()
    assert sign_in(own, head) == 302
    assert is_in(own)
    world.wait(minutes=16)
    assert sign_in(stranger, head) == 302


def test_a_day_of_guessing_gets_few_attempts(head: User, world: World) -> None:
    for _ in range(24):
        guess(head, 2)
        world.wait(hours=1)
    assert names().count("login.failed") <= 10 + 24 * 4 + 10


def test_of_an_ipv6_network_all_addresses_are_one(head: User) -> None:
    network = address().removesuffix("::1")
    for last in range(8):
        sign_in(at_the_door(f"{network}::{last + 1}"), head, "не тот пароль")
    assert names().count("login.failed") == 5


def test_guesses_are_told_to_the_owner_and_the_administrators_once(
    head: User,
    settings: Settings,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    settings.EMAIL_URL = "smtps://mail.example.ru/?from=portal@example.ru"
    User.objects.filter(pk=head.pk).update(email="head@example.ru")
    User.objects.create_superuser("root", email="root@example.ru", password=PASSWORD)
    own, root = at_the_door(), at_the_door()
    sign_in(own, head)
    own.post(reverse("account_logout"))
    with django_capture_on_commit_callbacks(execute=True):
        guess(head, 15)
    assert {address for message in mail.outbox for address in message.to} == {"head@example.ru", "root@example.ru"}
    assert names().count("login.guessed") == 1
    answer = own.post(LOGIN, {"login": head.username, "password": PASSWORD}, follow=True)
    assert telling.words_of("login.guessed") in answer.content.decode()
    sign_in(root, User.objects.get(username="root"))
    assert head.username in root.get(reverse("access")).content.decode()


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("короткий 1", False),
        ("password12345", False),
        ("Пароль123456", False),
        ("gfhjkm123456", False),  # «пароль» in the other layout
        ("йцукенгшщзхъ", False),
        ("qwertyuiop[]", False),
        ("aaaaaaaaaaaaaaa", False),
        ("солнышкосолнышко", False),
        ("123456789012", False),
        ("Россия-2026!!!!", False),
        ("верблюд сачок туман", True),
        ("kJ8-vcx Omega tundra", True),
    ],
)
def test_what_guessers_try_first_is_no_password(password: str, is_taken: bool, head: User) -> None:
    try:
        validate_password(password, head)
    except DjangoError:
        assert not is_taken
    else:
        assert is_taken


def test_a_password_that_another_person_set_is_changed_first(head: User) -> None:
    root = at_the_door()
    sign_in(root, User.objects.create_superuser("root", password=PASSWORD))
    typed = {"password1": "чужой выбранный пароль", "password2": "чужой выбранный пароль"}
    root.post(reverse("admin:auth_user_password_change", args=[head.pk]), typed)
    client = at_the_door()
    sign_in(client, head, "чужой выбранный пароль")
    assert client.get(START).headers["Location"] == reverse("account_change_password")
    own = {"oldpassword": "чужой выбранный пароль", "password1": "верблюд сачок 7", "password2": "верблюд сачок 7"}
    client.post(reverse("account_change_password"), own)
    assert is_in(client)
    again = at_the_door()
    sign_in(again, head, "верблюд сачок 7")
    assert is_in(again)


def test_one_sees_and_ends_ones_own_sessions(head: User) -> None:
    here, there = at_the_door(), at_the_door()
    for client in (here, there):
        sign_in(client, head)
    page = here.get(reverse("account_own"))
    assert len(page.context["sessions"]) == 2
    other = next(one["pk"] for one in page.context["sessions"] if not one["is_this"])
    here.post(reverse("account_own"), {"session": other})
    assert is_in(here) and not is_in(there)


def test_nobody_ends_the_session_of_another_login(head: User, world: World) -> None:
    other = User.objects.create_user(f"other_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(other, Role.INSPECTOR, world.region)
    here, there = at_the_door(), at_the_door()
    sign_in(here, head)
    sign_in(there, other)
    foreign = UserSession.objects.get(user=other).pk
    assert here.post(reverse("account_own"), {"session": foreign}).status_code == 404
    assert is_in(there)
