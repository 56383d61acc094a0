"""How the emulator's chats, members and messages look in JSON: fields of schema 0.0.33, and `name` of a user, which
is in no schema and in every official fixture. The switches say where a messenger may show less or something else.
"""

from typing import Any, Protocol

from supervision.messenger.emulator.state import (
    GROUP_RIGHTS,
    OWNER_RIGHTS,
    EmulatedChat,
    EmulatedDialog,
    Member,
    Message,
    State,
)
from supervision.messenger.emulator.switches import RightsEcho, Switches

Json = dict[str, Any]
OLD_NAMES = {"post_edit_delete_message": "write", "edit_message": "edit", "delete_message": "delete"}
FEWER = frozenset({"read_all_messages", "can_call"})


class Scene(Protocol):
    """What there is, and how it is shown."""

    @property
    def state(self) -> State: ...

    @property
    def switches(self) -> Switches: ...


def user(scene: Scene, user_id: int) -> Json:
    first, last = scene.state.name_of(user_id)
    data: Json = {"user_id": user_id, "first_name": first, "is_bot": scene.state.is_bot(user_id)}
    if last:
        data["last_name"] = last
    if not scene.switches.plain_users:
        data |= {"name": f"{first} {last}".strip(), "last_activity_time": scene.state.began_at}
    return data


def bot(scene: Scene, bot_id: int) -> Json:
    return user(scene, bot_id) | {"username": scene.state.username(bot_id)}


def dialog(scene: Scene, one: EmulatedDialog) -> Json:
    """A dialog as a chat, as the official fixture has it."""
    return {
        "chat_id": one.dialog_id,
        "type": "dialog",
        "status": "active" if one.is_active else "suspended",
        "last_event_time": one.messages[-1].sent_at if one.messages else scene.state.began_at,
        "participants_count": 2,
        "is_public": False,
        "dialog_with_user": user(scene, one.user_id),
    }


def dialog_message(scene: Scene, one: EmulatedDialog, sent: Message) -> Json:
    """`user_id` of the recipient is the person where the bot speaks, the bot where the person does."""
    from_bot = sent.sender_id == one.bot_id
    body: Json = {"mid": sent.mid, "seq": sent.seq, "text": sent.text}
    if sent.buttons:
        body["attachments"] = [{"type": "inline_keyboard", "payload": {"buttons": sent.buttons}}]
    return {
        "sender": bot(scene, sent.sender_id) if from_bot else user(scene, sent.sender_id),
        "recipient": {
            "chat_id": one.dialog_id,
            "chat_type": "dialog",
            "user_id": one.user_id if from_bot else one.bot_id,
        },
        "timestamp": sent.sent_at,
        "body": body,
    }


def member(scene: Scene, chat: EmulatedChat, one: Member) -> Json:
    is_owner, switches = one.user_id == chat.owner_id, scene.switches
    rights = OWNER_RIGHTS if is_owner else one.rights
    if rights is not None and not is_owner and not scene.state.is_bot(one.user_id):
        rights = echoed(rights, switches.rights_echo)
    return {
        **user(scene, one.user_id),
        "last_access_time": one.joined_at,
        "join_time": one.joined_at,
        "is_owner": is_owner,
        "is_admin": rights is not None,
        "permissions": None if rights is None else right_names(rights, old=switches.old_right_names),
        "alias": None if switches.hides_alias else one.alias,
    }


def echoed(rights: frozenset[str], echo: str) -> frozenset[str]:
    """A messenger may give other rights than it was sent, and says so only where one looks."""
    if echo == RightsEcho.FEWER:
        return rights & FEWER
    return rights | GROUP_RIGHTS if echo == RightsEcho.MORE else rights


def right_names(rights: frozenset[str], *, old: bool) -> list[str]:
    """`old`: as seen while schema 0.0.32 became 0.0.33, old names stand beside the new ones."""
    return sorted(rights | {name for name, new in OLD_NAMES.items() if old and new in rights})


def message(scene: Scene, chat: EmulatedChat, one: Message) -> Json:
    return {
        "sender": user(scene, one.sender_id),
        "recipient": {"chat_id": chat.chat_id, "chat_type": "chat"},
        "timestamp": one.sent_at,
        "body": {"mid": one.mid, "seq": one.seq, "text": one.text},
    }


def chat(scene: Scene, one: EmulatedChat, *, to_admin: bool) -> Json:
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
        data["pinned_message"] = message(scene, one, pinned)
    return data
