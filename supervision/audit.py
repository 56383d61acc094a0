"""Who changed facts, and why: one event around every change.

    with audit.event("period.replaced", by=user, reason="Протокол 4", region=region):
        ...                                  # row changes inside carry the event's number in their history

The event and the changes are one transaction: they stand or fall together. An event is never written again (the
database refuses it), so its details are known when it is opened.

The event's name is that of an act, and nobody's act is recorded, or done, without the right to it (`access/acts.py`).
What an act turns out to concern is asked about as well: more than one chat (`concerns`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from supervision import access
from supervision.models import Event, Region


@dataclass(frozen=True, slots=True)
class _Open:
    """The event around what is written now, and the chats that it marked so far."""

    name: str
    by: User | None
    region: Region | None
    chats: set[int] = field(default_factory=set)


_open: ContextVar[_Open | None] = ContextVar("event", default=None)


@contextmanager
def event(
    name: str,
    *,
    by: User | None = None,
    cause: str = "",
    reason: str = "",
    region: Region | None = None,
    details: dict[str, Any] | None = None,
) -> Iterator[Event]:
    """Opens a transaction and records the event; needs an author (`by`) or a named system `cause`.

    Raises Forbidden where the author has no right to this act, AskAgain where they must first show who they are.
    """
    if by is None and not cause:
        raise ValueError(f"{name}: an event needs an author or a named cause")
    access.ask(name, by, region, cause=cause)
    _refuse_unnamed(name, details or {})
    with transaction.atomic():
        row = Event.objects.create(name=name, by=by, cause=cause, reason=reason, region=region, details=details or {})
        with pghistory.context(event=row.pk, name=name, by=by.pk if by else None, cause=cause, reason=reason):
            former = _open.set(_Open(name, by, region))
            try:
                yield row
            finally:
                _open.reset(former)


def concerns(chat_ids: Iterable[int]) -> None:
    """Asked where chats are marked (`queue/outbox.py`): an act that is not dangerous by itself and marks more than one
    needs the right to change many, like one about a selection. A company's name stands in the titles of all its chats.

    Raises AskAgain and Forbidden, like `event`; what was written until then goes with the transaction.
    """
    now = _open.get()
    if now is None or now.by is None or access.ACTS[now.name].dangerous:
        return
    now.chats.update(chat_ids)
    access.ask_of_many(now.chats, now.by, now.region)


def of_login(login: User | None) -> dict[str, Any]:
    """Details that name the login an act is about: by its row, for the name may change and be another's one day, and
    as it is called now. A login that is not there, or not yet, has no row."""
    return {"login": login.username if login else "", "login_id": login.pk if login else None}


def _refuse_unnamed(name: str, details: Mapping[str, Any]) -> None:
    """What names no row could not be told to the login's owner (`actions.telling`)."""
    if access.ACTS[name].of_login != ("login" in details) or ("login" in details and "login_id" not in details):
        raise LookupError(f"{name}: an act about a login has `of_login` in access/acts.py, and in its event's details")


def record(
    name: str,
    *,
    by: User | None = None,
    cause: str = "",
    region: Region | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """For what changes no fact and must be known all the same: somebody signed in, something was exported."""
    with event(name, by=by, cause=cause, region=region, details=details):
        pass


def plain(value: Any) -> Any:
    """The value as it comes back out of the JSON of an event: a row is its number, a day its text."""
    if isinstance(value, Model):
        return value.pk
    return value if isinstance(value, (bool, int, str, list, type(None))) else str(value)
