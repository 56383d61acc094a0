"""What the emulator remembers: chats, their members and messages, people's names,
webhooks. No rules, no input or output."""

import time
import zlib
from dataclasses import dataclass, field
from typing import Any

FIRST_CHAT_ID = -70_000_000_000_000
FIRST_DIALOG_ID = 40_000_000_000_000  # ids of dialogs are positive, of groups negative
FIRST_BOT_ID = 5_000_000_000  # far from the ids of people
# A bot administrator of a group cannot give edit, delete and view_stats: they belong to channels.
GROUP_RIGHTS = frozenset(
    {
        "read_all_messages",
        "add_remove_members",
        "add_admins",
        "change_chat_info",
        "pin_message",
        "edit_link",
        "write",
        "can_call",
    }
)
OWNER_RIGHTS = GROUP_RIGHTS | {"edit", "delete", "view_stats"}


def now_ms() -> int:
    return int(time.time() * 1000)


@dataclass(slots=True)
class Member:
    """`rights` is None for a plain participant; the owner's are not kept here, who has all of them."""

    user_id: int
    joined_at: int
    rights: frozenset[str] | None = None
    alias: str | None = None


@dataclass(slots=True)
class Message:
    mid: str
    seq: int
    sender_id: int
    text: str
    sent_at: int
    buttons: list[list[dict[str, Any]]] | None = None  # an inline keyboard; in dialogs only


@dataclass(slots=True)
class EmulatedDialog:
    """One person and one bot. The bot may write from the start until the person stops it."""

    dialog_id: int
    bot_id: int
    user_id: int
    is_active: bool = False
    messages: list[Message] = field(default_factory=list)

    def message(self, mid: str) -> Message | None:
        return next((message for message in self.messages if message.mid == mid), None)


@dataclass(slots=True)
class Subscription:
    """A webhook. `update_types` is None where all are wanted; `failing_since` counts in the emulator's clock."""

    url: str
    made_at: int
    secret: str | None
    update_types: list[str] | None
    failing_since: float | None = None

    def wants(self, update_type: str) -> bool:
        return self.update_types is None or update_type in self.update_types


@dataclass(slots=True)
class EmulatedChat:
    chat_id: int
    title: str
    description: str
    link: str
    owner_id: int
    last_event_at: int
    provisioned: tuple[int, str] | None = None  # bot and external_id
    members: dict[int, Member] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    pinned: str | None = None
    icon: str | None = None
    removed_bots: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)

    def is_admin(self, user_id: int) -> bool:
        member = self.members.get(user_id)
        return member is not None and (member.rights is not None or user_id == self.owner_id)

    def admins(self) -> list[Member]:
        return [member for member in self.members.values() if self.is_admin(member.user_id)]

    def message(self, mid: str | None) -> Message | None:
        return next((message for message in self.messages if message.mid == mid), None) if mid else None


class State:
    """All chats of the emulator. Whoever changes a chat calls `touch`, so that the store knows what to save."""

    def __init__(self) -> None:
        self._last_seq = 0
        self._last_instant = 0
        self.clear()

    def clear(self) -> None:
        self.chats: dict[int, EmulatedChat] = {}
        self.dialogs: dict[int, EmulatedDialog] = {}
        self.callbacks: dict[str, tuple[int, str]] = {}  # a press that may be answered: dialog and message
        self.by_external_id: dict[tuple[int, str], int] = {}
        self.names: dict[int, str] = {}
        self.bots: dict[int, str] = {}
        self.subscriptions: dict[int, dict[str, Subscription]] = {}  # by bot and address
        self.commands: dict[int, list[dict[str, str]]] = {}
        self.tickets: dict[str, str] = {}  # addresses for uploads that nobody used yet
        self.images: set[str] = set()
        self.private: set[int] = set()  # people whose settings forbid that others add them to chats
        self.began_at = now_ms() // 1000 * 1000  # when everybody was last seen: nobody's doings are followed
        self.changed: set[int] = set()
        self.changed_dialogs: set[int] = set()
        self.shared_changed = False
        self.was_cleared = True

    def bot_of(self, token: str) -> int:
        """The same token is the same bot, in every run."""
        bot_id = FIRST_BOT_ID + zlib.crc32(token.encode())
        if bot_id not in self.bots:
            self.bots[bot_id] = token.removeprefix("emulator-")
            self.shared_changed = True
        return bot_id

    def name_of(self, user_id: int) -> tuple[str, str]:
        """First and last name; people whom nobody has named are numbered."""
        if name := self.names.get(user_id):
            first, _, last = name.partition(" ")
            return first, last
        if self.is_bot(user_id):
            return "Бот", self.bots.get(user_id, "")
        return "Участник", str(user_id)

    def is_bot(self, user_id: int) -> bool:
        return user_id >= FIRST_BOT_ID

    def add_chat(self, *, title: str, description: str, owner_id: int) -> EmulatedChat:
        chat_id = FIRST_CHAT_ID - len(self.chats) - 1
        link = f"https://max.ru/join/{zlib.crc32(str(chat_id).encode()):08x}{-chat_id:x}"
        chat = EmulatedChat(chat_id, title, description, link, owner_id, last_event_at=now_ms())
        chat.members[owner_id] = Member(owner_id, joined_at=chat.last_event_at)
        self.put(chat)
        self.touch(chat)
        return chat

    def chat_of_message(self, mid: str) -> EmulatedChat | None:
        """A message's id begins with its chat's."""
        number = mid.removeprefix("mid.")[:16]
        try:
            return self.chats.get(-int(number, 16))
        except ValueError:
            return None

    def dialog(self, bot_id: int, user_id: int) -> EmulatedDialog | None:
        return next((one for one in self.dialogs.values() if (one.bot_id, one.user_id) == (bot_id, user_id)), None)

    def dialog_of_message(self, mid: str) -> EmulatedDialog | None:
        try:
            return self.dialogs.get(int(mid.removeprefix("mid.")[:16], 16))
        except ValueError:
            return None

    def username(self, bot_id: int) -> str:
        """By which a link leads to the bot."""
        return f"chats_{self.bots.get(bot_id, bot_id)}_bot"

    def next_seq(self, at: int | None = None) -> int:
        """Grows always, and is above 2^53, as real ones are."""
        self._last_seq = max(self._last_seq + 1, (now_ms() if at is None else at) << 16)
        return self._last_seq

    def instant(self) -> int:
        """Milliseconds, no two alike: updates carry no id, receivers tell them apart by time."""
        self._last_instant = max(self._last_instant + 1, now_ms())
        return self._last_instant

    def put(self, chat: EmulatedChat) -> None:
        self.chats[chat.chat_id] = chat
        if chat.provisioned:
            self.by_external_id[chat.provisioned] = chat.chat_id

    def touch(self, chat: EmulatedChat) -> None:
        chat.last_event_at = now_ms()
        self.changed.add(chat.chat_id)
