"""The emulator with something happening around a request: a worker dies, somebody changes a fact meanwhile."""

from collections.abc import Callable

import httpx

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.transport import EmulatorTransport

Hook = Callable[[], None]


class Killed(BaseException):
    """What `kill -9` is to the code: nothing after it runs, no `except Exception` sees it."""


def die() -> None:
    raise Killed


class HookedTransport(httpx.BaseTransport):
    """Calls a hook once: just before, or just after, the first request whose method and path fit."""

    def __init__(self, emulator: Emulator, *, method: str, path: str, before: Hook | None = None,
                 after: Hook | None = None) -> None:  # fmt: skip
        self._emulator = EmulatorTransport(emulator)
        self._method, self._path = method, path
        self._before, self._after = before, after

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fits = request.method == self._method and request.url.path.endswith(self._path)
        if fits and self._before:
            hook, self._before = self._before, None
            hook()
        response = self._emulator.handle_request(request)
        if fits and self._after:
            hook, self._after = self._after, None
            hook()
        return response


class MortalTransport(httpx.BaseTransport):
    """Kills the worker once at a request counted from when that was asked for, before or after it is carried out."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = EmulatorTransport(emulator)
        self._left: int | None = None
        self._is_late = False

    def kill(self, *, at_request: int, after: bool) -> None:
        self._left, self._is_late = at_request, after

    def spare(self) -> None:
        self._left = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        dies = self._left == 1
        self._left = self._left - 1 if self._left and not dies else None
        if dies and not self._is_late:
            die()
        response = self._emulator.handle_request(request)
        if dies:
            die()
        return response


class OnlyChannels(httpx.BaseTransport):
    """A messenger in which every chat is a channel."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = EmulatorTransport(emulator)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        data = self._emulator.handle_request(request).json()
        return httpx.Response(200, json=data | {"type": "channel"})
