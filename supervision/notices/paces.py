"""What is told how soon, and how many notices become one. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace

Thing = TypeVar("Thing")

MOST_OF_A_KIND = 5  # more of one kind are one
DAY_BEGINS, MORNING = 7, 8  # hours on the region's clock: what a day brings is noted before the digest is sent
# what is told together with what comes right after it, as orders of one change do
PAUSE = timedelta(seconds=30)
PAUSES = {NoticeChannel.EMAIL: PAUSE, NoticeChannel.MESSENGER: PAUSE}

PACES: Mapping[NoticeChannel, tuple[NoticePace, ...]] = {
    NoticeChannel.PORTAL: (NoticePace.AT_ONCE, NoticePace.NEVER),
    NoticeChannel.EMAIL: tuple(NoticePace),
    NoticeChannel.MESSENGER: tuple(NoticePace),
}
URGENT = frozenset({NoticeKind.APPROVAL})  # others stand still until the person acts

Wishes = Mapping[tuple[str, str], str]  # (kind, channel) -> pace, as far as the person has said


def pace_of(wishes: Wishes, kind: NoticeKind, channel: NoticeChannel) -> NoticePace:
    """As wished; else in the portal at once, and outside it in the morning, except for what holds others up."""
    wished = wishes.get((kind, channel))
    if wished is not None and wished in PACES[channel]:
        return NoticePace(wished)
    return NoticePace.AT_ONCE if channel is NoticeChannel.PORTAL or kind in URGENT else NoticePace.MORNING


def next_pace(now: NoticePace) -> NoticePace:
    """What a button that goes through all of them leads to."""
    paces = tuple(NoticePace)
    return paces[(paces.index(now) + 1) % len(paces)]


def due_at(pace: NoticePace, channel: NoticeChannel, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When it goes out (aware); None: never. The morning is that of the region (`zone`), whoever reads it where."""
    if pace is NoticePace.NEVER:
        return None
    if pace is NoticePace.AT_ONCE:
        return now + PAUSES.get(channel, timedelta(0))
    return morning_after(now, zone)


def morning_after(now: datetime, zone: ZoneInfo) -> datetime:
    """The first digest that is sent after `now` (aware)."""
    local = now.astimezone(zone)
    day = local.date() if local.hour < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, time(MORNING), zone)


def has_begun(now: datetime, zone: ZoneInfo) -> bool:
    """Whether the working day has begun on the region's clock, so that what it brings may be told."""
    return now.astimezone(zone).hour >= DAY_BEGINS


@dataclass(frozen=True, slots=True)
class Together(Generic[Thing]):
    """Notices of one kind. `is_one`: so many that they are told as one, by their number."""

    kind: NoticeKind
    things: tuple[Thing, ...]

    @property
    def count(self) -> int:
        return len(self.things)

    @property
    def is_one(self) -> bool:
        return self.count > MOST_OF_A_KIND

    @property
    def lines(self) -> int:
        return 1 if self.is_one else self.count


def coalesced(things: Iterable[Thing], kind_of: Callable[[Thing], str]) -> list[Together[Thing]]:
    """By kind, in the order of the kinds; within one in the order given."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        found.setdefault(kind_of(thing), []).append(thing)
    return [Together(kind, tuple(found[kind])) for kind in NoticeKind if kind in found]


def unread(counts: Mapping[str, int]) -> int:
    """What the bell says: lines of the page of notices, where many of a kind are one."""
    return sum(1 if count > MOST_OF_A_KIND else count for count in counts.values())


def chosen(values: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """(kind, channel, pace) of a form or a button, without what there is not."""
    return {
        (kind, channel): pace
        for kind, channel, pace in values
        if kind in NoticeKind.values and channel in NoticeChannel.values and pace in PACES[NoticeChannel(channel)]
    }
