"""The emulator as a test sees it, and the people whom the tests play."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from supervision.messenger.connect import connect
from supervision.messenger.emulator import Emulator
from supervision.messenger.port import Right
from supervision.messenger.provisioning import AccountMessenger
from supervision.messenger.throttle import Unpaced

TOKEN = "emulator-55"
OWNER, REPRESENTATIVE, NEIGHBOUR = 700, 801, 802
PRESET = frozenset({Right.READ_ALL_MESSAGES, Right.WRITE, Right.PIN_MESSAGE, Right.CHANGE_CHAT_INFO})
SCHEMA_FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "max"


@dataclass
class Place:
    """An emulator and the way to it. Tests play the people through `emulator.people`."""

    emulator: Emulator
    url: str
    transport: httpx.BaseTransport | None
    opened: list[AccountMessenger] = field(default_factory=list)

    def account(self, token: str = TOKEN, **options: Any) -> AccountMessenger:
        values: dict[str, Any] = {"provisioning": "api", "pace": Unpaced(), "transport": self.transport} | options
        self.opened.append(connect(url=self.url, token=token, **values))
        return self.opened[-1]

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()

    def raw(self, method: str, path: str, token: str = TOKEN, **options: Any) -> httpx.Response:
        """A request as written, past the client."""
        with httpx.Client(base_url=self.url, transport=self.transport) as http:
            return http.request(method, path, headers={"Authorization": token}, **options)
