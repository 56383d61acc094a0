"""Before what concerns many houses, the portal asks again who sits there."""

import secrets
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision import access, audit
from supervision.enums import Role
from supervision.errors import AskAgain
from supervision.models import Event, MessengerAccount
from supervision.previews.outlooks import as_if
from tests.kept_sessions import all_held
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
PASSWORD, SECRET = "длинный пароль 1", "совсем другой пароль 77"
APPROVE = reverse("admin:supervision_messengeraccount_press", args=["55", "approve"])
ASKED = reverse("account_reauthenticate")


@pytest.fixture
def head(world: World) -> Client:
    MessengerAccount.objects.update(held_reason="Слишком много изменений")
    user = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(user, Role.HEAD, world.region)
    client = Client(REMOTE_ADDR="fd00:" + ":".join(secrets.token_hex(2) for _ in range(3)) + "::1")
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def test_whoever_signed_in_a_moment_ago_is_not_asked(world: World, head: Client) -> None:
    head.post(APPROVE, {"reason": "Приказ 7"})
    assert world.account().held_reason == ""


def test_later_the_password_is_asked_for_and_the_button_then_pressed(world: World, head: Client) -> None:
    world.wait(minutes=11)
    answer = head.post(APPROVE, {"reason": "Приказ 7"})
    assert answer.headers["Location"].startswith(ASKED)
    assert world.account().held_reason != ""
    assert "Приказ" not in head.get(answer.headers["Location"]).content.decode()

    answer = head.post(answer.headers["Location"], {"password": PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert world.account().held_reason == ""
    assert Event.objects.get(name="limit.approved").reason == "Приказ 7"


def test_with_a_wrong_password_nothing_is_pressed(world: World, head: Client) -> None:
    world.wait(minutes=11)
    asked = head.post(APPROVE, {"reason": "Приказ 7"}).headers["Location"]
    head.post(asked, {"password": "не тот"})
    assert world.account().held_reason != ""


def test_buttons_of_one_chat_are_not_asked_about(world: World, head: Client) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    world.wait(minutes=11)
    url = reverse("admin:supervision_chat_press", args=[world.chat(house).pk, "look"])
    assert head.post(url).headers["Location"] == reverse("admin:supervision_chat_change", args=[world.chat(house).pk])


@pytest.mark.parametrize("button", ["link", "unlink"])
def test_whose_chat_is_official_is_asked_about(world: World, head: Client, button: str) -> None:
    """Whoever names a chat gives the house, and its residents, one of their choice."""
    house = world.house("г. Омск, ул. Мира, д. 1")
    if button == "unlink":
        world.push()
    before = world.chat(house).messenger_id
    world.wait(minutes=11)
    url = reverse("admin:supervision_chat_press", args=[world.chat(house).pk, button])
    answer = head.post(url, {"named": "4711", "reason": "Удалён", "messenger_id": str(before or "")})
    assert answer.headers["Location"].startswith(ASKED)
    assert world.chat(house).messenger_id == before


def test_letting_chats_turn_to_a_trouble_is_asked_about(world: World, head: Client) -> None:
    MessengerAccount.objects.update(trouble="Токен отозван")
    world.wait(minutes=11)
    url = reverse("admin:supervision_messengeraccount_press", args=["55", "retry"])
    assert head.post(url).headers["Location"].startswith(ASKED)
    assert world.account().trouble == "Токен отозван"


def test_a_preview_asks_nobody_again_and_what_it_shows_does(world: World) -> None:
    def change() -> None:
        with audit.event("region.policy_changed", by=world.by, region=world.region):
            pass

    with access.coming(access.Visit(proven=lambda: False)):
        assert as_if(change, lambda: "what would be") == "what would be"
        with pytest.raises(AskAgain):
            change()
    assert not Event.objects.filter(name="region.policy_changed").exists()


def forms_with_secrets(world: World) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms that take a password or a token of another; one's own password is changed with the old one."""
    other = User.objects.create_user("other")
    yield reverse("admin:auth_user_password_change", args=[other.pk]), {"password1": SECRET, "password2": SECRET}
    yield reverse("admin:supervision_messengeraccount_token", args=[world.region.pk]), {"token": SECRET}


def test_no_form_with_a_secret_waits_in_the_session_for_the_answer(world: World) -> None:
    """Whoever reads the table of sessions would read it there."""
    User.objects.create_superuser("root", password=PASSWORD)
    client = Client(REMOTE_ADDR="fd00::77")
    client.post(reverse("account_login"), {"login": "root", "password": PASSWORD})
    world.wait(minutes=11)
    for path, fields in forms_with_secrets(world):
        answer = client.post(path, fields)
        assert answer.headers["Location"].startswith(ASKED), path
        assert SECRET not in str(all_held()), path
    answer = client.post(answer.headers["Location"], {"password": PASSWORD}, follow=True)
    assert "заполните форму ещё раз" in answer.content.decode()
