"""Lost answers, refusals and outages, as the client reports them."""

import logging
from contextlib import suppress

import pytest
from contract_place import NEIGHBOUR, OWNER

from supervision.messenger.connect import connect
from supervision.messenger.errors import (
    AnswerUnknown,
    MessengerError,
    NoRights,
    NotReached,
    TooManyRequests,
    Unavailable,
)
from supervision.messenger.throttle import Unpaced


def test_a_write_whose_answer_is_lost_was_carried_out_and_is_reported_as_unknown(place, account, chat):
    place.emulator.faults.add("lose_answer", operation="edit_chat")
    with pytest.raises(AnswerUnknown):
        account.edit_chat(chat.chat_id, title="Дом с потерей")
    assert account.chat(chat.chat_id).title == "Дом с потерей"
    assert place.emulator.stats()["operations"]["edit_chat"] == 1


def test_a_lost_answer_to_the_making_of_a_chat_leaves_one_chat_after_a_repetition(place, account):
    house = {"external_id": "house-9", "title": "Дом", "description": "", "owner_id": OWNER}
    place.emulator.faults.add("lose_answer", operation="create_chat")
    with pytest.raises(AnswerUnknown):
        account.create_chat(**house)
    chat = account.create_chat(**house)
    assert [each["chat_id"] for each in place.emulator.world()] == [chat.chat_id]


def test_a_read_whose_answer_is_lost_is_repeated(place, account, chat):
    place.emulator.faults.add("lose_answer", operation="chat", times=2)
    before = account.calls.read
    assert account.chat(chat.chat_id).title == chat.title
    assert account.calls.read - before == 3


def test_a_read_gives_up_after_three_attempts(place, account):
    place.emulator.faults.add("unavailable", times=3)
    with pytest.raises(Unavailable, match="503"):
        account.me()
    assert place.emulator.stats()["operations"] == {"me": 3}


@pytest.mark.parametrize("kind", ["unavailable", "too_many"])
def test_a_write_that_was_not_carried_out_is_repeated_where_repeating_leaves_the_same(place, account, chat, kind):
    place.emulator.faults.add(kind, operation="transfer_owner", times=2)
    account.transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)
    assert account.chat(chat.chat_id).owner_id == NEIGHBOUR
    assert place.emulator.stats()["operations"]["transfer_owner"] == 3


def test_a_refused_write_is_not_repeated(place, account, chat):
    place.emulator.faults.add("refuse", operation="transfer_owner")
    with pytest.raises(NoRights, match=r"chat\.denied"):
        account.transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)
    assert place.emulator.stats()["operations"]["transfer_owner"] == 1


@pytest.mark.parametrize(
    "kind, error",
    [("unavailable", Unavailable), ("too_many", TooManyRequests), ("lose_answer", AnswerUnknown)],
)
def test_the_sending_of_a_message_is_never_repeated(place, account, chat, kind, error):
    place.emulator.faults.add(kind, operation="send_message")
    with pytest.raises(error):
        account.send_message(chat.chat_id, text="Объявление")
    assert place.emulator.stats()["operations"]["send_message"] == 1


def test_an_answer_that_comes_too_late_to_a_write_is_unknown(place, chat):
    hasty = place.account(read_seconds=0.05)
    place.emulator.latency_ms = 200
    with pytest.raises(AnswerUnknown):
        hasty.edit_chat(chat.chat_id, title="Поздно")
    place.emulator.latency_ms = 0
    assert hasty.chat(chat.chat_id).title == "Поздно"


def test_nothing_is_sent_where_nobody_listens():
    account = connect(url="http://127.0.0.1:9", token="emulator-1", provisioning="manual", pace=Unpaced())
    with account, pytest.raises(NotReached, match="no connection"):
        account.edit_chat(-1, title="Дом")


def test_the_token_and_the_secret_of_a_webhook_stay_out_of_the_logs(served, caplog):
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    with connect(url=served.url, token="emulator-unheard", provisioning="manual", pace=Unpaced()) as account:
        account.me()
        with suppress(MessengerError):
            account.subscribe(url="https://portal.example/hook", secret="secret-unheard", update_types=["bot_added"])
    assert "HTTP Request: GET" in caplog.text and "send_request_headers" in caplog.text
    assert "unheard" not in caplog.text


def test_a_proxy_of_the_network_is_not_asked_for_this_machine(served, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with connect(url=served.url, token="emulator-1", provisioning="manual", pace=Unpaced()) as account:
        assert account.me().name == "Бот 1"


def test_calls_over_the_rate_get_429_without_retry_after(place):
    place.emulator.rate, place.emulator.clock = 5, lambda: 100.0
    answers = [place.raw("GET", "/me") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert answers[-1].json()["code"] == "too.many.requests"
    assert "retry-after" not in answers[-1].headers
    figures = place.emulator.stats()["tokens"]["emulator-55"]
    assert (figures["total"], figures["refused_429"], figures["over_allowed"]) == (7, 2, 2)


def test_one_account_does_not_use_up_the_rate_of_another(place):
    place.emulator.rate, place.emulator.clock = 1, lambda: 100.0
    assert [place.raw("GET", "/me", token=f"emulator-{n}").status_code for n in (1, 2, 1)] == [200, 200, 429]
