"""The messenger's JSON <-> the values of `port.py`.

Tolerant where the messenger is free to grow: unknown fields, rights and statuses are let through or left out, an
absent field equals null. Without the id of what an answer is about it cannot be used: that raises KeyError, TypeError
or ValueError, which `channel.py` turns into an error with the operation's name. Of a list the parts that can be read
are taken and the others counted. Nothing leaves this module that a database or a page could choke on (`fields.py`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from supervision.messenger.fields import (
    EPOCH,
    ODD,
    Listed,
    count_or_none,
    each_of,
    instant,
    instant_or_none,
    link,
    part_of,
    text,
    text_if_one,
    web_address,
    whole,
    whole_if_one,
    whole_or_none,
)
from supervision.messenger.port import (
    Administrators,
    BotView,
    ChatView,
    DialogView,
    Keyboard,
    LeadTo,
    MemberView,
    MessageView,
    Press,
    Right,
    SubscriptionView,
    UpdateView,
)

# Longest texts: schema 0.0.33 where it has a limit, else what the portal keeps.
TITLE, DESCRIPTION, MESSAGE, NAME, ALIAS, WORD, MESSAGE_ID = 200, 16_000, 4_000, 200, 200, 20, 100
UPDATE_TYPE, WEBHOOK_URL = 60, 2_000
LINK_HOSTS = ("max.ru",)
# The names of schema 0.0.32; answers may hold old and new ones side by side (docs/messenger.md).
OLD_NAMES = {"post_edit_delete_message": Right.WRITE.value}
# What one person and the bot do alone. What was written is not among it: nobody's words are heard.
DIALOG_KINDS = frozenset({"bot_started", "bot_stopped", "message_callback", "dialog_removed"})
USERNAME = re.compile(r"[A-Za-z0-9_]{1,64}")
PAYLOAD, CALLBACK_ID = 1_024, 1_000
KNOWN = {right.value: right for right in Right}


def bot(data: Any) -> BotView:
    """Whoever is not said to be a bot is none: by another number every chat would seem to have lost its bot."""
    if data.get("is_bot") is not True:
        raise ValueError("is_bot")
    username = data.get("username")
    name = text(username, NAME) if isinstance(username, str) and USERNAME.fullmatch(username) else ""
    return BotView(user_id=whole(data["user_id"]), name=person_name(data), username=name)


def chat(data: Any, *, link_hosts: Collection[str] = LINK_HOSTS) -> ChatView:
    return ChatView(
        chat_id=whole(data["chat_id"]),
        status=text(data.get("status"), WORD),
        title=text(data.get("title"), TITLE),
        description=text(data.get("description"), DESCRIPTION),
        owner_id=whole_or_none(data.get("owner_id")),
        link=link(data.get("link"), link_hosts),
        participants_count=count_or_none(data.get("participants_count")),
        pinned=message_or_none(data.get("pinned_message")),
        kind=text(data.get("type"), WORD),
    )


def members(data: Any) -> Listed[MemberView]:
    """Of two entries of one person the first counts."""
    read = each_of(data["members"], member)
    kept = _each_once(read.items)
    return Listed(kept, read.odd + len(read.items) - len(kept))


def admins(data: Any) -> Administrators:
    """One page holds all of them; where another is said to follow, or an entry cannot be read, some are missing.

    Whoever is listed is one, whatever else is said: what is remembered of a look is what was seen.
    """
    read = each_of(data["members"], member)
    listed = tuple(replace(one, is_admin=True) for one in _each_once(read.items))
    return Administrators(listed, not read.odd and data.get("marker") is None)


def _each_once(found: tuple[MemberView, ...]) -> tuple[MemberView, ...]:
    people = {one.user_id: one for one in reversed(found)}
    return tuple(people[number] for number in dict.fromkeys(one.user_id for one in found))


def member(data: Any) -> MemberView:
    """Where nobody says whether it is an administrator, the owner is one, and whoever has rights."""
    is_owner, permissions = data.get("is_owner") is True, data.get("permissions") or ()
    is_admin = data.get("is_admin")
    return MemberView(
        user_id=whole(data["user_id"]),
        name=person_name(data),
        is_bot=data.get("is_bot") is True,
        is_owner=is_owner,
        is_admin=(is_owner or bool(permissions)) if is_admin is None else is_admin is True,
        rights=rights(permissions),
        alias=text(data.get("alias"), ALIAS).strip(),
    )


def messages(data: Any) -> Listed[MessageView]:
    """A message that only forwards another has no body of its own, and is nothing that we could have posted."""
    read = each_of(data["messages"], _message_or_forward)
    found = tuple(one for one in read.items if one is not None)
    return Listed(found, read.odd, bare=len(read.items) - len(found))


def _message_or_forward(data: Any) -> MessageView | None:
    """What has not even a time is no forward but a message that cannot be read."""
    if data.get("body") is not None:
        return message(data)
    instant(data["timestamp"])
    return None


def message_or_none(data: Any) -> MessageView | None:
    """None for no message, and for one that is not readable: nothing hangs on it but whether it is ours."""
    if not isinstance(data, dict) or not data.get("body"):
        return None
    return next(iter(each_of([data], message).items), None)


def pinned(data: Any) -> MessageView | None:
    return message_or_none(data.get("message"))


def sent_message(data: Any) -> MessageView:
    return message(data["message"])


def message(data: Any) -> MessageView:
    body, sender = data["body"], data.get("sender") or {}
    message_id = text(body["mid"])
    if not 0 < len(message_id) <= MESSAGE_ID or message_id != body["mid"]:
        raise ValueError("an id of a message that is none")
    return MessageView(
        message_id=message_id,
        sender_id=whole_or_none(sender.get("user_id")),
        text=text(body.get("text"), MESSAGE),
        sent_at=instant(data["timestamp"]),
        chat_id=whole_or_none((data.get("recipient") or {}).get("chat_id")),
    )


def subscriptions(data: Any) -> tuple[SubscriptionView, ...]:
    return each_of(data["subscriptions"], subscription).items


def subscription(data: Any) -> SubscriptionView:
    types = data.get("update_types") or ()
    return SubscriptionView(url=web_address(data["url"], WEBHOOK_URL), update_types=frozenset(map(text, types)))


def update(data: Any) -> UpdateView:
    """One `Update`, the body of a webhook. Raises ValueError alone, in words that quote nothing of it.

    Takes ids only, never what somebody wrote or is called. The person is the one of `user`: the `user_id` that real
    updates of a chat carry beside it is in no schema and may be another. What happened, and in which chat, has to be
    readable; whatever else is odd is left out.
    """
    try:
        return _update(data)
    except ODD as error:
        raise ValueError(f"not an update: {type(error).__name__}") from None


def _update(data: Any) -> UpdateView:
    kind = text(data["update_type"], UPDATE_TYPE)
    about, callback = part_of(data, "message"), part_of(data, "callback")
    recipient, body = part_of(about, "recipient"), part_of(about, "body")
    named = data.get("user") or callback.get("user") or about.get("sender") or data
    chat_id = data.get("chat_id", recipient.get("chat_id"))
    return UpdateView(
        type=kind,
        at=instant_or_none(data.get("timestamp")),
        chat_id=whole_if_one(chat_id) if kind in DIALOG_KINDS else whole_or_none(chat_id),
        user_id=whole_if_one(named.get("user_id")) if isinstance(named, dict) else None,
        message_id=text_if_one(data.get("message_id") or body.get("mid"), MESSAGE_ID),
        title=text_if_one(data.get("title"), TITLE) if kind == "chat_title_changed" else "",
    )


def dialog(data: Any) -> DialogView | None:
    """What a person did in a dialog with the bot; None for everything else, also for a press in a group.

    Raises ValueError as `update` does.
    """
    try:
        return _dialog(data)
    except ODD as error:
        raise ValueError(f"not an update: {type(error).__name__}") from None


def _dialog(data: Any) -> DialogView | None:
    kind, callback, about = data["update_type"], part_of(data, "callback"), part_of(data, "message")
    recipient, body = part_of(about, "recipient"), part_of(about, "body")
    if kind not in DIALOG_KINDS or recipient.get("chat_type", "dialog") != "dialog":
        return None
    person = callback["user"] if kind == "message_callback" else data["user"]
    payload = callback.get("payload") if kind == "message_callback" else data.get("payload")
    if person.get("is_bot") is True:
        return None
    return DialogView(
        kind=kind,
        user_id=whole(person["user_id"]),
        name=person_name(person),
        payload=text_if_one(payload, PAYLOAD + 1),
        callback_id=text_if_one(callback.get("callback_id"), CALLBACK_ID),
        message_id=text_if_one(body.get("mid"), MESSAGE_ID),
    )


def dialog_message(written: str, keyboard: Keyboard) -> dict[str, Any]:
    """Body of a message to a person: an empty keyboard takes the buttons of an earlier text away."""
    rows = [[_button(one) for one in row] for row in keyboard]
    attachments = [{"type": "inline_keyboard", "payload": {"buttons": rows}}] if rows else []
    return {"text": written, "attachments": attachments}


def _button(one: Press | LeadTo) -> dict[str, str]:
    if isinstance(one, LeadTo):
        return {"type": "link", "text": one.text, "url": one.url}
    return {"type": "callback", "text": one.text, "payload": one.payload}


def nothing(data: Any) -> None:
    """The answer says no more than `success`, and has to say it."""
    if data.get("success") is not True:
        raise ValueError("success")


def rights(names: Iterable[Any]) -> frozenset[Right]:
    """Known rights; can_call (given with every appointment), view_stats and names of the future are left out."""
    current = (OLD_NAMES.get(name, name) for name in names if isinstance(name, str))
    return frozenset(KNOWN[name] for name in current if name in KNOWN)


def admin_appointment(*, user_id: int, rights: frozenset[Right], alias: str) -> dict[str, Any]:
    """Body of `POST /chats/{id}/members/admins` for one person; the order is fixed so that logs compare."""
    permissions = sorted(right.value for right in rights)
    return {"admins": [{"user_id": user_id, "permissions": permissions, "alias": alias or None}]}


def chat_patch(*, title: str | None, description: str | None) -> dict[str, Any]:
    """What is None is left out and stays as it is; the schema would also take a null for that."""
    changes = {"title": title, "description": description}
    return {name: value for name, value in changes.items() if value is not None}


def subscription_request(*, url: str, secret: str, update_types: Sequence[str]) -> dict[str, Any]:
    """No `update_types` means all of them."""
    wanted = {"update_types": sorted(update_types)} if update_types else {}
    return {"url": url, "secret": secret, **wanted}


def id_list(user_ids: Sequence[int]) -> str:
    """`1,2,3`: the official client sends user_ids so; the schema leaves the style open."""
    return ",".join(str(user_id) for user_id in user_ids)


def milliseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


def person_name(data: Any) -> str:
    """First and last name, else the name as the messenger shows it, which is going away."""
    names = [text_if_one(data.get(part), NAME) for part in ("first_name", "last_name")]
    return " ".join(filter(None, names))[:NAME] or text_if_one(data.get("name"), NAME)
