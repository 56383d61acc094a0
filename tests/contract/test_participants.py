"""The operations on participants that the portal rarely needs, as MAX has them."""

import pytest
from contract_place import NEIGHBOUR, OWNER, REPRESENTATIVE

JOIN = {"user_ids": [REPRESENTATIVE, NEIGHBOUR]}


def participants(place):
    return {user_id for user_id in place.emulator.world()[0]["participants"] if user_id < 1_000_000}


def add(place, chat_id):
    return place.raw("POST", f"/chats/{chat_id}/members", json=JOIN)


def remove(place, chat_id, user_id, **query):
    return place.raw("DELETE", f"/chats/{chat_id}/members", params={"user_id": user_id} | query).json()


def test_adding_people_may_be_an_unknown_path(place, chat_id):
    place.emulator.switches.set("add_members", "removed")
    answer = add(place, chat_id)
    assert (answer.status_code, answer.json()["message"]) == (404, f"Path /chats/{chat_id}/members is not recognized")


def test_adding_people_is_restricted(place, chat_id):
    assert add(place, chat_id).json()["success"] is False
    assert participants(place) == {OWNER}


def test_adding_people_may_work_except_for_those_who_forbid_it(place, chat_id):
    place.emulator.switches.set("add_members", "works")
    place.emulator.people.forbid_adding(NEIGHBOUR)
    answer = add(place, chat_id).json()
    assert answer["success"] is False and answer["failed_user_ids"] == [NEIGHBOUR]
    assert answer["failed_user_details"] == [{"error_code": "add.participant.privacy", "user_ids": [NEIGHBOUR]}]
    assert participants(place) == {OWNER, REPRESENTATIVE}


def test_a_switch_knows_its_values(place):
    with pytest.raises(ValueError):
        place.emulator.switches.set("add_members", "sometimes")
    with pytest.raises(ValueError):
        place.emulator.switches.set("old_right_names", "yes")
    with pytest.raises(ValueError):
        place.emulator.switches.set("rights_echo", "sometimes")
    with pytest.raises(ValueError):
        place.emulator.switches.set("longest_title", -1)
    with pytest.raises(ValueError):
        place.emulator.switches.set("set", True)


def test_a_removed_person_may_come_back_by_the_link_unless_blocked(place, chat_id):
    people = place.emulator.people
    link = place.emulator.state.chats[chat_id].link
    assert people.join_by_link(link, NEIGHBOUR) == chat_id
    assert remove(place, chat_id, NEIGHBOUR) == {"success": True}
    people.join_by_link(link, NEIGHBOUR)
    assert remove(place, chat_id, NEIGHBOUR, block="true") == {"success": True}
    with pytest.raises(ValueError, match="blocked"):
        people.join_by_link(link, NEIGHBOUR)
    assert participants(place) == {OWNER}


@pytest.mark.parametrize("user_id", [OWNER, NEIGHBOUR])
def test_neither_the_owner_nor_a_stranger_can_be_removed(place, chat_id, user_id):
    assert remove(place, chat_id, user_id)["success"] is False
    assert participants(place) == {OWNER}


def test_a_bot_leaves_and_may_leave_where_it_is_not(place, chat_id):
    for path in (f"/chats/{chat_id}/members/me", f"/chats/{chat_id}/members/me", "/chats/-1/members/me"):
        assert place.raw("DELETE", path).json() == {"success": True}
    assert place.raw("GET", f"/chats/{chat_id}").status_code == 403


def test_old_names_of_rights_stand_beside_the_new_ones_where_switched_on(place, chat_id):
    def rights():
        return set(place.raw("GET", f"/chats/{chat_id}/members/me").json()["permissions"])

    before = rights()
    place.emulator.switches.set("old_right_names", True)
    assert rights() - before == {"post_edit_delete_message"}
    place.emulator.switches.set("old_right_names", False)
    assert rights() == before


def test_a_link_that_no_chat_has_leads_nowhere(place, chat_id):
    with pytest.raises(ValueError, match="No chat has the link"):
        place.emulator.people.join_by_link("https://max.ru/join/none", NEIGHBOUR)
