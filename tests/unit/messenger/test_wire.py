"""The messenger's JSON as values of the port."""

from datetime import UTC, datetime

import pytest

from supervision.messenger import wire
from supervision.messenger.fields import Listed
from supervision.messenger.port import ChatView, MemberView, MessageView, Right, SubscriptionView, UpdateView

BODY = {"mid": "mid.1", "seq": 116328127605864690, "text": "да"}
MESSAGE = {"timestamp": 1775626919577, "recipient": {"chat_type": "chat"}, "body": BODY}
MEMBER = {"user_id": 1, "first_name": "Анна", "is_bot": False, "is_owner": False, "is_admin": True}
CHAT = {"chat_id": -70000000000005, "type": "chat", "status": "active", "participants_count": 3}


def test_a_message_without_sender_is_read_with_an_aware_instant_to_the_millisecond():
    sent_at = datetime(2026, 4, 8, 5, 41, 59, 577000, tzinfo=UTC)
    assert wire.message(MESSAGE) == MessageView("mid.1", None, "да", sent_at)
    assert wire.milliseconds(sent_at) == MESSAGE["timestamp"]


def test_absent_fields_equal_nulls():
    bare = ChatView(-70000000000005, "active", "", "", None, "", 3, None)
    nulls = dict.fromkeys(("title", "description", "owner_id", "link", "pinned_message"))
    assert wire.chat(CHAT) == wire.chat(CHAT | nulls) == bare


def test_fields_and_statuses_of_the_future_are_let_through():
    chat = wire.chat(CHAT | {"status": "frozen", "colour": "red", "pinned_message": MESSAGE})
    assert (chat.status, chat.pinned.message_id) == ("frozen", "mid.1")


def test_a_message_that_only_forwards_another_is_passed_over():
    bare = MESSAGE | {"body": None}
    assert wire.messages({"messages": [bare, MESSAGE]}) == Listed((wire.message(MESSAGE),), bare=1)
    assert wire.chat(CHAT | {"pinned_message": bare}).pinned is None


def test_rights_are_translated_from_old_names_and_unknown_ones_left_out():
    names = ["post_edit_delete_message", "write", "can_call", "view_stats", "edit", "fly", "add_admins"]
    member = wire.member(MEMBER | {"last_name": "Иванова", "permissions": names, "alias": "УК"})
    rights = frozenset({Right.WRITE, Right.ADD_ADMINS})
    assert member == MemberView(1, "Анна Иванова", False, False, True, rights, "УК")


def test_a_plain_member_has_null_permissions():
    assert wire.member(MEMBER | {"permissions": None, "alias": None}).rights == frozenset()


@pytest.mark.parametrize("wrong", [1.5, "7", True, None, 1 << 63])
def test_an_id_that_is_not_a_64_bit_integer_is_refused(wrong):
    with pytest.raises(TypeError):
        wire.bot({"user_id": wrong, "first_name": "Бот", "is_bot": True})


def test_an_appointment_is_written_in_a_fixed_order():
    body = wire.admin_appointment(user_id=5, rights=frozenset({Right.WRITE, Right.ADD_ADMINS}), alias="")
    assert body == {"admins": [{"user_id": 5, "permissions": ["add_admins", "write"], "alias": None}]}


def test_nothing_is_pinned_where_the_message_is_null_absent_or_only_forwards():
    assert wire.pinned({"message": MESSAGE}).message_id == "mid.1"
    assert [wire.pinned(data) for data in ({}, {"message": None}, {"message": MESSAGE | {"body": None}})] == [None] * 3


def test_a_subscription_to_everything_names_no_kinds():
    data = [{"url": "https://a", "time": 1, "update_types": None}, {"url": "https://b", "update_types": ["fly"]}]
    expected = (SubscriptionView("https://a"), SubscriptionView("https://b", frozenset({"fly"})))
    assert wire.subscriptions({"subscriptions": data}) == expected


@pytest.mark.parametrize(
    "url",
    ["https://[", "https://a:99999999/", "https://a:b/", "https://a:0/", "https://a\x00/", "a" * 2001, 5, None, []],
)
def test_a_subscription_to_what_is_no_address_is_passed_over(url):
    data = [{"url": url, "time": 1}, {"url": "https://b"}]
    assert wire.subscriptions({"subscriptions": data}) == (SubscriptionView("https://b"),)


def test_a_request_for_all_kinds_of_news_leaves_the_list_out():
    assert wire.subscription_request(url="https://a", secret="s", update_types=()) == {
        "url": "https://a",
        "secret": "s",
    }
    body = wire.subscription_request(url="https://a", secret="s", update_types=("user_added", "bot_added"))
    assert body["update_types"] == ["bot_added", "user_added"]


def test_only_what_is_given_is_patched_and_an_empty_description_is_given():
    assert wire.chat_patch(title=None, description="") == {"description": ""}
    assert wire.chat_patch(title="Дом", description=None) == {"title": "Дом"}


JOINED = {"update_type": "user_added", "timestamp": 1775025604499, "chat_id": -5, "user": {"user_id": 7}}


def test_who_joined_is_the_user_and_not_the_number_beside_it():
    at = datetime(2026, 4, 1, 6, 40, 4, 499000, tzinfo=UTC)
    assert wire.update(JOINED | {"user_id": 8, "inviter_id": 9}) == UpdateView("user_added", at, -5, 7)


