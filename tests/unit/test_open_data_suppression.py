"""Sums of few houses are not published, and cannot be reckoned back from what is."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.open_data.suppression import ABOVE, AS_ABOVE, FEWEST, NOTHING, Suppressed, left_out


@st.composite
def rows(draw: st.DrawFn) -> dict[str, int]:
    """Each column at most the one that it is a part of."""
    found: dict[str, int] = {}
    for column, above in ABOVE.items():
        found[column] = draw(st.integers(0, 7 if above is None else found[above]))
    return {**found, "participants": draw(st.integers(0, 50))}


def possible(drawn: Sequence[dict[str, int]], left: Suppressed, column: str) -> dict[int, set[int]]:
    """What each cell left out may be, for all that a reader knows: the sum of the region, the other cells, and the
    nearest cell published of those that it is a part of."""
    out = sorted(at for at, name in left.cells if name == column)
    together = sum(drawn[at][column] for at in out)
    found: dict[int, set[int]] = {at: set() for at in out}
    for values in product(*(range(min(ceiling(drawn[at], left, at, column), together) + 1) for at in out)):
        if column in left.of_sum or sum(values) == together:
            for at, value in zip(out, values, strict=True):
                found[at].add(value)
    return found


def ceiling(row: dict[str, int], left: Suppressed, at: int, column: str) -> int:
    above = ABOVE[column]
    while above is not None and (at, above) in left.cells:
        above = ABOVE[above]
    return 10**6 if above is None else row[above]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(rows(), min_size=1, max_size=4))
def test_no_small_sum_can_be_reckoned_back(drawn: list[dict[str, int]]) -> None:
    whole = {name: sum(row[name] for row in drawn) for name in (*ABOVE, *AS_ABOVE)}
    left = left_out(drawn, whole)
    for column in ABOVE:
        shown = [row[column] for at, row in enumerate(drawn) if (at, column) not in left.cells]
        assert all(value >= FEWEST for value in [*shown, *([] if column in left.of_sum else [whole[column]])])
        if column in left.of_sum:
            continue
        for at, values in possible(drawn, left, column).items():
            if drawn[at][column] < FEWEST:
                assert 0 in values and max(values) >= FEWEST, (column, at, values)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(rows(), min_size=1, max_size=6))
def test_what_is_a_part_of_something_left_out_is_left_out_too(drawn: list[dict[str, int]]) -> None:
    whole = {name: sum(row[name] for row in drawn) for name in (*ABOVE, *AS_ABOVE)}
    left = left_out(drawn, whole)
    for column, above in {**ABOVE, **AS_ABOVE}.items():
        assert {(at, column) for at, name in left.cells if name == above} <= left.cells
        assert above not in left.of_sum or column in left.of_sum


def test_large_sums_are_all_published() -> None:
    row = dict.fromkeys(ABOVE, 100) | {"participants": 7}
    whole = {name: 2 * value for name, value in row.items()}
    assert left_out([row, row], whole) == Suppressed(frozenset(), frozenset())


def test_a_single_small_sum_takes_another_with_it() -> None:
    large = dict.fromkeys(ABOVE, 100) | {"participants": 7}
    small = {**large, "with_company_admin": 2}
    whole = {name: large[name] * 2 + small[name] for name in large}
    left = left_out([large, small, {**large, "with_company_admin": 90}], whole)
    assert left.cells == {(1, "with_company_admin"), (2, "with_company_admin")}
    assert left.of_sum == set()


def test_rows_never_published_hide_a_small_sum_only_if_they_can() -> None:
    row = dict.fromkeys(ABOVE, 50) | {"participants": 7}
    none = dict.fromkeys((*ABOVE, *AS_ABOVE), 0) | {"houses": 1}
    whole = {name: row[name] * 2 + none[name] for name in row}
    left = left_out([row, row, none], whole, [2])
    assert all(column in left.of_sum or {at for at, name in left.cells if name == column} - {2} for column in ABOVE)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(rows(), rows(), rows()), min_size=1, max_size=5))
def test_what_was_left_out_stays_so_while_something_of_its_column_is_or_was_small(
    drawn: list[tuple[dict[str, int], ...]],
) -> None:
    """Over three days in a row: no later sum can be set against an earlier one."""
    before, lately = NOTHING, set[tuple[int, str]]()
    for day in range(3):
        today = [row[day] for row in drawn]
        whole = {name: sum(row[name] for row in today) for name in (*ABOVE, *AS_ABOVE)}
        left = left_out(today, whole, lately=lately, before=before)
        lately |= {(at, name) for at, row in enumerate(today) for name in ABOVE if row[name] < FEWEST}
        for column in {name for _at, name in lately}:
            assert {each for each in before.cells if each[1] == column} <= left.cells
            assert column not in before.of_sum or column in left.of_sum
        before = left
