"""A chat and its members, through every client and as the emulator holds them."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from client import Client
from messenger import NEIGHBOUR, OWNER, REPRESENTATIVE, Messenger

# a picture of one dot
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def ids(answer: dict[str, Any]) -> list[int]:
    return [member["user_id"] for member in answer["members"]]


def test_the_bot_knows_itself(client: Client) -> None:
    assert client.me()["is_bot"] is True


def test_a_chat_is_read_as_the_emulator_holds_it(client: Client, messenger: Messenger, chat_id: int) -> None:
    chat, held = client.chat(chat_id), messenger.holds(chat_id)
    assert (chat["chat_id"], chat["type"], chat["status"]) == (chat_id, "chat", "active")
    assert (chat["title"], chat["owner_id"]) == (held["title"], held["owner_id"]) == ("Дом 1", OWNER)
    assert chat["participants_count"] == len(held["participants"])


def test_members_are_paged_to_the_end(client: Client, messenger: Messenger, chat_id: int) -> None:
    for user_id in range(900, 910):
        messenger.play("join", chat_id=chat_id, user_id=user_id)
    pages, marker = [], None
    while not pages or marker is not None:
        page = client.members(chat_id, count=5, marker=marker)
        pages.append(ids(page))
        marker = page.get("marker")
    assert [len(page) for page in pages] == [5, 5, 4]
    assert sorted(user_id for page in pages for user_id in page) == messenger.holds(chat_id)["participants"]


def test_members_are_asked_for_by_their_ids(client: Client, chat_id: int) -> None:
    """maxapi and the official client write user_ids=1,2, the generated one user_ids=1&user_ids=2."""
    assert ids(client.people(chat_id, [REPRESENTATIVE, NEIGHBOUR, 4])) == [REPRESENTATIVE, NEIGHBOUR]


def test_the_bot_reads_its_own_membership(client: Client, chat_id: int) -> None:
    membership = client.membership(chat_id)
    assert membership["user_id"] == client.me()["user_id"]
    assert membership["is_admin"] is True and "add_admins" in membership["permissions"]


def test_title_and_description_are_edited_each_alone(client: Client, messenger: Messenger, chat_id: int) -> None:
    assert client.edit(chat_id, title="Дом 1, ул. Мира")["title"] == "Дом 1, ул. Мира"
    assert client.edit(chat_id, description="Чат дома")["description"] == "Чат дома"
    held = messenger.holds(chat_id)
    assert (held["title"], held["description"]) == ("Дом 1, ул. Мира", "Чат дома")


def test_an_empty_description_removes_it(client: Client, messenger: Messenger, chat_id: int) -> None:
    client.edit(chat_id, description="Чат дома")
    assert not client.edit(chat_id, description="").get("description")
    assert messenger.holds(chat_id)["description"] == ""


def test_an_uploaded_picture_becomes_the_icon(
    client: Client, messenger: Messenger, chat_id: int, tmp_path: Path
) -> None:
    picture = tmp_path / "house.png"
    picture.write_bytes(b64decode(DOT))
    icon = client.set_icon(chat_id, picture)["icon"]["url"]
    assert icon == client.chat(chat_id)["icon"]["url"] == messenger.holds(chat_id)["icon"]


def test_a_removed_member_is_out(client: Client, messenger: Messenger, chat_id: int) -> None:
    assert client.remove(chat_id, NEIGHBOUR)["success"] is True
    assert NEIGHBOUR not in messenger.holds(chat_id)["participants"]


def test_the_bot_leaves(client: Client, messenger: Messenger, chat_id: int) -> None:
    assert client.leave(chat_id)["success"] is True
    assert messenger.holds(chat_id)["participants"] == [OWNER, NEIGHBOUR, REPRESENTATIVE]
