"""What an HTTP answer or a failed connection means: parsed JSON, or an error of `errors.py`.

The messenger's word is a JSON object in the form of its schema: a success, `success: false`, or an `Error` whose code
is known here. Whatever else comes (a proxy's page, a redirect, a status that the API has not) says nothing about the
chat: a read may be repeated, and a write may have been carried out all the same (AnswerUnknown). So "not now" promises
of a write that nothing was done only in the messenger's own form: a balancer says 503 also after it passed the call on.
"""

import json
from typing import Any

import httpx

from supervision.messenger.errors import (
    AccountRejected,
    AnswerUnknown,
    BadAnswer,
    ForeignAnswer,
    MessengerError,
    NoRights,
    NotFound,
    NotReached,
    ReadRefused,
    RequestRejected,
    TokenRejected,
    TooManyRequests,
    Unavailable,
)

# Seen in official fixtures and by other clients (docs/messenger.md); the messenger publishes no list. How it words a
# blocked bot nobody has written: the last two are the portal's guess.
OF_CODE: dict[str, type[MessengerError]] = {
    "verify.token": TokenRejected,
    "deprecated.token": AccountRejected,
    "bot.blocked": AccountRejected,
    "bot.suspended": AccountRejected,
    "chat.denied": NoRights,
    "chat.not.found": NotFound,
    "message.not.found": NotFound,
    "user.not.found": NotFound,
    "proto.payload": RequestRejected,
    "attachment.not.ready": RequestRejected,
    "method.not.allowed": RequestRejected,
    "too.many.requests": TooManyRequests,
    "service.unavailable": Unavailable,
}
# What is said to a read of a chat with these is said of that chat; of it alone, so to no other read.
OF_A_CHAT = frozenset({"chat.denied", "chat.not.found"})
READS_OF_A_CHAT = frozenset({"chat", "admins", "members", "get_pin", "messages"})
REFUSING = frozenset({400, 401, 403, 404, 405})  # the statuses with which an `Error` says no
# They promise that nothing was done. 409 is of the provisioning contract: an earlier call is still being carried out.
NOT_NOW: dict[int, type[MessengerError]] = {409: Unavailable, 429: TooManyRequests, 503: Unavailable}
FAILING = frozenset({500, 502, 504})  # the messenger's own, or of a proxy after the messenger has acted
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
LONGEST_MESSAGE, LONGEST_CODE = 300, 80


def read_answer(status: int, body: bytes, *, operation: str, is_write: bool) -> Any:
    """The JSON of a success; otherwise raises what the answer means."""
    data = json_of(body)
    if 200 <= status < 300 and isinstance(data, dict):
        succeeded = data.get("success", True)
        if succeeded is True:
            return data
        if succeeded is False:  # the messenger refuses some requests with HTTP 200 (docs/messenger.md)
            kind = OF_CODE.get(code_of(data), RequestRejected)
            kind = kind if is_write else _to_a_read(kind, code_of(data), operation)
            raise kind(words(data), operation=operation, status=status, code=code_of(data))
    raise error_of(status, data, operation=operation, is_write=is_write)


def error_of(status: int, data: Any, *, operation: str, is_write: bool) -> MessengerError:
    body = data if isinstance(data, dict) else {}
    kind, message = _refusal(status, body), words(body)
    if kind is not None and not is_write:
        kind = _to_a_read(kind, code_of(body), operation)
    elif kind is None and status in NOT_NOW and (_is_error(body) or not is_write):
        kind = NOT_NOW[status]
    elif kind is None and is_write:
        kind, message = AnswerUnknown, f"no answer of the messenger's own; {message}"
    elif kind is None and status in FAILING:
        kind = Unavailable
    elif kind is None:
        kind, message = ForeignAnswer, f"no answer of the messenger's own; {message}"
    return kind(message, operation=operation, status=status, code=code_of(body))


def _refusal(status: int, body: dict[str, Any]) -> type[MessengerError] | None:
    """None where the messenger itself has not said no. Of a 401 any code will do: `GET /me` confirms it."""
    if status not in REFUSING or not _is_error(body):
        return None
    known = OF_CODE.get(code_of(body))
    if status == 401:
        return known if known and issubclass(known, AccountRejected) else TokenRejected
    return known


def _is_error(body: dict[str, Any]) -> bool:
    """In the form of the schema's `Error`."""
    return bool(code_of(body)) and isinstance(body.get("message"), str)


def _to_a_read(refusal: type[MessengerError], code: str, operation: str) -> type[MessengerError]:
    """Of a write each refusal is final; of a read only one that names what was asked for says anything about it."""
    if not issubclass(refusal, NoRights | NotFound | RequestRejected):
        return refusal
    return refusal if code in OF_A_CHAT and operation in READS_OF_A_CHAT else ReadRefused


def connection_error(error: httpx.HTTPError, *, operation: str, is_write: bool) -> MessengerError:
    """A failure without an answer. Certificate trouble arrives as ConnectError, so its text is kept."""
    reason = str(error) or type(error).__name__
    if isinstance(error, NEVER_SENT):
        return NotReached(f"no connection to the messenger: {reason}", operation=operation)
    if is_write:
        return AnswerUnknown(f"sent, but the answer was lost: {reason}", operation=operation)
    if isinstance(error, httpx.DecodingError):
        return ForeignAnswer(f"the answer cannot be decoded: {reason}", operation=operation)
    return Unavailable(f"the answer was lost: {reason}", operation=operation)


def unreadable(reason: str, *, operation: str, is_write: bool, status: int | None = None) -> MessengerError:
    """A success that lacks or garbles what the schema promises."""
    kind = AnswerUnknown if is_write else BadAnswer
    return kind(f"the answer lacks or garbles {reason}", operation=operation, status=status)


def json_of(body: bytes) -> Any:
    """None for what is no JSON, or so deep that it cannot be meant."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def code_of(data: dict[str, Any]) -> str:
    code = data.get("code")
    return printable(code)[:LONGEST_CODE] if isinstance(code, str) else ""


def words(data: dict[str, Any]) -> str:
    said = next((data[name] for name in ("message", "error") if isinstance(data.get(name), str) and data[name]), "")
    return printable(said)[:LONGEST_MESSAGE] or "no explanation was given"


def printable(text: str) -> str:
    """What a database and a page can hold: no NUL, no half of a surrogate, no other control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text[: 4 * LONGEST_MESSAGE]).strip()
