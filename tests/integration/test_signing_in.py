"""Signing in, as people and strangers at the door see it. Every test comes from an address of its own: attempts are
counted in Redis, which no test empties."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access, audit
from supervision.enums import Role
from supervision.models import Event, UnprovenCount
from supervision.signin import whose
from tests.browsing import of_root
from tests.doors import LOGIN, PASSWORD, START, at_the_door, code, is_in, names, set_up, sign_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def head(world: World) -> User:
    user = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(user, Role.HEAD, world.region)
    return user


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
    assert event.details == audit.of_login(head) | {"address": "fd00::77"}


def test_names_that_nobody_has_are_counted_and_not_kept(world: World) -> None:
    """The record grows for ever, and nothing bounds how many names somebody tries from how many addresses."""
    for number in range(3):
        at_the_door().post(LOGIN, {"login": f"мой пароль вместо имени {number}", "password": "x"})
    assert not Event.objects.filter(name="login.failed").exists()
    assert sum(UnprovenCount.objects.filter(status=401).values_list("requests", flat=True)) == 3


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


@pytest.mark.parametrize("role", ["administrator", "head", "inspector", "analyst"])
def test_every_role_is_led_to_its_second_factor_first(role: str, world: World, settings: Settings) -> None:
    """With the roles that are required outside a local run (test_guarded_logins.py)."""
    settings.MFA_REQUIRED_ROLES = ["administrator", "head", "inspector", "analyst"]
    login = User.objects.create_user(f"{role}_{secrets.token_hex(4)}", password=PASSWORD)
    held = Role(role)
    access.assign_role(login, held, None if held in access.OF_NO_REGION else world.region)
    client = at_the_door()
    sign_in(client, login)
    pages = (START, reverse("admin:supervision_house_changelist"), reverse("find"), reverse("account_own"))
    assert {client.get(page).headers["Location"] for page in pages} == {reverse("mfa_activate_totp")}
    assert client.get("/api/v1/houses/").status_code == 302
    set_up(client)
    assert is_in(client)


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
    with whose.of(head.pk):
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
    page = reverse("access_login", args=[head.pk])
    root.post(page, {"act": "factor"})
    assert Authenticator.objects.filter(user=head).exists()
    root.post(page, {"act": "factor", "reason": "Потерян телефон"})
    assert not Authenticator.objects.filter(user=head).exists()
    event = Event.objects.get(name="login.second_factor_reset")
    assert (event.details, event.reason) == (audit.of_login(head), "Потерян телефон")
    assert not is_in(client)


def test_an_administrators_changes_of_a_login_are_on_record_and_touch_no_right(head: User) -> None:
    root = of_root()
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
