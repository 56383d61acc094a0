"""A person's dialog with the bot, by the official schema and fixtures, and what our client makes of it."""

import json

import official_schema
import pytest
from contract_place import REPRESENTATIVE, SCHEMA_FOLDER, TOKEN

from supervision.messenger import wire
from supervision.messenger.errors import NoRights, RequestRejected
from supervision.messenger.port import DialogView, LeadTo, Press

LINK = LeadTo("Чат", "https://max.ru/join/1")
has_schema = pytest.mark.skipif(not SCHEMA_FOLDER.exists(), reason="the official schema is not beside this checkout")


@pytest.fixture
def dialogs(place):
    place.emulator.message_rate = None
    return place.emulator.dialogs


def told(place):
    return place.raw("GET", "/updates?timeout=0").json()["updates"]


def shown(place):
    return place.emulator.dialogs.texts(TOKEN, REPRESENTATIVE)["messages"]


@has_schema
def test_every_update_of_a_dialog_fits_the_schema(place, dialogs, account):
    dialogs.start(TOKEN, REPRESENTATIVE, "a" * 128)
    dialogs.write(TOKEN, REPRESENTATIVE, "Здравствуйте")
    account.write_to(REPRESENTATIVE, text="Это вы?", keyboard=((Press("Да", "yes"),),))
    dialogs.press(TOKEN, REPRESENTATIVE, "Да")
    dialogs.mute(TOKEN, REPRESENTATIVE, 1_800_000_000_000)
    dialogs.unmute(TOKEN, REPRESENTATIVE)
    dialogs.clear(TOKEN, REPRESENTATIVE)
    dialogs.stop(TOKEN, REPRESENTATIVE)
    dialogs.remove(TOKEN, REPRESENTATIVE)
    updates = told(place)
    assert [update["update_type"] for update in updates] == [
        *("bot_started", "message_created", "message_callback", "dialog_muted", "dialog_unmuted"),
        *("dialog_cleared", "bot_stopped", "dialog_removed"),
    ]
    for update in updates:
        assert official_schema.problems(official_schema.named("Update"), update) == []


def test_a_start_brings_the_payload_of_the_link_and_none_without_one(place, dialogs):
    dialogs.start(TOKEN, REPRESENTATIVE)
    dialogs.start(TOKEN, REPRESENTATIVE, "secret")
    plain, by_link = told(place)
    assert "payload" not in plain and by_link["payload"] == "secret"
    assert [wire.dialog(one).payload for one in (plain, by_link)] == ["", "secret"]


def test_who_has_not_started_the_bot_or_stopped_it_is_not_written_to(place, dialogs, account):
    with pytest.raises(NoRights):
        account.write_to(REPRESENTATIVE, text="Здравствуйте")
    dialogs.start(TOKEN, REPRESENTATIVE)
    account.write_to(REPRESENTATIVE, text="Здравствуйте")
    dialogs.stop(TOKEN, REPRESENTATIVE)
    with pytest.raises(NoRights):
        account.write_to(REPRESENTATIVE, text="Вы ещё здесь?")


def test_a_press_is_answered_by_changing_its_message(place, dialogs, account):
    dialogs.start(TOKEN, REPRESENTATIVE)
    account.write_to(REPRESENTATIVE, text="Это вы?", keyboard=((Press("Да", "yes"), Press("Нет", "no")),))
    dialogs.press(TOKEN, REPRESENTATIVE, "Да")
    press = wire.dialog(told(place)[-1])
    assert (press.kind, press.payload, press.user_id) == ("message_callback", "yes", REPRESENTATIVE)
    account.answer_press(press.callback_id, text="Хорошо", keyboard=((LINK,),))
    (message,) = shown(place)
    assert (message["text"], message["buttons"][0][0]["url"]) == ("Хорошо", LINK.url)
    with pytest.raises(RequestRejected):
        account.answer_press("another", text="Хорошо", keyboard=())


