"""What people do in the messenger by hand, outside every API: join, leave, rename, hand over, remove the bot."""

from collections import deque
from collections.abc import Callable

from supervision.messenger.emulator.state import GROUP_RIGHTS, Chat, Member, State, now_ms


class People:
    """`auto_join_ms`: a person whose appointment failed for want of joining joins by the link that much later."""

    def __init__(self, state: State, clock: Callable[[], float], *, auto_join_ms: int | None = None) -> None:
        self._state = state
        self._clock = clock
        self.auto_join_ms = auto_join_ms
        self._due: deque[tuple[float, int, int]] = deque()

    def create_chat(self, *, owner_id: int, title: str, description: str = "") -> Chat:
        """A chat made in the app: no bot is in it yet."""
        return self._state.add_chat(title=title, description=description, owner_id=owner_id)

    def join(self, chat_id: int, user_id: int) -> None:
        chat = self._state.chats[chat_id]
        if user_id not in chat.members:
            chat.members[user_id] = Member(user_id, joined_at=now_ms())
            self._state.touch(chat)

    def leave(self, chat_id: int, user_id: int) -> None:
        """Also how somebody is removed; the owner cannot leave (docs/messenger.md)."""
        chat = self._state.chats[chat_id]
        if user_id == chat.owner_id:
            raise ValueError("The owner cannot leave the chat: hand it over first.")
        if chat.members.pop(user_id, None) and self._state.is_bot(user_id):
            chat.removed_bots.add(user_id)
        self._state.touch(chat)

    def add_bot(self, chat_id: int, token: str, *, as_admin: bool = True) -> None:
        chat, bot_id = self._state.chats[chat_id], self._state.bot_of(token)
        self.join(chat_id, bot_id)
        chat.members[bot_id].rights = GROUP_RIGHTS if as_admin else None
        self._state.touch(chat)

    def remove_bot(self, chat_id: int, token: str) -> None:
        self.leave(chat_id, self._state.bot_of(token))

    def rename_chat(self, chat_id: int, title: str) -> None:
        chat = self._state.chats[chat_id]
        chat.title = title
        self._state.touch(chat)

    def change_owner(self, chat_id: int, owner_id: int) -> None:
        """The former owner stays as a plain participant."""
        self.join(chat_id, owner_id)
        chat = self._state.chats[chat_id]
        chat.owner_id = owner_id
        chat.members[owner_id].rights = chat.members[owner_id].alias = None
        self._state.touch(chat)

    def appoint(self, chat_id: int, user_id: int, rights: frozenset[str] = GROUP_RIGHTS, alias: str = "") -> None:
        """The owner appoints somebody in the app."""
        self.join(chat_id, user_id)
        chat = self._state.chats[chat_id]
        chat.members[user_id].rights, chat.members[user_id].alias = rights, alias or None
        self._state.touch(chat)

    def name(self, user_id: int, name: str) -> None:
        self._state.names[user_id] = name
        self._state.names_changed = True

    def was_missing(self, chat_id: int, user_id: int) -> None:
        """An appointment of this person was refused: he is not in the chat."""
        if self.auto_join_ms is not None:
            self._due.append((self._clock() + self.auto_join_ms / 1000, chat_id, user_id))

    def forget(self) -> None:
        self._due.clear()

    def join_those_due(self) -> None:
        """All wait equally long, so the list is in the order of time."""
        now = self._clock()
        while self._due and self._due[0][0] <= now:
            _, chat_id, user_id = self._due.popleft()
            if chat_id in self._state.chats:
                self.join(chat_id, user_id)
