"""Sends the requests of one account: budget, authorisation, in-line repetition of reads, errors, counting.

Takes an operation's name, a path and what reads its answer; gives the value or raises a type of `errors.py`.
Safe to share between threads. A write is never repeated here: the queue above decides after a look.
"""

import random
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import httpx

from supervision.messenger.answers import connection_error, read_answer
from supervision.messenger.errors import BadAnswer, MessengerError, Temporary, TooManyRequests
from supervision.messenger.port import Pace

Value = TypeVar("Value")
READ_ATTEMPTS = 3
FIRST_BACKOFF_SECONDS = 0.2


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


class Channel:
    """One base address and one token. The token is kept in a header only, and wiped from what a server echoes."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        token: str,
        pace: Pace,
        calls: CallCounter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._sleep = sleep
        self._token = token
        self._pace = pace
        self.calls = calls

    def __repr__(self) -> str:
        return f"<Channel to {self._http.base_url}>"

    def close(self) -> None:
        self._http.close()

    def read(
        self, operation: str, path: str, parse: Callable[[Any], Value], params: dict[str, Any] | None = None
    ) -> Value:
        """A GET, tried again where that is harmless and may help."""
        for attempt in range(1, READ_ATTEMPTS + 1):
            try:
                return self.once(operation, "GET", path, parse, params=params)
            except Temporary:
                if attempt == READ_ATTEMPTS:
                    raise
            # jitter: the threads that failed together do not return together
            self._sleep(random.uniform(0.5, 1.0) * FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1))  # noqa: S311
        raise AssertionError("unreachable: the last attempt returns or raises")

    def once(
        self,
        operation: str,
        method: str,
        path: str,
        parse: Callable[[Any], Value],
        *,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Value:
        """One request and no more."""
        try:
            data = self._send(operation, method, path, params, body)
        except TooManyRequests:
            self._pace.slow_down()
            raise
        except MessengerError as error:
            error.message = error.message.replace(self._token, "***")
            error.args = (error.message,)
            raise
        try:
            return parse(data)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise BadAnswer(f"the answer lacks or garbles {error}", operation=operation) from error

    def _send(
        self, operation: str, method: str, path: str, params: dict[str, Any] | None, body: dict[str, Any] | None
    ) -> Any:
        is_write = method != "GET"
        token = {"Authorization": self._token}
        try:
            with self._pace.turn(operation):
                self.calls.count(is_write=is_write)
                response = self._http.request(method, path, params=params, json=body, headers=token)
        except httpx.HTTPError as error:
            raise connection_error(error, operation=operation, is_write=is_write) from error
        return read_answer(response, operation=operation, is_write=is_write)
