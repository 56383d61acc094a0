"""Which function answers which method and path. A name of this table is what stats and faults call an operation."""

from collections.abc import Callable
from typing import Any

from supervision.messenger.emulator import (
    admins,
    chats,
    dialogs,
    members,
    messages,
    polling,
    provisioning,
    subscriptions,
    uploads,
)
from supervision.messenger.emulator.parameters import INT64, MESSAGE_ID, Json
from supervision.messenger.emulator.refusals import FORBIDDEN, Declined, malformed
from supervision.messenger.emulator.rules import Call

Operation = Callable[..., Any]
Ids = list[int | str]

# "#" stands for a number of the path and "$" for a message's id, handed to the operation in order.
ROUTES: dict[str, tuple[str, Operation]] = {
    "GET /me": ("me", chats.me),
    "PATCH /me/commands": ("edit_commands", chats.edit_commands),
    "GET /chats/#": ("chat", chats.get_chat),
    "PATCH /chats/#": ("edit_chat", chats.edit_chat),
    "POST /chats/#/actions": ("send_action", chats.send_action),
    "GET /chats/#/pin": ("get_pin", chats.get_pin),
    "PUT /chats/#/pin": ("pin_message", chats.pin_message),
    "DELETE /chats/#/pin": ("unpin_message", chats.unpin_message),
    "GET /chats/#/members": ("members", members.members),
    "POST /chats/#/members": ("add_members", members.add_members),
    "DELETE /chats/#/members": ("remove_member", members.remove_member),
    "GET /chats/#/members/me": ("membership", members.membership),
    "DELETE /chats/#/members/me": ("leave_chat", members.leave_chat),
    "GET /chats/#/members/admins": ("admins", admins.admins),
    "POST /chats/#/members/admins": ("grant_admin", admins.grant_admin),
    "DELETE /chats/#/members/admins/#": ("revoke_admin", admins.revoke_admin),
    "GET /messages": ("messages", messages.get_messages),
    "GET /messages/$": ("message", messages.get_message),
    "POST /messages": ("send_message", messages.send_message),
    "PUT /messages": ("edit_message", messages.edit_message),
    "DELETE /messages": ("delete_message", messages.delete_message),
    "POST /answers": ("answer_callback", dialogs.answer_callback),
    "GET /subscriptions": ("subscriptions", subscriptions.subscriptions),
    "POST /subscriptions": ("subscribe", subscriptions.subscribe),
    "DELETE /subscriptions": ("unsubscribe", subscriptions.unsubscribe),
    "GET /updates": ("updates", polling.get_updates),
    "POST /uploads": ("upload", uploads.upload),
    "POST /house-chats": ("create_chat", provisioning.create_chat),
    "PUT /house-chats/#/owner": ("transfer_owner", provisioning.transfer_owner),
}


def route(method: str, path: str) -> tuple[str, Operation | None, Ids]:
    ids: Ids = []
    shape: list[str] = []
    for part in path.split("/"):
        is_number = part.isdecimal() or (part[:1] == "-" and part[1:].isdecimal())
        shape.append("#" if is_number else part)
        if is_number:
            ids.append(path_number(part))
    key = f"{method} {'/'.join(shape)}"
    if key == "DELETE /chats/#":  # undocumented in MAX, and refused to every bot in this way
        return "delete_chat", forbidden, ids
    if key not in ROUTES and shape[:2] == ["", "messages"] and len(shape) == 3 and MESSAGE_ID.fullmatch(part):
        key, ids = f"{method} /messages/$", [part]
    operation, handler = ROUTES.get(key, ("unknown", None))
    return operation, handler, ids


def path_number(part: str) -> int:
    number = int(part)
    if not -INT64 <= number < INT64:
        raise malformed(f"{part}: a 64-bit number expected in the path")
    return number


def forbidden(call: Call, chat_id: int) -> Json:
    raise Declined(FORBIDDEN)