def test_an_update_of_an_unknown_kind_is_read_with_what_it_shares_with_the_others():
    strange = {"update_type": "chat_painted", "chat_id": -5, "colour": {"red": 1}, "title": "Never kept"}
    assert wire.update(strange) == UpdateView("chat_painted", None, -5)
    assert wire.update({"update_type": "fly", "timestamp": None, "chat_id": None, "user": None}) == UpdateView("fly")


def test_who_changed_the_bots_rights_is_read():
    changed = {"update_type": "bot_admin_permissions_changed", "timestamp": 1, "chat_id": -5, "user_id": 7, "bot_id": 3}
    update = wire.update(changed | {"is_admin": True, "permissions": ["fly"]})
    assert (update.type, update.chat_id, update.user_id) == ("bot_admin_permissions_changed", -5, 7)


def test_neither_what_was_written_nor_who_wrote_it_gets_into_an_update():
    sender = {"user_id": 7, "first_name": "Анна", "last_name": "Иванова", "name": "Анна Иванова"}
    message = MESSAGE | {"recipient": {"chat_id": -5}, "sender": sender, "body": BODY | {"text": "тайна"}}
    update = wire.update({"update_type": "message_created", "timestamp": 1, "message": message, "title": "тайна"})
    assert (update.message_id, update.user_id, update.chat_id) == ("mid.1", 7, -5)
    assert not any(word in repr(update) for word in ("тайна", "Анна", "Иванова"))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        {"update_type": 5},
        JOINED | {"chat_id": "тайна"},
        JOINED | {"chat_id": 1.0},
        JOINED | {"chat_id": ["тайна"]},
    ],
)
def test_what_is_no_update_is_refused_in_words_that_quote_nothing(wrong):
    with pytest.raises(ValueError, match="not an update") as caught:
        wire.update(wrong)
    assert "тайна" not in str(caught.value)


def test_numbers_above_what_a_float_can_hold_keep_every_digit():
    exact = (1 << 53) + 1
    assert wire.update(JOINED | {"chat_id": -exact}).chat_id == -exact
    assert wire.members({"members": [MEMBER | {"user_id": exact}]}).items[0].user_id == exact


# --- one odd part does not spoil the whole

ODD_TEXTS = ["Иван\0ов", "Иван\ud83d", "\ud83dИван", "Иван\x07\x9f", "я" * 100_000]


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_every_text_can_be_kept_and_is_no_longer_than_its_place(odd):
    sender = {"user_id": 7, "first_name": odd, "name": odd}
    message = MESSAGE | {"sender": sender, "body": BODY | {"text": odd}}
    named = wire.member(MEMBER | {"first_name": odd, "last_name": odd, "alias": odd})
    seen = wire.chat(CHAT | {"title": odd, "description": odd, "status": odd, "type": odd, "pinned_message": message})
    told = wire.update({"update_type": odd, "message": message, "title": odd})
    texts = {named.name: 200, named.alias: 200, seen.title: 200, seen.description: 16_000, seen.status: 20}
    texts |= {seen.kind: 20, seen.pinned.text: 4_000, told.type: 60, wire.bot(sender | {"is_bot": True}).name: 200}
    for value, longest in texts.items():
        assert len(value) <= longest and "\0" not in value
        value.encode()


@pytest.mark.parametrize("missing", ["first_name", "is_bot", "is_owner", "is_admin"])
def test_a_member_who_lacks_something_is_still_that_member(missing):
    bare = {name: value for name, value in MEMBER.items() if name != missing}
    assert wire.members({"members": [bare]}).items[0].user_id == 1


@pytest.mark.parametrize(
    "odd", [None, 5, "Анна", [], {}, {"user_id": "1"}, {"user_id": None}, MEMBER | {"user_id": 1 << 70}]
)
def test_an_entry_that_is_no_member_is_passed_over_and_counted(odd):
    assert wire.members({"members": [odd, MEMBER, odd]}) == Listed((wire.member(MEMBER),), 2)


def test_the_same_administrator_twice_is_one():
    assert wire.members({"members": [MEMBER, MEMBER | {"alias": "УК"}]}) == Listed((wire.member(MEMBER),), 1)


@pytest.mark.parametrize(
    "odd", [None, 5, {}, {"body": None}, MESSAGE | {"body": {"mid": "м" * 101}}, MESSAGE | {"timestamp": 1 << 62}]
)
def test_an_entry_that_is_no_message_is_passed_over_and_counted(odd):
    found = wire.messages({"messages": [odd, MESSAGE]})
    assert ([one.message_id for one in found.items], found.odd) == (["mid.1"], 1)
    assert wire.chat(CHAT | {"pinned_message": odd}).pinned is None


@pytest.mark.parametrize("count", [None, -1, 1 << 40, 1.5, "3", True])
def test_a_number_of_people_that_cannot_be_meant_is_unknown(count):
    assert wire.chat(CHAT | {"participants_count": count}).participants_count is None
    assert wire.chat({"chat_id": -5}).participants_count is None


@pytest.mark.parametrize("at", [-1, 1 << 62, 253402300799000, 4102444800000])
def test_an_instant_out_of_every_calendar_is_unsaid(at):
    assert wire.update(JOINED | {"timestamp": at}).at is None


@pytest.mark.parametrize("body", [{}, {"success": None}, {"success": 1}, {"success": "true"}])
def test_a_success_has_to_say_so(body):
    with pytest.raises(ValueError):
        wire.nothing(body)
