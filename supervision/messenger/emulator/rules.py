"""The rules that hold for every operation: who asks, and what they may see and do in a chat.

An operation is a function `(call, *ids) -> JSON`; it either does the whole of it or raises `Refusal` or `Declined`.
All of them are in routes.py. Sources and own decisions: docs/messenger.md.
"""

from dataclasses import dataclass

from supervision.messenger.emulator.happenings import Happenings
from supervision.messenger.emulator.parameters import Parameters
from supervision.messenger.emulator.people import People
from supervision.messenger.emulator.polls import Polls
from supervision.messenger.emulator.refusals import FORBIDDEN, Refusal
from supervision.messenger.emulator.state import EmulatedChat, State
from supervision.messenger.emulator.switches import Switches


@dataclass(slots=True, kw_only=True)
class Call(Parameters):
    """One authorised request: who asks, of which world, with what. `base_url` is where the emulator was asked."""

    state: State
    people: People
    happenings: Happenings
    polls: Polls
    switches: Switches
    bot_id: int
    path: str
    base_url: str


def chat_of_member(call: Call, chat_id: int) -> EmulatedChat:
    """A bot that never was in the chat does not see it (404); one that was removed is denied (403)."""
    chat = call.state.chats.get(chat_id)
    if chat is None or (call.bot_id not in chat.members and call.bot_id not in chat.removed_bots):
        raise Refusal(404, "chat.not.found", f"EmulatedChat {chat_id} not found")
    if call.bot_id not in chat.members:
        raise Refusal(403, "chat.denied", f"Bot is not a participant of chat {chat_id}")
    return chat


def chat_of_admin(call: Call, chat_id: int, right: str | None = None) -> EmulatedChat:
    """The refusal does not name the missing right, as in MAX."""
    chat = chat_of_member(call, chat_id)
    if not has_right(chat, call.bot_id, right):
        raise Refusal(403, "chat.denied", FORBIDDEN)
    return chat


def has_right(chat: EmulatedChat, bot_id: int, right: str | None) -> bool:
    """Is administrator, and where a right is named has that one."""
    rights = chat.members[bot_id].rights
    return rights is not None and (right is None or right in rights)
