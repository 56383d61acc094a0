"""The digest of a preview that waits for its confirmation stands in the database: its values never change unseen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from supervision.confirmed import digest
from supervision.enums import HouseKind


@dataclass(frozen=True)
class Row:
    guid: UUID
    kind: HouseKind
    area: Decimal
    since: date
    names: frozenset[str]
    more: dict[str, object]


ROW = Row(
    UUID(int=7),
    HouseKind.APARTMENT,
    Decimal("7.50"),
    date(2026, 12, 1),
    frozenset({"б", "а"}),
    {"x": None, "a": [1, True]},
)


def test_what_was_kept_before_is_confirmed_after() -> None:
    assert digest({"added": 2, "changed": 0}, [ROW, (1, "два")]) == "2550f61cc1987ae4055e1d6488d7185b"


def test_equal_counts_are_not_equal_differences() -> None:
    assert digest({"added": 1}, ["а"]) != digest({"added": 1}, ["б"])
