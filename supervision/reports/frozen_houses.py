"""Keeps which houses the newest snapshot of a region counted, and what differs from the one before; and reads it back.

Written only within the transaction that writes the snapshot, whose lock lets one worker of a region through.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import BitXor
from django.db.models import Max

from supervision import access
from supervision.access import Login
from supervision.figures import DeltaCause, HouseFigure
from supervision.models import DailySnapshot, FigureDelta, FormerHouse, FrozenHouse, Region, Representative
from supervision.reports import deltas
from supervision.reports.house_figures import HouseThen

AT_ONCE = 5_000
FIELDS = {
    "municipality": "municipality_id",
    "figures": "figures",
    "kind": "kind",
    "flats": "flats",
    "organisation": "organisation_id",
    "owner_wished": "owner_wished",
    "state": "state",
    "chat": "chat_id",
    "owner_seen": "owner_seen",
    "owner_away": "owner_away",
}
KEPT = {name: FIELDS[name] for name in ("organisation", "owner_wished", "owner_seen", "owner_away")}


def keep(region: Region, day: date, houses: Mapping[int, HouseThen]) -> None:
    """The changes since the snapshot before; none where it kept no houses, for there is nothing to compare with."""
    earlier = DailySnapshot.objects.filter(region=region, municipality=None, day__lt=day, rows_kept=True)
    since = earlier.aggregate(newest=Max("day"))["newest"]
    before = _known(region)
    if since is not None:
        found = deltas.between(before, houses, _thinned(region, since, day))
        FigureDelta.objects.bulk_create((_row(region, day, one) for one in found), batch_size=AT_ONCE)
        FormerHouse.objects.bulk_create(_former(region, day, before, houses), batch_size=AT_ONCE)
    changed = {house: then for house, then in houses.items() if before.get(house) != then}
    FrozenHouse.objects.bulk_create(
        (_frozen(region, house, then) for house, then in changed.items()),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["region", "house"],
        update_fields=list(FIELDS),
    )
    gone = before.keys() - houses.keys()
    if gone:
        FrozenHouse.objects.filter(region=region, house__in=gone).delete()


def _known(region: Region) -> dict[int, HouseThen]:
    rows = FrozenHouse.objects.filter(region=region).order_by()
    return {house: HouseThen(*values) for house, *values in rows.values_list("house_id", *FIELDS.values())}


def _former(
    region: Region, day: date, before: Mapping[int, HouseThen], after: Mapping[int, HouseThen]
) -> Iterator[FormerHouse]:
    """A new house has nothing to keep: no earlier figure counts it."""
    for house, then in before.items():
        kept = {column: getattr(then, name) for name, column in KEPT.items()}
        now = after.get(house)
        if now is None or any(getattr(now, name) != getattr(then, name) for name in KEPT):
            yield FormerHouse(region=region, day=day, house_id=house, **kept)


def _frozen(region: Region, house: int, then: HouseThen) -> FrozenHouse:
    return FrozenHouse(
        region=region, house_id=house, **{column: getattr(then, name) for name, column in FIELDS.items()}
    )


def _row(region: Region, day: date, one: deltas.Delta) -> FigureDelta:
    return FigureDelta(
        region=region,
        day=day,
        house_id=one.house,
        municipality_id=one.municipality,
        figure=one.figure,
        entered=one.entered,
        cause=one.cause,
    )


def _thinned(region: Region, since: date, day: date) -> frozenset[int]:
    """Companies that a representative left between the two days. One whose powers ended within `since` left after its
    snapshot, which was taken at its start."""
    left = Representative.objects.filter(organisation__region=region, until__gte=since, until__lte=day)
    return frozenset(left.order_by().values_list("organisation", flat=True).distinct())


def reaches(user: Login, region: Region, day: date) -> bool:
    """Whether the houses behind the figures of the day can be told."""
    return access.snapshots(user).filter(region=region, municipality=None, day=day, rows_kept=True).exists()


def counted(user: Login, region: Region, day: date, municipality: int | None = None) -> dict[int, int]:
    """The masks of the houses that stood behind the figures of the day, by house; four queries.

    Takes a day that `reaches` says yes to; `municipality` narrows to one of the region's. Where a snapshot was taken
    between the queries, its changes could stand in one and not in the other: then they are asked again.
    """
    while True:
        newest = _newest(user, region)
        masks = _masks(user, region, day, municipality)
        if _newest(user, region) == newest:
            return masks


UNKNOWN = (None,) * len(KEPT)


@dataclass(frozen=True, slots=True)
class KeptHouse:
    """A house on a day: the figures that counted it, its company, and whose its chat was by the rules and as seen
    (messenger ids); `away` is the inspector (id) in whose place the owner by the rules stood."""

    figures: int
    organisation: int | None
    wished: int | None
    seen: int | None
    away: int | None


def known(user: Login, region: Region, day: date, municipality: int | None = None) -> dict[int, KeptHouse]:
    """The houses that a figure of the day counted, by their number, as that night found them; six queries.

    Takes what `counted` takes, and asks again as it does.
    """
    while True:
        newest = _newest(user, region)
        masks = _masks(user, region, day, municipality)
        facts = _facts(user, region, day)
        if _newest(user, region) == newest:
            return {house: KeptHouse(mask, *facts.get(house, UNKNOWN)) for house, mask in masks.items()}


def _facts(user: Login, region: Region, day: date) -> dict[int, tuple[int | None, ...]]:
    rows = access.frozen_houses(user).filter(region=region).order_by()
    later = access.former_houses(user).filter(region=region, day__gt=day)
    found = {house: tuple(facts) for house, *facts in rows.values_list("house_id", *KEPT.values())}
    first = later.order_by("house_id", "day").distinct("house_id").values_list("house_id", *KEPT.values())
    return found | {house: tuple(facts) for house, *facts in first}


def _newest(user: Login, region: Region) -> date | None:
    of_region = access.snapshots(user).filter(region=region, municipality=None).order_by()
    found: date | None = of_region.aggregate(newest=Max("day"))["newest"]
    return found


def _masks(user: Login, region: Region, day: date, municipality: int | None) -> dict[int, int]:
    rows = access.frozen_houses(user).filter(region=region)
    later = access.figure_deltas(user).filter(region=region, day__gt=day)
    if municipality is None:
        later = later.exclude(cause=DeltaCause.MOVED)  # within the region both sides of a move cancel out
    else:
        rows, later = rows.filter(municipality=municipality), later.filter(municipality=municipality)
    masks = dict(rows.order_by().values_list("house_id", "figures"))
    turned = later.order_by().values("house_id").annotate(bits=BitXor("figure"))
    for house, bits in turned.values_list("house_id", "bits"):
        masks[house] = masks.get(house, 0) ^ bits
    return {house: mask for house, mask in masks.items() if mask}


def houses_in(masks: Mapping[int, int], within: Iterable[HouseFigure], without: HouseFigure | None = None) -> list[int]:
    """Houses that all of these figures count, and that one does not."""
    bits = sum(within)
    return [house for house, mask in masks.items() if mask & bits == bits and not (without and mask & without)]
