"""What was done to a login is told to its owner at the next sign-in: by the login's row, whatever it was called then,
and with nothing pushed out by what came after."""

import secrets
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision import access, audit
from supervision.access import ACTS
from supervision.actions import logins, telling
from supervision.actions.told_acts import TOLD, UNTOLD
from supervision.enums import Role
from supervision.models import Event
from tests.doors import LOGIN, PASSWORD, at_the_door
from tests.sampled import sampled
from tests.world import World


@pytest.fixture
def root(world: World) -> User:
    return User.objects.create_superuser("root")


def person(world: World, name: str = "") -> User:
    """Who was in the portal before, so that something is told at the next sign-in."""
    login = User.objects.create_user(name or f"clerk_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(login, Role.HEAD, world.region)
    sign_in(login)
    return login


def sign_in(login: User) -> tuple[Client, str]:
    """A browser and what it was told."""
    client = at_the_door()
    login.refresh_from_db()
    answer = client.post(LOGIN, {"login": login.username, "password": PASSWORD}, follow=True)
    return client, unescape(answer.content.decode())


def rename(login: User, to: str) -> None:
    User.objects.filter(pk=login.pk).update(username=to)


def done_to(login: User, name: str, times: int = 1) -> None:
    for _time in range(times):
        Event.objects.create(name=name, cause="test", details=audit.of_login(login))


def told_at_sign_in(login: User) -> str:
    return sign_in(login)[1]


@pytest.mark.parametrize("is_renamed", [False, True], ids=["as before", "renamed"])
@pytest.mark.parametrize("name", sampled(sorted(TOLD), 3))
def test_every_kind_of_act_is_told_whatever_came_after(world: World, name: str, is_renamed: bool) -> None:
    login = person(world)
    done_to(login, name)
    light = next(other for other, told in TOLD.items() if not told.grave and other != name)
    done_to(login, light, 60)
    if is_renamed:
        rename(login, "Другое_имя")
    told = told_at_sign_in(login)
    assert str(TOLD[name].words) in told
    assert "60" in told


def test_what_is_grave_stands_first(world: World) -> None:
    login = person(world)
    for name in sorted(TOLD, key=lambda name: TOLD[name].grave, reverse=True):
        done_to(login, name)
    told = told_at_sign_in(login)
    places = {name: told.index(str(one.words)) for name, one in TOLD.items()}
    grave = [place for name, place in places.items() if TOLD[name].grave]
    assert max(grave) < min(place for name, place in places.items() if not TOLD[name].grave)


def test_real_acts_name_the_row_of_the_login(world: World, root: User) -> None:
    login = person(world)
    logins.take_second_factor(login=login, by=root)
    rename(login, "Другое_имя")
    for _time in range(6):
        logins.end_sessions(login=login, by=root)
    told = told_at_sign_in(login)
    assert str(TOLD["login.second_factor_reset"].words) in told
    assert "6" in told


def test_nothing_is_told_of_a_former_owner_of_the_name(world: World, root: User) -> None:
    former, login = person(world, "clerk"), person(world)
    logins.take_second_factor(login=former, by=root)
    rename(former, "Другое_имя")
    rename(login, "clerk")
    assert list(telling.of_owner(login)) == []
    assert str(TOLD["login.second_factor_reset"].words) not in told_at_sign_in(login)


@pytest.mark.parametrize("is_freed", [False, True])
def test_what_was_recorded_by_name_alone_is_told_to_whoever_was_called_so_then(world: World, is_freed: bool) -> None:
    """As events were kept before they named the row."""
    former, login = person(world, "clerk"), person(world)
    told = Event.objects.create(name="login.password_set", cause="test", details={"login": "clerk"})
    rename(former, "Другое_имя")
    if is_freed:
        rename(login, "clerk")
    assert list(telling.of_owner(former)) == [told]
    assert list(telling.of_owner(login)) == []


def test_only_what_came_after_the_last_sign_in_is_told_and_the_own_page_keeps_all(world: World) -> None:
    login = person(world)
    done_to(login, "login.password_set")
    assert str(TOLD["login.password_set"].words) in told_at_sign_in(login)
    done_to(login, "login.sessions_ended", 45)
    client, told = sign_in(login)
    assert str(TOLD["login.password_set"].words) not in told
    pages = [client.get(reverse("account_own"), {"p": page}).content.decode() for page in (1, 2, 3)]
    assert [page.count(str(TOLD["login.sessions_ended"].words)) for page in pages] == [20, 20, 5]
    assert str(TOLD["login.password_set"].words) in pages[2]


def test_each_act_about_a_login_is_told_or_left_out_for_a_reason() -> None:
    assert set(TOLD) & set(UNTOLD) == set()
    assert set(TOLD) | set(UNTOLD) == {act.name for act in ACTS.values() if act.of_login}
    assert [name for name, why in UNTOLD.items() if len(why) < 20] == []
    by_name = {name for name in ACTS if name.partition(".")[0] in ("login", "role")}
    assert by_name - {act.name for act in ACTS.values() if act.of_login} == {"login.unknown_to_claims"}  # of nobody's


@pytest.mark.parametrize("details", [{"login": "clerk"}, {}], ids=["by name alone", "of nobody"])
def test_an_act_about_a_login_is_not_recorded_without_its_row(world: World, details: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        audit.record("login.guessed", cause="sign-in", details=details)


def test_what_names_a_login_has_a_row_that_says_so(world: World) -> None:
    with pytest.raises(LookupError):
        audit.record("chat.frozen", by=world.by, region=world.region, details=audit.of_login(world.by))
