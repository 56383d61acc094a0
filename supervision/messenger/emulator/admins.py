"""Administrators of a chat: look, appoint (rights replaced whole), dismiss. Only participants can be appointed."""

from dataclasses import dataclass
from typing import Any

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.parameters import Json, person_id
from supervision.messenger.emulator.refusals import (
    NO_ADMIN,
    NO_MEMBER,
    OF_OWNER,
    TOO_MANY_ADMINS,
    WRONG_RIGHTS,
    Declined,
    malformed,
)
from supervision.messenger.emulator.rules import Call, chat_of_admin
from supervision.messenger.emulator.shown import OLD_NAMES
from supervision.messenger.emulator.state import GROUP_RIGHTS, OWNER_RIGHTS, EmulatedChat

MOST_ADMINS = 50  # counted with the owner and the bots
NEED_READ_ALL = frozenset({"write", "edit", "delete", "pin_message"})


@dataclass(frozen=True, slots=True)
class AdminAsked:
    user_id: int
    rights: frozenset[str]
    alias: str | None


def admins(call: Call, chat_id: int) -> Json:
    chat = chat_of_admin(call, chat_id)
    return {"members": [shown.member(call, chat, one) for one in chat.admins()]}


def grant_admin(call: Call, chat_id: int) -> Json:
    """All of the list or nothing. Whoever is not on the list keeps what they have."""
    chat = chat_of_admin(call, chat_id, "add_admins")
    listed = call.body.get("admins")
    if not isinstance(listed, list) or not listed:
        raise malformed("admins: a list expected")
    appointments = [_appointment(each) for each in listed]
    for appointment in appointments:
        _check(call, chat, appointment)
    coming = {each.user_id for each in appointments} | {member.user_id for member in chat.admins()}
    if len(coming) > MOST_ADMINS:
        raise Declined(f"Too many administrators: {MOST_ADMINS} at most", TOO_MANY_ADMINS)
    for each in appointments:
        rights = each.rights | {"can_call"}
        call.happenings.set_rights(chat, each.user_id, rights, by=call.bot_id, alias=each.alias)
    return {"success": True}


def revoke_admin(call: Call, chat_id: int, user_id: int) -> Json:
    chat = chat_of_admin(call, chat_id, "add_admins")
    if user_id == chat.owner_id:
        raise Declined("The owner's rights cannot be changed", OF_OWNER)
    member = chat.members.get(user_id)
    if member is None or member.rights is None:
        raise Declined(f"User {user_id} is not an administrator of this chat", NO_ADMIN)
    call.happenings.set_rights(chat, user_id, None, by=call.bot_id)
    return {"success": True}


def _appointment(data: Any) -> AdminAsked:
    if not isinstance(data, dict) or not isinstance(data.get("permissions"), list):
        raise malformed("admins: user_id and permissions expected")
    if len(set(map(str, data["permissions"]))) != len(data["permissions"]):
        raise malformed("permissions: the same value twice")
    rights = frozenset(OLD_NAMES.get(str(name), str(name)) for name in data["permissions"])
    if unknown := rights - OWNER_RIGHTS:
        raise malformed(f"permissions: {', '.join(sorted(unknown))} is unknown")
    alias = data.get("alias")
    if alias is not None and not isinstance(alias, str):
        raise malformed("alias: text expected")
    return AdminAsked(person_id(data.get("user_id"), "user_id"), rights, alias or None)


def _check(call: Call, chat: EmulatedChat, appointment: AdminAsked) -> None:
    user_id = appointment.user_id
    if user_id == chat.owner_id:
        raise Declined("The owner's rights cannot be changed", OF_OWNER)
    if user_id not in chat.members:
        call.people.was_missing(chat.chat_id, user_id)
        raise Declined(f"User {user_id} is not a participant of this chat", NO_MEMBER)
    if appointment.rights & NEED_READ_ALL and "read_all_messages" not in appointment.rights:
        raise Declined("read_all_messages is required for write and pin_message", WRONG_RIGHTS)
    if not appointment.rights <= GROUP_RIGHTS:
        raise Declined("These permissions cannot be granted in a group chat", WRONG_RIGHTS)
