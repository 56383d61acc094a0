"""Sends the requests of one account: budget, authorisation, in-line repetition, errors, counting.

Takes an operation's name, a path and what reads its answer; gives the value or raises a type of `errors.py`.
Safe to share between threads. What is repeated and what never is: `repetition.py`.
"""

from collections.abc import Callable, Generator
from math import inf
from threading import Lock
from typing import Any, TypeVar

import httpx

from supervision.messenger.answers import LONGEST_MESSAGE, connection_error, printable, read_answer, unreadable
from supervision.messenger.endings import TOTAL_SECONDS, body_of, deadline
from supervision.messenger.errors import MessengerError, NotReached, TooManyRequests
from supervision.messenger.port import Pace
from supervision.messenger.repetition import Repetition

Value = TypeVar("Value")
# what `wire.py` raises
GARBLED = (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError, RecursionError)


class CallCounter:
    """Requests that were sent, repetitions included."""

    def __init__(self) -> None:
        self.read = 0
        self.write = 0
        self._lock = Lock()

    def count(self, *, is_write: bool) -> None:
        with self._lock:
            if is_write:
                self.write += 1
            else:
                self.read += 1


class RawToken(httpx.Auth):
    """The token as the messenger wants it, without `Bearer`. An object, because a text shows in every traceback."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __repr__(self) -> str:
        return "<RawToken>"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._token
        yield request

    def wiped_from(self, text: str) -> str:
        return text.replace(self._token, "***")


class Channel:
    """One base address and one token. The token is kept in a header only, and wiped from what a server echoes."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        token: str,
        pace: Pace,
        calls: CallCounter,
        repetition: Repetition | None = None,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._http = http
        self._token = RawToken(token)
        self._pace = pace
        self._repetition = repetition or Repetition()
        self._total_seconds = total_seconds
        self.calls = calls

    def __repr__(self) -> str:
        return f"<Channel to {self._http.base_url}>"

    def close(self) -> None:
        self._http.close()

    def read(
        self, operation: str, path: str, parse: Callable[[Any], Value], params: dict[str, Any] | None = None
    ) -> Value:
        """A GET, tried again where that may help."""
        return self._repetition.run(
            lambda until: self.once(operation, "GET", path, parse, params=params, send_until=until), is_write=False
        )

    def set(
        self,
        operation: str,
        method: str,
        path: str,
        parse: Callable[[Any], Value],
        *,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Value:
        """A write whose repetition leaves the same state: tried again where the first surely was not carried out."""
        return self._repetition.run(
            lambda until: self.once(operation, method, path, parse, params=params, body=body, send_until=until),
            is_write=True,
        )

    def once(
        self,
        operation: str,
        method: str,
        path: str,
        parse: Callable[[Any], Value],
        *,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        send_until: float = inf,
    ) -> Value:
        """One request and no more. It is not sent where its turn comes after `send_until` (by the repetition's clock).

        Errors are raised without the one that caused them: its traceback would show the request, header and all.
        """
        request = self._http.build_request(method, path, params=params, json=body)
        try:
            data = self._send(operation, request, send_until)
        except MessengerError as error:
            if isinstance(error, TooManyRequests) or error.status == 429:  # also where a proxy counts
                self._pace.slow_down()
            error.message = self._token.wiped_from(error.message)
            error.code = self._token.wiped_from(error.code)
            error.args = (error.message,)
            raise
        try:
            return parse(data)
        except GARBLED as error:
            words = self._token.wiped_from(f"{type(error).__name__} {error}"[:LONGEST_MESSAGE])
        raise unreadable(printable(words), operation=operation, is_write=request.method != "GET", status=200)

    def _send(self, operation: str, request: httpx.Request, send_until: float) -> Any:
        is_write = request.method != "GET"
        try:
            with self._pace.turn(operation):
                if self._repetition.clock() > send_until:
                    raise NotReached("the next turn came too late to try again", operation=operation)
                self.calls.count(is_write=is_write)
                with deadline(self._total_seconds):
                    response = self._http.send(request, auth=self._token, stream=True)
                    body = body_of(response)
        except httpx.HTTPError as error:
            failure = connection_error(error, operation=operation, is_write=is_write)
        else:
            return read_answer(response.status_code, body, operation=operation, is_write=is_write)
        raise failure
