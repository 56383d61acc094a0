"""Messages and the pinned announcement."""

from datetime import UTC, datetime, timedelta

import pytest

from supervision.messenger.errors import NotFound, RequestRejected, TooManyRequests

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_a_message_is_posted_pinned_and_seen_as_the_announcement(account, chat):
    posted = account.send_message(chat.chat_id, text="С 1 декабря домом управляет УК «Дом»")
    account.pin_message(chat.chat_id, message_id=posted.message_id)
    assert account.chat(chat.chat_id).pinned == posted
    assert posted.sender_id == account.me().user_id


def test_messages_since_an_instant_include_that_instant_and_come_newest_first(account, chat):
    first = account.send_message(chat.chat_id, text="один")
    second = account.send_message(chat.chat_id, text="два")
    assert list(account.messages(chat.chat_id, since=first.sent_at))[-1] == first
    assert next(account.messages(chat.chat_id, since=LONG_AGO)) == second
    assert list(account.messages(chat.chat_id, since=second.sent_at + timedelta(seconds=1))) == []


@pytest.mark.parametrize("text", ["", "я" * 4001])
def test_a_message_outside_1_to_4000_characters_is_refused(account, chat, text):
    with pytest.raises(RequestRejected):
        account.send_message(chat.chat_id, text=text)


def test_a_third_message_within_a_second_is_refused_in_this_chat_only(account, chat):
    other = account.create_chat(external_id="house-2", title="Дом 2", description="", owner_id=1)
    for _ in range(2):
        account.send_message(chat.chat_id, text="часто")
    with pytest.raises(TooManyRequests):
        account.send_message(chat.chat_id, text="слишком часто")
    account.send_message(other.chat_id, text="а здесь можно")


def test_a_message_of_another_chat_cannot_be_pinned(account, chat):
    with pytest.raises(NotFound):
        account.pin_message(chat.chat_id, message_id="mid.nowhere")
