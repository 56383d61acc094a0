"""Messages of a chat: post, read back, change, delete. Text only: the house chats post nothing else.

Those of a person's dialog, which have buttons, are in `dialogs.py`.
"""

from supervision.messenger.emulator import dialogs, shown
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import FORBIDDEN, Declined, malformed, no_message
from supervision.messenger.emulator.rules import Call, chat_of_admin, chat_of_member, has_right
from supervision.messenger.emulator.state import EmulatedChat, Message

LONGEST_TEXT = 4000
FORMATS = ("markdown", "html", None)


def send_message(call: Call) -> Json:
    chat_id, user_id = call.number("chat_id"), call.number("user_id")
    call.option("disable_link_preview")
    if chat_id is None or chat_id in call.state.dialogs:
        return dialogs.send(call, chat_id, user_id)
    text = _text(call)
    if not text:
        raise malformed("text: the message is empty")
    chat = chat_of_member(call, chat_id)
    message = call.happenings.say(chat, call.bot_id, text)
    return {"message": shown.message(call, chat, message)}


def get_messages(call: Call) -> Json:
    """Newest first; `after` and `before` leave out their own millisecond. Reading needs read_all_messages."""
    wanted, count = call.many("message_ids"), call.page_size(default=50)
    after = call.number("after", least=0, default=call.number("from", default=0)) or 0
    before = call.number("before", least=0, default=call.number("to"))
    chat_id = call.number("chat_id")
    if "message_ids" in call.query:
        seen = [_seen(call, mid) for mid in wanted]
        return {"messages": [shown.message(call, chat, one) for chat, one in filter(None, seen)]}
    if chat_id is None:
        raise malformed("chat_id or message_ids expected")
    chat = chat_of_admin(call, chat_id, "read_all_messages")
    found = [m for m in chat.messages if m.sent_at > after and (before is None or m.sent_at < before)]
    return {"messages": [shown.message(call, chat, message) for message in found[::-1][:count]]}


def get_message(call: Call, mid: str) -> Json:
    if (found := dialogs.message_of(call, mid)) is not None:
        return shown.dialog_message(call, *found)
    seen = _seen(call, mid)
    if seen is None:
        raise no_message(mid)
    return shown.message(call, *seen)


def edit_message(call: Call) -> Json:
    """An absent text stays as it is."""
    mid = call.message_id("message_id")
    if dialogs.message_of(call, mid) is not None:
        return dialogs.edit(call, mid)
    text = _text(call)
    if text == "":
        raise malformed("text: the message is empty")
    chat, message = _own_or_governed(call, mid)
    if text is not None:
        message.text = text
    call.happenings.edited(chat, message)
    return {"success": True}


def delete_message(call: Call) -> Json:
    mid = call.message_id("message_id")
    if dialogs.message_of(call, mid) is not None:
        return dialogs.delete(call, mid)
    chat, message = _own_or_governed(call, mid)
    call.happenings.unsay(chat, message, by=call.bot_id)
    return {"success": True}


def _text(call: Call) -> str | None:
    """Checks the whole of NewMessageBody and gives its text."""
    if call.body.get("attachments") or call.body.get("link"):
        raise malformed("attachments, link: this emulator keeps texts only")
    if call.body.get("format") not in FORMATS:
        raise malformed("format: markdown or html expected")
    call.flag("notify")
    return call.text("text", longest=LONGEST_TEXT)


def _seen(call: Call, mid: str) -> tuple[EmulatedChat, Message] | None:
    """The message where the bot may read it: its own always, those of others with read_all_messages."""
    chat = call.state.chat_of_message(mid)
    message = chat.message(mid) if chat else None
    if chat is None or message is None or call.bot_id not in chat.members:
        return None
    may_read = message.sender_id == call.bot_id or has_right(chat, call.bot_id, "read_all_messages")
    return (chat, message) if may_read else None


def _own_or_governed(call: Call, mid: str) -> tuple[EmulatedChat, Message]:
    seen = _seen(call, mid)
    if seen is None:
        raise no_message(mid)
    chat, message = seen
    if message.sender_id != call.bot_id and not has_right(chat, call.bot_id, "write"):
        raise Declined(FORBIDDEN)
    return chat, message
