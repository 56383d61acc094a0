"""How the emulator's chats, members and messages look in JSON: fields of schema 0.0.33 and no other."""

from typing import Any

from supervision.messenger.emulator.state import OWNER_RIGHTS, EmulatedChat, Member, Message, State

Json = dict[str, Any]
OLD_NAMES = {"post_edit_delete_message": "write", "edit_message": "edit", "delete_message": "delete"}


def user(state: State, user_id: int) -> Json:
    first, last = state.name_of(user_id)
    data = {"user_id": user_id, "first_name": first, "is_bot": state.is_bot(user_id)}
    return data | {"last_name": last} if last else data


def member(state: State, chat: EmulatedChat, one: Member, *, old_names: bool = False) -> Json:
    is_owner = one.user_id == chat.owner_id
    rights = OWNER_RIGHTS if is_owner else one.rights
    return {
        **user(state, one.user_id),
        "last_access_time": one.joined_at,
        "join_time": one.joined_at,
        "is_owner": is_owner,
        "is_admin": rights is not None,
        "permissions": None if rights is None else right_names(rights, old=old_names),
        "alias": one.alias,
    }


def right_names(rights: frozenset[str], *, old: bool) -> list[str]:
    """`old`: as seen while schema 0.0.32 became 0.0.33, old names stand beside the new ones."""
    return sorted(rights | {name for name, new in OLD_NAMES.items() if old and new in rights})


def message(state: State, chat: EmulatedChat, one: Message) -> Json:
    return {
        "sender": user(state, one.sender_id),
        "recipient": {"chat_id": chat.chat_id, "chat_type": "chat"},
        "timestamp": one.sent_at,
        "body": {"mid": one.mid, "seq": one.seq, "text": one.text},
    }


def chat(state: State, one: EmulatedChat, *, to_admin: bool) -> Json:
    """`to_admin`: the owner is shown to administrators only. What is absent is left out, as in MAX's own answers."""
    data: Json = {
        "chat_id": one.chat_id,
        "type": "chat",
        "status": "active",
        "title": one.title,
        "last_event_time": one.last_event_at,
        "participants_count": len(one.members),
        "is_public": False,
        "link": one.link,
        "messages_count": len(one.messages),
    }
    if one.description:
        data["description"] = one.description
    if to_admin:
        data["owner_id"] = one.owner_id
    if one.icon:
        data["icon"] = {"url": one.icon}
    if pinned := one.message(one.pinned):
        data["pinned_message"] = message(state, one, pinned)
    return data
