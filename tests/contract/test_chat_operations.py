"""What an account sees of a chat and may change in it."""

import pytest
from contract_place import NEIGHBOUR, OWNER, TOKEN

from supervision.messenger.errors import NoRights, NotFound, RequestRejected, TokenRejected


def test_the_same_token_is_the_same_bot(place, account):
    assert account.me() == place.account().me()
    assert account.me().user_id != place.account("emulator-25").me().user_id


@pytest.mark.parametrize("header", ["", f"Bearer {TOKEN}", "something-else", "emulator-"])
def test_a_header_that_is_not_the_raw_token_is_refused(place, header):
    answer = place.raw("GET", "/me", token=header)
    assert (answer.status_code, answer.json()["code"]) == (401, "verify.token")


def test_a_token_in_the_query_is_refused(place):
    assert place.raw("GET", f"/me?access_token={TOKEN}").status_code == 401


def test_a_wrong_token_is_a_typed_error_that_does_not_quote_it(place):
    with pytest.raises(TokenRejected) as caught:
        place.account("secret-token-1").me()
    assert "secret-token-1" not in str(caught.value)


@pytest.mark.parametrize(
    "method, path", [("GET", "/chats"), ("POST", "/chats"), ("GET", "/nonsense"), ("PATCH", "/me")]
)
def test_operations_that_max_does_not_have_are_unknown_paths(place, method, path):
    answer = place.raw(method, path)
    assert (answer.status_code, answer.json()["message"]) == (404, f"Path {path} is not recognized")


def test_a_chat_cannot_be_deleted_by_a_bot(place, chat):
    answer = place.raw("DELETE", f"/chats/{chat.chat_id}")
    assert (answer.status_code, answer.json()["success"]) == (200, False)


def test_a_chat_of_another_account_is_not_found(place, chat):
    with pytest.raises(NotFound):
        place.account("emulator-25").chat(chat.chat_id)


def test_a_bot_that_was_removed_is_denied(place, account, chat):
    place.emulator.people.remove_bot(chat.chat_id, TOKEN)
    with pytest.raises(NoRights):
        account.chat(chat.chat_id)


def test_the_owner_is_hidden_from_a_bot_that_is_no_administrator(place, account):
    made_by_hand = place.emulator.people.create_chat(owner_id=OWNER, title="Двор")
    place.emulator.people.add_bot(made_by_hand.chat_id, TOKEN, as_admin=False)
    assert account.chat(made_by_hand.chat_id).owner_id is None
    with pytest.raises(NoRights):
        account.admins(made_by_hand.chat_id)


def test_title_and_description_are_changed_separately(account, chat):
    account.edit_chat(chat.chat_id, title="Омск, ул. Мира, д. 1")
    account.edit_chat(chat.chat_id, description="Официальный чат дома")
    seen = account.chat(chat.chat_id)
    assert (seen.title, seen.description) == ("Омск, ул. Мира, д. 1", "Официальный чат дома")
    assert account.edit_chat(chat.chat_id, description="").description == ""


@pytest.mark.parametrize("title", ["", "я" * 201])
def test_a_title_outside_1_to_200_characters_is_refused(account, chat, title):
    with pytest.raises(RequestRejected):
        account.edit_chat(chat.chat_id, title=title)


def test_what_people_change_by_hand_is_seen(place, account, chat):
    place.emulator.people.rename_chat(chat.chat_id, "Наш дом")
    place.emulator.people.change_owner(chat.chat_id, NEIGHBOUR)
    seen = account.chat(chat.chat_id)
    assert (seen.title, seen.owner_id, seen.participants_count) == ("Наш дом", NEIGHBOUR, 3)


def test_members_are_those_of_the_asked_who_are_in_the_chat(place, account, chat):
    place.emulator.people.join(chat.chat_id, NEIGHBOUR)
    asked = [*range(1, 150), NEIGHBOUR, OWNER]
    assert {member.user_id for member in account.members(chat.chat_id, asked)} == {NEIGHBOUR, OWNER}
    assert account.members(chat.chat_id, []) == ()


def test_repeated_user_ids_are_read_like_a_comma_separated_list(place, chat):
    answer = place.raw("GET", f"/chats/{chat.chat_id}/members?user_ids={OWNER}&user_ids=5")
    assert [member["user_id"] for member in answer.json()["members"]] == [OWNER]


def test_members_come_in_pages_until_the_marker_is_null(place, chat):
    for user_id in range(1000, 1030):
        place.emulator.people.join(chat.chat_id, user_id)
    seen, marker = [], 0
    while marker is not None:
        page = place.raw("GET", f"/chats/{chat.chat_id}/members?count=15&marker={marker}").json()
        seen, marker = seen + [member["user_id"] for member in page["members"]], page["marker"]
    assert len(seen) == len(set(seen)) == 32
