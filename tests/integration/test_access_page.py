"""The page Доступ: a person is invited, comes in for the first time, gets another role and goes, without a command."""

import re
import secrets

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from supervision import access, audit
from supervision.admin.logins import review
from supervision.enums import Role
from supervision.models import Event, LoginLink, Region
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
# attempts are counted by name in Redis, which no test empties
NAME, KEEPER = f"petrova_{secrets.token_hex(4)}", f"keeper_{secrets.token_hex(4)}"
PASSWORD, CHOSEN = "длинный пароль 1", "верблюд сачок туман"


def door() -> Client:
    return Client(REMOTE_ADDR="fd00:" + ":".join(secrets.token_hex(2) for _ in range(3)) + "::1")


def signed_in(name: str, password: str = PASSWORD) -> Client:
    client = door()
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


@pytest.fixture
def keeper(world: World) -> Client:
    access.assign_role(User.objects.create_user(KEEPER, password=PASSWORD), Role.HEAD, world.region)
    return signed_in(KEEPER)


def invite(keeper: Client, **other: object) -> str:
    """The address of the link, from the page that answers."""
    form = {
        "name": NAME,
        "last_name": "Петрова",
        "role": "inspector",
        "region": "55",
        "reason": "Приказ 3",
        **other,
    }
    page = keeper.post(reverse("access_invite"), form)
    found = re.search(r'id="login-link">(.*?)<', page.content.decode())
    assert found, page.context.get("refusal") or page.context["form"].errors
    assert "no-store" in page.headers["Cache-Control"]
    return found[1].removeprefix("http://testserver")


def choose(link: str, password: str = CHOSEN) -> int:
    return door().post(link, {"new_password1": password, "new_password2": password}).status_code


def test_somebody_is_invited_comes_in_gets_another_role_and_goes(world: World, keeper: Client) -> None:
    inspector = world.inspector("Петрова Анна")
    link = invite(keeper, inspector=inspector.pk)
    login = User.objects.get(username=NAME)
    inspector.refresh_from_db()
    assert inspector.user == login
    assert door().get(link).status_code == door().get(link).status_code == 200  # looking at it uses nothing up
    assert choose(link) == 302
    client = signed_in(NAME, CHOSEN)
    assert is_in(client)
    page = reverse("access_login", args=[login.pk])
    keeper.post(page, {"role": "head", "region": "55", "reason": "Приказ 4"})
    assert [one.role for one in access.held_by(login)] == [Role.HEAD]
    answer = keeper.post(page, {"act": "withdraw", "region": "55", "reason": "Приказ 5"})
    assert answer.headers["Location"] == reverse("access")
    assert not is_in(client)
    assert [event.reason for event in Event.objects.filter(name__startswith="role.").order_by("pk")] == [
        *("Приказ 3", "Приказ 4", "Приказ 5"),
    ]


def test_a_link_works_once(world: World, keeper: Client) -> None:
    link = invite(keeper)
    choose(link)
    assert choose(link, "совсем другие слова") == 404
    assert not is_in(signed_in(NAME, "совсем другие слова"))


def test_a_link_is_over_after_three_days(world: World, keeper: Client) -> None:
    link = invite(keeper)
    world.wait(hours=73)
    assert door().get(link).status_code == 404
    assert choose(link) == 404


def test_a_newer_link_closes_the_former_one_and_the_password_with_it(world: World, keeper: Client) -> None:
    first = invite(keeper)
    choose(first)
    client = signed_in(NAME, CHOSEN)
    page = keeper.post(reverse("access_login", args=[User.objects.get(username=NAME).pk]), {"act": "link"})
    second = re.search(r'id="login-link">http://testserver(.*?)<', page.content.decode())
    assert second
    assert is_in(client)  # the owner works on until the link is used
    assert choose(second[1], "совсем другие слова") == 302
    assert not is_in(client)
    assert is_in(signed_in(NAME, "совсем другие слова"))


def test_the_link_is_kept_nowhere(world: World, keeper: Client) -> None:
    token = invite(keeper).rstrip("/").rpartition("/")[2]
    assert token not in str(list(LoginLink.objects.values())) + str(list(Event.objects.values("details", "reason")))
    assert all(token not in morsel.value for morsel in keeper.cookies.values())


def test_a_weak_password_is_refused_and_the_link_still_works(world: World, keeper: Client) -> None:
    link = invite(keeper)
    assert choose(link, "Пароль123456") == 200
    assert choose(link) == 302


