"""The emulator's own machinery: windows of time, the kept file, the page, the command."""

import json

import pytest

from supervision.messenger.emulator import page
from supervision.messenger.emulator.budget import Arrivals
from supervision.messenger.emulator.happenings import Happenings
from supervision.messenger.emulator.people import People
from supervision.messenger.emulator.refusals import Refusal
from supervision.messenger.emulator.state import State, Subscription
from supervision.messenger.emulator.store import Store
from supervision.messenger.emulator.updates import Updates


def test_the_window_slides_and_forgets_exactly_after_a_second():
    arrivals = Arrivals()
    admitted = [arrivals.arrive(at, 2) for at in (10.0, 10.6, 10.9, 11.0, 11.5, 11.61)]
    assert admitted == [True, True, False, True, False, True]


def test_the_most_in_a_second_counts_every_second_and_refused_calls_too():
    arrivals = Arrivals()
    for at in (10.0, 10.9, 11.1, 11.2, 11.85, 13.0):
        arrivals.arrive(at, 3)
    figures = arrivals.figures()
    assert (figures["most_in_a_second"], figures["over_allowed"], figures["refused_429"]) == (4, 1, 1)
    assert (figures["total"], figures["per_second"]) == (6, 1.67)


def lively_chat(state):
    happenings = Happenings(state, Updates(state, lambda bot_id, update: None))
    people = People(state, happenings, lambda: 0.0)
    chat = people.create_chat(owner_id=7, title="Дом <1>", description="Чат & дом")
    people.add_bot(chat.chat_id, "emulator-55")
    people.appoint(chat.chat_id, 9, frozenset({"write"}), alias="УК «Дом»")
    people.name(9, "Анна Иванова")
    return chat


def test_chats_are_kept_between_runs(tmp_path):
    before, after = State(), State()
    store = Store(tmp_path / "chats.jsonl", before)
    chat = lively_chat(before)
    store.save()
    chat.title = "Дом 2"
    before.touch(chat)
    store.save()
    Store(tmp_path / "chats.jsonl", after)
    assert (after.chats, after.names, after.bots) == (before.chats, before.names, before.bots)
    assert after.add_chat(title="Другой", description="", owner_id=1).chat_id != chat.chat_id


def test_icons_blocks_webhooks_commands_and_uploads_are_kept_too(tmp_path):
    before, after = State(), State()
    store = Store(tmp_path / "chats.jsonl", before)
    chat = lively_chat(before)
    chat.icon, chat.blocked = "https://portal.example/icon.png", {13}
    hook = Subscription("https://portal.example/max", 5, "secret-1", ["bot_added"])
    before.subscriptions, before.commands = {5_000_000_001: {hook.url: hook}}, {5_000_000_001: [{"name": "help"}]}
    before.images, before.private, before.shared_changed = {"a1"}, {9}, True
    store.save()
    Store(tmp_path / "chats.jsonl", after)
    assert after.chats[chat.chat_id] == chat
    assert (after.subscriptions, after.commands) == (before.subscriptions, before.commands)
    assert (after.images, after.private) == ({"a1"}, {9})


def test_a_file_of_an_earlier_version_is_read(tmp_path):
    path, state = tmp_path / "chats.jsonl", State()
    entry = {"chat_id": -70, "title": "Дом", "description": "", "link": "", "owner_id": 7, "last_event_at": 5}
    entry |= {"provisioned": None, "members": [[7, 5, None, None]], "messages": [], "pinned": None, "removed_bots": []}
    path.write_text(json.dumps({"names": {"7": "Анна"}, "bots": {}}) + "\n" + json.dumps(entry), encoding="utf-8")
    Store(path, state)
    assert (state.chats[-70].title, state.names, state.subscriptions) == ("Дом", {7: "Анна"}, {})


def test_a_line_cut_by_a_crash_is_left_out(tmp_path):
    path = tmp_path / "chats.jsonl"
    before, after = State(), State()
    store = Store(path, before)
    lively_chat(before)
    store.save()
    path.write_text(path.read_text() + '{"chat_id": -70', encoding="utf-8")
    Store(path, after)
    assert after.chats == before.chats


def test_a_file_that_is_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Уважаемые жители\nдома", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: not a state of the emulator"):
        Store(path, State())
    assert path.read_text(encoding="utf-8") == "Уважаемые жители\nдома"


def test_the_page_of_a_chat_shows_owner_administrator_and_link_with_markup_escaped():
    state = State()
    chat = lively_chat(state)
    html = page.answer(state, f"/c/{chat.chat_id}", {})
    assert "Дом &lt;1&gt;" in html and "Чат &amp; дом" in html and "<1>" not in html
    assert "владелец" in html and "администратор" in html and "УК «Дом»" in html and "Анна Иванова" in html
    assert chat.link in html and "3 участника" in html


def test_the_page_of_a_chat_names_its_icon_and_asks_no_other_host_for_it():
    state = State()
    chat = lively_chat(state)
    assert "Значок" not in page.answer(state, f"/c/{chat.chat_id}", {})
    chat.icon = "https://portal.example/icon.png?a=<b>"
    html = page.answer(state, f"/c/{chat.chat_id}", {})
    assert "https://portal.example/icon.png?a=&lt;b&gt;" in html and "<img" not in html


def test_the_list_is_searched_by_title_and_number():
    state = State()
    chat = lively_chat(state)
    assert "Чатов: 1" in page.answer(state, "/", {"q": ["дом"]})
    assert "Чатов: 1" in page.answer(state, "/", {"q": [str(chat.chat_id)]})
    assert "Таких чатов нет" in page.answer(state, "/", {"q": ["замок"]})


def test_a_page_of_no_chat_is_refused():
    for path in ("/c/-1", "/c/x", "/c/"):
        with pytest.raises(Refusal, match="not found"):
            page.answer(State(), path, {})


def test_participants_are_counted_in_russian():
    words = [page.people(count) for count in (1, 3, 5, 11, 12, 21)]
    assert words == ["1 участник", "3 участника", "5 участников", "11 участников", "12 участников", "21 участник"]
