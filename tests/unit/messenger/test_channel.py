"""One request: which answer is which error, what is repeated, what never leaks."""

import logging
import traceback
from contextlib import contextmanager

import httpx
import pytest

from supervision.messenger import errors
from supervision.messenger.connect import connect
from supervision.messenger.repetition import Repetition

TOKEN = "token-that-must-not-leak"


class CountingPace:
    def __init__(self):
        self.turns = self.slowed = 0

    @contextmanager
    def turn(self, kind):
        self.turns += 1
        yield

    def slow_down(self):
        self.slowed += 1


def account_answering(answer, pace=None, repetition=None):
    """`answer` is a function of the request, an httpx.Response or an exception."""

    def handle(request):
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer

    return connect(
        url="https://max.example",
        token=TOKEN,
        provisioning="api",
        pace=pace or CountingPace(),
        transport=httpx.MockTransport(handle),
        repetition=repetition or Repetition(first_pause_seconds=0),
    )


@pytest.mark.parametrize(
    "status, of_a_read, of_a_write",
    [
        (400, errors.RequestRejected, errors.RequestRejected),
        (401, errors.TokenRejected, errors.TokenRejected),
        (403, errors.NoRights, errors.NoRights),
        (404, errors.NotFound, errors.NotFound),
        (405, errors.RequestRejected, errors.RequestRejected),
        (429, errors.TooManyRequests, errors.TooManyRequests),
        (500, errors.Unavailable, errors.AnswerUnknown),
        (502, errors.Unavailable, errors.AnswerUnknown),
        (503, errors.Unavailable, errors.Unavailable),
        (504, errors.Unavailable, errors.AnswerUnknown),
        (302, errors.BadAnswer, errors.BadAnswer),
        (418, errors.BadAnswer, errors.BadAnswer),
    ],
)
def test_a_status_is_a_type(status, of_a_read, of_a_write):
    account = account_answering(httpx.Response(status, json={"code": "some.code", "message": "some words"}))
    for kind, call in ((of_a_read, account.me), (of_a_write, lambda: account.revoke_admin(-1, user_id=1))):
        with pytest.raises(errors.MessengerError) as caught:
            call()
        assert (type(caught.value), caught.value.status, caught.value.code) == (kind, status, "some.code")


@pytest.mark.parametrize(
    "failure, of_a_read, of_a_write",
    [
        (httpx.ConnectError("no route"), errors.NotReached, errors.NotReached),
        (httpx.ConnectTimeout("slow"), errors.NotReached, errors.NotReached),
        (httpx.PoolTimeout("busy"), errors.NotReached, errors.NotReached),
        (httpx.ReadTimeout("slow"), errors.Unavailable, errors.AnswerUnknown),
        (httpx.ReadError("reset"), errors.Unavailable, errors.AnswerUnknown),
        (httpx.WriteError("reset"), errors.Unavailable, errors.AnswerUnknown),
        (httpx.RemoteProtocolError("cut"), errors.Unavailable, errors.AnswerUnknown),
        (httpx.DecodingError("gzip"), errors.BadAnswer, errors.AnswerUnknown),
    ],
)
def test_a_lost_connection_is_a_type(failure, of_a_read, of_a_write):
    account = account_answering(failure)
    with pytest.raises(of_a_read):
        account.me()
    with pytest.raises(of_a_write):
        account.edit_chat(-1, title="Дом")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"user_id": "text"}', b'{"first_name": "x"}'])
def test_an_unreadable_success_is_a_bad_answer(body):
    with pytest.raises(errors.BadAnswer):
        account_answering(httpx.Response(200, content=body)).me()


def test_success_false_in_a_200_is_a_refusal_with_its_words():
    account = account_answering(httpx.Response(200, json={"success": False, "message": "Not enough rights"}))
    with pytest.raises(errors.RequestRejected, match="pin_message · 200 · Not enough rights"):
        account.pin_message(-1, message_id="mid.1")


def test_every_attempt_takes_a_turn_and_a_429_slows_everybody_down():
    pace = CountingPace()
    account = account_answering(httpx.Response(429, json={"code": "too.many.requests", "message": "slower"}), pace)
    with pytest.raises(errors.TooManyRequests):
        account.me()
    with pytest.raises(errors.TooManyRequests):
        account.transfer_owner(-1, owner_id=5)
    with pytest.raises(errors.TooManyRequests):
        account.send_message(-1, text="Объявление")
    assert (pace.turns, pace.slowed, account.calls.read, account.calls.write) == (7, 7, 3, 4)


def echo(request):
    """A server that repeats the token in every answer."""
    assert request.headers["authorization"] == TOKEN and TOKEN not in str(request.url)
    status = {"/me": 403, "/chats/-1": 429, "/chats/-2": 200}.get(request.url.path)
    if status is None:
        raise httpx.ReadError(f"cut after {TOKEN}", request=request)
    return httpx.Response(status, json={"code": TOKEN, "message": f"token {TOKEN}", "chat_id": TOKEN})


@pytest.mark.parametrize(
    "call, error",
    [
        (lambda account: account.me(), errors.NoRights),
        (lambda account: account.chat(-1), errors.TooManyRequests),
        (lambda account: account.chat(-2), errors.BadAnswer),
        (lambda account: account.admins(-3), errors.Unavailable),
        (lambda account: account.revoke_admin(-3, user_id=1), errors.AnswerUnknown),
    ],
)
def test_the_token_goes_into_the_raw_header_and_nowhere_else(caplog, call, error):
    caplog.set_level(logging.DEBUG, logger="httpx")  # the installation keeps it quieter
    account = account_answering(echo)
    with pytest.raises(error) as caught:
        call(account)
    told = traceback.format_exception(caught.value)
    written = [str(caught.value), repr(caught.value), repr(vars(caught.value)), repr(account), *told]
    assert TOKEN not in " ".join(written) + caplog.text
    assert "HTTP Request" in caplog.text or error in (errors.Unavailable, errors.AnswerUnknown)


@pytest.mark.parametrize(
    "answer", [httpx.ConnectError("no route"), httpx.ReadTimeout("slow"), httpx.Response(200), httpx.Response(403)]
)
def test_a_report_with_all_local_variables_does_not_show_the_token_either(answer):
    with pytest.raises(errors.MessengerError) as caught:
        account_answering(answer).me()
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "request = <Request('GET'" in (words := "".join(told.format())) and TOKEN not in words
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_redirect_is_not_followed():
    seen = []

    def redirect(request):
        seen.append(request.url.host)
        return httpx.Response(302, headers={"location": "https://elsewhere.example/"})

    with pytest.raises(errors.BadAnswer):
        account_answering(redirect).me()
    assert seen == ["max.example"]


def test_only_what_is_given_is_edited():
    bodies = []

    def note(request):
        bodies.append(request.content)
        return httpx.Response(200, json={"chat_id": -1, "status": "active", "participants_count": 1})

    account_answering(note).edit_chat(-1, description="")
    assert bodies == [b'{"description":""}']


def test_a_marker_that_comes_twice_ends_the_reading_of_members():
    member = {"user_id": 1, "first_name": "Анна", "is_bot": False, "is_owner": False, "is_admin": False}
    account = account_answering(httpx.Response(200, json={"members": [member], "marker": 7}))
    with pytest.raises(errors.BadAnswer, match="came twice"):
        list(account.all_members(-1))
    assert account.calls.read == 2
