"""Notices that are due outside the portal: taken by one worker, noted as sent before they are sent.

Whether a message got through is not always known. What was taken and never answered for is LOST and is not sent again:
the notice stands in the portal, and a person who is told twice stops reading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from supervision.models import NoticeSending
from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace, SendingState
from supervision.notices import matters, paces, wishes
from supervision.notices.matters import MATTERS, Told
from supervision.notices.paces import Together
from supervision.stored_language import in_portal_language

SILENCE = timedelta(minutes=5)  # a worker that has not answered for what it took is taken for dead
BACKOFF, MOST_TRIES = timedelta(minutes=1), 6  # 1, 2, 4, ... minutes: about an hour in all
LONGEST_TITLE, MOST_WAITING = 150, 1000


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One line of a message: what, and the page that settles it (absolute where the portal knows its address)."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one person is told together. `lines` is empty where all of it was settled before it was sent."""

    user: User
    sendings: tuple[int, ...]
    lines: tuple[NewsLine, ...]


def due(channel: NoticeChannel, now: datetime) -> QuerySet[NoticeSending]:
    return NoticeSending.objects.filter(channel=channel, state=SendingState.DUE, due_at__lte=now)


def take(rows: QuerySet[NoticeSending], now: datetime) -> Parcel | None:
    """All that is due for whoever waits longest among `rows` (as `due` gives them); None where nobody does."""
    with transaction.atomic():
        taken = _hold_somebody(rows)
        ids = tuple(sending.pk for sending in taken)
        NoticeSending.objects.filter(pk__in=ids).update(state=SendingState.SENDING, at=now)
    if not taken:
        return None
    with in_portal_language():
        return Parcel(taken[0].notice.user, ids, _lines(taken))


def _hold_somebody(rows: QuerySet[NoticeSending]) -> list[NoticeSending]:
    """All of one person in a region. A person is held as a whole: two workers would tell them half each."""
    waiting = rows.order_by("due_at", "pk").values_list("notice__user", "notice__region")[:MOST_WAITING]
    for user, region in dict.fromkeys(waiting):
        if not User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=user).values_list("pk"):
            continue
        of_person = rows.filter(notice__user=user, notice__region=region).select_for_update(of=("self",))
        if taken := list(of_person.select_related("notice__user", "notice__region").order_by("pk")):
            return taken
    return []


def end(parcel: Parcel, state: SendingState, now: datetime) -> None:
    """What became of it. A notice that is new again meanwhile is told anew."""
    _in_hand(parcel.sendings).update(state=state, at=now)


def put_off(parcel: Parcel, now: datetime) -> None:
    """Surely not sent: again after a while, and after too many tries never."""
    for sending in _in_hand(parcel.sendings):
        tries = sending.tries + 1
        state = SendingState.GIVEN_UP if tries >= MOST_TRIES else SendingState.DUE
        again = now + BACKOFF * 2 ** (tries - 1)
        _in_hand([sending.pk]).update(state=state, due_at=again, tries=tries, at=now)


def give_back(parcel: Parcel) -> None:
    """Surely not sent, and for no reason of whom it is for: due as before."""
    _in_hand(parcel.sendings).update(state=SendingState.DUE, at=None)


def lose_silent(now: datetime) -> int:
    """What a worker took and never answered for."""
    silent = NoticeSending.objects.filter(state=SendingState.SENDING, at__lte=now - SILENCE)
    return silent.update(state=SendingState.LOST)


def address(path: str) -> str:
    """Of a page, as a message outside the portal names it; "" where the portal does not know its own address."""
    return f"{settings.PORTAL_URL}{path}" if settings.PORTAL_URL else ""


def in_words(lines: Iterable[NewsLine]) -> str:
    return "\n".join(f"• {line.words}" + (f"\n  {line.url}" if line.url else "") for line in lines)


def all_notices() -> str:
    return address(reverse("notices"))


def _in_hand(ids: Sequence[int]) -> QuerySet[NoticeSending]:
    return NoticeSending.objects.filter(pk__in=ids, state=SendingState.SENDING)


def _lines(taken: Sequence[NoticeSending]) -> tuple[NewsLine, ...]:
    """What still stands and is still wished for, in words."""
    user, channel = taken[0].notice.user, NoticeChannel(taken[0].channel)
    wished = wishes.of(user)
    wanted = [
        sending.notice
        for sending in taken
        if paces.pace_of(wished, NoticeKind(sending.notice.kind), channel) != NoticePace.NEVER
    ]
    standing = [one for one in matters.told(user, wanted) if not one.is_settled]
    together = paces.coalesced(standing, lambda one: one.kind)
    return tuple(line for each in together for line in _of_kind(each))


def _of_kind(together: Together[Told]) -> Iterable[NewsLine]:
    label = NoticeKind(together.kind).label
    if together.is_one:
        words = _("%(kind)s: %(n)s") % {"kind": label, "n": together.count}
        return (NewsLine(words, address(MATTERS[together.kind].all_of_them)),)
    return (NewsLine(f"{label}: {one.title}"[:LONGEST_TITLE], address(one.url)) for one in together.things)