def test_a_message_is_rewritten_with_its_buttons(place, dialogs, account):
    dialogs.start(TOKEN, REPRESENTATIVE)
    mid = account.write_to(REPRESENTATIVE, text="Осталось 2", keyboard=((LINK,),)).message_id
    account.rewrite(mid, text="Осталось 1", keyboard=((LINK,),))
    assert [(one["text"], len(one["buttons"])) for one in shown(place)] == [("Осталось 1", 1)]
    account.rewrite(mid, text="Все", keyboard=())
    assert [(one["text"], one["buttons"]) for one in shown(place)] == [("Все", [])]


@pytest.mark.parametrize(
    "keyboard",
    [
        ((Press("Да", "x" * 1025),),),
        (tuple(Press(str(number), "x") for number in range(8)),),
        (tuple(LeadTo(str(number), "https://max.ru") for number in range(4)),),
        tuple((Press("Да", "x"),) for _ in range(31)),
        ((Press("", "x"),),),
        ((Press("т" * 129, "x"),),),
        ((LeadTo("Чат", "https://max.ru/" + "x" * 2048),),),
    ],
)
def test_a_keyboard_over_the_limits_is_refused(place, dialogs, account, keyboard):
    dialogs.start(TOKEN, REPRESENTATIVE)
    with pytest.raises(RequestRejected):
        account.write_to(REPRESENTATIVE, text="Это вы?", keyboard=keyboard)


@has_schema
@pytest.mark.parametrize("kind", sorted(wire.DIALOG_KINDS))
def test_the_official_updates_of_a_dialog_are_read(kind):
    data = json.loads((SCHEMA_FOLDER / f"fixtures/webhook.{kind}.json").read_text(encoding="utf-8"))
    view = wire.dialog(data)
    assert (view.kind, view.user_id, view.name) == (kind, 123456789, "John Doe")
    assert view.payload == ("picture" if kind == "message_callback" else "")
    assert bool(view.callback_id) == bool(view.message_id) == (kind == "message_callback")


@has_schema
@pytest.mark.parametrize("kind", ["message_created", "message_edited", "message_removed", "user_added", "bot_added"])
def test_nothing_else_is_read_as_a_dialog(kind):
    data = json.loads((SCHEMA_FOLDER / f"fixtures/webhook.{kind}.json").read_text(encoding="utf-8"))
    assert wire.dialog(data) is None


def test_a_press_in_a_group_is_none_and_one_of_an_unknown_message_is():
    user = {"user_id": 5, "first_name": "Имя", "is_bot": False}
    press = {"update_type": "message_callback", "callback": {"callback_id": "c", "payload": "yes", "user": user}}
    assert wire.dialog(press | {"message": {"recipient": {"chat_type": "chat"}, "body": {}}}) is None
    assert wire.dialog(press | {"message": None}) == DialogView("message_callback", 5, "Имя", "yes", "c")


@pytest.mark.parametrize("odd", [{}, {"update_type": "bot_started"}, {"update_type": "bot_started", "user": 5}])
def test_what_cannot_be_read_is_said_without_being_quoted(odd):
    with pytest.raises(ValueError, match=r"^not an update: \w+$"):
        wire.dialog(odd)


def test_the_dialog_is_walked_on_its_pages(place, dialogs, account):
    assert account.me().username == "chats_55_bot"
    page = place.raw("GET", "/chats_55_bot?start=secret").text
    assert 'value="secret"' in page
    started = place.raw("POST", "/chats_55_bot", data={"user_id": "801", "name": "Пётр Петров", "start": "secret"})
    assert "Пётр Петров" in started.text and told(place)[-1]["payload"] == "secret"
    mid = account.write_to(801, text="Это вы?", keyboard=((Press("Да", "yes"),),)).message_id
    number = dialogs.texts(TOKEN, 801)["dialog_id"]
    assert "Это вы?" in place.raw("GET", f"/d/{number}").text
    place.raw("POST", f"/d/{number}", data={"mid": mid, "payload": "yes"})
    assert told(place)[-1]["callback"]["payload"] == "yes"
    place.raw("POST", f"/d/{number}", data={"stop": "1"})
    assert told(place)[-1]["update_type"] == "bot_stopped"
    assert place.raw("GET", "/d/5").status_code == 404
