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


def test_a_message_is_read_by_its_id(client: Client, chat_id: int) -> None:
    mid = client.send(chat_id, "Объявление")
    assert client.message(mid)["body"]["text"] == "Объявление"
    assert client.message(mid)["recipient"]["chat_id"] == chat_id


def test_messages_are_asked_for_by_their_ids(client: Client, chat_id: int) -> None:
    mids = [client.send(chat_id, "Первое"), client.send(chat_id, "Второе")]
    found = client.messages_by_id(chat_id, mids)["messages"]
    assert sorted(each["body"]["text"] for each in found) == ["Второе", "Первое"]


def test_a_message_is_edited_and_deleted(client: Client, messenger: Messenger, chat_id: int) -> None:
    mid = client.send(chat_id, "С 1 декабря")
    assert client.edit_message(mid, "С 2 декабря")["success"] is True
    assert messenger.holds(chat_id)["texts"] == ["С 2 декабря"]
    assert client.delete_message(mid)["success"] is True
    assert messenger.holds(chat_id)["texts"] == []
