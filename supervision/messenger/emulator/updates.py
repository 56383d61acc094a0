"""What the messenger tells a bot of a chat (schema `Update`), and which bots hear it.

A bot that is not an administrator hears of nothing but its own coming and going; of messages and of people who come
and go only one with read_all_messages. Nobody is told of a new owner, description, icon, pin or of others' rights.
"""

from collections.abc import Callable
from typing import Any

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.state import EmulatedChat, EmulatedDialog, Message, State
from supervision.messenger.emulator.switches import Switches

Hear = Callable[[int, Json], None]
TYPES = frozenset(
    {
        *("message_created", "message_callback", "message_edited", "message_removed"),
        *("comment_created", "comment_edited", "comment_removed"),
        *("bot_added", "bot_removed", "user_added", "user_removed", "bot_started", "bot_stopped"),
        *("dialog_cleared", "dialog_removed", "dialog_muted", "dialog_unmuted"),
        *("chat_title_changed", "bot_admin_permissions_changed"),
    }
)


class Updates:
    """`hear(bot_id, update)` is called for every bot that the messenger would tell."""

    def __init__(self, state: State, hear: Hear, switches: Callable[[], Switches] = Switches) -> None:
        self.state = state
        self._hear = hear
        self._switches = switches

    @property
    def switches(self) -> Switches:
        return self._switches()

    def came(self, chat: EmulatedChat, user_id: int, *, by: int | None) -> None:
        """Somebody is in the chat now: a newcomer bot is told of itself, the others are told of the newcomer."""
        if self.state.is_bot(user_id):
            adder = self._who(by or chat.owner_id) if self.switches.bot_added_by else {}
            self._hear(user_id, self._in(chat, "bot_added") | adder)
        update = self._in(chat, "user_added") | self._who(user_id)
        self._readers(chat, update | ({} if by is None else {"inviter_id": by}), but=user_id)

    def went(self, chat: EmulatedChat, user_id: int, *, by: int) -> None:
        if self.state.is_bot(user_id):
            self._hear(user_id, self._in(chat, "bot_removed") | self._who(by))
        update = self._in(chat, "user_removed") | self._who(user_id)
        self._readers(chat, update | ({} if by == user_id else {"admin_id": by}), but=user_id)

    def retitled(self, chat: EmulatedChat, *, by: int) -> None:
        update = self._of("chat_title_changed") | self._who(by) | {"chat_id": chat.chat_id, "title": chat.title}
        for bot_id in self._bots(chat):
            if chat.is_admin(bot_id):
                self._hear(bot_id, update)

    def bot_rights_changed(self, chat: EmulatedChat, bot_id: int, *, by: int) -> None:
        """Only the bot itself is told, also of the loss of its last right: the update has a word for that."""
        rights = chat.members[bot_id].rights
        update = self._in(chat, "bot_admin_permissions_changed")
        update |= {"user_id": by, "bot_id": bot_id, "is_admin": rights is not None}
        self._hear(bot_id, update | ({} if rights is None else {"permissions": sorted(rights)}))

    def message_created(self, chat: EmulatedChat, message: Message) -> None:
        self._message("message_created", chat, message)

    def message_edited(self, chat: EmulatedChat, message: Message) -> None:
        self._message("message_edited", chat, message)

    def message_removed(self, chat: EmulatedChat, message: Message, *, by: int) -> None:
        update = self._of("message_removed") | {"chat_id": chat.chat_id, "message_id": message.mid, "user_id": by}
        self._readers(chat, update, but=by)

    # --- a person and the bot alone

    def dialog_event(self, dialog: EmulatedDialog, kind: str, **more: Any) -> None:
        update = self._of(kind) | self._who(dialog.user_id) | {"chat_id": dialog.dialog_id, "user_locale": "ru"}
        self._hear(dialog.bot_id, update | more)

    def dialog_message(self, dialog: EmulatedDialog, message: Message) -> None:
        update = self._of("message_created") | {"message": shown.dialog_message(self, dialog, message)}
        self._hear(dialog.bot_id, update | {"user_locale": "ru"})

    def pressed(self, dialog: EmulatedDialog, message: Message, callback_id: str, payload: str) -> None:
        update = self._of("message_callback") | {"message": shown.dialog_message(self, dialog, message)}
        press = {"timestamp": update["timestamp"], "callback_id": callback_id, "payload": payload}
        update |= {"callback": press | self._who(dialog.user_id), "user_locale": "ru"}
        self._hear(dialog.bot_id, update)

    def _message(self, kind: str, chat: EmulatedChat, message: Message) -> None:
        update = self._of(kind) | {"message": shown.message(self, chat, message)}
        self._readers(chat, update, but=message.sender_id)

    def _of(self, kind: str) -> Json:
        return {"update_type": kind, "timestamp": self.state.instant()}

    def _in(self, chat: EmulatedChat, kind: str) -> Json:
        return self._of(kind) | {"chat_id": chat.chat_id, "is_channel": False}

    def _who(self, user_id: int) -> Json:
        return {"user": shown.user(self, user_id)}

    def _bots(self, chat: EmulatedChat) -> list[int]:
        return [user_id for user_id in chat.members if self.state.is_bot(user_id)]

    def _readers(self, chat: EmulatedChat, update: Json, *, but: int) -> None:
        for bot_id in self._bots(chat):
            if bot_id != but and "read_all_messages" in (chat.members[bot_id].rights or ()):
                self._hear(bot_id, update)
