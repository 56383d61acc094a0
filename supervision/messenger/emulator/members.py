"""Participants of a chat: look, add, take out; the bot's own membership."""

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.parameters import MOST_IDS, Json, person_id
from supervision.messenger.emulator.refusals import (
    FORBIDDEN,
    NO_MEMBER,
    OF_OWNER,
    Declined,
    declined,
    malformed,
    unknown_path,
)
from supervision.messenger.emulator.rules import Call, chat_of_admin, chat_of_member
from supervision.messenger.emulator.switches import AddMembers

PRIVACY = "add.participant.privacy"


def members(call: Call, chat_id: int) -> Json:
    """With `user_ids` paging is ignored; otherwise `marker` is where the next page starts."""
    wanted = call.user_ids("user_ids")
    start, count = call.number("marker", default=0, least=0), call.page_size(default=20)
    chat = chat_of_admin(call, chat_id)
    if "user_ids" in call.query:
        for user_id in wanted:
            if user_id not in chat.members:
                call.people.was_missing(chat_id, user_id)
        found = [chat.members[user_id] for user_id in wanted if user_id in chat.members]
        return {"members": [shown.member(call, chat, one) for one in found]}
    everybody, end = list(chat.members.values()), (start or 0) + count
    marker = end if end < len(everybody) else None
    return {"members": [shown.member(call, chat, one) for one in everybody[start:end]], "marker": marker}


def add_members(call: Call, chat_id: int) -> Json:
    """Restricted in MAX since 9 September 2026: people join by the link."""
    mode = call.switches.add_members
    if mode == AddMembers.REMOVED:
        raise unknown_path(call.path)
    chat = chat_of_admin(call, chat_id, "add_remove_members")
    listed = call.body.get("user_ids")
    if not isinstance(listed, list) or len(listed) > MOST_IDS:
        raise malformed(f"user_ids: a list of at most {MOST_IDS} expected")
    user_ids = [person_id(each, "user_ids") for each in listed]
    if mode == AddMembers.RESTRICTED:
        raise Declined(FORBIDDEN)
    refused = [user_id for user_id in user_ids if user_id in call.state.private]
    for user_id in user_ids:
        if user_id not in refused:
            call.happenings.bring_in(chat, user_id, by=call.bot_id)
    if not refused:
        return {"success": True}
    details = [{"error_code": PRIVACY, "user_ids": refused}]
    words = f"{len(refused)} of {len(user_ids)} could not be added"
    answer = declined(Declined(words, PRIVACY), with_code=not call.switches.refusals_without_code)
    return answer | {"failed_user_ids": refused, "failed_user_details": details}


def remove_member(call: Call, chat_id: int) -> Json:
    user_id, block = call.number("user_id", least=1), call.option("block")
    if user_id is None:
        raise malformed("user_id: a user id expected")
    chat = chat_of_admin(call, chat_id, "add_remove_members")
    if user_id not in chat.members:
        raise Declined(f"User {user_id} is not a participant of this chat", NO_MEMBER)
    if user_id == chat.owner_id:
        raise Declined("The owner cannot be removed", OF_OWNER)
    call.happenings.take_out(chat, user_id, by=call.bot_id, block=block)
    return {"success": True}


def membership(call: Call, chat_id: int) -> Json:
    chat = chat_of_member(call, chat_id)
    return shown.member(call, chat, chat.members[call.bot_id])


def leave_chat(call: Call, chat_id: int) -> Json:
    """Success even where the bot is not in the chat, as seen in MAX."""
    chat = call.state.chats.get(chat_id)
    if chat is not None and call.bot_id in chat.members:
        call.happenings.take_out(chat, call.bot_id, by=call.bot_id)
    return {"success": True}
