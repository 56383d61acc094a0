"""What happens in a chat, whoever does it, people in the app or a bot through the API; the bots are told of it."""

from typing import Any

from supervision.messenger.emulator.state import EmulatedChat, EmulatedDialog, Member, Message, State, now_ms
from supervision.messenger.emulator.updates import Updates


class Happenings:
    """Checks nothing: whether it may be done was asked before."""

    def __init__(self, state: State, updates: Updates) -> None:
        self._state = state
        self._updates = updates

    def bring_in(self, chat: EmulatedChat, user_id: int, *, by: int | None = None) -> None:
        """`by` is None for whoever came by the link. Nothing happens to whoever is in the chat already."""
        if user_id in chat.members:
            return
        chat.members[user_id] = Member(user_id, joined_at=now_ms())
        chat.removed_bots.discard(user_id)
        self._state.touch(chat)
        self._updates.came(chat, user_id, by=by)

    def take_out(self, chat: EmulatedChat, user_id: int, *, by: int, block: bool = False) -> None:
        """`block`: there is no way back by the link."""
        if chat.members.pop(user_id, None) is None:
            return
        if self._state.is_bot(user_id):
            chat.removed_bots.add(user_id)
        if block:
            chat.blocked.add(user_id)
        self._state.touch(chat)
        self._updates.went(chat, user_id, by=by)

    def retitle(self, chat: EmulatedChat, title: str, *, by: int) -> None:
        """The same title once more is no news."""
        if title == chat.title:
            return
        chat.title = title
        self._state.touch(chat)
        self._updates.retitled(chat, by=by)

    def set_rights(
        self, chat: EmulatedChat, user_id: int, rights: frozenset[str] | None, *, by: int, alias: str | None = None
    ) -> None:
        """None makes them a plain participant."""
        member = chat.members[user_id]
        is_news = self._state.is_bot(user_id) and member.rights != rights
        member.rights, member.alias = rights, alias
        self._state.touch(chat)
        if is_news:
            self._updates.bot_rights_changed(chat, user_id, by=by)

    def say(self, chat: EmulatedChat, user_id: int, text: str) -> Message:
        at = now_ms()
        seq = self._state.next_seq(at)
        message = Message(f"mid.{-chat.chat_id:016x}{seq:016x}", seq, user_id, text, at)
        chat.messages.append(message)
        self._state.touch(chat)
        self._updates.message_created(chat, message)
        return message

    def tell(
        self, dialog: EmulatedDialog, sender_id: int, text: str, buttons: list[list[dict[str, Any]]] | None = None
    ) -> Message:
        """In a dialog; what a person writes the bot hears."""
        at = now_ms()
        seq = self._state.next_seq(at)
        message = Message(f"mid.{dialog.dialog_id:016x}{seq:016x}", seq, sender_id, text, at, buttons)
        dialog.messages.append(message)
        self._state.changed_dialogs.add(dialog.dialog_id)
        if sender_id != dialog.bot_id:
            self._updates.dialog_message(dialog, message)
        return message

    def in_dialog(self, dialog: EmulatedDialog, kind: str, **more: Any) -> None:
        """The person did something about the dialog itself: started, stopped, muted, cleared or removed it."""
        self._state.changed_dialogs.add(dialog.dialog_id)
        self._updates.dialog_event(dialog, kind, **more)

    def pressed(self, dialog: EmulatedDialog, message: Message, callback_id: str, payload: str) -> None:
        self._updates.pressed(dialog, message, callback_id, payload)

    def edited(self, chat: EmulatedChat, message: Message) -> None:
        self._state.touch(chat)
        self._updates.message_edited(chat, message)

    def unsay(self, chat: EmulatedChat, message: Message, *, by: int) -> None:
        """A deleted message is not pinned any more."""
        chat.messages.remove(message)
        if chat.pinned == message.mid:
            chat.pinned = None
        self._state.touch(chat)
        self._updates.message_removed(chat, message, by=by)
