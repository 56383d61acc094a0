"""Signing in by the region's identity provider: a real one on loopback, which signs what it says."""

import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access
from supervision.actions import claimed_roles, provider_logins, roles
from supervision.actions.provider_logins import Identity
from supervision.enums import Role
from supervision.errors import AskAgain, Refused
from supervision.models import ClaimedRole, ClaimRule, Event, Region
from tests.doors import LOGIN, PASSWORD, at_the_door, is_in, set_up, sign_in
from tests.identity_provider import LoopbackProvider, idp, loopback_provider
from tests.world import World

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
START, CALLBACK, BACK_CHANNEL = (
    reverse(name) for name in ("account_provider", "account_provider_callback", "account_provider_logout")
)


@pytest.fixture
def omsk(db: None) -> Region:
    return Region.objects.get(pk="55")


@pytest.fixture
def subject() -> str:
    return f"s-{secrets.token_hex(4)}"


def rule(value: str, role: Role, region: Region | None) -> ClaimRule:
    return ClaimRule.objects.create(value=value, role=role, region=region)


def local(role: Role, region: Region | None, **more: Any) -> User:
    user = User.objects.create_user(f"local_{secrets.token_hex(4)}", password=PASSWORD, **more)
    access.assign_role(user, role, region)
    return User.objects.get(pk=user.pk)


def held(login: User) -> dict[str | None, Role]:
    return {one.region: one.role for one in access.held_by(User.objects.get(pk=login.pk))}


def of(subject: str) -> User:
    return SocialAccount.objects.get(uid=subject).user


# --- nothing configured ---------------------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_button_and_nothing_answers(db: None) -> None:
    client = at_the_door()
    assert START not in client.get(LOGIN).content.decode()
    names = ("", "_callback", "_again", "_join", "_logout")
    assert {client.get(reverse(f"account_provider{name}")).status_code for name in names} == {404}
    assert client.post(BACK_CHANNEL).status_code == 404


# --- the first sign-in, and what the claim gives ---------------------------------------------------------------------


def test_whoever_matches_a_row_comes_in_with_exactly_its_role(
    omsk: Region, idp: LoopbackProvider, subject: str
) -> None:
    rule("omsk-inspectors", Role.INSPECTOR, omsk)
    idp.person(subject, groups=["omsk-inspectors", "others"], preferred_username=f"u{subject}", family_name="Новая")
    client = at_the_door()
    assert "Единый вход" in client.get(LOGIN).content.decode()
    answer = idp.sign_in(client, subject, next="/admin/access/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/access/")
    assert is_in(client)
    login = of(subject)
    assert held(login) == {"55": Role.INSPECTOR}
    assert (login.username, login.last_name, login.has_usable_password()) == (f"u{subject}", "Новая", False)
    assert {"state", "nonce", "code_challenge"} <= idp.asked.keys() and idp.asked["code_challenge_method"] == "S256"
    created, given = (Event.objects.get(name=name) for name in ("login.created", "role.assigned"))
    assert (created.cause, given.cause, given.reason) == ("claim", "claim", "omsk-inspectors")


def test_without_a_row_nobody_is_let_in_and_no_login_is_made(omsk: Region, idp: LoopbackProvider, subject: str) -> None:
    rule("heads", Role.HEAD, omsk)
    idp.person(subject, groups=["others"], email="boss@example.org", email_verified=True)
    before = User.objects.count()
    answer = idp.sign_in(at_the_door(), subject)
    assert answer.status_code == 403 and subject in answer.content.decode()
    assert User.objects.count() == before
    assert Event.objects.get(name="login.unknown_to_claims").details["subject"] == subject


def test_an_address_or_a_name_never_opens_an_existing_login(omsk: Region, idp: LoopbackProvider, subject: str) -> None:
    victim = local(Role.HEAD, omsk, email="boss@example.org")
    rule("inspectors", Role.INSPECTOR, omsk)
    idp.person(
        subject, groups=["inspectors"], email=victim.email, email_verified=True, preferred_username=victim.username
    )
    idp.sign_in(at_the_door(), subject)
    assert of(subject).pk != victim.pk and held(of(subject)) == {"55": Role.INSPECTOR}
    assert held(victim) == {"55": Role.HEAD}


