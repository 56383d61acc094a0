"""The messenger's JSON as values of the port."""

from datetime import UTC, datetime

import pytest

from supervision.messenger import wire
from supervision.messenger.port import ChatView, MemberView, MessageView, Right

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
    assert [m.message_id for m in wire.messages({"messages": [bare, MESSAGE]})] == ["mid.1"]
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
        wire.bot({"user_id": wrong, "first_name": "Бот"})


def test_an_appointment_is_written_in_a_fixed_order():
    body = wire.admin_appointment(user_id=5, rights=frozenset({Right.WRITE, Right.ADD_ADMINS}), alias="")
    assert body == {"admins": [{"user_id": 5, "permissions": ["add_admins", "write"], "alias": None}]}
