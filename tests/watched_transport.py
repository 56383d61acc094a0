"""The emulator under watch: after every request the world is looked at, whatever became of the answer.

Complaints are kept and not raised: an exception within a request would be one more fault for the portal to survive.
"""

from collections import Counter

import httpx

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.transport import EmulatorTransport


class WatchedTransport(httpx.BaseTransport):
    def __init__(self, emulator: Emulator, inner: httpx.BaseTransport | None = None) -> None:
        self._emulator = emulator
        self._inner = inner or EmulatorTransport(emulator)
        self.complaints: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._inner.handle_request(request)
        finally:
            self.complaints += [f"{complaint} after {request.method} {request.url.path}" for complaint in self._look()]

    def _look(self) -> list[str]:
        chats = self._emulator.state.chats.values()
        ownerless = [chat.title for chat in chats if chat.owner_id not in chat.members]
        twice = [house for house, count in Counter(chat.provisioned for chat in chats).items() if house and count > 1]
        return [*(f"{title} has no owner" for title in ownerless), *(f"{house} has two chats" for house in twice)]
