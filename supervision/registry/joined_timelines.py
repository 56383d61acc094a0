"""Who managed one building by two records of it, told as one. Pure: values in, values out.

On every day the record that stays has the first word; of the other's periods only those days are taken on which it
says nothing. A period that would only continue one of the same company is taken into it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class KeptPeriod:
    """`organisation` None is direct management; `until` is the first day without powers, None: open."""

    id: int
    organisation: int | None
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What becomes of the periods of two records.

    `moved`: the other's, by id, with the days that are left to them; `copied`: further stretches of the same;
    `widened`: own ones that take a stretch in; `left`: the other's that stay with its record, whole or for the days on
    which the record that stays says something else.
    """

    moved: dict[int, KeptPeriod] = field(default_factory=dict)
    copied: list[KeptPeriod] = field(default_factory=list)
    widened: dict[int, KeptPeriod] = field(default_factory=dict)
    left: list[KeptPeriod] = field(default_factory=list)


def join(own: Sequence[KeptPeriod], others: Iterable[KeptPeriod]) -> Joined:
    """`own` are of the record that stays; neither has overlapping periods."""
    found = Joined()
    now = {period.id: period for period in own}
    for other in others:
        free = list(_free(other, own))
        for stretch in free:
            if (neighbour := _neighbour(stretch, now.values())) is not None:
                now[neighbour.id] = found.widened[neighbour.id] = _together(neighbour, stretch)
            elif other.id not in found.moved:
                found.moved[other.id] = stretch
            else:
                found.copied.append(stretch)
        if other.id not in found.moved:
            found.left.append(other)
    return found


def _free(period: KeptPeriod, taken: Sequence[KeptPeriod]) -> Iterator[KeptPeriod]:
    """The stretches of the period on which none of the others acts."""
    start = period.since
    for other in sorted(taken, key=lambda each: each.since):
        if other.until is not None and other.until <= start:
            continue
        if period.until is not None and other.since >= period.until:
            break
        if other.since > start:
            yield replace(period, since=start, until=other.since)
        if other.until is None:
            return
        start = other.until
    if period.until is None or start < period.until:
        yield replace(period, since=start)


def _neighbour(stretch: KeptPeriod, own: Iterable[KeptPeriod]) -> KeptPeriod | None:
    """An own period of the same company that ends where the stretch begins, or begins where it ends."""
    same = (period for period in own if period.organisation == stretch.organisation)
    return next((period for period in same if stretch.since == period.until or stretch.until == period.since), None)


def _together(period: KeptPeriod, stretch: KeptPeriod) -> KeptPeriod:
    if period.until is not None and period.until == stretch.since:
        return replace(period, until=stretch.until)
    return replace(period, since=stretch.since)
