"""The emulator, and a list of what was asked of it: each request by its operation and its chat, in order."""

from collections.abc import Callable

import httpx

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.routes import route
from supervision.messenger.emulator.transport import EmulatorTransport

# the two requests of a look; whatever else was read of a chat before it was written to is no look at it
LOOK = ("chat", "admins")


class NotingTransport(httpx.BaseTransport):
    def __init__(self, emulator: Emulator) -> None:
        self._emulator = EmulatorTransport(emulator)
        self._hooks: dict[str, tuple[int, Callable[[], object]]] = {}
        self.requests: list[tuple[str, str, int]] = []  # method, operation, chat

    def after(self, operation: str, number: int, act: Callable[[], object]) -> None:
        """Once the messenger has carried out so many of them from now, and before anybody hears of the last."""
        self._hooks[operation] = number, act

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        operation, _handler, ids = route(request.method, request.url.path)
        chat = ids[0] if ids else request.url.params.get("chat_id", 0)
        self.requests.append((request.method, operation, int(chat)))
        response = self._emulator.handle_request(request)
        if operation in self._hooks:
            left, act = self._hooks.pop(operation)
            if left > 1:
                self._hooks[operation] = left - 1, act
            else:
                act()
        return response

    def written_before_a_look(self) -> set[int]:
        """Chats that were written to before both requests of a look at them."""
        looks, found = set[tuple[str, int]](), set[int]()
        for method, operation, chat in self.requests:
            if method == "GET":
                looks.add((operation, chat))
            elif not {(of_look, chat) for of_look in LOOK} <= looks:
                found.add(chat)
        return found
