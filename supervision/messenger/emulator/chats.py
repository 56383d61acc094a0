"""Operations on a chat itself: look, change title and description, pin; its members; the bot's own identity."""

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.rules import (
    Call,
    Json,
    Refusal,
    chat_of_admin,
    chat_of_member,
    malformed,
)
from supervision.messenger.emulator.state import Chat


def me(call: Call) -> Json:
    return shown.user(call.state, call.bot_id)


def get_chat(call: Call, chat_id: int) -> Json:
    chat = chat_of_member(call, chat_id)
    return shown.chat(call.state, chat, to_admin=chat.is_admin(call.bot_id))


def edit_chat(call: Call, chat_id: int) -> Json:
    chat = chat_of_admin(call, chat_id, "change_chat_info")
    title = call.text("title", shortest=1, longest=200)
    description = call.text("description", longest=16000)
    pin = call.text("pin", longest=200)
    if pin is not None:
        _pin(chat, pin)
    if title is not None:
        chat.title = title
    if description is not None:
        chat.description = description
    call.state.touch(chat)
    return shown.chat(call.state, chat, to_admin=True)


def get_pin(call: Call, chat_id: int) -> Json:
    chat = chat_of_member(call, chat_id)
    pinned = chat.message(chat.pinned)
    return {"message": shown.message(call.state, chat, pinned)} if pinned else {}


def pin_message(call: Call, chat_id: int) -> Json:
    chat = chat_of_admin(call, chat_id, "pin_message")
    mid = call.text("message_id", shortest=1, longest=200)
    if mid is None:
        raise malformed("message_id: text expected")
    _pin(chat, mid)
    call.state.touch(chat)
    return {"success": True}


def unpin_message(call: Call, chat_id: int) -> Json:
    chat = chat_of_admin(call, chat_id, "pin_message")
    chat.pinned = None
    call.state.touch(chat)
    return {"success": True}


def _pin(chat: Chat, mid: str) -> None:
    if chat.message(mid) is None:
        raise Refusal(404, "message.not.found", f"Message {mid} not found in this chat")
    chat.pinned = mid


def members(call: Call, chat_id: int) -> Json:
    """With `user_ids` (CSV or repeated) paging is ignored; otherwise `marker` is where the next page starts."""
    chat = chat_of_admin(call, chat_id)
    if wanted := call.query.get("user_ids"):
        found = [chat.members[user_id] for user_id in _ids(wanted) if user_id in chat.members]
        return {"members": [shown.member(call.state, chat, one) for one in found]}
    start, count = call.number("marker", default=0) or 0, call.page_size(default=20)
    everybody = list(chat.members.values())
    page = everybody[start : start + count]
    marker = start + count if start + count < len(everybody) else None
    return {"members": [shown.member(call.state, chat, one) for one in page], "marker": marker}


def membership(call: Call, chat_id: int) -> Json:
    chat = chat_of_member(call, chat_id)
    return shown.member(call.state, chat, chat.members[call.bot_id])


def _ids(values: list[str]) -> list[int]:
    try:
        ids = [int(part) for value in values for part in value.split(",") if part]
    except ValueError:
        raise malformed("user_ids: user ids separated by commas expected") from None
    if len(ids) > 100:
        raise malformed("user_ids: at most 100 expected")
    return list(dict.fromkeys(ids))
