"""Messages of a chat: post and read back."""

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.rules import Call, Json, chat_of_admin, chat_of_member, malformed
from supervision.messenger.emulator.state import Message, now_ms

LONGEST_TEXT = 4000


def send_message(call: Call) -> Json:
    chat = chat_of_member(call, _chat_id(call))
    text = call.text("text", longest=LONGEST_TEXT)
    if not text:
        raise malformed("text: the message is empty")
    at = now_ms()
    seq = (at << 16) + len(chat.messages)  # above 2^53, as real ones are
    message = Message(f"mid.{-chat.chat_id:016x}{seq:016x}", seq, call.bot_id, text, at)
    chat.messages.append(message)
    call.state.touch(chat)
    return {"message": shown.message(call.state, chat, message)}


def get_messages(call: Call) -> Json:
    """Newest first; `after` and `before` leave out their own millisecond. Reading needs read_all_messages."""
    chat = chat_of_admin(call, _chat_id(call), "read_all_messages")
    after = call.number("after", default=call.number("from", default=0)) or 0
    before = call.number("before", default=call.number("to"))
    found = [m for m in chat.messages if m.sent_at > after and (before is None or m.sent_at < before)]
    newest = found[::-1][: call.page_size(default=50)]
    return {"messages": [shown.message(call.state, chat, message) for message in newest]}


def _chat_id(call: Call) -> int:
    chat_id = call.number("chat_id")
    if chat_id is None:
        raise malformed("chat_id: expected; this emulator has group chats only")
    return chat_id
