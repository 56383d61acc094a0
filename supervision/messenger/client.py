"""The Bot API of MAX, as much of it as the portal needs: reads and writes one account's chats.

Takes a `Channel`; gives the values of `port.py`. What the API cannot do (make a chat, hand over its ownership) is in
`provisioning.py`. Facts of the API and their sources: docs/messenger.md.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Self

from supervision.messenger import wire
from supervision.messenger.channel import CallCounter, Channel
from supervision.messenger.errors import RequestRejected
from supervision.messenger.port import BotView, ChatView, MemberView, MessageView, Right

LARGEST_PAGE = 100
NEED_READ_ALL = frozenset({Right.WRITE, Right.PIN_MESSAGE})


def no_limit(chat_id: int) -> None:
    """For accounts whose messages to one chat need no spacing of their own."""


class BotApi:
    """`before_post` returns when one more message may be posted to the chat (the messenger allows two a second)."""

    def __init__(self, channel: Channel, *, before_post: Callable[[int], None] = no_limit) -> None:
        self._channel = channel
        self._before_post = before_post

    @property
    def calls(self) -> CallCounter:
        return self._channel.calls

    def close(self) -> None:
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # --- looks

    def me(self) -> BotView:
        return self._channel.read("me", "/me", wire.bot)

    def chat(self, chat_id: int) -> ChatView:
        return self._channel.read("chat", f"/chats/{chat_id}", wire.chat)

    def admins(self, chat_id: int) -> tuple[MemberView, ...]:
        return self._channel.read("admins", f"/chats/{chat_id}/members/admins", wire.members)

    def members(self, chat_id: int, user_ids: Sequence[int]) -> tuple[MemberView, ...]:
        found: list[MemberView] = []
        for start in range(0, len(user_ids), LARGEST_PAGE):
            page = {"user_ids": wire.id_list(user_ids[start : start + LARGEST_PAGE])}
            found += self._channel.read("members", f"/chats/{chat_id}/members", wire.members, page)
        return tuple(found)

    def messages(self, chat_id: int, *, since: datetime) -> tuple[MessageView, ...]:
        # Nobody says whether `after` includes its own millisecond: ask from one earlier and cut here.
        page = {"chat_id": chat_id, "after": wire.milliseconds(since) - 1, "count": LARGEST_PAGE}
        found = self._channel.read("messages", "/messages", wire.messages, page)
        return tuple(sorted((m for m in found if m.sent_at >= since), key=lambda m: m.sent_at, reverse=True))

    # --- acts

    def edit_chat(self, chat_id: int, *, title: str | None = None, description: str | None = None) -> ChatView:
        changes = {"title": title, "description": description}
        body = {name: value for name, value in changes.items() if value is not None}
        return self._channel.once("edit_chat", "PATCH", f"/chats/{chat_id}", wire.chat, body=body)

    def grant_admin(self, chat_id: int, *, user_id: int, rights: frozenset[Right], alias: str) -> None:
        if rights & NEED_READ_ALL and Right.READ_ALL_MESSAGES not in rights:
            # Adding it silently would make every later look differ from the wish.
            raise RequestRejected(
                "write and pin_message need read_all_messages: add it to the rights", operation="grant_admin"
            )
        body = wire.admin_appointment(user_id=user_id, rights=rights, alias=alias)
        self._channel.once("grant_admin", "POST", f"/chats/{chat_id}/members/admins", wire.nothing, body=body)

    def revoke_admin(self, chat_id: int, *, user_id: int) -> None:
        self._channel.once("revoke_admin", "DELETE", f"/chats/{chat_id}/members/admins/{user_id}", wire.nothing)

    def send_message(self, chat_id: int, *, text: str) -> MessageView:
        self._before_post(chat_id)
        to = {"chat_id": chat_id}
        return self._channel.once(
            "send_message", "POST", "/messages", wire.sent_message, params=to, body={"text": text}
        )

    def pin_message(self, chat_id: int, *, message_id: str) -> None:
        body = {"message_id": message_id}
        self._channel.once("pin_message", "PUT", f"/chats/{chat_id}/pin", wire.nothing, body=body)
