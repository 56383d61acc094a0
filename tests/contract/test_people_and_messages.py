"""Who is in a chat, single messages, the pin, and where the messenger sends its news."""

from dataclasses import replace

import pytest
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, TOKEN

from supervision.messenger.errors import NoRights, NotFound, RequestRejected
from supervision.messenger.port import Right, SubscriptionView

HOOK = "https://portal.example/messenger/55"


def test_everybody_in_a_chat_is_given_page_by_page(place, account, chat):
    for user_id in range(1000, 1240):
        place.emulator.people.join(chat.chat_id, user_id)
    pages = [place.raw("GET", f"/chats/{chat.chat_id}/members?count=100").json()]
    while (marker := pages[-1]["marker"]) is not None:
        pages.append(place.raw("GET", f"/chats/{chat.chat_id}/members?count=100&marker={marker}").json())
    seen = [member["user_id"] for page in pages for member in page["members"]]
    assert len(seen) == len(set(seen)) == 242 and {OWNER, account.me().user_id} <= set(seen)
    assert [len(page["members"]) for page in pages] == [100, 100, 42]


def test_the_bot_sees_its_own_place_in_a_chat(place, account, chat):
    (own,) = account.members(chat.chat_id, [account.me().user_id])
    assert own.is_bot and own.is_admin and own.rights == frozenset(Right)
    alone = place.raw("GET", f"/chats/{chat.chat_id}/members/me").json()
    assert (alone["user_id"], set(alone["permissions"])) == (own.user_id, set(own.rights) | {"can_call"})
    place.emulator.people.appoint(chat.chat_id, own.user_id, frozenset({"read_all_messages"}))
    alone = place.raw("GET", f"/chats/{chat.chat_id}/members/me").json()
    assert alone["permissions"] == ["read_all_messages"]


def test_a_bot_that_was_taken_out_or_never_in_is_told_so(place, account, chat):
    """By the chat as by its own place in it."""
    ways = (f"/chats/{chat.chat_id}", f"/chats/{chat.chat_id}/members/me")
    with pytest.raises(NotFound):
        place.account("emulator-25").chat(chat.chat_id)
    assert [place.raw("GET", way, "emulator-25").status_code for way in ways] == [404, 404]
    place.emulator.people.remove_bot(chat.chat_id, TOKEN)
    with pytest.raises(NoRights):
        account.chat(chat.chat_id)
    assert [place.raw("GET", way).status_code for way in ways] == [403, 403]


def test_a_removed_person_is_out_of_the_chat_and_of_its_administrators(place, account, chat):
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        place.emulator.people.join(chat.chat_id, user_id)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        whom = {"user_id": user_id}
        assert place.raw("DELETE", f"/chats/{chat.chat_id}/members", params=whom).json() == {"success": True}
    assert account.members(chat.chat_id, [REPRESENTATIVE, NEIGHBOUR]) == ()
    assert REPRESENTATIVE not in {admin.user_id for admin in account.admins(chat.chat_id)}


def test_a_message_is_found_and_changed_in_its_place(place, account, chat):
    posted = account.send_message(chat.chat_id, text="Отключение воды 1 декабря")
    new = {"text": "Отключение воды 2 декабря"}
    changed = place.raw("PUT", "/messages", params={"message_id": posted.message_id}, json=new)
    assert changed.json() == {"success": True}
    (found,) = account.messages(chat.chat_id, since=posted.sent_at)
    assert found == replace(posted, text="Отключение воды 2 декабря")


def test_what_is_pinned_is_seen_until_it_is_taken_down(place, account, chat):
    assert account.pinned(chat.chat_id) is None
    posted = account.send_message(chat.chat_id, text="С 1 декабря домом управляет УК «Дом»")
    account.pin_message(chat.chat_id, message_id=posted.message_id)
    assert account.pinned(chat.chat_id) == posted
    assert place.raw("DELETE", f"/chats/{chat.chat_id}/pin").json() == {"success": True}
    assert account.pinned(chat.chat_id) is None


def test_an_icon_is_set_by_its_address(place, chat):
    icon = {"icon": {"url": "https://portal.example/house.png"}}
    assert place.raw("PATCH", f"/chats/{chat.chat_id}", json=icon).status_code == 200
    seen = place.raw("GET", f"/chats/{chat.chat_id}").json()
    assert (seen["icon"]["url"], seen["title"]) == ("https://portal.example/house.png", chat.title)


def test_a_webhook_is_kept_with_its_kinds_of_news_and_replaced_by_a_second_one_to_the_same_address(account):
    account.subscribe(url=HOOK, secret="secret-1", update_types=["user_added", "bot_added"])
    assert account.subscriptions() == (SubscriptionView(HOOK, frozenset({"user_added", "bot_added"})),)
    account.subscribe(url=HOOK, secret="secret-2", update_types=())
    assert account.subscriptions() == (SubscriptionView(HOOK),)
    account.unsubscribe(url=HOOK)
    assert account.subscriptions() == ()


def test_a_webhook_without_tls_is_refused(account):
    with pytest.raises(RequestRejected):
        account.subscribe(url="http://portal.example/messenger", secret="secret-1", update_types=())
