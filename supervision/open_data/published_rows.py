"""The rows that are published: regions and their municipalities, as their snapshots of one day say, small cells left
out. Names of people, chats and houses are in no snapshot.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min

from supervision.models import DailySnapshot, House, Municipality, Region
from supervision.open_data.suppression import ABOVE, AS_ABOVE, FEWEST, Counts, Suppressed, left_out, shown

COLUMNS = (*ABOVE, *AS_ABOVE)
Where = tuple[str, str]  # code of a region and name of a municipality, "" for the region itself


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """`municipality` is "" for the region itself; None of a figure: left out, which is not 0."""

    day: date
    region_code: str
    region: str
    municipality: str
    figures: dict[str, int | None]


def is_complete(day: date) -> bool:
    """Whether every region that has houses has its snapshot of the day."""
    with_houses = Region.objects.filter(pk__in=House.objects.order_by().values("region").distinct())
    taken = DailySnapshot.objects.filter(day=day, municipality=None).values("region")
    return not with_houses.exclude(pk__in=taken).exists()


def rows_of(day: date, before: Mapping[Where, Set[str]], *, days: int) -> Iterator[PublishedRow]:
    """Of every region that has a snapshot of the day, by code; its municipalities by name. Four queries. `before` is
    what the version before left out, `days` for how long a small cell is remembered."""
    lately = _small_lately(day, days)
    names = dict(Municipality.objects.order_by().values_list("pk", "name"))
    taken: dict[str, dict[int | None, Counts]] = {}
    read = DailySnapshot.objects.filter(day=day).order_by()
    for code, place, *counts in read.values_list("region", "municipality", *COLUMNS):
        taken.setdefault(code, {})[place] = dict(zip(COLUMNS, counts, strict=True))
    for region in Region.objects.filter(pk__in=taken).order_by("pk"):
        yield from _of_region(day, region, taken[region.pk], names, lately, before)


def _small_lately(day: date, days: int) -> dict[int, set[str]]:
    """By municipality the columns that counted few houses on one of the days before."""
    read = DailySnapshot.objects.filter(day__lt=day, day__gt=day - timedelta(days=days), municipality__isnull=False)
    fewest: Any = read.order_by().values("municipality").annotate(**{f"fewest_{name}": Min(name) for name in ABOVE})
    return {
        row["municipality"]: {name for name in ABOVE if row[f"fewest_{name}"] < FEWEST} for row in fewest.iterator()
    }


def _of_region(
    day: date,
    region: Region,
    taken: dict[int | None, Counts],
    names: dict[int, str],
    lately: Mapping[int, Set[str]],
    before: Mapping[Where, Set[str]],
) -> Iterator[PublishedRow]:
    """Houses without a municipality, which the region counts too, are never published and stand for a row left out."""
    whole = taken.pop(None, dict.fromkeys(COLUMNS, 0))
    places = sorted((names[pk], pk) for pk in taken if pk is not None)
    counts = [taken[pk] for _name, pk in places]
    small = {(at, column) for at, (_name, pk) in enumerate(places) for column in lately.get(pk, ())}
    was = Suppressed(
        frozenset(
            (at, column) for at, (name, _pk) in enumerate(places) for column in before.get((region.pk, name), ())
        ),
        frozenset(before.get((region.pk, ""), ())),
    )
    rest = {name: whole[name] - sum(one[name] for one in counts) for name in COLUMNS}
    unplaced = [len(counts)] if any(rest.values()) else []
    left = left_out([*counts, *([rest] if unplaced else [])], whole, unplaced, lately=small, before=was)
    yield PublishedRow(day, region.pk, region.name, "", shown(whole, left.of_sum))
    for at, (name, pk) in enumerate(places):
        hidden = [column for where, column in left.cells if where == at]
        yield PublishedRow(day, region.pk, region.name, name, shown(taken[pk], hidden))
