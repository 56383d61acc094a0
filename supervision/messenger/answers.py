"""What an HTTP answer or a failed connection means: parsed JSON, or an error of `errors.py`.

One table says which status is which type. Whether a lost answer is harmless depends on the request: a read may be
repeated, a write must be looked after (AnswerUnknown).
"""

from typing import Any

import httpx

from supervision.messenger.errors import (
    AnswerUnknown,
    BadAnswer,
    MessengerError,
    NoRights,
    NotFound,
    NotReached,
    RequestRejected,
    TokenRejected,
    TooManyRequests,
    Unavailable,
)

BY_STATUS: dict[int, type[MessengerError]] = {
    400: RequestRejected,
    401: TokenRejected,
    403: NoRights,
    404: NotFound,
    405: RequestRejected,
    409: Unavailable,  # of the provisioning contract: an earlier call is still being carried out
    429: TooManyRequests,
    500: Unavailable,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}
# 503 says "not now"; the other three may come from a proxy after the messenger has carried the write out.
UNSURE_AFTER_WRITE = frozenset({500, 502, 504})
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
LONGEST_MESSAGE = 300


def read_answer(response: httpx.Response, *, operation: str, is_write: bool) -> Any:
    """The JSON of a success; otherwise raises what the status means."""
    data = json_of(response)
    if not response.is_success:
        raise error_of(response.status_code, data, operation=operation, is_write=is_write)
    if not isinstance(data, dict):
        raise BadAnswer("the answer is not a JSON object", operation=operation, status=response.status_code)
    if data.get("success") is False:  # the messenger refuses some requests with HTTP 200 (docs/messenger.md)
        raise RequestRejected(words(data), operation=operation, status=response.status_code)
    return data


def error_of(status: int, data: Any, *, operation: str, is_write: bool) -> MessengerError:
    body = data if isinstance(data, dict) else {}
    message, code = words(body), str(body.get("code") or "")[:80]
    kind = BY_STATUS.get(status)
    if is_write and status in UNSURE_AFTER_WRITE:
        kind = AnswerUnknown
    if kind is None:
        kind, message = BadAnswer, f"unexpected status; {message}"
    return kind(message, operation=operation, status=status, code=code)


def connection_error(error: httpx.HTTPError, *, operation: str, is_write: bool) -> MessengerError:
    """A failure without an answer. Certificate trouble arrives as ConnectError, so its text is kept."""
    reason = str(error) or type(error).__name__
    if isinstance(error, NEVER_SENT):
        return NotReached(f"no connection to the messenger: {reason}", operation=operation)
    if is_write:
        return AnswerUnknown(f"sent, but the answer was lost: {reason}", operation=operation)
    if isinstance(error, httpx.DecodingError):
        return BadAnswer(f"the answer cannot be decoded: {reason}", operation=operation)
    return Unavailable(f"the answer was lost: {reason}", operation=operation)


def json_of(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def words(data: dict[str, Any]) -> str:
    return str(data.get("message") or data.get("error") or "no explanation was given")[:LONGEST_MESSAGE]