def test_whoever_loses_the_claim_loses_its_role_and_no_other(omsk: Region, idp: LoopbackProvider, subject: str) -> None:
    rule("heads", Role.HEAD, omsk)
    local(Role.HEAD, omsk)
    idp.person(subject, groups=["heads"])
    idp.sign_in(at_the_door(), subject)
    login, elsewhere = of(subject), Region.objects.get(pk="25")
    roles.give(login=login, role=Role.INSPECTOR, region=elsewhere, cause="assign_role by root")
    idp.person(subject)  # the provider sends no claim at all
    idp.sign_in(at_the_door(), subject)
    assert held(login) == {"25": Role.INSPECTOR}
    assert not ClaimedRole.objects.exists()


def test_a_role_given_by_hand_is_left_alone(omsk: Region, idp: LoopbackProvider, subject: str) -> None:
    login = local(Role.INSPECTOR, omsk)
    SocialAccount.objects.create(user=login, provider=idp.address, uid=subject)
    rule("heads", Role.HEAD, omsk)
    for groups in (["heads"], []):
        idp.person(subject, groups=groups)
        idp.sign_in(at_the_door(), subject)
        assert held(login) == {"55": Role.INSPECTOR}


def test_given_by_hand_what_came_by_a_claim_is_by_hand(omsk: Region) -> None:
    login = User.objects.create_user("petrova")
    rule("inspectors", Role.INSPECTOR, omsk)
    claimed_roles.settle(login, ["inspectors"])
    roles.give(login=login, role=Role.INSPECTOR, region=omsk, cause="assign_role by root")
    claimed_roles.settle(login, [])
    assert held(login) == {"55": Role.INSPECTOR}


def test_the_last_head_stays_whatever_the_provider_says(omsk: Region) -> None:
    login = User.objects.create_user("petrova", password=PASSWORD)
    rule("heads", Role.HEAD, omsk)
    claimed_roles.settle(login, ["heads"])
    claimed_roles.settle(login, [])
    assert held(login) == {"55": Role.HEAD}
    assert "petrova" in Event.objects.get(name="claim.not_followed").details["why"]


def test_of_two_values_the_stronger_role_counts_and_a_login_that_is_off_gets_nothing(omsk: Region) -> None:
    rule("inspectors", Role.INSPECTOR, omsk)
    rule("heads", Role.HEAD, omsk)
    rule("analysts", Role.ANALYST, None)
    on, off = User.objects.create_user("on"), User.objects.create_user("off", is_active=False)
    for login in (on, off):
        claimed_roles.settle(login, ["heads", "inspectors", "analysts", "unknown"])
    assert held(on) == {None: Role.ANALYST, "55": Role.HEAD}
    assert held(off) == {}


# --- joining ---------------------------------------------------------------------------------------------------------


def test_the_owner_joins_the_login_while_signed_in(omsk: Region, idp: LoopbackProvider, subject: str) -> None:
    login, client = local(Role.HEAD, omsk), at_the_door()
    sign_in(client, login)
    idp.person(subject)
    answer = idp.come_back(client, client.get(reverse("account_provider_join")), subject)
    assert answer.headers["Location"] == reverse("account_own")
    assert of(subject) == login
    other = at_the_door()
    idp.sign_in(other, subject)
    assert is_in(other)
    assert Event.objects.filter(name="login.own_provider_joined", by=login).exists()


def test_a_keeper_joins_and_parts_and_nobody_else_may(omsk: Region, idp: LoopbackProvider, subject: str) -> None:
    head, colleague, who = local(Role.HEAD, omsk), local(Role.INSPECTOR, omsk), Identity(idp.address, subject)
    with pytest.raises(Refused):
        provider_logins.join(login=head, who=who, by=colleague, reason="хочу")
    provider_logins.join(login=colleague, who=who, by=head, reason="Приказ 3")
    with pytest.raises(Refused):
        provider_logins.join(login=local(Role.INSPECTOR, omsk), who=who, by=head, reason="ещё раз")
    client = at_the_door()
    idp.sign_in(client, subject)
    assert is_in(client)
    provider_logins.part(login=colleague, by=head, reason="Приказ 4")
    assert not is_in(client)


