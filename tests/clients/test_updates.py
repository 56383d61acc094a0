"""What the messenger tells by itself: long polling, and subscriptions to webhooks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from client import Client, Refused
from messenger import NEIGHBOUR, OWNER, TOKEN, Messenger

PATIENCE = 60  # seconds: what is told ends a poll at once, so this is never waited for
NEWCOMER = 903
URL, SECRET, KINDS = "https://portal.example/max", "secret-word", ["bot_added", "user_added"]


@pytest.fixture
def marker(client: Client, chat_id: int) -> int:
    """Where the bot's updates stand after the chat was made."""
    return client.updates([], timeout=PATIENCE)["marker"]


@pytest.fixture
def subscriber(stranger: Client) -> Iterator[Client]:
    """A bot that is in no chat, so that nothing is sent to the address."""
    assert stranger.subscribe(URL, SECRET, KINDS)["success"] is True
    yield stranger
    for each in stranger.subscriptions():
        stranger.unsubscribe(each["url"])


def test_an_open_poll_hears_of_a_newcomer(client: Client, messenger: Messenger, chat_id: int, marker: int) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        polled = elsewhere.submit(client.updates, ["user_added"], timeout=PATIENCE, marker=marker)
        messenger.play("join", chat_id=chat_id, user_id=NEWCOMER)
        (update,) = polled.result()["updates"]
    assert (update["update_type"], update["chat_id"]) == ("user_added", chat_id)
    assert update["user"]["user_id"] == NEWCOMER


def test_what_a_marker_confirms_is_not_told_again(client: Client, messenger: Messenger, chat_id: int) -> None:
    messenger.play("rename", chat_id=chat_id, title="Дом 2")
    told = client.updates([], timeout=PATIENCE)
    assert told["updates"][-1]["title"] == "Дом 2"
    assert client.updates([], timeout=1, marker=told["marker"])["updates"] == []


def test_several_kinds_are_asked_for_at_once(client: Client, messenger: Messenger, chat_id: int, marker: int) -> None:
    """The schema wants types=a,b; the generated client repeats the parameter all the same."""
    messenger.play("leave", chat_id=chat_id, user_id=NEIGHBOUR)
    messenger.play("rename", chat_id=chat_id, title="Дом 2")
    messenger.play("join", chat_id=chat_id, user_id=NEWCOMER)
    updates = client.updates(["user_added", "user_removed"], timeout=PATIENCE, marker=marker)["updates"]
    assert [each["update_type"] for each in updates] == ["user_removed", "user_added"]


def test_a_bot_is_told_that_it_was_added_and_removed(client: Client, messenger: Messenger, marker: int) -> None:
    chat_id = messenger.play("chat", owner_id=OWNER, title="Дом 3", token=TOKEN)["chat_id"]
    messenger.play("remove_bot", chat_id=chat_id, token=TOKEN)
    updates = client.updates(["bot_added", "bot_removed"], timeout=PATIENCE, marker=marker)["updates"]
    assert [(each["update_type"], each["chat_id"]) for each in updates] == [
        ("bot_added", chat_id),
        ("bot_removed", chat_id),
    ]


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
