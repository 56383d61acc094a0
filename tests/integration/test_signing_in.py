"""Signing in, as people and strangers at the door see it. Every test comes from an address of its own: attempts are
counted in Redis, which no test empties."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError as DjangoError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access, keyring
from supervision.enums import Role
from supervision.models import Event
from supervision.signin import own_page
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
PASSWORD = "длинный пароль 1"
LOGIN, START = reverse("account_login"), reverse("admin:index")


def address() -> str:
    return "fd00:" + ":".join(secrets.token_hex(2) for _ in range(3)) + "::1"


def at_the_door(come_from: str | None = None) -> Client:
    return Client(REMOTE_ADDR=come_from or address())


@pytest.fixture
def head(world: World) -> User:
    user = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(user, Role.HEAD, world.region)
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": user.username, "password": password}).status_code


def is_in(client: Client) -> bool:
    return client.get(START).status_code == 200


def names() -> list[str]:
    return list(Event.objects.filter(name__startswith="login.").order_by("pk").values_list("name", flat=True))


# --- password -------------------------------------------------------------------------------------------------------


def test_the_admins_door_leads_to_the_one_door_and_back(head: User) -> None:
    client = at_the_door()
    answer = client.get(reverse("admin:supervision_house_changelist"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(LOGIN)
    assert 'name="login"' in answer.content.decode()
    assert sign_in(client, head) == 302
    assert is_in(client)


def test_a_wrong_password_is_refused_and_recorded_without_itself(head: User) -> None:
    client = at_the_door("fd00::77")
    assert sign_in(client, head, "не тот пароль") == 200
    assert not is_in(client)
    event = Event.objects.get(name="login.failed")
    assert event.details == {"login": head.username, "address": "fd00::77"}


def test_a_name_that_nobody_has_is_not_kept(world: World) -> None:
    at_the_door().post(LOGIN, {"login": "мой пароль вместо имени", "password": "x"})
    assert Event.objects.get(name="login.failed").details["login"] == ""


def test_a_stranger_who_guesses_locks_out_only_himself(head: User) -> None:
    stranger, own = at_the_door(), at_the_door()
    for _ in range(5):
        sign_in(stranger, head, "не тот пароль")
    sign_in(stranger, head)
    assert not is_in(stranger)
    sign_in(own, head)
    assert is_in(own)


def test_attempts_beyond_the_limit_write_nothing(head: User) -> None:
    stranger = at_the_door()
    for _ in range(8):
        sign_in(stranger, head, "не тот пароль")
    assert names() == ["login.failed"] * 5


def test_a_login_without_a_role_is_told_so(db: None) -> None:
    user = User.objects.create_user(f"nobody_{secrets.token_hex(4)}", password=PASSWORD)
    client = at_the_door()
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(LOGIN)
    assert not is_in(client)


def test_signing_in_and_out_is_on_record(head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    client.post(reverse("admin:logout"))
    assert not is_in(client)
    assert names() == ["login.done", "login.ended"]
    assert {event.by for event in Event.objects.filter(name__startswith="login.")} == {head}


def test_who_signed_in_is_shown_to_administrators_only(head: User) -> None:
    sign_in(at_the_door(), head)
    analyst, admin = User.objects.create_user("analyst"), User.objects.create_superuser("root")
    access.assign_role(analyst, Role.ANALYST)
    assert not access.events(analyst).filter(name="login.done").exists()
    assert access.events(admin).filter(name="login.done").exists()


def test_one_changes_ones_own_password(head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    new = {"oldpassword": PASSWORD, "password1": "совсем другой 2", "password2": "совсем другой 2"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    assert is_in(client)
    assert sign_in(at_the_door(), head) == 200
    assert sign_in(at_the_door(), head, "совсем другой 2") == 302
    assert "login.password_changed" in names()


# --- sessions -------------------------------------------------------------------------------------------------------


def test_a_session_ends_without_requests_and_lives_with_them(world: World, head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    for _ in range(3):
        world.wait(minutes=50)
        assert is_in(client)
    world.wait(minutes=61)
    assert not is_in(client)


def test_a_session_ends_after_a_working_day(world: World, head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    for _ in range(24):
        world.wait(minutes=29)
        assert is_in(client)
    world.wait(minutes=29)
    assert not is_in(client)


def test_a_session_ends_at_once_when_the_login_is_switched_off_and_stays_ended(head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert not is_in(client)
    User.objects.filter(pk=head.pk).update(is_active=True)
    assert not is_in(client)


def test_a_session_ends_at_once_when_the_last_role_is_withdrawn(world: World, head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    access.withdraw_role(User.objects.get(pk=head.pk), world.region)
    assert not is_in(client)


# --- second factor --------------------------------------------------------------------------------------------------


@pytest.fixture
def required(settings: Settings) -> Iterator[None]:
    settings.MFA_REQUIRED_ROLES = ["administrator", "head"]
    yield


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client: Client) -> str:
    """Secret of the second factor, set up through its page."""
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    return secret


def test_whoever_must_have_a_second_factor_sets_it_up_before_anything_else(
    required: None, head: User, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    client = at_the_door()
    sign_in(client, head)
    for page in (START, reverse("admin:supervision_house_changelist"), reverse("mfa_index")):
        assert client.get(page).headers["Location"] == reverse("mfa_activate_totp")
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert is_in(client)
    assert names() == ["login.done", "login.second_factor_on"]


def test_whoever_needs_none_is_not_asked(required: None, world: World) -> None:
    analyst = User.objects.create_user(f"analyst_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(analyst, Role.ANALYST)
    client = at_the_door()
    sign_in(client, analyst)
    assert is_in(client)


def test_with_a_second_factor_the_password_alone_is_not_enough(required: None, world: World, head: User) -> None:
    first = at_the_door()
    sign_in(first, head)
    secret = set_up(first)
    world.wait(minutes=2)
    client = at_the_door()
    sign_in(client, head)
    assert not is_in(client)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000" if code(secret) != "000000" else "111111"})
    assert (wrong.status_code, is_in(client)) == (200, False)
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)}).status_code == 302
    assert is_in(client)
    assert "login.code_failed" in names()


def test_a_recovery_code_lets_in_once(head: User, world: World) -> None:
    client = at_the_door()
    sign_in(client, head)
    set_up(client)
    spare = Authenticator.objects.get(user=head, type="recovery_codes").wrap().get_unused_codes()[0]
    for let_in in (True, False):
        client = at_the_door()
        sign_in(client, head)
        client.post(reverse("mfa_authenticate"), {"code": spare})
        assert is_in(client) is let_in


def test_whoever_must_have_it_cannot_switch_it_off(required: None, head: User) -> None:
    client = at_the_door()
    sign_in(client, head)
    set_up(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=head, type="totp").exists()


def test_an_administrator_takes_away_the_second_factor_of_a_lost_phone(head: User) -> None:
    client, root = at_the_door(), at_the_door()
    sign_in(client, head)
    set_up(client)
    admin = User.objects.create_superuser("root", password=PASSWORD)
    sign_in(root, admin)
    root.post(reverse("access_login", args=[head.pk]), {"act": "factor"})
    assert not Authenticator.objects.filter(user=head).exists()
    assert Event.objects.get(name="login.second_factor_reset").details == {"login": head.username}
    assert not is_in(client)


def test_an_administrators_changes_of_a_login_are_on_record_and_touch_no_right(head: User) -> None:
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    form = {
        "username": head.username,
        "is_superuser": "on",
        "last_name": "Иванова",
        "first_name": "",
        "email": "a@b.ru",
    }
    assert root.post(reverse("admin:auth_user_change", args=[head.pk]), form).status_code == 302
    head.refresh_from_db()
    assert (head.last_name, head.is_active, head.is_superuser) == ("Иванова", True, False)
    assert Event.objects.get(name="login.changed").details["login"] == head.username
    assert Event.objects.get(name="login.email_changed").details["login"] == head.username


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
    assert own_page.words_of("login.guessed") in answer.content.decode()
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


# --- the pages ------------------------------------------------------------------------------------------------------


def test_no_page_of_signing_in_offers_to_register_or_to_mail_a_password(head: User) -> None:
    page = at_the_door().get(LOGIN).content.decode()
    assert "signup" not in page and "reset" not in page


@pytest.mark.parametrize("path", [LOGIN, START])
def test_a_page_may_run_no_inline_script_and_load_nothing_from_elsewhere(path: str, head: User) -> None:
    client = at_the_door()
    if path == START:
        sign_in(client, head)
    policy = client.get(path).headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"] == "'self' 'unsafe-eval'"
    assert parts["default-src"] == "'self'"
    assert parts["object-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"
