"""The door at which the messenger knocks: who is let in, what is answered, what it costs."""

import json
import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.linking.subscriptions import secret_of
from supervision.messenger_webhook import MOST_BYTES
from supervision.models import House, MessengerUpdate, SyncRequest
from tests.postman import Postman, kept, knock
from tests.world import World

# BEGIN and COMMIT are savepoints here, as the test has a transaction of its own
STATEMENTS_OF_A_MARK = 14  # two for the list of chats in the dialog of who joined, two for programs that hear of it
STATEMENTS_OF_A_RESIDENT = 8  # with those that ask for the seed of the secret and for the day


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    return house


def statements(update: dict[str, object]) -> int:
    secret = secret_of("55")
    with CaptureQueriesContext(connection) as queries:
        assert knock(json.dumps(update).encode(), secret=secret) == 200
    return len(queries)


def test_the_messenger_is_let_in_by_its_secret_and_needs_no_csrf_token(world: World, house: House) -> None:
    update = Postman(world).tell("chat_title_changed", world.chat(house).messenger_id, 7, title="Наш дом")
    assert Postman(world).post(update) == 200
    assert kept() == [("chat_title_changed", "marked")]


@pytest.mark.parametrize(
    ("region", "secret"),
    [("55", ""), ("55", "guessed-secret"), ("55", "секрет"), ("99", "guessed-secret"), ("99", "")],
)
def test_every_stranger_gets_the_same_answer(world: World, house: House, region: str, secret: str) -> None:
    body = json.dumps(Postman(world).tell("bot_removed", world.chat(house).messenger_id, 7)).encode()
    shown = secret.encode().decode("latin-1")  # as a header's bytes reach a WSGI application
    assert knock(body, region=region, secret=shown) == 403
    assert knock(b"{", region=region, secret=shown) == 403
    assert kept() == []


def test_the_secret_of_another_region_opens_nothing(world: World) -> None:
    assert secret_of("55") != secret_of("25")
    assert knock(b"{}", secret=secret_of("25")) == 403


def test_a_region_without_an_account_is_as_unknown_as_one_that_there_is_not(world: World) -> None:
    assert knock(b"{}", region="zz") == 403


def test_only_posts_are_taken(world: World) -> None:
    assert Client().get(reverse("webhook", args=["55"])).status_code == 405


def test_a_body_larger_than_any_update_is_refused(world: World) -> None:
    assert knock(b" " * (MOST_BYTES + 1)) == 413
    assert knock(json.dumps({"update_type": "new", "x": "y" * (MOST_BYTES - 100)}).encode()) == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'"text"', b"\xff\xfe", b'{"update_type": 7}', b"[" * 100_000]
)
def test_what_cannot_be_read_is_taken_so_that_it_is_not_repeated(world: World, body: bytes) -> None:
    assert knock(body) == 200
    assert kept() == []


def test_what_cannot_be_read_is_logged_without_its_words(world: World, caplog: pytest.LogCaptureFixture) -> None:
    knock('{"update_type": "user_added", "chat_id": "Иван Петров"}'.encode())
    assert "region 55: a webhook cannot be read" in caplog.text
    assert "Петров" not in caplog.text


def test_a_type_of_the_future_is_kept_and_ignored(world: World, house: House) -> None:
    assert Postman(world).post({"update_type": "chat_painted\0", "colour": "green"}) == 200
    assert kept() == [("chat_painted", "ignored")]


def test_what_residents_write_is_dropped_before_it_is_kept(
    world: World, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = {"sender": {"user_id": 7, "first_name": "Иван", "is_bot": False}, "body": {"mid": "m1", "text": "Привет"}}
    message = {**body, "recipient": {"chat_id": world.chat(house).messenger_id}, "timestamp": 1}
    assert Postman(world).post({"update_type": "message_created", "timestamp": 1, "message": message}) == 200
    assert not MessengerUpdate.objects.exists()
    assert "Привет" not in caplog.text and "Иван" not in caplog.text


def test_no_name_of_somebody_who_comes_is_kept(world: World, house: House) -> None:
    told = Postman(world).tell("user_added", world.chat(house).messenger_id, 70_001)
    names = {told["user"]["first_name"], told["user"]["last_name"]}
    assert Postman(world).post(told) == 200
    row = MessengerUpdate.objects.values().get()
    assert (row["update_type"], row["user_id"]) == ("user_added", 70_001)
    assert names and not any(name in f"{value}" for name in names for value in row.values())


def test_the_secret_is_in_no_log(world: World, house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for body in (b"{", b"{}", b" " * (MOST_BYTES + 1)):
        knock(body)
    Client().get(reverse("webhook", args=["55"]), headers={"X-Max-Bot-Api-Secret": secret_of("55")})
    assert caplog.records
    assert secret_of("55") not in caplog.text


def test_a_mark_costs_the_same_few_statements_in_a_large_region(world: World, house: House) -> None:
    company = house.periods.get().organisation
    postman, chat_id = Postman(world), world.chat(house).messenger_id
    first = world.representative(company, "Первый")
    assert statements(postman.tell("user_added", chat_id, first.messenger_id)) == STATEMENTS_OF_A_MARK
    world.houses(50, company)
    for number in range(50):
        last = world.representative(company, f"Представитель {number}")
    assert statements(postman.tell("user_added", chat_id, last.messenger_id)) == STATEMENTS_OF_A_MARK


def test_a_resident_costs_fewer_and_no_call(world: World, house: House) -> None:
    calls = world.messenger.calls.write, world.messenger.calls.read
    update = Postman(world).tell("user_added", world.chat(house).messenger_id, 70_001)
    assert statements(update) == STATEMENTS_OF_A_RESIDENT
    assert (world.messenger.calls.write, world.messenger.calls.read) == calls
    assert not SyncRequest.objects.exists()
