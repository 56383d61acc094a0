"""Marks the chats that really pass to another owner.

A change among inspectors touches whole zones in principle and a few chats in fact. A superfluous mark would cost two
requests, and a third of the region marked for nothing would be stopped by the limit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from supervision.desired.ownership import owners_on
from supervision.models import Region
from supervision.queue import outbox


@dataclass(slots=True)
class Marked:
    chats: int = 0


@contextmanager
def marks_new_owners(region: Region, chat_ids: Sequence[int], *, since: date | None = None) -> Iterator[Marked]:
    """Compares owners before and after the block, on `since` (None: today in the region) or today if that is past.

    `chat_ids` are the chats that may be concerned, chosen before the change. Passing later counts as well: a house
    given to somebody who is away today has to be looked at on the day of return.
    """
    today = region.today()
    day = max(since or today, today)
    before = owners_on(region, chat_ids, day)
    marked = Marked()
    yield marked
    region.refresh_from_db()  # the default owner may be what was changed
    after = owners_on(region, chat_ids, day)
    passed = [chat for chat, tenure in after.items() if tenure != before[chat]]
    marked.chats = outbox.mark(passed, not_before=region.midnight(since or today))
