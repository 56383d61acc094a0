"""What a bot is told of a chat, and what nobody is told."""

import json

import official_schema
import pytest
from contract_place import NEIGHBOUR, OWNER, REPRESENTATIVE, SCHEMA_FOLDER, TOKEN

BLIND = "emulator-blind"  # a bot that may not read all messages


def told(place, token=TOKEN, **query):
    return place.raw("GET", "/updates", token=token, params={"timeout": 0} | query).json()["updates"]


def kinds(place, token=TOKEN):
    return [update["update_type"] for update in told(place, token)]


@pytest.fixture
def people(place):
    return place.emulator.people


@pytest.fixture
def quiet(place, people):
    """A chat made by hand with our bot as administrator and a plain bot; what led there is confirmed as read."""
    chat_id = people.create_chat(owner_id=OWNER, title="Двор").chat_id
    people.add_bot(chat_id, BLIND, as_admin=False)
    people.add_bot(chat_id, TOKEN)
    for token in (TOKEN, BLIND):
        marker = place.raw("GET", "/updates?timeout=0", token=token).json()["marker"]
        place.raw("GET", f"/updates?timeout=0&marker={marker}", token=token)
    return chat_id


def test_a_bot_is_told_that_it_was_added_and_until_november_2026_by_whom(place, people):
    chat_id = people.create_chat(owner_id=OWNER, title="Двор").chat_id
    people.add_bot(chat_id, TOKEN, as_admin=False)
    place.emulator.switches.set("bot_added_by", True)
    people.add_bot(chat_id, BLIND, as_admin=False)
    ((now,), (before,)) = told(place), told(place, BLIND)
    assert (now["update_type"], now["chat_id"], "user" in now) == ("bot_added", chat_id, False)
    assert (before["update_type"], before["user"]["user_id"]) == ("bot_added", OWNER)


def test_a_bot_is_told_that_it_was_removed(place, people, quiet):
    people.remove_bot(quiet, TOKEN)
    (update,) = told(place)
    assert (update["update_type"], update["user"]["user_id"]) == ("bot_removed", OWNER)


def test_who_joins_by_the_link_has_no_inviter_and_who_is_removed_has_an_admin(place, people, quiet):
    people.join(quiet, NEIGHBOUR)
    people.remove(quiet, NEIGHBOUR)
    came, went = told(place)
    assert (came["update_type"], came["user"]["user_id"], "inviter_id" in came) == ("user_added", NEIGHBOUR, False)
    assert (went["update_type"], went["user"]["user_id"], went["admin_id"]) == ("user_removed", NEIGHBOUR, OWNER)


def test_who_leaves_by_himself_was_removed_by_nobody(place, people, quiet):
    people.join(quiet, NEIGHBOUR)
    people.leave(quiet, NEIGHBOUR)
    assert "admin_id" not in told(place)[-1]


def test_a_new_title_is_told_to_bots_that_are_administrators(place, people, quiet):
    people.appoint(quiet, place.emulator.state.bot_of("emulator-second"), frozenset({"pin_message"}))
    people.rename_chat(quiet, "Наш двор")
    for token in (TOKEN, "emulator-second"):
        update = told(place, token)[-1]
        assert (update["update_type"], update["title"]) == ("chat_title_changed", "Наш двор")
    assert told(place, BLIND) == []


def test_a_bot_that_is_no_administrator_hears_of_its_own_coming_and_going_only(place, people):
    chat_id = people.create_chat(owner_id=OWNER, title="Двор").chat_id
    people.add_bot(chat_id, TOKEN)
    people.add_bot(chat_id, BLIND, as_admin=False)
    people.post(chat_id, OWNER, "Здравствуйте")
    people.join(chat_id, NEIGHBOUR)
    people.rename_chat(chat_id, "Наш двор")
    people.leave(chat_id, NEIGHBOUR)
    people.remove_bot(chat_id, BLIND)
    assert kinds(place, BLIND) == ["bot_added", "bot_removed"]


