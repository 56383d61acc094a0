"""Who is in a chat, single messages, the pin, and where the messenger sends its news."""

import pytest
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, TOKEN

from supervision.messenger.errors import NoRights, NotFound, RequestRejected
from supervision.messenger.port import Right, SubscriptionView

HOOK = "https://portal.example/messenger/55"


def test_everybody_in_a_chat_is_given_page_by_page(place, account, chat):
    for user_id in range(1000, 1240):
        place.emulator.people.join(chat.chat_id, user_id)
    before = account.calls.read
    seen = [member.user_id for member in account.all_members(chat.chat_id)]
    assert len(seen) == len(set(seen)) == 242 and {OWNER, account.me().user_id} <= set(seen)
    assert account.calls.read - before == 3 + 1


def test_pages_are_asked_for_only_when_somebody_reads_on(place, account, chat):
    for user_id in range(1000, 1240):
        place.emulator.people.join(chat.chat_id, user_id)
    before = account.calls.read
    next(account.all_members(chat.chat_id))
    assert account.calls.read - before == 1


def test_the_bot_sees_its_own_place_in_a_chat(place, account, chat):
    own = account.membership(chat.chat_id)
    assert own.user_id == account.me().user_id and own.is_bot and own.is_admin and own.rights == frozenset(Right)
    place.emulator.people.appoint(chat.chat_id, own.user_id, frozenset({"read_all_messages"}))
    assert account.membership(chat.chat_id).rights == {Right.READ_ALL_MESSAGES}


def test_a_bot_that_was_taken_out_or_never_in_is_told_so(place, account, chat):
    with pytest.raises(NotFound):
        place.account("emulator-25").membership(chat.chat_id)
    place.emulator.people.remove_bot(chat.chat_id, TOKEN)
    with pytest.raises(NoRights):
        account.membership(chat.chat_id)


def test_a_removed_person_is_out_of_the_chat_and_of_its_administrators(place, account, chat):
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        place.emulator.people.join(chat.chat_id, user_id)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="")
    account.remove_member(chat.chat_id, user_id=REPRESENTATIVE)
    account.remove_member(chat.chat_id, user_id=NEIGHBOUR, block=True)
    assert account.members(chat.chat_id, [REPRESENTATIVE, NEIGHBOUR]) == ()
    assert REPRESENTATIVE not in {admin.user_id for admin in account.admins(chat.chat_id)}


def test_neither_the_owner_nor_a_stranger_can_be_removed(account, chat):
    for user_id in (OWNER, NEIGHBOUR):
        with pytest.raises(RequestRejected):
            account.remove_member(chat.chat_id, user_id=user_id)


def test_a_message_is_found_changed_and_deleted_by_its_id(account, chat):
    posted = account.send_message(chat.chat_id, text="Отключение воды 1 декабря")
    assert account.message(posted.message_id) == posted
    account.edit_message(posted.message_id, text="Отключение воды 2 декабря")
    assert account.message(posted.message_id).text == "Отключение воды 2 декабря"
    account.delete_message(posted.message_id)
    with pytest.raises(NotFound):
        account.message(posted.message_id)


def test_an_id_is_one_part_of_the_path_whatever_it_holds(place, account):
    with pytest.raises((NotFound, RequestRejected)):
        account.message("../me")
    assert "me" not in place.emulator.stats()["operations"]


def test_what_is_pinned_is_seen_until_it_is_taken_down(account, chat):
    assert account.pinned(chat.chat_id) is None
    posted = account.send_message(chat.chat_id, text="С 1 декабря домом управляет УК «Дом»")
    account.pin_message(chat.chat_id, message_id=posted.message_id)
    assert account.pinned(chat.chat_id) == posted
    account.unpin_message(chat.chat_id)
    assert account.pinned(chat.chat_id) is None


def test_an_icon_is_set_by_its_address(place, account, chat):
    account.edit_chat(chat.chat_id, icon_url="https://portal.example/house.png")
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
