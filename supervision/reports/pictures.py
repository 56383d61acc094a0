"""Pictures of a report as values: what is shown, not how it is drawn. Each carries all that its table behind needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Tile:
    """One region of the tile map: `place` is (column, row) of the grid; `value` None where nothing is known."""

    code: str
    name: str
    place: tuple[int, int]
    value: float | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class TileMap:
    """Coloured by value, from pale to full between `low` and `high`; a region without a value is hatched."""

    title: str
    unit: str
    low: float
    high: float
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True)
class Series:
    """One line; a day without a value is a gap, nothing is drawn over it."""

    name: str
    points: Sequence[tuple[date, float | None]]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over days; `marks` are targets: day, value, words."""

    title: str
    unit: str
    series: Sequence[Series]
    marks: Sequence[tuple[date, float, str]] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    value: float
    mark: float | None = None  # where a target stands


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars beside each other in the order given: a ranking, or a distribution."""

    title: str
    unit: str
    bars: Sequence[Bar]


Picture = TileMap | Lines | Bars
