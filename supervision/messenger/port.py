"""What the portal asks of a messenger: values, a reader and a writer.

Ids are signed 64-bit integers (ids of group chats are negative), instants are aware datetimes in UTC.
Every method raises the types of `errors.py` and nothing else.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Right(StrEnum):
    """Rights of a chat administrator as schema 0.0.33 names them; older aliases are translated on reading."""

    READ_ALL_MESSAGES = "read_all_messages"
    ADD_REMOVE_MEMBERS = "add_remove_members"
    ADD_ADMINS = "add_admins"
    CHANGE_CHAT_INFO = "change_chat_info"
    PIN_MESSAGE = "pin_message"
    EDIT_LINK = "edit_link"
    WRITE = "write"  # in groups: edit and delete messages of others


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the account's channel can do beside the Bot API (`provisioning = api | manual`)."""

    create_chat: bool
    transfer_owner: bool


@dataclass(frozen=True, slots=True)
class BotView:
    """`username` is what a link to the bot is made of, "" where it has none."""

    user_id: int
    name: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as the messenger shows it. `sent_at` is aware, UTC."""

    message_id: str
    sender_id: int | None
    text: str
    sent_at: datetime
    chat_id: int | None = None  # where it stands, as far as the answer says


@dataclass(frozen=True, slots=True)
class ChatView:
    """A chat as the bot sees it. `owner_id` is None where the bot is no administrator.

    `kind` is the messenger's word: "chat" (a group), "dialog" or "channel". `link` is an https address of the
    messenger or "", `participants_count` None where nobody says it.
    """

    chat_id: int
    status: str
    title: str
    description: str
    owner_id: int | None
    link: str
    participants_count: int | None
    pinned: MessageView | None = None
    kind: str = "chat"


@dataclass(frozen=True, slots=True)
class MemberView:
    """A participant. `rights` holds only values of `Right`; can_call, view_stats and unknown ones are left out."""

    user_id: int
    name: str
    is_bot: bool
    is_owner: bool
    is_admin: bool
    rights: frozenset[Right] = field(default_factory=frozenset)
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Administrators:
    """Owner and administrators of a chat. `is_whole` is False where the messenger listed more than could be read."""

    members: tuple[MemberView, ...]
    is_whole: bool = True

    def __iter__(self) -> Iterator[MemberView]:
        return iter(self.members)


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A webhook that the messenger keeps for the bot. `update_types` is empty where all are delivered."""

    url: str
    update_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UpdateView:
    """Something that happened, as the messenger tells it. `type` is its own word, also one unknown here.

    `user_id` is the person whom it happened to (who joined, left, was renamed by ...), `title` the new one of
    chat_title_changed. `at` is aware, UTC. Fields that the type does not carry are None or "".
    """

    type: str
    at: datetime | None = None
    chat_id: int | None = None
    user_id: int | None = None
    message_id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class DialogView:
    """What one person did in a dialog with the bot. `kind` is the messenger's word for it, `name` how it calls the
    person; `payload` that of the link by which the bot was started, or of the button that was pressed.
    """

    kind: str
    user_id: int
    name: str
    payload: str = ""
    callback_id: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that tells the bot `payload` (up to 1024 characters)."""

    text: str
    payload: str


@dataclass(frozen=True, slots=True)
class LeadTo:
    """A button that opens an address."""

    text: str
    url: str


Keyboard = tuple[tuple[Press | LeadTo, ...], ...]


class Reader(Protocol):
    """Looks; changes nothing."""

    def me(self) -> BotView: ...

    def chat(self, chat_id: int) -> ChatView: ...

    def admins(self, chat_id: int) -> Administrators:
        """Owner and administrators (the messenger allows at most 50)."""
        ...

    def members(self, chat_id: int, user_ids: Sequence[int]) -> tuple[MemberView, ...]:
        """Those of `user_ids` who are participants of the chat."""
        ...

    def pinned(self, chat_id: int) -> MessageView | None: ...

    def subscriptions(self) -> tuple[SubscriptionView, ...]: ...

    def messages(self, chat_id: int, *, since: datetime) -> Iterator[MessageView]:
        """Messages of the chat sent at or after `since` (aware), newest first, page by page as they are taken.

        Raises EndlessList where not all of them can be seen.
        """
        ...


class Writer(Protocol):
    """Acts. Each method sets one thing; it may try again what surely was not done, never what may have been."""

    @property
    def capabilities(self) -> Capabilities: ...

    def create_chat(self, *, external_id: str, title: str, description: str, owner_id: int) -> ChatView:
        """Provisioning: a chat with this owner and the account's bot. The same `external_id` gives the same chat."""
        ...

    def transfer_owner(self, chat_id: int, *, owner_id: int) -> None:
        """Provisioning: hands the chat over; the former owner stays a participant."""
        ...

    def edit_chat(self, chat_id: int, *, title: str | None = None, description: str | None = None) -> ChatView:
        """Changes what is not None; an empty description removes it."""
        ...

    def grant_admin(self, chat_id: int, *, user_id: int, rights: frozenset[Right], alias: str) -> None:
        """Makes a participant administrator, or replaces the whole of an administrator's rights."""
        ...

    def revoke_admin(self, chat_id: int, *, user_id: int) -> None:
        """The person stays a participant."""
        ...

    def send_message(self, chat_id: int, *, text: str) -> MessageView: ...

    def pin_message(self, chat_id: int, *, message_id: str) -> None: ...

    def write_to(self, user_id: int, *, text: str, keyboard: Keyboard = ()) -> MessageView:
        """To a person who has started the bot; NoRights where they have not, or stopped it."""
        ...

    def rewrite(self, message_id: str, *, text: str, keyboard: Keyboard) -> None:
        """Replaces text and buttons of a message to a person."""
        ...

    def answer_press(self, callback_id: str, *, text: str, keyboard: Keyboard) -> None:
        """Replaces text and buttons of the message whose button was pressed."""
        ...

    def subscribe(self, *, url: str, secret: str, update_types: Sequence[str]) -> None:
        """The messenger posts these updates to `url` (https, port 443) with the secret in a header."""
        ...

    def unsubscribe(self, *, url: str) -> None: ...


class Messenger(Reader, Writer, Protocol):
    """Both faces of one account."""


class Pace(Protocol):
    """The account's call budget."""

    def turn(self, kind: str) -> AbstractContextManager[None]:
        """Entered when one request of this kind (an operation's name) may go; the request is sent inside."""
        ...

    def slow_down(self) -> None:
        """The messenger answered 429: everybody on this account slows down."""
        ...