# --- second factor and asking again -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("amr", "is_asked"), [(["pwd", "mfa"], False), (["pwd"], True), (None, True), ("mfa", True)])
def test_the_second_factor_is_asked_for_unless_the_provider_did(
    omsk: Region, idp: LoopbackProvider, subject: str, settings: Settings, amr: Any, is_asked: bool
) -> None:
    settings.MFA_REQUIRED_ROLES = ["head"]
    rule("heads", Role.HEAD, omsk)
    idp.person(subject, groups=["heads"], **({"amr": amr} if amr else {}))
    client = at_the_door()
    idp.sign_in(client, subject)
    assert client.get("/admin/").status_code == (302 if is_asked else 200)
    if is_asked:
        set_up(client)
        answer = idp.sign_in(at_the_door(), subject)
        assert answer.headers["Location"] == reverse("mfa_authenticate")


def test_whoever_came_by_the_provider_is_asked_again_there(world: World, idp: LoopbackProvider, subject: str) -> None:
    rule("admins", Role.ADMINISTRATOR, None)
    idp.person(subject, groups=["admins"])
    client, page = at_the_door(), reverse("access_claims")
    idp.sign_in(client, subject)
    row = {"value": "analysts", "role": "analyst", "region": "", "reason": "Приказ 7"}
    world.wait(minutes=11)
    asked = client.post(page, row)
    again = reverse("account_provider_again")
    assert asked.headers["Location"].startswith(again)
    left = client.get(asked.headers["Location"])
    sent = parse_qs(urlsplit(left.headers["Location"]).query)
    assert (sent["prompt"], sent["max_age"]) == (["login"], ["0"])

    idp.person(subject, groups=["admins"], auth_time=int(time.time()) - 660)  # it asked nobody anew
    assert idp.come_back(client, left, subject).status_code == 400
    other = f"{subject}-other"
    idp.person(other, auth_time=int(time.time()))
    assert idp.come_back(client, client.get(asked.headers["Location"]), other).status_code == 403
    assert not ClaimRule.objects.filter(value="analysts").exists()

    idp.person(subject, groups=["admins"], auth_time=int(time.time()))
    back = idp.come_back(client, client.get(asked.headers["Location"]), subject)
    client.get(back.headers["Location"])
    assert ClaimRule.objects.get(value="analysts").role == Role.ANALYST
    assert Event.objects.get(name="claim.added").reason == "Приказ 7"


def test_joining_is_asked_about_again(world: World, idp: LoopbackProvider, subject: str) -> None:
    login = local(Role.HEAD, world.region)
    with access.coming(access.Visit(proven=lambda: False)), pytest.raises(AskAgain):
        provider_logins.join_own(login=login, who=Identity(idp.address, subject))


# --- the provider ends a session --------------------------------------------------------------------------------------


def test_a_logout_token_ends_the_sessions_once_and_nothing_else_does(
    omsk: Region, idp: LoopbackProvider, subject: str
) -> None:
    rule("inspectors", Role.INSPECTOR, omsk)
    browsers = {}
    for sid in ("one", "two"):
        idp.person(subject, groups=["inspectors"], sid=sid)
        browsers[sid] = at_the_door()
        idp.sign_in(browsers[sid], subject)
    door = Client(enforce_csrf_checks=True)
    assert door.post(BACK_CHANNEL).status_code == 400
    bad = idp.logout_token(sub=subject, nonce="n")
    assert door.post(BACK_CHANNEL, {"logout_token": bad}).status_code == 400
    token = idp.logout_token(sub=subject, sid="one")
    assert [door.post(BACK_CHANNEL, {"logout_token": token}).status_code for _ in "12"] == [200, 400]
    assert (is_in(browsers["one"]), is_in(browsers["two"])) == (False, True)
    assert door.post(BACK_CHANNEL, {"logout_token": idp.logout_token(sub=subject)}).status_code == 200
    assert not is_in(browsers["two"])
    assert Event.objects.filter(name="login.ended_by_provider").count() == 2
