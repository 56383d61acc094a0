"""The emulator as the tests see it past the Bot API: what people do in it, and what it holds."""

from dataclasses import dataclass
from typing import Any

import httpx

TOKEN, STRANGER = "emulator-55", "emulator-77"
OWNER, NEIGHBOUR, REPRESENTATIVE = 700, 801, 802


@dataclass(frozen=True)
class Messenger:
    url: str
    http: httpx.Client

    def play(self, command: str, **body: Any) -> Any:
        answer = self.http.post(f"{self.url}/_emulator/{command}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def holds(self, chat_id: int) -> dict[str, Any]:
        """The chat as it is, asked past the Bot API."""
        return next(chat for chat in self.play("world")["chats"] if chat["chat_id"] == chat_id)
