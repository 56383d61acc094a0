"""The messenger's JSON <-> the values of `port.py`.

Tolerant where the messenger is free to grow: unknown fields, rights and statuses are let through or left out, an
absent field equals null. A missing required field or a wrong type raises KeyError, TypeError or ValueError, which
`channel.py` turns into BadAnswer with the operation's name.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from supervision.messenger.port import (
    BotView,
    ChatView,
    MemberView,
    MessageView,
    Right,
    SubscriptionView,
    UpdateView,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INT64 = 1 << 63
# The names of schema 0.0.32; answers may hold old and new ones side by side (docs/messenger.md).
OLD_NAMES = {"post_edit_delete_message": Right.WRITE.value}
KNOWN = {right.value: right for right in Right}


def bot(data: Any) -> BotView:
    return BotView(user_id=whole(data["user_id"]), name=person_name(data))


def chat(data: Any) -> ChatView:
    return ChatView(
        chat_id=whole(data["chat_id"]),
        status=text(data["status"]),
        title=text(data.get("title")),
        description=text(data.get("description")),
        owner_id=whole_or_none(data.get("owner_id")),
        link=text(data.get("link")),
        participants_count=whole(data["participants_count"]),
        pinned=message_or_none(data.get("pinned_message")),
    )


def members(data: Any) -> tuple[MemberView, ...]:
    return tuple(member(each) for each in data["members"])


def member_page(data: Any) -> tuple[tuple[MemberView, ...], int | None]:
    """A page and the marker of the next one, None at the end."""
    return members(data), whole_or_none(data.get("marker"))


def member(data: Any) -> MemberView:
    return MemberView(
        user_id=whole(data["user_id"]),
        name=person_name(data),
        is_bot=data["is_bot"] is True,
        is_owner=data["is_owner"] is True,
        is_admin=data["is_admin"] is True,
        rights=rights(data.get("permissions") or ()),
        alias=text(data.get("alias")),
    )


def messages(data: Any) -> tuple[MessageView, ...]:
    """A message that only forwards another has no body of its own, and is nothing that we could have posted."""
    return tuple(message(each) for each in data["messages"] if each["body"])


def message_or_none(data: Any) -> MessageView | None:
    return message(data) if data and data.get("body") else None


def pinned(data: Any) -> MessageView | None:
    return message_or_none(data.get("message"))


def sent_message(data: Any) -> MessageView:
    return message(data["message"])


def message(data: Any) -> MessageView:
    body, sender = data["body"], data.get("sender") or {}
    return MessageView(
        message_id=text(body["mid"]),
        sender_id=whole_or_none(sender.get("user_id")),
        text=text(body.get("text")),
        sent_at=instant(data["timestamp"]),
    )


def subscriptions(data: Any) -> tuple[SubscriptionView, ...]:
    return tuple(
        SubscriptionView(url=text(each["url"]), update_types=frozenset(map(text, each.get("update_types") or ())))
        for each in data["subscriptions"]
    )


def update(data: Any) -> UpdateView:
    """One `Update`, the body of a webhook. Raises ValueError alone, in words that quote nothing of it.

    Takes ids only, never what somebody wrote or is called. The person is the one of `user`: the `user_id` that real
    updates of a chat carry beside it is in no schema and may be another.
    """
    try:
        return _update(data)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ValueError(f"not an update: {error}") from None


def _update(data: Any) -> UpdateView:
    kind, about, callback = text(data["update_type"]), data.get("message") or {}, data.get("callback") or {}
    person = data.get("user") or callback.get("user") or about.get("sender") or data
    recipient, body, at = about.get("recipient") or {}, about.get("body") or {}, data.get("timestamp")
    return UpdateView(
        type=kind,
        at=None if at is None else instant(at),
        chat_id=whole_or_none(data.get("chat_id", recipient.get("chat_id"))),
        user_id=whole_or_none(person.get("user_id")),
        message_id=text(data.get("message_id") or body.get("mid")),
        title=text(data.get("title")) if kind == "chat_title_changed" else "",
    )


def nothing(data: Any) -> None:
    """The answer says no more than `success`."""


def rights(names: Iterable[str]) -> frozenset[Right]:
    """Known rights; can_call (given with every appointment), view_stats and names of the future are left out."""
    current = (OLD_NAMES.get(name, name) for name in names)
    return frozenset(KNOWN[name] for name in current if name in KNOWN)


def admin_appointment(*, user_id: int, rights: frozenset[Right], alias: str) -> dict[str, Any]:
    """Body of `POST /chats/{id}/members/admins` for one person; the order is fixed so that logs compare."""
    permissions = sorted(right.value for right in rights)
    return {"admins": [{"user_id": user_id, "permissions": permissions, "alias": alias or None}]}


def chat_patch(*, title: str | None, description: str | None, icon_url: str | None) -> dict[str, Any]:
    """What is None is left out and stays as it is; the schema would also take a null for that."""
    icon = None if icon_url is None else {"url": icon_url}
    changes = {"title": title, "description": description, "icon": icon}
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


def instant(value: Any) -> datetime:
    return EPOCH + timedelta(milliseconds=whole(value))


def whole_or_none(value: Any) -> int | None:
    return None if value is None else whole(value)


def whole(value: Any) -> int:
    """A signed 64-bit integer; a float would have lost digits already and is refused."""
    if isinstance(value, bool) or not isinstance(value, int) or not -INT64 <= value < INT64:
        raise TypeError(f"a 64-bit integer that is {type(value).__name__}")
    return value


def text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"text that is {type(value).__name__}")
    return value


def person_name(data: Any) -> str:
    return " ".join(part for part in (text(data["first_name"]), text(data.get("last_name"))) if part)
