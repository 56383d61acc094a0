"""Appointing and dismissing through every client, compared with what the emulator holds afterwards."""

from client import Client
from messenger import NEIGHBOUR, OWNER, REPRESENTATIVE, Messenger

PRESET = ["read_all_messages", "write", "pin_message"]


def rights_held(messenger: Messenger, chat_id: int) -> dict[str, list[str]]:
    return messenger.holds(chat_id)["admins"]


def test_an_appointed_person_has_the_rights_and_can_call(client: Client, messenger: Messenger, chat_id: int) -> None:
    assert client.grant(chat_id, REPRESENTATIVE, PRESET, alias="УК «Уют»")["success"] is True
    assert rights_held(messenger, chat_id) == {str(REPRESENTATIVE): sorted([*PRESET, "can_call"])}
    (admin,) = [each for each in client.admins(chat_id)["members"] if each["user_id"] == REPRESENTATIVE]
    assert admin["alias"] == "УК «Уют»" and sorted(admin["permissions"]) == sorted([*PRESET, "can_call"])


def test_the_list_of_administrators_names_the_owner(client: Client, chat_id: int) -> None:
    (owner,) = [each for each in client.admins(chat_id)["members"] if each["is_owner"]]
    assert owner["user_id"] == OWNER and owner["is_admin"] is True


def test_a_second_appointment_replaces_all_rights(client: Client, messenger: Messenger, chat_id: int) -> None:
    client.grant(chat_id, REPRESENTATIVE, PRESET, alias="УК")
    client.grant(chat_id, REPRESENTATIVE, ["change_chat_info"])
    assert rights_held(messenger, chat_id) == {str(REPRESENTATIVE): ["can_call", "change_chat_info"]}


def test_a_dismissed_administrator_stays_a_participant(client: Client, messenger: Messenger, chat_id: int) -> None:
    client.grant(chat_id, REPRESENTATIVE, PRESET)
    assert client.revoke(chat_id, REPRESENTATIVE)["success"] is True
    assert rights_held(messenger, chat_id) == {}
    assert REPRESENTATIVE in messenger.holds(chat_id)["participants"]


def test_who_is_not_in_the_chat_is_not_appointed(client: Client, messenger: Messenger, chat_id: int) -> None:
    """HTTP 200 with success: false, which no client takes for an error: the caller has to look."""
    answer = client.grant(chat_id, 4, PRESET)
    assert answer["success"] is False and "not a participant" in answer["message"]
    assert rights_held(messenger, chat_id) == {}


def test_the_owner_is_not_dismissed(client: Client, messenger: Messenger, chat_id: int) -> None:
    assert client.revoke(chat_id, OWNER)["success"] is False
    assert messenger.holds(chat_id)["owner_id"] == OWNER


def test_a_neighbour_is_no_administrator_to_dismiss(client: Client, chat_id: int) -> None:
    assert client.revoke(chat_id, NEIGHBOUR)["success"] is False
