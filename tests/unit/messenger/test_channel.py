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


FOREIGN = {
    "an unknown code": {"json": {"code": "waf.block", "message": "blocked"}},
    "a code without words": {"json": {"code": "chat.denied"}},
    "words without a code": {"json": {"message": "Forbidden"}},
    "a code that is a number": {"json": {"code": 403, "message": "Forbidden"}},
    "a page": {"html": "<html>Forbidden</html>"},
    "a list": {"json": [{"code": "chat.denied", "message": "no"}]},
    "nothing": {"content": b""},
    "no text at all": {"content": b"\xff\xfe\x00"},
    "nested without end": {"content": b'{"code":' + b"[" * 200_000},
    "a number without end": {"content": b'{"code": ' + b"1" * 5_000 + b"}"},
}
NOT_OURS = [400, 403, 404, 405]
SEVERAL = [302, 307, 408, 410, 418, 423, 451, 505, 520, 522, 525, 530]


def both_calls(account):
    return {"read": lambda: account.chat(-1), "write": lambda: account.revoke_admin(-1, user_id=1)}


def to_a_read(kind):
    """A refusal that does not name what was asked for says nothing of it."""
    return errors.ReadRefused if kind is errors.RequestRejected else kind


def fate(call):
    with pytest.raises(errors.MessengerError) as caught:
        call()
    return type(caught.value)


@pytest.mark.parametrize(
    "status, code, kind",
    [
        (400, "proto.payload", errors.RequestRejected),
        (401, "verify.token", errors.TokenRejected),
        (401, "some.code", errors.TokenRejected),
        (401, "deprecated.token", errors.AccountRejected),
        (403, "deprecated.token", errors.AccountRejected),
        (403, "bot.blocked", errors.AccountRejected),
        (403, "chat.denied", errors.NoRights),
        (404, "chat.not.found", errors.NotFound),
        (405, "method.not.allowed", errors.RequestRejected),
        (409, "in.progress", errors.Unavailable),
        (429, "too.many.requests", errors.TooManyRequests),
        (503, "service.unavailable", errors.Unavailable),
    ],
)
def test_the_messengers_word_about_what_was_asked_is_the_same_to_a_read_and_to_a_write(status, code, kind):
    account = account_answering(httpx.Response(status, json={"code": code, "message": "some words"}))
    for which, call in both_calls(account).items():
        with pytest.raises(errors.MessengerError) as caught:
            call()
        right = to_a_read(kind) if which == "read" else kind
        assert (type(caught.value), caught.value.status, caught.value.code) == (right, status, code)


@pytest.mark.parametrize("status", [*NOT_OURS, 401, *SEVERAL])
@pytest.mark.parametrize("body", FOREIGN)
def test_what_is_not_the_messengers_word_says_nothing_of_the_chat(status, body):
    calls = both_calls(account_answering(lambda _request: httpx.Response(status, **FOREIGN[body])))
    if (status, body) == (401, "an unknown code"):  # an error in the messenger's own form: GET /me will tell
        assert {fate(call) for call in calls.values()} == {errors.TokenRejected}
        return
    assert fate(calls["read"]) is errors.ForeignAnswer
    assert fate(calls["write"]) is errors.AnswerUnknown


@pytest.mark.parametrize("status", SEVERAL)
def test_a_status_that_the_api_has_not_is_nobodys_word_though_its_body_looks_like_one(status):
    body = {"code": "chat.denied", "message": "no"}
    calls = both_calls(account_answering(httpx.Response(status, json=body)))
    assert (fate(calls["read"]), fate(calls["write"])) == (errors.ForeignAnswer, errors.AnswerUnknown)


@pytest.mark.parametrize("body", FOREIGN)
def test_a_failing_server_is_asked_again_and_its_write_looked_after(body):
    for status in (500, 502, 504):
        calls = both_calls(account_answering(lambda _request, at=status: httpx.Response(at, **FOREIGN[body])))
        assert (fate(calls["read"]), fate(calls["write"])) == (errors.Unavailable, errors.AnswerUnknown)


@pytest.mark.parametrize("status", [200, 201, 204])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null", b'{"success": "true"}', b'{"success": null}'])
def test_a_success_that_does_not_say_so_is_none(status, body):
    calls = both_calls(account_answering(lambda _request: httpx.Response(status, content=body)))
    assert issubclass(fate(calls["read"]), errors.Temporary)
    assert fate(calls["write"]) is errors.AnswerUnknown


@pytest.mark.parametrize(
    "code, kind",
    [
        (None, errors.RequestRejected),
        ("some.code", errors.RequestRejected),
        ("chat.denied", errors.NoRights),
        ("chat.not.found", errors.NotFound),
        ("deprecated.token", errors.AccountRejected),
        ("too.many.requests", errors.TooManyRequests),
        (["chat.denied"], errors.RequestRejected),
    ],
)
def test_a_code_beside_success_false_is_kept_and_mapped(code, kind):
    body = {"success": False, "message": "no"} | ({"code": code} if code else {})
    for which, call in both_calls(account_answering(httpx.Response(200, json=body))).items():
        with pytest.raises(errors.MessengerError) as caught:
            call()
        assert type(caught.value) is (to_a_read(kind) if which == "read" else kind)
        assert caught.value.code == (code if isinstance(code, str) else "")


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
        (httpx.DecodingError("gzip"), errors.ForeignAnswer, errors.AnswerUnknown),
    ],
)
def test_a_lost_connection_is_a_type(failure, of_a_read, of_a_write):
    account = account_answering(failure)
    with pytest.raises(of_a_read):
        account.me()
    with pytest.raises(of_a_write):
        account.edit_chat(-1, title="Дом")


@pytest.mark.parametrize("body", [b"{}", b'{"user_id": "text"}', b'{"first_name": "x"}', b'{"user_id": 1.5}'])
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
        (lambda account: account.me(), errors.ForeignAnswer),
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

    with pytest.raises(errors.ForeignAnswer):
        account_answering(redirect).me()
    assert set(seen) == {"max.example"}


def test_only_what_is_given_is_edited():
    bodies = []

    def note(request):
        bodies.append(request.content)
        return httpx.Response(200, json={"chat_id": -1, "status": "active", "participants_count": 1})

    account_answering(note).edit_chat(-1, description="")
    assert bodies == [b'{"description":""}']
