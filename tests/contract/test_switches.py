"""What the emulator shows and keeps by switch: where MAX differs by time, or makes something of what it is sent."""

import pytest
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE

from supervision.messenger.port import Right

REFUSED = {"admins": [{"user_id": 5, "permissions": []}]}


def administrator(account, chat_id, user_id):
    return next(each for each in account.admins(chat_id) if each.user_id == user_id)


def test_users_are_shown_as_in_the_official_fixtures_and_plain_by_switch(place, chat_id):
    def owner():
        return place.raw("GET", f"/chats/{chat_id}/members?user_ids={OWNER}").json()["members"][0]

    place.emulator.people.name(OWNER, "Анна Иванова")
    whole = owner()
    assert whole["name"] == "Анна Иванова" and whole["last_activity_time"] > 1_700_000_000_000
    place.emulator.switches.set("plain_users", True)
    assert whole.keys() - owner().keys() == {"name", "last_activity_time"}
    assert (owner()["first_name"], owner()["last_name"]) == ("Анна", "Иванова")


def test_a_refusal_carries_a_code_as_it_has_since_november_2026(place, chat_id):
    path = f"/chats/{chat_id}/members/admins"
    now = place.raw("POST", path, json=REFUSED).json()
    place.emulator.switches.set("refusals_without_code", True)
    before = place.raw("POST", path, json=REFUSED).json()
    assert (now["success"], now["code"], now.keys() - before.keys()) == (False, "member.not.found", {"code"})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/chats/{chat}/members", {"user_ids": [1]}),
        ("DELETE", "/chats/{chat}/members?user_id=5", None),
        ("DELETE", "/chats/{chat}/members?user_id=700", None),
        ("DELETE", "/chats/{chat}/members/admins/700", None),
        ("DELETE", "/chats/{chat}/members/admins/5", None),
        ("POST", "/chats/{chat}/members/admins", {"admins": [{"user_id": 700, "permissions": []}]}),
        ("DELETE", "/chats/{chat}", None),
        ("DELETE", "/subscriptions?url=https://portal.example/none", None),
    ],
)
def test_every_refusal_in_a_200_has_words_and_a_code(place, chat_id, method, path, body):
    answer = place.raw(method, path.format(chat=chat_id), json=body)
    assert (answer.status_code, answer.json()["success"]) == (200, False)
    assert answer.json()["message"] and answer.json()["code"]


def test_a_title_may_be_cut_and_trimmed_and_is_then_no_news(place, account, chat_id):
    place.emulator.switches.set("longest_title", 8)
    place.emulator.switches.set("trims_titles", True)
    account.edit_chat(chat_id, title=" Омск, ул. Ленина")
    assert account.chat(chat_id).title == "Омск, у"
    made = account.create_chat(external_id="1", title="Дом 1, корпус 2", description="", owner_id=OWNER)
    assert made.title == account.chat(made.chat_id).title == "Дом 1, к"


def test_an_alias_may_not_be_shown(place, account, chat_id):
    place.emulator.people.join(chat_id, REPRESENTATIVE)
    account.grant_admin(chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК")
    assert administrator(account, chat_id, REPRESENTATIVE).alias == "УК"
    place.emulator.switches.set("hides_alias", True)
    assert administrator(account, chat_id, REPRESENTATIVE).alias == ""


@pytest.mark.parametrize(
    ("echo", "shown"),
    [
        ("as_sent", PRESET),
        ("fewer", {Right.READ_ALL_MESSAGES}),
        ("more", frozenset(Right)),
    ],
)
def test_other_rights_may_be_shown_than_were_given(place, account, chat_id, echo, shown):
    place.emulator.switches.set("rights_echo", echo)
    place.emulator.people.join(chat_id, REPRESENTATIVE)
    account.grant_admin(chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    assert administrator(account, chat_id, REPRESENTATIVE).rights == shown


def test_the_rights_of_owner_and_bot_are_shown_as_they_are(place, account, chat_id):
    before = {each.user_id: each.rights for each in account.admins(chat_id)}
    place.emulator.switches.set("rights_echo", "fewer")
    assert {each.user_id: each.rights for each in account.admins(chat_id)} == before
    assert NEIGHBOUR not in before
