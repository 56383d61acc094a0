"""Ways around the rules about whose a login is, and who is left: each was one once."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access
from supervision.actions import logins, provider_logins, roles
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import PasswordToChange
from supervision.signin.sealed_sessions import row_key
from tests.doors import PASSWORD, at_the_door, code, is_in, set_up, sign_in
from tests.integration.test_last_ones import joined_and_not_seen, never_came
from tests.integration.test_login_openings import fresh, inside, typed
from tests.integration.test_roles import person, region_of
from tests.role_ends import ENDS, End
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
OWN = "сачок туман верблюд"


# --- somebody is left ---


def let_in_by(maker: User, role: Role, code: str | None) -> User:
    """Whose only way in is the join that the maker made."""
    other = person("other", role, code)
    never_came(other)
    provider_logins.join(
        login=fresh(other), who=provider_logins.Identity("https://id.example", "other"), by=maker, reason="Приказ"
    )
    User.objects.filter(pk=other.pk).update(last_login="2026-11-19T00:00:00Z")
    return other


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("role", "place"), [(Role.HEAD, "55"), (Role.ADMINISTRATOR, None)])
def test_whoever_let_the_only_other_one_in_does_not_go(
    world: World, settings: Settings, role: Role, place: str | None, end: End
) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    access.withdraw_role(world.by, world.region)
    by = User.objects.create_superuser("by", password=None)
    maker = person("maker", role, place)
    other = let_in_by(maker, role, place)
    with pytest.raises(Refused, match="не останется никого"):
        end(maker, region_of(place), by)
    assert fresh(maker).is_active and roles.role_at(fresh(maker), region_of(place)) == role
    assert SocialAccount.objects.filter(user=other).exists()
    provider_logins.join(
        login=fresh(other), who=provider_logins.Identity("https://id.example", "other"), by=by, reason="Взял на себя"
    )
    end(maker, region_of(place), by)
    assert SocialAccount.objects.filter(user=other).exists()


def test_the_only_way_in_of_the_last_head_is_not_parted(world: World, settings: Settings) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    access.withdraw_role(world.by, world.region)
    by = person("by", Role.ADMINISTRATOR)
    last = person("last", Role.HEAD, "55")
    joined_and_not_seen(last)
    User.objects.filter(pk=last.pk).update(last_login="2026-11-19T00:00:00Z")
    with pytest.raises(Refused, match="не останется никого"):
        provider_logins.part(login=fresh(last), by=by, reason="Ошибка")
    assert SocialAccount.objects.filter(user=last).exists()


# --- every session is in the list ---


def come_in(user: User) -> Client:
    client = at_the_door()
    assert sign_in(client, user) == 302 and is_in(client)
    return client


def set_anothers(client: Client) -> None:
    clerk = person("clerk", Role.INSPECTOR, "55")
    form = {"password1": OWN, "password2": OWN, "usable_password": "true"}
    page = reverse("admin:auth_user_password_change", args=[clerk.pk])
    assert client.post(page, form).status_code == 302


def change_own(client: Client) -> None:
    form = {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN}
    assert client.post(reverse("account_change_password"), form).status_code == 302


@pytest.mark.parametrize("act", [set_anothers, change_own])
def test_a_session_in_which_a_password_was_set_can_still_be_ended(world: World, act: Callable[[Client], None]) -> None:
    root = person("root", Role.ADMINISTRATOR)
    client = come_in(root)
    noted = {"issuer": "https://id.example", "subject": "s", "sid": "1"}
    kept = client.session
    kept["provider"] = {"factor": True, **noted}
    kept.save()
    act(client)
    (listed,) = UserSession.objects.filter(user=root)
    assert listed.session_key == row_key(client.session.session_key) and listed.data == noted
    assert logins.end_sessions(login=fresh(root), by=person("second", Role.ADMINISTRATOR)) == 1
    assert not is_in(client)


# --- a password that somebody else typed ---


@pytest.mark.parametrize("way", ["page", "link"])
def test_the_password_that_another_typed_is_no_other_one(world: World, way: str) -> None:
    root, clerk = person("root", Role.ADMINISTRATOR), person("clerk", Role.INSPECTOR, "55")
    typed(clerk, PASSWORD, root)
    client = at_the_door()
    if way == "page":
        sign_in(client, clerk)
        page = reverse("account_change_password")
    else:
        page = reverse("login_link", args=[logins.send_new_link(login=fresh(clerk), by=root)])
        typed(fresh(clerk), PASSWORD, root)
    client.post(page, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert PasswordToChange.objects.filter(login=clerk).exists()


@pytest.mark.parametrize("written", ["{}", "0{}", "%20{}"])
def test_the_own_password_is_not_set_as_anothers_however_the_address_is_written(world: World, written: str) -> None:
    root = person("root", Role.ADMINISTRATOR)
    client = come_in(root)
    form = {"password1": OWN, "password2": OWN, "usable_password": "true"}
    client.post(f"/admin/auth/user/{written.format(root.pk)}/password/", form)
    assert fresh(root).check_password(PASSWORD) and not PasswordToChange.objects.exists()


# --- a sign-in that waits for the second factor ---


def waiting(world: World, root: User) -> tuple[User, Client, str]:
    """Somebody with a typed password and a second factor, who has given the one and not the other."""
    clerk = person("clerk", Role.INSPECTOR, "55")
    secret = set_up(come_in(clerk))
    typed(fresh(clerk), OWN, root)
    client = at_the_door()
    assert sign_in(client, clerk, OWN) == 302 and not inside(client)
    return clerk, client, secret


CLOSED: dict[str, Callable[[User, User], object]] = {
    "its maker goes": lambda clerk, root: roles.withdraw(
        login=fresh(root), region=None, by=person("chief", Role.ADMINISTRATOR)
    ),
    "another is typed": lambda clerk, root: typed(fresh(clerk), f"{OWN} 2", root),
    "switched off": lambda clerk, root: logins.switch(login=fresh(clerk), on=False, by=root),
}


@pytest.mark.parametrize("act", [None, *CLOSED])
def test_what_closes_an_opening_closes_a_sign_in_that_waits(world: World, act: str | None) -> None:
    root = person("root", Role.ADMINISTRATOR)
    clerk, client, secret = waiting(world, root)
    assert Authenticator.objects.filter(user=clerk).exists()
    if act:
        CLOSED[act](clerk, root)
    world.wait(seconds=60)  # the former code was used
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert inside(client) is (act is None)
