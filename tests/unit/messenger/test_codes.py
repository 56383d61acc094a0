"""Every code that is known x every form in which it comes x every read and write: whose word it is, and about what."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from supervision.messenger import errors
from supervision.messenger.answers import OF_CODE
from supervision.messenger.connect import AccountMessenger
from supervision.messenger.errors import MessengerError
from tests.unit.messenger.test_channel import CountingPace, account_answering

Call = Callable[[AccountMessenger], object]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
OF_A_CHAT: dict[str, Call] = {
    "chat": lambda account: account.chat(-1),
    "admins": lambda account: account.admins(-1),
    "members": lambda account: account.members(-1, [1]),
    "pinned": lambda account: account.pinned(-1),
    "messages": lambda account: list(account.messages(-1, since=LONG_AGO)),
}
OF_NO_CHAT: dict[str, Call] = {
    "me": lambda account: account.me(),
    "subscriptions": lambda account: account.subscriptions(),
}
WRITES: dict[str, Call] = {
    "edit_chat": lambda account: account.edit_chat(-1, title="Дом"),
    "grant_admin": lambda account: account.grant_admin(-1, user_id=1, rights=frozenset(), alias=""),
    "revoke_admin": lambda account: account.revoke_admin(-1, user_id=1),
    "send_message": lambda account: account.send_message(-1, text="Объявление"),
    "pin_message": lambda account: account.pin_message(-1, message_id="mid.1"),
    "write_to": lambda account: account.write_to(1, text="Да"),
    "rewrite": lambda account: account.rewrite("mid.1", text="Да", keyboard=()),
    "answer_press": lambda account: account.answer_press("c", text="Да", keyboard=()),
    "subscribe": lambda account: account.subscribe(url="https://a.example", secret="s", update_types=()),
    "unsubscribe": lambda account: account.unsubscribe(url="https://a.example"),
    "create_chat": lambda account: account.create_chat(external_id="1", title="Дом", description="", owner_id=1),
    "transfer_owner": lambda account: account.transfer_owner(-1, owner_id=1),
}
# What a code says to a read, whatever is read; the others say something of a chat, or nothing.
OF_THE_ACCOUNT: dict[str, type[MessengerError]] = {
    "verify.token": errors.TokenRejected,
    "deprecated.token": errors.AccountRejected,
    "bot.blocked": errors.AccountRejected,
    "bot.suspended": errors.AccountRejected,
    "too.many.requests": errors.TooManyRequests,
    "service.unavailable": errors.Unavailable,
}
OF_THE_CHAT: dict[str, type[MessengerError]] = {"chat.denied": errors.NoRights, "chat.not.found": errors.NotFound}
FORMS = [200, 400, 403, 404, 405]
LATER = [409, 429, 503]


def said(status: int, code: str) -> httpx.Response:
    success = {"success": False} if status == 200 else {}
    return httpx.Response(status, json={**success, "code": code, "message": "no"})


def fate(response: Callable[[], httpx.Response], call: Call, pace: Any = None) -> type[MessengerError]:
    with pytest.raises(MessengerError) as caught:
        call(account_answering(lambda _request: response(), pace))
    return type(caught.value)


@pytest.mark.parametrize("status", FORMS)
@pytest.mark.parametrize("code", OF_CODE)
def test_to_a_read_of_a_chat_only_a_word_about_the_chat_is_about_it(code: str, status: int) -> None:
    right = {**OF_THE_ACCOUNT, **OF_THE_CHAT}.get(code, errors.ReadRefused)
    fates = {name: fate(lambda: said(status, code), call) for name, call in OF_A_CHAT.items()}
    assert fates == dict.fromkeys(OF_A_CHAT, right)


@pytest.mark.parametrize("status", FORMS)
@pytest.mark.parametrize("code", OF_CODE)
def test_to_any_other_read_no_word_about_a_chat_says_anything(code: str, status: int) -> None:
    right = OF_THE_ACCOUNT.get(code, errors.ReadRefused)
    fates = {name: fate(lambda: said(status, code), call) for name, call in OF_NO_CHAT.items()}
    assert fates == dict.fromkeys(OF_NO_CHAT, right)


@pytest.mark.parametrize("status", FORMS)
@pytest.mark.parametrize("code", OF_CODE)
def test_to_a_write_each_known_code_is_its_own(code: str, status: int) -> None:
    fates = {name: fate(lambda: said(status, code), call) for name, call in WRITES.items()}
    assert fates == dict.fromkeys(WRITES, OF_CODE[code])


NOBODYS: dict[str, dict[str, Any]] = {
    "a page": {"html": "<html>later</html>"},
    "nothing": {},
    "no code": {"json": {"message": "API rate limit exceeded"}},
    "a code that is a number": {"json": {"code": 14, "message": "upstream connect error"}},
    "no words": {"json": {"code": "service.unavailable"}},
    "success false": {"json": {"success": False}},
    "a list": {"json": [{"code": "service.unavailable", "message": "later"}]},
}


@pytest.mark.parametrize("status", LATER)
@pytest.mark.parametrize("body", NOBODYS)
def test_not_now_promises_of_a_write_only_in_the_messengers_own_form(status: int, body: str) -> None:
    fates = {name: fate(lambda: httpx.Response(status, **NOBODYS[body]), call) for name, call in WRITES.items()}
    assert fates == dict.fromkeys(WRITES, errors.AnswerUnknown)
    to_a_read = fate(lambda: httpx.Response(status, **NOBODYS[body]), OF_A_CHAT["chat"])
    assert to_a_read is (errors.TooManyRequests if status == 429 else errors.Unavailable)


@pytest.mark.parametrize("status", LATER)
@pytest.mark.parametrize("name", WRITES)
def test_the_messengers_own_not_now_promises_that_nothing_was_done(status: int, name: str) -> None:
    assert issubclass(fate(lambda: said(status, "some.code"), WRITES[name]), errors.Temporary)


@pytest.mark.parametrize("call", [WRITES["write_to"], WRITES["revoke_admin"]])
def test_everybody_slows_down_whoever_said_429(call: Call) -> None:
    pace = CountingPace()
    assert fate(lambda: httpx.Response(429, html="slower"), call, pace) is errors.AnswerUnknown
    assert (pace.turns, pace.slowed) == (1, 1)
