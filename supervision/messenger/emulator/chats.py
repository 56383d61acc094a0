"""Operations on a chat itself: look, change title, description and icon, pin; and the bot's own identity."""

from supervision.messenger.emulator import shown, uploads
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import malformed, no_message
from supervision.messenger.emulator.rules import Call, chat_of_admin, chat_of_member
from supervision.messenger.emulator.state import EmulatedChat

ACTIONS = frozenset({"typing_on", "sending_photo", "sending_video", "sending_audio", "sending_file", "mark_seen"})
MOST_COMMANDS = 32


def me(call: Call) -> Json:
    commands = call.state.commands.get(call.bot_id)
    return shown.bot(call, call.bot_id) | ({"commands": commands} if commands else {})


def edit_commands(call: Call) -> Json:
    """What the bot offers in dialogs; the house chats do not use it."""
    listed = call.body.get("commands", [])
    if not isinstance(listed, list) or len(listed) > MOST_COMMANDS or not all(map(_is_command, listed)):
        raise malformed(f"commands: at most {MOST_COMMANDS} of name (1 to 64) and description (1 to 128) expected")
    call.state.commands[call.bot_id] = listed
    call.state.shared_changed = True
    return {"commands": listed}


def _is_command(data: object) -> bool:
    if not isinstance(data, dict) or data.keys() - {"name", "description"}:
        return False
    name, about = data.get("name"), data.get("description")
    fits = isinstance(name, str) and 1 <= len(name) <= 64
    return fits and (about is None or (isinstance(about, str) and 1 <= len(about) <= 128))


def get_chat(call: Call, chat_id: int) -> Json:
    dialog = call.state.dialogs.get(chat_id)
    if dialog is not None and dialog.bot_id == call.bot_id:
        return shown.dialog(call, dialog)
    chat = chat_of_member(call, chat_id)
    return shown.chat(call, chat, to_admin=chat.is_admin(call.bot_id))


def edit_chat(call: Call, chat_id: int) -> Json:
    title = call.text("title", shortest=1, longest=200)
    description = call.text("description", longest=16000)
    pin = call.text("pin", longest=200)
    call.flag("notify")
    icon = uploads.icon(call)
    chat = chat_of_admin(call, chat_id, "change_chat_info")
    if pin is not None:
        _pin(chat, pin)
    if title is not None:
        call.happenings.retitle(chat, call.switches.kept_title(title), by=call.bot_id)
    if description is not None:
        chat.description = description
    if icon is not None:
        chat.icon = icon
    call.state.touch(chat)
    return shown.chat(call, chat, to_admin=True)


def send_action(call: Call, chat_id: int) -> Json:
    """Nobody sees it here."""
    if call.body.get("action") not in ACTIONS:
        raise malformed(f"action: one of {', '.join(sorted(ACTIONS))} expected")
    chat_of_member(call, chat_id)
    return {"success": True}


def get_pin(call: Call, chat_id: int) -> Json:
    chat = chat_of_member(call, chat_id)
    pinned = chat.message(chat.pinned)
    return {"message": shown.message(call, chat, pinned) if pinned else None}


def pin_message(call: Call, chat_id: int) -> Json:
    mid = call.text("message_id", shortest=1, longest=200)
    if mid is None:
        raise malformed("message_id: text expected")
    call.flag("notify")
    chat = chat_of_admin(call, chat_id, "pin_message")
    _pin(chat, mid)
    call.state.touch(chat)
    return {"success": True}


def unpin_message(call: Call, chat_id: int) -> Json:
    chat = chat_of_admin(call, chat_id, "pin_message")
    chat.pinned = None
    call.state.touch(chat)
    return {"success": True}


def _pin(chat: EmulatedChat, mid: str) -> None:
    if chat.message(mid) is None:
        raise no_message(mid)
    chat.pinned = mid
