"""The rules that hold for every operation: who may do it, what a body may hold, how a refusal looks.

An operation is a function `(call, *ids) -> JSON`; it either does the whole of it or raises `Refusal` or `Declined`.
Operations: chats.py, admins.py, messages.py, provisioning.py. Sources and own decisions: docs/messenger.md.
"""

from dataclasses import dataclass
from typing import Any

from supervision.messenger.emulator.people import People
from supervision.messenger.emulator.state import Chat, State

Json = dict[str, Any]
Query = dict[str, list[str]]
FORBIDDEN = "Insufficient access rights to perform this action"


class Refusal(Exception):
    """An HTTP error with the messenger's code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Declined(Exception):
    """HTTP 200 with `success: false`."""


@dataclass(slots=True)
class Call:
    """One authorised request: who asks, of which world, with what."""

    state: State
    people: People
    bot_id: int
    query: Query
    body: Json

    def text(self, name: str, *, longest: int, shortest: int = 0) -> str | None:
        """A text of the body, None where absent or null."""
        value = self.body.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not shortest <= len(value) <= longest:
            raise malformed(f"{name}: text of {shortest} to {longest} characters expected")
        return value

    def person(self, name: str) -> int:
        return person_id(self.body.get(name), name)

    def number(self, name: str, *, default: int | None = None) -> int | None:
        """A whole number of the query."""
        values = self.query.get(name)
        if not values:
            return default
        try:
            return int(values[0])
        except ValueError:
            raise malformed(f"{name}: a whole number expected") from None

    def page_size(self, *, default: int) -> int:
        count = self.number("count", default=default)
        if count is None or not 1 <= count <= 100:
            raise malformed("count: 1 to 100 expected")
        return count


def malformed(message: str) -> Refusal:
    return Refusal(400, "proto.payload", message)


def person_id(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1 << 63:
        raise malformed(f"{name}: a user id expected")
    return value


def chat_of_member(call: Call, chat_id: int) -> Chat:
    """A bot that never was in the chat does not see it (404); one that was removed is denied (403)."""
    chat = call.state.chats.get(chat_id)
    if chat is None or (call.bot_id not in chat.members and call.bot_id not in chat.removed_bots):
        raise Refusal(404, "chat.not.found", f"Chat {chat_id} not found")
    if call.bot_id not in chat.members:
        raise Refusal(403, "chat.denied", f"Bot is not a participant of chat {chat_id}")
    return chat


def chat_of_admin(call: Call, chat_id: int, right: str | None = None) -> Chat:
    """The refusal does not name the missing right, as in MAX."""
    chat = chat_of_member(call, chat_id)
    rights = chat.members[call.bot_id].rights
    if rights is None or (right is not None and right not in rights):
        raise Refusal(403, "chat.denied", FORBIDDEN)
    return chat
