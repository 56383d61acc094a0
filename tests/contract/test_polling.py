"""Long polling: limits, markers, kinds, and no polling beside a webhook."""

import threading

import pytest
from contract_place import NEIGHBOUR, TOKEN


def poll(place, query=""):
    return place.raw("GET", f"/updates?timeout=0{query}").json()


def kinds(page):
    return [update["update_type"] for update in page["updates"]]


def test_a_marker_confirms_what_was_read_and_goes_on_from_there(place, chat_id):
    for number in range(3):
        place.emulator.people.rename_chat(chat_id, f"Двор {number}")
    first = poll(place, "&limit=2")
    assert kinds(first) == ["bot_added", "chat_title_changed"]
    second = poll(place, f"&marker={first['marker']}")
    assert [update["title"] for update in second["updates"]] == ["Двор 1", "Двор 2"]
    assert kinds(poll(place, f"&marker={second['marker']}")) == []


def test_without_a_marker_the_same_is_told_again(place, chat_id):
    assert poll(place)["updates"] == poll(place)["updates"] != []


@pytest.mark.parametrize("query", ["&types=user_added,user_removed", "&types=user_added&types=user_removed"])
def test_only_the_kinds_that_were_asked_for_are_told(place, chat_id, query):
    place.emulator.people.join(chat_id, NEIGHBOUR)
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    assert kinds(poll(place, query)) == ["user_added"]


def test_changed_rights_of_the_bot_are_told_by_webhook_only(place, chat_id):
    place.emulator.people.take_bot_rights(chat_id, TOKEN)
    assert "bot_admin_permissions_changed" not in kinds(poll(place))


def test_polling_is_refused_while_a_webhook_is_active(place, chat_id):
    hook = "https://portal.example/max"
    place.raw("POST", "/subscriptions", json={"url": hook})
    answer = place.raw("GET", "/updates?timeout=0")
    assert (answer.status_code, answer.json()["code"]) == (405, "method.not.allowed")
    place.raw("DELETE", f"/subscriptions?url={hook}")
    assert place.raw("GET", "/updates?timeout=0").status_code == 200


def test_whoever_waits_is_told_as_soon_as_something_happens(place, chat_id):
    marker, pages = poll(place)["marker"], []

    def wait():
        pages.append(place.raw("GET", f"/updates?timeout=90&marker={marker}", timeout=100).json())

    waiting = threading.Thread(target=wait)
    waiting.start()
    place.emulator.people.rename_chat(chat_id, "Наш двор")
    waiting.join(timeout=80)
    assert kinds(pages[0]) == ["chat_title_changed"]


def test_waiting_in_vain_ends_with_an_empty_list_and_the_same_marker(place, chat_id):
    marker = poll(place)["marker"]
    answer = place.raw("GET", f"/updates?timeout=1&marker={marker}", timeout=60).json()
    assert answer == {"updates": [], "marker": marker}
