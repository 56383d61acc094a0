"""Which sums of few houses are left out of what is published, so that none of them can be reckoned back. Pure.

Takes the municipalities of one region. Columns count houses, each a part of the one above it. A cell of fewer than
FEWEST houses is left out, and with it the cells of its row that are parts of it. Where the sum of the region would give
a cell back, further ones are left out with it; where even that does not help, the sum itself.

As long as a column has a cell that is small, or was so lately, nothing that was left out of it the day before comes
back: beside a neighbour that did not change, today's sum would give yesterday's small one back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3
ABOVE: Mapping[str, str | None] = {  # a column, and that of which it is a part; parents stand first
    "houses": None,
    "in_scope": "houses",
    "with_chat": "in_scope",
    "with_company_admin": "with_chat",
    "with_right_owner": "with_chat",
}
AS_ABOVE = {"participants": "with_chat"}  # no houses: left out where the chats are whose participants they are
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Cells left out: pairs of row and column; `of_sum` are columns of the region's own row."""

    cells: frozenset[tuple[int, str]]
    of_sum: frozenset[str]


NOTHING = Suppressed(frozenset(), frozenset())


def left_out(
    rows: Sequence[Counts],
    whole: Counts,
    never: Collection[int] = (),
    *,
    lately: Collection[tuple[int, str]] = (),
    before: Suppressed = NOTHING,
) -> Suppressed:
    """`rows` add up to `whole` in every column; those of `never` are not published anyway. `lately` are cells that were
    small on one of the last days, `before` is what was left out the day before."""
    cells: set[tuple[int, str]] = set()
    of_sum: set[str] = set()
    for column, above in ABOVE.items():
        few = {at for at, row in enumerate(rows) if row[column] < FEWEST or (at, column) in lately}
        stays = {at for at, name in before.cells if name == column} if few else set()
        out = few | stays | {at for at in range(len(rows)) if (at, above) in cells} | set(never)
        by_size = [at for at in sorted(range(len(rows)), key=lambda at: (rows[at][column], at)) if at not in out]
        while not _is_safe(rows, out, column) and by_size:
            out.add(by_size.pop(0))
        was_left = bool(few) and column in before.of_sum
        if was_left or above in of_sum or whole[column] < FEWEST or not _is_safe(rows, out, column):
            of_sum.add(column)
        cells |= {(at, column) for at in out}
    for column, above in AS_ABOVE.items():
        cells |= {(at, column) for at in range(len(rows)) if (at, above) in cells}
        of_sum |= {column} if above in of_sum else set()
    return Suppressed(frozenset(cells), frozenset(of_sum))


def _is_safe(rows: Sequence[Counts], out: set[int], column: str) -> bool:
    """Whether the sum of the cells left out leaves open for each small one that it is nothing, and that it is not
    small: the others could hold it beside what they have, and together they are enough."""
    small = [at for at in out if rows[at][column] < FEWEST]
    if not small:
        return True
    together = sum(rows[at][column] for at in out)
    if len(out) < 2 or together < FEWEST:
        return False
    room = {at: _room(rows[at], column, together) for at in out}
    whole = sum(room.values())
    return all(whole - room[at] >= rows[at][column] for at in small)


def _room(row: Counts, column: str, most: int) -> int:
    """By how much the cell could be larger: it is a part of the column above, and houses may be any number."""
    above = ABOVE[column]
    return most if above is None else row[above] - row[column]


def shown(row: Counts, out: Collection[str]) -> dict[str, int | None]:
    """None for what is left out."""
    return {name: None if name in out else row[name] for name in (*ABOVE, *AS_ABOVE)}
