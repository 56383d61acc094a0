"""Which chat of the messenger is a house's own: given, given to many at once, and taken back.

Writes the portal's row alone; the messenger is neither read nor written to here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from supervision.enums import BotState
from supervision.messenger.port import ChatView
from supervision.models import Chat

ANNOUNCED = ("announced_period", "announcement_id", "announcement_pinned")


@dataclass(frozen=True, slots=True)
class Link:
    """A chat of a house and the chat of the messenger that is to be its own.

    `period_id` counts as announced: whoever is in a chat that existed before was told by somebody else.
    """

    chat_id: int
    messenger_id: int
    address: str
    period_id: int | None


# A chat that has got another one meanwhile stays with it, and so does a messenger's chat that another house has got.
LINK = """
    UPDATE supervision_chat chat SET messenger_id = new.messenger_id, link = new.link, linked_at = supervision_now(),
        announced_period_id = new.period_id, announcement_id = '', announcement_pinned = true
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bigint[]) AS new (id, messenger_id, link, period_id)
    WHERE chat.id = new.id AND chat.messenger_id IS NULL
      AND NOT EXISTS (SELECT FROM supervision_chat other WHERE other.messenger_id = new.messenger_id)
    RETURNING chat.id
"""


def link(chat: Chat, view: ChatView, *, period_id: int | None) -> bool:
    """Makes the messenger's chat the house's own; False where either was linked meanwhile. `chat` is read anew."""
    linked = link_many([Link(chat.pk, view.chat_id, view.link, period_id)])
    chat.refresh_from_db(fields=["messenger_id", "link", "linked_at", *ANNOUNCED])
    return bool(linked)


def link_many(links: Sequence[Link]) -> set[int]:
    """The same for many in one statement; gives the ids of the chats that were linked."""
    rows = ([getattr(each, name) for each in links] for name in ("chat_id", "messenger_id", "address", "period_id"))
    with connection.cursor() as cursor:
        cursor.execute(LINK, list(rows))
        return {chat_id for (chat_id,) in cursor.fetchall()}


def unlink(chat: Chat) -> None:
    """The chat of the messenger is gone: what was known of it is forgotten, the wish stays."""
    Chat.objects.filter(pk=chat.pk).update(
        messenger_id=None,
        link="",
        linked_at=None,
        announced_period=None,
        announcement_id="",
        announcement_pinned=True,
        bot_state=BotState.IN_PLACE,
        differences=[],
        differs_since=None,
        settled_wish="",
    )
