"""What a person does with a bot in the app: start it by a link or by hand, write to it, press a button, stop it."""

from typing import Any

from supervision.messenger.emulator.happenings import Happenings
from supervision.messenger.emulator.state import FIRST_DIALOG_ID, EmulatedDialog, Message, State


class DialogPeople:
    """A method raises KeyError where there is no such dialog or message, ValueError where the app forbids it."""

    def __init__(self, state: State, happenings: Happenings) -> None:
        self._state = state
        self._happenings = happenings

    def start(self, token: str, user_id: int, payload: str | None = None) -> None:
        """`payload` comes of a link `…?start=`; the official clients send none otherwise."""
        dialog = self.of(token, user_id) or self._made(token, user_id)
        dialog.is_active = True
        self._happenings.in_dialog(dialog, "bot_started", **({} if payload is None else {"payload": payload}))

    def write(self, token: str, user_id: int, text: str) -> Message:
        return self._happenings.tell(self._there(token, user_id), user_id, text)

    def press(self, token: str, user_id: int, button: str, message_id: str | None = None) -> str:
        """A callback button by its text, of the last message that has it or of the one named; gives the callback's id.

        A person may press a button of an old message as long as it is shown.
        """
        dialog = self._there(token, user_id)
        for message in reversed(dialog.messages):
            if message_id in (None, message.mid):
                for shown in (one for row in message.buttons or () for one in row):
                    if shown["text"] == button and shown["type"] == "callback":
                        return self.press_payload(dialog, message, shown["payload"])
        raise ValueError(f"No message of the dialog has a button «{button}» that answers.")

    def press_payload(self, dialog: EmulatedDialog, message: Message, payload: str) -> str:
        callback_id = f"cb{self._state.next_seq():x}"
        self._state.callbacks[callback_id] = (dialog.dialog_id, message.mid)
        self._happenings.pressed(dialog, message, callback_id, payload)
        return callback_id

    def stop(self, token: str, user_id: int) -> None:
        dialog = self._there(token, user_id)
        dialog.is_active = False
        self._happenings.in_dialog(dialog, "bot_stopped")

    def remove(self, token: str, user_id: int) -> None:
        """The person deletes the dialog from the list; the bot is stopped with it."""
        dialog = self._there(token, user_id)
        dialog.is_active = False
        dialog.messages.clear()
        self._happenings.in_dialog(dialog, "dialog_removed")

    def clear(self, token: str, user_id: int) -> None:
        dialog = self._there(token, user_id)
        dialog.messages.clear()
        self._happenings.in_dialog(dialog, "dialog_cleared")

    def mute(self, token: str, user_id: int, muted_until: int) -> None:
        """`muted_until` in milliseconds since 1970."""
        self._happenings.in_dialog(self._there(token, user_id), "dialog_muted", muted_until=muted_until)

    def unmute(self, token: str, user_id: int) -> None:
        self._happenings.in_dialog(self._there(token, user_id), "dialog_unmuted")

    # --- what they see

    def of(self, token: str, user_id: int) -> EmulatedDialog | None:
        return self._state.dialog(self._state.bot_of(token), user_id)

    def texts(self, token: str, user_id: int) -> dict[str, Any]:
        dialog = self._there(token, user_id)
        messages = [{"mid": m.mid, "text": m.text, "buttons": m.buttons or []} for m in dialog.messages]
        return {"dialog_id": dialog.dialog_id, "is_active": dialog.is_active, "messages": messages}

    def _there(self, token: str, user_id: int) -> EmulatedDialog:
        dialog = self.of(token, user_id)
        if dialog is None:
            raise ValueError(f"User {user_id} has no dialog with this bot: start it first.")
        return dialog

    def _made(self, token: str, user_id: int) -> EmulatedDialog:
        number = FIRST_DIALOG_ID + len(self._state.dialogs) + 1
        dialog = EmulatedDialog(number, self._state.bot_of(token), user_id)
        self._state.dialogs[number] = dialog
        return dialog
