"""What a bot does in a dialog with one person: write, change, delete, answer a press. Text and one inline keyboard.

A bot writes first only to people who started it, and not to those who stopped it: 403 `chat.denied`.
"""

from typing import Any

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import Declined, Refusal, malformed
from supervision.messenger.emulator.rules import Call
from supervision.messenger.emulator.state import EmulatedDialog, Message

Buttons = list[list[Json]]
LONGEST_TEXT, LONGEST_BUTTON, LONGEST_PAYLOAD, LONGEST_URL, LONGEST_NOTE = 4000, 128, 1024, 2048, 4000
MOST_BUTTONS, MOST_ROWS, MOST_IN_ROW, MOST_LINKS_IN_ROW = 210, 30, 7, 3
FORMATS = ("markdown", "html", None)


def send(call: Call, chat_id: int | None, user_id: int | None) -> Json:
    dialog = _open_dialog(call, chat_id, user_id)
    text, buttons = _written(call.body)
    if not text and not buttons:
        raise malformed("text: the message is empty")
    message = call.happenings.tell(dialog, call.bot_id, text or "", buttons)
    return {"message": shown.dialog_message(call, dialog, message)}


def message_of(call: Call, mid: str) -> tuple[EmulatedDialog, Message] | None:
    """Of this bot's own dialogs."""
    dialog = call.state.dialog_of_message(mid)
    message = dialog.message(mid) if dialog and dialog.bot_id == call.bot_id else None
    return (dialog, message) if dialog and message else None


def edit(call: Call, mid: str) -> Json:
    """What is absent stays as it is; an empty list of attachments takes the buttons away."""
    found = message_of(call, mid)
    if found is None or found[1].sender_id != call.bot_id:
        raise Declined("Only an own message can be edited")
    _change(call, *found, call.body)
    return {"success": True}


def delete(call: Call, mid: str) -> Json:
    found = message_of(call, mid)
    if found is None or found[1].sender_id != call.bot_id:
        raise Declined("Only an own message can be deleted")
    dialog, message = found
    dialog.messages.remove(message)
    call.state.changed_dialogs.add(dialog.dialog_id)
    return {"success": True}


def answer_callback(call: Call) -> Json:
    """Changes the message whose button was pressed, shows a line that passes, or both."""
    callback_id = call.single("callback_id")
    call.option("disable_link_preview")
    place = call.state.callbacks.get(callback_id or "")
    dialog = call.state.dialogs.get(place[0]) if place else None
    if place is None or dialog is None or dialog.bot_id != call.bot_id:
        raise malformed("callback_id: no such press, or it is too old")
    call.text("notification", longest=LONGEST_NOTE)
    changed = call.body.get("message")
    if changed is not None:
        message = dialog.message(place[1])
        if not isinstance(changed, dict) or message is None:
            raise malformed("message: a body of a message expected, and the message to be there")
        _change(call, dialog, message, changed)
    return {"success": True}


def _change(call: Call, dialog: EmulatedDialog, message: Message, body: Json) -> None:
    if not dialog.is_active:
        raise _suspended(dialog.user_id)
    text, buttons = _written(body)
    if text == "":
        raise malformed("text: the message is empty")
    message.text = message.text if text is None else text
    if body.get("attachments") is not None:
        message.buttons = buttons
    call.state.changed_dialogs.add(dialog.dialog_id)


def _open_dialog(call: Call, chat_id: int | None, user_id: int | None) -> EmulatedDialog:
    if chat_id is None and user_id is None:
        raise malformed("chat_id or user_id expected")
    dialog = call.state.dialog(call.bot_id, user_id or 0) if chat_id is None else call.state.dialogs.get(chat_id)
    if dialog is None or dialog.bot_id != call.bot_id or not dialog.is_active:
        raise _suspended(user_id or chat_id or 0)
    return dialog


def _suspended(user_id: int) -> Refusal:
    return Refusal(403, "chat.denied", f"Key: error.dialog.suspended, args: [{user_id},].")


def _written(body: Json) -> tuple[str | None, Buttons | None]:
    """Checks the whole of NewMessageBody; gives its text and its keyboard."""
    text, attachments = body.get("text"), body.get("attachments")
    if text is not None and (not isinstance(text, str) or len(text) > LONGEST_TEXT):
        raise malformed(f"text: at most {LONGEST_TEXT} characters expected")
    if body.get("format") not in FORMATS or body.get("link"):
        raise malformed("format, link: this emulator keeps texts and buttons only")
    if not attachments:
        return text, None
    if not isinstance(attachments, list) or len(attachments) != 1 or not isinstance(attachments[0], dict):
        raise malformed("attachments: one inline_keyboard expected")
    if attachments[0].get("type") != "inline_keyboard":
        raise malformed("attachments: this emulator keeps inline_keyboard only")
    payload = attachments[0].get("payload")
    return text, _keyboard(payload.get("buttons") if isinstance(payload, dict) else None)


def _keyboard(rows: Any) -> Buttons:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        raise malformed("buttons: a list of rows expected, none of them empty")
    if len(rows) > MOST_ROWS or sum(map(len, rows)) > MOST_BUTTONS:
        raise malformed(f"buttons: at most {MOST_BUTTONS} in {MOST_ROWS} rows expected")
    for row in rows:
        kinds = {_kind(button) for button in row}
        if len(row) > (MOST_LINKS_IN_ROW if "link" in kinds else MOST_IN_ROW):
            raise malformed(f"buttons: at most {MOST_IN_ROW} in a row expected, {MOST_LINKS_IN_ROW} with a link")
    return rows


def _kind(button: Any) -> str:
    kind = button.get("type") if isinstance(button, dict) else None
    text = button.get("text") if isinstance(button, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_BUTTON:
        raise malformed(f"button: text of 1 to {LONGEST_BUTTON} characters expected")
    field, longest = {"callback": ("payload", LONGEST_PAYLOAD), "link": ("url", LONGEST_URL)}.get(str(kind), ("", 0))
    if not field:
        raise malformed("button: this emulator knows callback and link")
    value = button.get(field)
    if not isinstance(value, str) or len(value) > longest:
        raise malformed(f"button.{field}: text of at most {longest} characters expected")
    return str(kind)
