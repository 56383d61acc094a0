"""What the messenger tells by itself: long polling, and subscriptions to webhooks."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from client import Client, Refused
from messenger import NEIGHBOUR, OWNER, Messenger

PATIENCE = 60  # seconds: what is told ends a poll at once, so this is never waited for
NEWCOMER = 903
URL, SECRET, KINDS = "https://portal.example/max", "secret-word", ["bot_added", "user_added"]


@pytest.fixture
def token() -> str:
    """Of a bot of its own for every test, which has heard of nothing yet."""
    return f"emulator-{uuid4().hex}"


@pytest.fixture
def listener(make_client: Callable[[str], Client], messenger: Messenger, chat_id: int, token: str) -> Client:
    messenger.play("add_bot", chat_id=chat_id, token=token)
    return make_client(token)


@pytest.fixture
def marker(listener: Client) -> int:
    """Where its updates stand after it was added to the chat."""
    return listener.updates([], timeout=PATIENCE)["marker"]


@pytest.fixture
def subscriber(stranger: Client) -> Iterator[Client]:
    """A bot that is in no chat, so that nothing is sent to the address."""
    assert stranger.subscribe(URL, SECRET, KINDS)["success"] is True
    yield stranger
    for each in stranger.subscriptions():
        stranger.unsubscribe(each["url"])


def test_an_open_poll_hears_of_a_newcomer(listener: Client, messenger: Messenger, chat_id: int, marker: int) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        polled = elsewhere.submit(listener.updates, ["user_added"], timeout=PATIENCE, marker=marker)
        messenger.play("join", chat_id=chat_id, user_id=NEWCOMER)
        (update,) = polled.result()["updates"]
    assert (update["update_type"], update["chat_id"]) == ("user_added", chat_id)
    assert update["user"]["user_id"] == NEWCOMER


def test_what_a_marker_confirms_is_not_told_again(listener: Client, messenger: Messenger, chat_id: int) -> None:
    messenger.play("rename", chat_id=chat_id, title="Дом 2")
    told = listener.updates([], timeout=PATIENCE)
    assert told["updates"][-1]["title"] == "Дом 2"
    assert listener.updates([], timeout=1, marker=told["marker"])["updates"] == []


def test_several_kinds_are_asked_for_at_once(listener: Client, messenger: Messenger, chat_id: int, marker: int) -> None:
    """The schema wants types=a,b; the generated client repeats the parameter all the same."""
    messenger.play("leave", chat_id=chat_id, user_id=NEIGHBOUR)
    messenger.play("rename", chat_id=chat_id, title="Дом 2")
    messenger.play("join", chat_id=chat_id, user_id=NEWCOMER)
    updates = listener.updates(["user_added", "user_removed"], timeout=PATIENCE, marker=marker)["updates"]
    assert [each["update_type"] for each in updates] == ["user_removed", "user_added"]


def test_a_bot_is_told_that_it_was_added_and_removed(listener: Client, messenger: Messenger, token: str) -> None:
    elsewhere = messenger.play("chat", owner_id=OWNER, title="Дом 3", token=token)["chat_id"]
    messenger.play("remove_bot", chat_id=elsewhere, token=token)
    updates = listener.updates(["bot_added", "bot_removed"], timeout=PATIENCE)["updates"]
    told = [each["update_type"] for each in updates if each["chat_id"] == elsewhere]
    assert told == ["bot_added", "bot_removed"]


def test_a_subscription_is_listed_until_it_is_ended(subscriber: Client) -> None:
    (listed,) = subscriber.subscriptions()
    assert (listed["url"], sorted(listed["update_types"])) == (URL, KINDS)
    assert subscriber.unsubscribe(URL)["success"] is True
    assert subscriber.subscriptions() == []


def test_a_subscribed_bot_cannot_poll(subscriber: Client) -> None:
    with pytest.raises(Refused) as refused:
        subscriber.updates([], timeout=1)
    assert refused.value.status == 405


@pytest.mark.filterwarnings("ignore:URL вебхука не использует HTTPS")  # maxapi warns of it before it asks
@pytest.mark.parametrize("url", ["http://portal.example/max", "https://portal.example:8443/max"])
def test_an_address_that_is_not_https_on_443_is_refused(stranger: Client, url: str) -> None:
    with pytest.raises(Refused) as refused:
        stranger.subscribe(url, SECRET, KINDS)
    assert refused.value.status == 400 and stranger.subscriptions() == []