@pytest.mark.parametrize("place", [{"role": "administrator", "region": ""}, {"role": "inspector", "region": "25"}])
def test_a_head_is_offered_and_given_no_more_than_a_head_gives(
    world: World, keeper: Client, place: dict[str, str]
) -> None:
    form = {"name": NAME, "last_name": "Петрова", "reason": "Приказ 3", **place}
    page = keeper.post(reverse("access_invite"), form)
    assert page.status_code == 200 and page.context["form"].errors
    assert not User.objects.filter(username=NAME).exists()


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.INSPECTOR, "55", 403),
        (Role.ANALYST, None, 403),
        (Role.HEAD, "25", 200),
        (Role.HEAD, "55", 200),
        (Role.ADMINISTRATOR, None, 200),
    ],
)
def test_who_keeps_logins(world: World, role: Role, code: str | None, status: int, keeper: Client) -> None:
    login = User.objects.create_user("reader", password=PASSWORD)
    access.assign_role(login, role, world.region.__class__.objects.get(pk=code) if code else None)
    client = signed_in("reader")
    assert client.get(reverse("access")).status_code == status
    assert client.get(reverse("access_invite")).status_code == status
    page = client.get(reverse("access_login", args=[User.objects.get(username=KEEPER).pk]))
    assert page.status_code == (status if code != "25" and status == 200 else 404)


def test_nobody_is_offered_to_change_the_own_role(world: World, keeper: Client) -> None:
    own = reverse("access_login", args=[User.objects.get(username=KEEPER).pk])
    assert keeper.get(own).context["form"] is None
    page = keeper.post(own, {"role": "inspector", "region": "55", "reason": "x"})
    assert page.context["refusal"]
    for act in ("factor", "sessions", "link", "switch"):
        keeper.post(own, {"act": act, "reason": "x"})
    assert not Event.objects.filter(name__in=["login.link_made", "login.switched", "login.sessions_ended"]).exists()


def test_before_a_role_is_given_the_keeper_is_asked_again(world: World, keeper: Client) -> None:
    invite(keeper)
    login = User.objects.get(username=NAME)
    world.wait(minutes=11)
    page = keeper.post(reverse("access_login", args=[login.pk]), {"role": "head", "region": "55", "reason": "x"})
    assert page.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert [one.role for one in access.held_by(login)] == [Role.INSPECTOR]


def test_a_switched_off_login_does_not_come_in_and_has_its_roles_again(world: World, keeper: Client) -> None:
    choose(invite(keeper))
    login = User.objects.get(username=NAME)
    client, page = signed_in(NAME, CHOSEN), reverse("access_login", args=[login.pk])
    keeper.post(page, {"act": "switch", "reason": "Отпуск"})
    assert not is_in(client) and not is_in(signed_in(NAME, CHOSEN))
    keeper.post(page, {"act": "switch", "reason": "Вернулась"})
    assert is_in(signed_in(NAME, CHOSEN))


def test_the_review_says_who_may_do_what_where_and_what_was_not_used(world: World, keeper: Client) -> None:
    choose(invite(keeper))
    access.assign_role(User.objects.create_user("program"), Role.API_CLIENT, world.region)
    elsewhere = User.objects.create_user("elsewhere")
    access.assign_role(elsewhere, Role.HEAD, world.region.__class__.objects.get(pk="25"))
    found = {line.login.username: line.is_unused for line in keeper.get(reverse("access_review")).context["lines"]}
    assert found == {KEEPER: False, NAME: True, "program": True, world.by.username: True}
    signed_in(NAME, CHOSEN)
    world.wait(hours=89 * 24)
    signed_in(KEEPER)
    again = signed_in(KEEPER)
    found = {line.login.username: line.is_unused for line in again.get(reverse("access_review")).context["lines"]}
    assert found == {KEEPER: False, NAME: True, "program": True, world.by.username: True}
    world.wait(hours=2 * 24)
    again = signed_in(KEEPER)
    file = again.post(reverse("access_review_file", args=["csv"]))
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    [petrova] = [line for line in lines if line.startswith(NAME)]
    assert "Омская область" in petrova and petrova.endswith("да")
    assert not any("elsewhere" in line for line in lines)
    assert Event.objects.get(name="rights.exported").details["rows"] == 4


def test_a_role_is_used_where_its_login_decided_and_nowhere_else(world: World) -> None:
    """A sign-in says nothing of the place."""
    other = Region.objects.get(pk="25")
    login = User.objects.create_user("both", last_login=timezone.now())
    for region in (world.region, other):
        access.assign_role(login, Role.HEAD, region)
    audit.record("house.demolished", by=login, region=other)
    root = User.objects.create_superuser("root")
    unused = {line.place: line.is_unused for line in review.review(root) if line.login == login}
    assert unused == {world.region.name: True, other.name: False}


@pytest.mark.parametrize("page", ["access", "access_review"])
def test_a_hundred_logins_take_no_more_statements_than_three(world: World, keeper: Client, page: str) -> None:
    def add(names: range) -> None:
        for number in names:
            login = User.objects.create_user(f"{NAME}{number}")
            access.assign_role(login, Role.INSPECTOR, world.region)
            world.inspector(f"Инспектор {number}", user=login)

    add(range(3))
    few = statements(lambda: keeper.get(reverse(page)))
    add(range(3, 100))
    assert_does_not_grow(few, statements(lambda: keeper.get(reverse(page))), at_most=40)