def test_messages_of_others_are_told_and_its_own_are_not(place, people, quiet):
    message = people.post(quiet, OWNER, "Здравствуйте")
    place.raw("POST", f"/messages?chat_id={quiet}", json={"text": "Добрый день"})
    place.raw("DELETE", f"/messages?message_id={message.mid}", token=TOKEN)
    (created,) = told(place)
    assert created["message"]["body"] == {"mid": message.mid, "seq": message.seq, "text": "Здравствуйте"}


def test_an_edited_and_a_deleted_message_are_told_to_the_other_bot(place, people, quiet):
    people.appoint(quiet, place.emulator.state.bot_of(BLIND), frozenset({"read_all_messages", "write"}))
    mid = place.raw("POST", f"/messages?chat_id={quiet}", json={"text": "Раз"}).json()["message"]["body"]["mid"]
    place.raw("PUT", f"/messages?message_id={mid}", json={"text": "Два"})
    place.raw("DELETE", f"/messages?message_id={mid}")
    assert kinds(place, BLIND) == ["message_created", "message_edited", "message_removed"]


def test_a_bot_without_read_all_messages_hears_neither_messages_nor_people(place, people, quiet):
    people.join(quiet, NEIGHBOUR)
    people.post(quiet, NEIGHBOUR, "Здравствуйте")
    people.leave(quiet, NEIGHBOUR)
    assert kinds(place, BLIND) == []
    assert kinds(place) == ["user_added", "message_created", "user_removed"]


def test_nobody_is_told_of_owner_description_icon_pin_and_the_rights_of_people(place, people, quiet):
    people.join(quiet, NEIGHBOUR)
    before = kinds(place)
    message = place.raw("POST", f"/messages?chat_id={quiet}", json={"text": "Объявление"}).json()["message"]
    people.describe_chat(quiet, "Дом образцового содержания")
    people.pin(quiet, message["body"]["mid"])
    people.appoint(quiet, NEIGHBOUR)
    people.dismiss(quiet, NEIGHBOUR)
    people.change_owner(quiet, NEIGHBOUR)
    place.raw("PATCH", f"/chats/{quiet}", json={"icon": {"url": "https://portal.example/icon.png"}})
    assert kinds(place) == before


def everything(place, people):
    """Each kind of update that the emulator has, as our bot and a second one that reads all hear them."""
    chat_id = people.create_chat(owner_id=OWNER, title="Двор").chat_id
    people.add_bot(chat_id, TOKEN)
    people.add_bot(chat_id, "emulator-second")
    people.post(chat_id, OWNER, "Здравствуйте")
    mid = place.raw("POST", f"/messages?chat_id={chat_id}", json={"text": "Раз"}).json()["message"]["body"]["mid"]
    place.raw("PUT", f"/messages?message_id={mid}", json={"text": "Два"})
    place.raw("DELETE", f"/messages?message_id={mid}")
    people.join(chat_id, REPRESENTATIVE)
    people.leave(chat_id, REPRESENTATIVE)
    people.rename_chat(chat_id, "Наш двор")
    people.take_bot_rights(chat_id, TOKEN)
    people.remove_bot(chat_id, TOKEN)


@pytest.mark.skipif(not SCHEMA_FOLDER.exists(), reason="the official schema is not beside this checkout")
def test_every_update_fits_the_schema_and_has_no_field_beside_it(place, people):
    posts = []
    place.emulator.switches.set("allow_http_webhooks", True)
    for token in (TOKEN, "emulator-second"):
        place.raw("POST", "/subscriptions", token=token, json={"url": "http://127.0.0.1:9/max"})
    everything(place, people)
    place.emulator.deliver(lambda post: posts.append(json.loads(post.body)) or 200)
    emitted = {"bot_added", "bot_removed", "user_added", "user_removed", "chat_title_changed"}
    emitted |= {"bot_admin_permissions_changed", "message_created", "message_edited", "message_removed"}
    assert {update["update_type"] for update in posts} == emitted
    for update in posts:
        assert official_schema.problems(official_schema.named("Update"), update) == []


def test_no_two_updates_have_the_same_time(place, people, quiet):
    for number in range(5):
        people.rename_chat(quiet, f"Двор {number}")
    times = [update["timestamp"] for update in told(place)]
    assert len(set(times)) == 5 and times == sorted(times)
