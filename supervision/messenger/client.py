"""The Bot API of MAX, as much of it as the portal needs: reads and writes one account's chats.

Takes a `Channel`; gives the values of `port.py`. What the API cannot do (make a chat, hand over its ownership) is in
`provisioning.py`. Facts of the API and their sources: docs/messenger.md.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Self, TypeVar

from supervision.messenger import wire
from supervision.messenger.channel import CallCounter, Channel
from supervision.messenger.errors import AnotherChat, EndlessList, RequestRejected
from supervision.messenger.fields import Listed
from supervision.messenger.port import (
    Administrators,
    BotView,
    ChatView,
    Keyboard,
    MemberView,
    MessageView,
    Right,
    SubscriptionView,
)

logger = logging.getLogger(__name__)

LARGEST_PAGE = 100
MOST_PAGES = 50  # of messages: 5,000 since an answer was lost
Item = TypeVar("Item")
NEED_READ_ALL = frozenset({Right.WRITE, Right.PIN_MESSAGE})


def _is_of(chat_id: int, message: MessageView) -> bool:
    return message.chat_id in {None, chat_id}


def _another(asked: int, shown: int | None, operation: str) -> AnotherChat:
    return AnotherChat(f"asked for the chat {asked}, shown the chat {shown}", operation=operation)


def no_limit(chat_id: int) -> None:
    """For accounts whose messages to one chat need no spacing of their own."""


class BotApi:
    """`before_post` returns when one more message may be posted to the chat (the messenger allows two a second)."""

    def __init__(
        self,
        channel: Channel,
        *,
        before_post: Callable[[int], None] = no_limit,
        link_hosts: Collection[str] = wire.LINK_HOSTS,
    ) -> None:
        self._channel = channel
        self._before_post = before_post
        self._as_chat: Callable[[Any], ChatView] = partial(wire.chat, link_hosts=link_hosts)

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
        """Raises AnotherChat where the answer is not about this one."""
        view = self._channel.read("chat", f"/chats/{chat_id}", self._as_chat)
        if view.chat_id != chat_id:
            raise _another(chat_id, view.chat_id, "chat")
        return view

    def admins(self, chat_id: int) -> Administrators:
        found = self._channel.read("admins", f"/chats/{chat_id}/members/admins", wire.admins)
        if not found.is_whole:
            logger.warning("chat %s: admins: the answer holds more than can be read", chat_id)
        return found

    def members(self, chat_id: int, user_ids: Sequence[int]) -> tuple[MemberView, ...]:
        found: list[MemberView] = []
        for start in range(0, len(user_ids), LARGEST_PAGE):
            page = {"user_ids": wire.id_list(user_ids[start : start + LARGEST_PAGE])}
            answer = self._channel.read("members", f"/chats/{chat_id}/members", wire.members, page)
            found += self._readable("members", chat_id, answer)
        return tuple(found)

    def pinned(self, chat_id: int) -> MessageView | None:
        """Raises AnotherChat where the answer is not about this one."""
        found = self._channel.read("get_pin", f"/chats/{chat_id}/pin", wire.pinned)
        if found and not _is_of(chat_id, found):
            raise _another(chat_id, found.chat_id, "get_pin")
        return found

    def messages(self, chat_id: int, *, since: datetime) -> Iterator[MessageView]:
        # Nobody says whether `after` and `before` include their own millisecond: ask wider by one and cut here.
        page = {"chat_id": chat_id, "after": wire.milliseconds(since) - 1, "count": LARGEST_PAGE}
        seen: set[str] = set()
        is_whole = True  # an entry that cannot be read may be the one that is looked for
        for _number in range(MOST_PAGES):
            answer = self._channel.read("messages", "/messages", wire.messages, page)
            new = {m.message_id: m for m in self._readable("messages", chat_id, answer) if m.message_id not in seen}
            fresh = sorted((m for m in new.values() if m.sent_at >= since), key=lambda m: m.sent_at, reverse=True)
            seen.update(new)
            yield from (message for message in fresh if _is_of(chat_id, message))
            is_whole = is_whole and not answer.odd
            if len(answer) < LARGEST_PAGE and is_whole:
                return
            # the end, or a page that cannot be read, or more in one millisecond than a page holds
            if len(answer) < LARGEST_PAGE or not fresh:
                break
            page["before"] = wire.milliseconds(fresh[-1].sent_at) + 1
        raise EndlessList(f"not all messages since {since:%d.%m.%Y %H:%M} can be seen", operation="messages")

    def subscriptions(self) -> tuple[SubscriptionView, ...]:
        return self._channel.read("subscriptions", "/subscriptions", wire.subscriptions)

    def _readable(self, operation: str, chat_id: int, found: Listed[Item]) -> tuple[Item, ...]:
        """What could be read; what could not is logged by number, never by content."""
        if found.odd:
            logger.warning("chat %s: %s: %s parts of the answer were passed over", chat_id, operation, found.odd)
        return found.items

    # --- acts: `set` may be repeated, `once` never is

    def edit_chat(self, chat_id: int, *, title: str | None = None, description: str | None = None) -> ChatView:
        body = wire.chat_patch(title=title, description=description)

        def answered(data: Any) -> ChatView:
            view = self._as_chat(data)
            if view.chat_id != chat_id:
                raise ValueError("the id of the chat that was to be edited")
            return view

        return self._channel.set("edit_chat", "PATCH", f"/chats/{chat_id}", answered, body=body)

    def grant_admin(self, chat_id: int, *, user_id: int, rights: frozenset[Right], alias: str) -> None:
        if rights & NEED_READ_ALL and Right.READ_ALL_MESSAGES not in rights:
            # Adding it silently would make every later look differ from the wish.
            raise RequestRejected(
                "write and pin_message need read_all_messages: add it to the rights", operation="grant_admin"
            )
        body = wire.admin_appointment(user_id=user_id, rights=rights, alias=alias)
        self._channel.set("grant_admin", "POST", f"/chats/{chat_id}/members/admins", wire.nothing, body=body)

    def revoke_admin(self, chat_id: int, *, user_id: int) -> None:
        self._channel.set("revoke_admin", "DELETE", f"/chats/{chat_id}/members/admins/{user_id}", wire.nothing)

    def send_message(self, chat_id: int, *, text: str) -> MessageView:
        """Never repeated, whatever the answer: the API has no key that would keep a second message away."""
        self._before_post(chat_id)

        def answered(data: Any) -> MessageView:
            message = wire.sent_message(data)
            if not _is_of(chat_id, message):
                raise ValueError("a message of the chat that was written to")
            return message

        to, body = {"chat_id": chat_id}, {"text": text}
        return self._channel.once("send_message", "POST", "/messages", answered, params=to, body=body)

    def pin_message(self, chat_id: int, *, message_id: str) -> None:
        body = {"message_id": message_id}
        self._channel.set("pin_message", "PUT", f"/chats/{chat_id}/pin", wire.nothing, body=body)

    def write_to(self, user_id: int, *, text: str, keyboard: Keyboard = ()) -> MessageView:
        """Never repeated, as `send_message`."""
        self._before_post(user_id)
        to, body = {"user_id": user_id}, wire.dialog_message(text, keyboard)
        return self._channel.once("write_to", "POST", "/messages", wire.sent_message, params=to, body=body)

    def rewrite(self, message_id: str, *, text: str, keyboard: Keyboard) -> None:
        which, body = {"message_id": message_id}, wire.dialog_message(text, keyboard)
        self._channel.set("rewrite", "PUT", "/messages", wire.nothing, params=which, body=body)

    def answer_press(self, callback_id: str, *, text: str, keyboard: Keyboard) -> None:
        which, body = {"callback_id": callback_id}, {"message": wire.dialog_message(text, keyboard)}
        self._channel.set("answer_press", "POST", "/answers", wire.nothing, params=which, body=body)

    def subscribe(self, *, url: str, secret: str, update_types: Sequence[str]) -> None:
        body = wire.subscription_request(url=url, secret=secret, update_types=update_types)
        self._channel.set("subscribe", "POST", "/subscriptions", wire.nothing, body=body)

    def unsubscribe(self, *, url: str) -> None:
        self._channel.set("unsubscribe", "DELETE", "/subscriptions", wire.nothing, params={"url": url})
