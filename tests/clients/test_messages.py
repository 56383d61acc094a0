"""Messages and the pinned one, through every client and as the emulator holds them."""

from client import Client
from messenger import Messenger


def test_a_sent_message_is_in_the_chat(client: Client, messenger: Messenger, chat_id: int) -> None:
    mid = client.send(chat_id, "С 1 декабря домом управляет ООО «Уют»")
    (message,) = client.messages(chat_id)["messages"]
    assert message["body"]["mid"] == mid
    assert messenger.holds(chat_id)["texts"] == [message["body"]["text"]] == ["С 1 декабря домом управляет ООО «Уют»"]


def test_a_message_is_pinned_and_unpinned(client: Client, messenger: Messenger, chat_id: int) -> None:
    mid = client.send(chat_id, "Объявление")
    assert client.pin(chat_id, mid)["success"] is True
    assert client.pinned(chat_id)["message"]["body"]["mid"] == mid == messenger.holds(chat_id)["pinned"]
    assert client.unpin(chat_id)["success"] is True
    assert messenger.holds(chat_id)["pinned"] is None and not client.pinned(chat_id).get("message")
