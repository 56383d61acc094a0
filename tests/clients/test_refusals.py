"""A refusal reaches whoever calls as the client's own error, with the messenger's status and code."""

from collections.abc import Callable

import pytest
from client import Client, Refused
from messenger import REPRESENTATIVE, TOKEN, Messenger

NOWHERE = -70_999_999_999_999


@pytest.fixture
def powerless(client: Client, messenger: Messenger, chat_id: int) -> int:
    """A chat in which the bot is a plain participant."""
    messenger.play("remove_bot", chat_id=chat_id, token=TOKEN)
    messenger.play("join", chat_id=chat_id, user_id=client.me()["user_id"])
    return chat_id


def refusal(call: Callable[..., object], *arguments: object, **named: object) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.status, refused.value.code


def test_an_unknown_chat_is_not_found(client: Client) -> None:
    assert refusal(client.chat, NOWHERE) == (404, "chat.not.found")
    assert refusal(client.members, NOWHERE, count=5) == (404, "chat.not.found")


def test_a_stranger_finds_no_chat(stranger: Client, messenger: Messenger, chat_id: int) -> None:
    assert refusal(stranger.chat, chat_id) == (404, "chat.not.found")
    assert refusal(stranger.edit, chat_id, title="Чужой") == (404, "chat.not.found")
    assert messenger.holds(chat_id)["title"] == "Дом 1"


def test_a_removed_bot_is_denied(client: Client, messenger: Messenger, chat_id: int) -> None:
    messenger.play("remove_bot", chat_id=chat_id, token=TOKEN)
    assert refusal(client.chat, chat_id) == (403, "chat.denied")
    assert refusal(client.grant, chat_id, REPRESENTATIVE, []) == (403, "chat.denied")
    assert refusal(client.send, chat_id, "Ещё здесь") == (403, "chat.denied")
    held = messenger.holds(chat_id)
    assert held["admins"] == {} and held["texts"] == []


def test_a_bot_without_the_right_is_denied(client: Client, messenger: Messenger, powerless: int) -> None:
    assert refusal(client.edit, powerless, title="Другой") == (403, "chat.denied")
    assert refusal(client.members, powerless, count=5) == (403, "chat.denied")
    assert refusal(client.revoke, powerless, REPRESENTATIVE) == (403, "chat.denied")
    assert messenger.holds(powerless)["title"] == "Дом 1"


def test_a_message_of_nowhere_is_not_pinned(client: Client, messenger: Messenger, chat_id: int) -> None:
    assert refusal(client.pin, chat_id, "mid.0") == (404, "message.not.found")
    assert messenger.holds(chat_id)["pinned"] is None


def test_a_message_of_nowhere_is_not_found(client: Client) -> None:
    assert refusal(client.message, "mid.0") == (404, "message.not.found")


def test_too_many_calls_are_refused(client: Client, messenger: Messenger, chat_id: int) -> None:
    messenger.play("fault", kind="too_many", operation="edit_chat")
    assert refusal(client.edit, chat_id, title="Рано") == (429, "too.many.requests")
    assert messenger.holds(chat_id)["title"] == "Дом 1"


def test_a_wrong_token_is_refused(make_client: Callable[[str], Client], chat_id: int) -> None:
    assert refusal(make_client("nobody").chat, chat_id) == (401, "verify.token")
