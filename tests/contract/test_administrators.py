"""Appointing and dismissing the administrators of a chat."""

import pytest
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, TOKEN

from supervision.messenger.errors import NoRights, RequestRejected
from supervision.messenger.port import Right


def admins(account, chat):
    """The appointed ones: without the owner and the bot."""
    return {a.user_id: a for a in account.admins(chat.chat_id) if not a.is_owner and not a.is_bot}


def test_a_participant_becomes_administrator_with_rights_and_alias(place, account, chat):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК «Дом»")
    appointed = admins(account, chat)[REPRESENTATIVE]
    assert (appointed.rights, appointed.alias, appointed.is_admin) == (PRESET, "УК «Дом»", True)


def test_the_right_to_call_comes_with_every_appointment(place, account, chat):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=frozenset(), alias="")
    seen = place.raw("GET", f"/chats/{chat.chat_id}/members?user_ids={REPRESENTATIVE}").json()
    assert seen["members"][0]["permissions"] == ["can_call"]


def test_a_person_who_is_not_in_the_chat_cannot_become_administrator(account, chat):
    with pytest.raises(RequestRejected, match="not a participant"):
        account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    assert admins(account, chat) == {}


def test_a_refused_person_joins_by_the_link_after_a_while(place, account, chat):
    place.emulator.people.auto_join_ms, place.emulator.clock = 50, lambda: 100.0
    with pytest.raises(RequestRejected):
        account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    assert account.members(chat.chat_id, [REPRESENTATIVE]) == ()
    place.emulator.clock = lambda: 100.1
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    assert set(admins(account, chat)) == {REPRESENTATIVE}


def test_a_person_who_was_asked_for_joins_by_the_link_after_a_while(place, account, chat):
    """As whoever was killed before the refused appointment arrived does."""
    place.emulator.people.auto_join_ms, place.emulator.clock = 50, lambda: 100.0
    assert account.members(chat.chat_id, [REPRESENTATIVE]) == ()
    place.emulator.clock = lambda: 100.1
    assert [one.user_id for one in account.members(chat.chat_id, [REPRESENTATIVE])] == [REPRESENTATIVE]


def test_a_second_appointment_replaces_all_rights_and_touches_nobody_else(place, account, chat):
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        place.emulator.people.join(chat.chat_id, user_id)
        account.grant_admin(chat.chat_id, user_id=user_id, rights=PRESET, alias="")
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=frozenset({Right.ADD_ADMINS}), alias="")
    rights = {user_id: admin.rights for user_id, admin in admins(account, chat).items()}
    assert rights == {REPRESENTATIVE: frozenset({Right.ADD_ADMINS}), NEIGHBOUR: PRESET}


@pytest.mark.parametrize("right", [Right.WRITE, Right.PIN_MESSAGE])
def test_write_and_pin_need_read_all_messages(place, account, chat, right):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    with pytest.raises(RequestRejected, match="read_all_messages"):
        account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=frozenset({right}), alias="")
    body = {"admins": [{"user_id": REPRESENTATIVE, "permissions": [right.value]}]}
    assert not place.raw("POST", f"/chats/{chat.chat_id}/members/admins", json=body).json()["success"]


def test_the_old_name_of_a_right_is_understood(place, account, chat):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    rights = ["read_all_messages", "post_edit_delete_message"]
    body = {"admins": [{"user_id": REPRESENTATIVE, "permissions": rights}]}
    assert place.raw("POST", f"/chats/{chat.chat_id}/members/admins", json=body).json() == {"success": True}
    assert admins(account, chat)[REPRESENTATIVE].rights == {Right.READ_ALL_MESSAGES, Right.WRITE}


@pytest.mark.parametrize("rights", [["rule_the_world"], ["add_admins", "add_admins"], "add_admins"])
def test_an_unknown_a_doubled_and_a_bare_right_are_refused(place, chat, rights):
    body = {"admins": [{"user_id": OWNER, "permissions": rights}]}
    assert place.raw("POST", f"/chats/{chat.chat_id}/members/admins", json=body).status_code == 400


def test_the_owner_can_be_neither_appointed_nor_dismissed(account, chat):
    with pytest.raises(RequestRejected, match="owner"):
        account.grant_admin(chat.chat_id, user_id=OWNER, rights=PRESET, alias="")
    with pytest.raises(RequestRejected, match="owner"):
        account.revoke_admin(chat.chat_id, user_id=OWNER)


def test_a_dismissed_administrator_stays_a_participant(place, account, chat):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК")
    account.revoke_admin(chat.chat_id, user_id=REPRESENTATIVE)
    (member,) = account.members(chat.chat_id, [REPRESENTATIVE])
    assert (member.is_admin, member.rights, member.alias) == (False, frozenset(), "")


def test_a_plain_participant_cannot_be_dismissed(place, account, chat):
    place.emulator.people.join(chat.chat_id, NEIGHBOUR)
    with pytest.raises(RequestRejected, match="not an administrator"):
        account.revoke_admin(chat.chat_id, user_id=NEIGHBOUR)


def test_the_fifty_first_administrator_is_refused(place, account, chat):
    everybody = range(1000, 1049)
    for user_id in everybody:
        place.emulator.people.join(chat.chat_id, user_id)
    for user_id in everybody[:48]:
        place.emulator.people.appoint(chat.chat_id, user_id)
    with pytest.raises(RequestRejected, match="50 at most"):
        account.grant_admin(chat.chat_id, user_id=everybody[48], rights=PRESET, alias="")
    assert len(account.admins(chat.chat_id).members) == 50


def test_a_list_with_one_bad_person_appoints_nobody(place, account, chat):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    body = {"admins": [{"user_id": user_id, "permissions": []} for user_id in (REPRESENTATIVE, NEIGHBOUR)]}
    assert not place.raw("POST", f"/chats/{chat.chat_id}/members/admins", json=body).json()["success"]
    assert admins(account, chat) == {}


def test_a_bot_without_the_right_to_appoint_is_denied(place, account, chat):
    people = place.emulator.people
    people.join(chat.chat_id, REPRESENTATIVE)
    people.appoint(chat.chat_id, account.me().user_id, frozenset({"read_all_messages"}))
    with pytest.raises(NoRights):
        account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    people.add_bot(chat.chat_id, TOKEN)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
