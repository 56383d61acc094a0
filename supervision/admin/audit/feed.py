"""What became of a house, its chat and its orders, and what people wrote about it: one list, newest first.

For the region's own people: it names them. Rows of the record stand beside comments; a decision that changed rows is
told by what it changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from supervision import access, history, local_time
from supervision.access import Login
from supervision.admin.audit.events import NAMES
from supervision.models import Chat, Comment, Event, House, WorkOrder

MOST_SHOWN = 40
MOST_DIFFERENCES = 4
OF_COMMENTS = ("comment.written", "comment.taken_back")  # these speak for themselves


@dataclass(frozen=True, slots=True)
class Entry:
    """`lines` say what changed, `text` is what somebody wrote; `comment` is its number where the reader wrote it."""

    at: datetime
    when: str
    who: str
    what: str
    url: str = ""
    reason: str = ""
    lines: tuple[str, ...] = ()
    text: str = ""
    place: str = ""
    mentioned: tuple[str, ...] = ()
    comment: int | None = None
    is_comment: bool = False


def feed_of(house: House, reader: Login, *, chat: Chat | None) -> list[Entry]:
    """For who sees people of the house's region; empty for others."""
    if not access.sees_people(reader, house.region):
        return []
    changes = list(_changes(house, reader))
    told = {entry.url for entry in changes if entry.url}
    events = [entry for entry in _events(house, chat, reader) if entry.url not in told]
    entries = [*_comments(house, reader), *changes, *events]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST_SHOWN]


def _comments(house: House, reader: Login) -> Iterator[Entry]:
    rows = access.comments(reader).filter(house=house).select_related("by", "order").prefetch_related("mentioned")
    for row in rows.order_by("-pk")[:MOST_SHOWN]:
        yield Entry(
            row.at,
            local_time.local(row.at, house.region),
            called(row.by),
            _("took the comment back") if row.taken_back_at else _("wrote"),
            text=row.text,
            place=_place(row),
            mentioned=tuple(called(user) for user in row.mentioned.all()),
            comment=row.pk if row.by_id == reader.pk and not row.taken_back_at else None,
            is_comment=True,
        )


def _place(comment: Comment) -> str:
    if comment.order:
        return _("about the work order “%(order)s”") % {"order": comment.order.get_kind_display()}
    return _("about the chat") if comment.chat_id else ""


def _changes(house: House, reader: Login) -> Iterator[Entry]:
    said = partial(local_time.local, region=house.region)
    periods = list(access.periods(reader).filter(house=house).select_related("house", "organisation"))
    for change in history.changes([house], periods, said=said):
        lines = [f"{each.label}: {each.before} → {each.after}" for each in change.differences[:MOST_DIFFERENCES]]
        yield Entry(
            change.at,
            said(change.at),
            change.who,
            str(NAMES.get(change.name) or _("changed")),
            url=_event_url(change.event),
            reason=change.reason,
            lines=tuple(lines),
        )


def _events(house: House, chat: Chat | None, reader: Login) -> Iterator[Entry]:
    about = Q(details__contains={"house": house.pk}) | Q(details__contains={"houses": [house.pk]})
    if chat:
        about |= Q(details__contains={"chat": chat.pk}) | Q(details__contains={"chats": [chat.pk]})
    # keys first: asked for the newest few, PostgreSQL would read the record backwards until it met them
    keys = list(
        access.events(reader).filter(about).exclude(name__in=OF_COMMENTS).order_by().values_list("pk", flat=True)
    )
    for event in access.events(reader).filter(pk__in=keys).select_related("by").order_by("-pk")[:MOST_SHOWN]:
        yield Entry(
            event.at,
            local_time.local(event.at, house.region),
            _author(event),
            str(NAMES.get(event.name, event.name)),
            url=_event_url(event.pk),
            reason=event.reason,
        )


def _author(event: Event) -> str:
    return called(event.by) if event.by else _("The portal")


def _event_url(number: int | None) -> str:
    return reverse("admin:supervision_event_change", args=[number]) if number else ""


def called(user: Any) -> str:
    return str(user.get_full_name() or user.username)


def house_of(row: House | Chat | WorkOrder) -> tuple[House, Chat | None, WorkOrder | None]:
    """The house whose thread the row's page shows, and on which page of it one is."""
    match row:
        case WorkOrder():
            return row.chat.house, row.chat, row
        case Chat():
            return row.house, row, None
    return row, None, None
