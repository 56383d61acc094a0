"""The rows that are published: regions and their municipalities, as their snapshots of one day say, small cells left
out. Names of people, chats and houses are in no snapshot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from supervision.models import DailySnapshot, House, Municipality, Region
from supervision.open_data.suppression import ABOVE, AS_ABOVE, Counts, left_out, shown

COLUMNS = (*ABOVE, *AS_ABOVE)


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


def rows_of(day: date) -> Iterator[PublishedRow]:
    """Of every region that has a snapshot of the day, by code; its municipalities by name. Three queries."""
    names = dict(Municipality.objects.order_by().values_list("pk", "name"))
    taken: dict[str, dict[int | None, Counts]] = {}
    read = DailySnapshot.objects.filter(day=day).order_by()
    for code, place, *counts in read.values_list("region", "municipality", *COLUMNS):
        taken.setdefault(code, {})[place] = dict(zip(COLUMNS, counts, strict=True))
    for region in Region.objects.filter(pk__in=taken).order_by("pk"):
        yield from _of_region(day, region, taken[region.pk], names)


def _of_region(
    day: date, region: Region, taken: dict[int | None, Counts], names: dict[int, str]
) -> Iterator[PublishedRow]:
    """Houses without a municipality, which the region counts too, are never published and stand for a row left out."""
    whole = taken.pop(None, dict.fromkeys(COLUMNS, 0))
    places = sorted((names[pk], counts) for pk, counts in taken.items() if pk is not None)
    counts = [one for _name, one in places]
    rest = {name: whole[name] - sum(one[name] for one in counts) for name in COLUMNS}
    left = left_out([*counts, rest], whole, [len(counts)]) if any(rest.values()) else left_out(counts, whole)
    yield PublishedRow(day, region.pk, region.name, "", shown(whole, left.of_sum))
    for at, (name, one) in enumerate(places):
        hidden = [column for where, column in left.cells if where == at]
        yield PublishedRow(day, region.pk, region.name, name, shown(one, hidden))
