"""What people do in the messenger by hand, outside every API: join, leave, rename, hand over, remove the bot."""

from collections import deque
from collections.abc import Callable

from supervision.messenger.emulator.happenings import Happenings
from supervision.messenger.emulator.refusals import no_message
from supervision.messenger.emulator.state import GROUP_RIGHTS, EmulatedChat, Message, State


class People:
    """`auto_join_ms`: a person who is missed joins by the link that much later.

    A method raises KeyError where there is no such chat, ValueError where the app would not let a person do it.
    """

    def __init__(
        self, state: State, happenings: Happenings, clock: Callable[[], float], *, auto_join_ms: int | None = None
    ) -> None:
        self._state = state
        self._happenings = happenings
        self._clock = clock
        self.auto_join_ms = auto_join_ms
        self._due: deque[tuple[float, int, int]] = deque()

    def create_chat(self, *, owner_id: int, title: str, description: str = "") -> EmulatedChat:
        """A chat made in the app: no bot is in it yet."""
        return self._state.add_chat(title=title, description=description, owner_id=owner_id)

    # --- coming and going

    def join(self, chat_id: int, user_id: int) -> None:
        """By the link."""
        chat = self._state.chats[chat_id]
        if user_id in chat.blocked:
            raise ValueError(f"User {user_id} was removed from this chat and blocked: the link does not let him in.")
        self._happenings.bring_in(chat, user_id)

    def join_by_link(self, link: str, user_id: int) -> int:
        """Gives the chat that the link leads to."""
        chat_id = next((chat.chat_id for chat in self._state.chats.values() if chat.link == link.strip()), None)
        if chat_id is None:
            raise ValueError(f"No chat has the link {link}.")
        self.join(chat_id, user_id)
        return chat_id

    def leave(self, chat_id: int, user_id: int) -> None:
        """Of their own will; the owner cannot leave (docs/messenger.md)."""
        self._out(chat_id, user_id, by=user_id)

    def remove(self, chat_id: int, user_id: int) -> None:
        """The owner takes them out."""
        self._out(chat_id, user_id, by=self._state.chats[chat_id].owner_id)

    def _out(self, chat_id: int, user_id: int, *, by: int) -> None:
        chat = self._state.chats[chat_id]
        if user_id == chat.owner_id:
            raise ValueError("The owner cannot leave the chat: hand it over first.")
        self._happenings.take_out(chat, user_id, by=by)

    # --- bots

    def add_bot(self, chat_id: int, token: str, *, as_admin: bool = True) -> None:
        chat, bot_id = self._state.chats[chat_id], self._state.bot_of(token)
        self._happenings.bring_in(chat, bot_id, by=chat.owner_id)
        self._happenings.set_rights(chat, bot_id, GROUP_RIGHTS if as_admin else None, by=chat.owner_id)

    def remove_bot(self, chat_id: int, token: str) -> None:
        self.remove(chat_id, self._state.bot_of(token))

    def take_bot_rights(self, chat_id: int, token: str) -> None:
        """The bot stays, as a plain participant."""
        self.dismiss(chat_id, self._state.bot_of(token))

    # --- the owner in the app

    def rename_chat(self, chat_id: int, title: str) -> None:
        chat = self._state.chats[chat_id]
        self._happenings.retitle(chat, title, by=chat.owner_id)

    def describe_chat(self, chat_id: int, description: str) -> None:
        chat = self._state.chats[chat_id]
        chat.description = description
        self._state.touch(chat)

    def change_owner(self, chat_id: int, owner_id: int) -> None:
        """The former owner stays as a plain participant."""
        chat = self._state.chats[chat_id]
        self._happenings.bring_in(chat, owner_id, by=chat.owner_id)
        chat.owner_id = owner_id
        chat.members[owner_id].rights = chat.members[owner_id].alias = None
        self._state.touch(chat)

    def appoint(self, chat_id: int, user_id: int, rights: frozenset[str] = GROUP_RIGHTS, alias: str = "") -> None:
        """Also changes the rights of one who is administrator already."""
        chat = self._state.chats[chat_id]
        self._happenings.bring_in(chat, user_id, by=chat.owner_id)
        self._happenings.set_rights(chat, user_id, rights, by=chat.owner_id, alias=alias or None)

    def dismiss(self, chat_id: int, user_id: int) -> None:
        """The administrator stays a participant."""
        chat = self._state.chats[chat_id]
        if user_id == chat.owner_id or user_id not in chat.members:
            raise ValueError(f"User {user_id} is not an administrator whom the owner could dismiss.")
        self._happenings.set_rights(chat, user_id, None, by=chat.owner_id)

    # --- talking

    def post(self, chat_id: int, user_id: int, text: str) -> Message:
        chat = self._state.chats[chat_id]
        if user_id not in chat.members:
            raise ValueError(f"User {user_id} is not a participant of this chat.")
        return self._happenings.say(chat, user_id, text)

    def pin(self, chat_id: int, message_id: str | None) -> None:
        """None unpins."""
        chat = self._state.chats[chat_id]
        if message_id is not None and chat.message(message_id) is None:
            raise no_message(message_id)
        chat.pinned = message_id
        self._state.touch(chat)

    def name(self, user_id: int, name: str) -> None:
        self._state.names[user_id] = name
        self._state.shared_changed = True

    def forbid_adding(self, user_id: int) -> None:
        """In the person's settings: nobody adds them to chats; the link works as ever."""
        self._state.private.add(user_id)
        self._state.shared_changed = True

    # --- joining by themselves when they are missed

    def was_missing(self, chat_id: int, user_id: int) -> None:
        """This person's appointment was refused, or they were asked for by number: they are not in the chat."""
        if self.auto_join_ms is not None:
            self._due.append((self._clock() + self.auto_join_ms / 1000, chat_id, user_id))

    def forget(self) -> None:
        self._due.clear()

    def join_those_due(self) -> None:
        """All wait equally long, so the list is in the order of time. Whoever was blocked meanwhile stays out."""
        now = self._clock()
        while self._due and self._due[0][0] <= now:
            _, chat_id, user_id = self._due.popleft()
            if chat_id in self._state.chats and user_id not in self._state.chats[chat_id].blocked:
                self.join(chat_id, user_id)
