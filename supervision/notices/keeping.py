"""The page of notices and what becomes of them: read by a person, read by themselves once settled."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count

from supervision import access
from supervision.models import Notice
from supervision.notices import matters, paces
from supervision.queue import clock

MOST_AT_ONCE = 2000


def unread(user: User) -> int:
    """What the bell says. One query."""
    waiting = access.notices(user).filter(is_shown=True, read_at=None).order_by()
    return paces.unread(dict(waiting.values_list("kind").annotate(Count("pk"))))


def read(user: User, numbers: Iterable[int] | None = None) -> int:
    """The person has seen these, or all."""
    waiting = Notice.objects.filter(user=user, read_at=None)
    chosen = waiting if numbers is None else waiting.filter(pk__in=list(numbers))
    return chosen.update(read_at=clock.now())


def read_settled(now: datetime) -> int:
    """What needs nobody any more rings no bell. A query a kind for each MOST_AT_ONCE of them."""
    last, read = 0, 0
    while waiting := list(Notice.objects.filter(read_at=None, pk__gt=last).order_by("pk")[:MOST_AT_ONCE]):
        last = waiting[-1].pk
        read += Notice.objects.filter(pk__in=matters.settled(waiting), read_at=None).update(read_at=now)
    return read
