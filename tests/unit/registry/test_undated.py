"""Registers without dates (ФРТ, ОЖФ) that lag behind: whoever manages a house by an act with a date keeps it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.registry.known_rows import KnownPeriod
from supervision.registry.undated import PeriodVerdict, decide

START, TODAY = date(2026, 7, 1), date(2026, 12, 15)
ONE = timedelta(days=1)
A, B, C, OTHER = 1, 2, 3, 4
AUTUMN, WINTER = date(2026, 11, 1), date(2026, 12, 1)
LATE, REPLACE, START_ = PeriodVerdict.LATE, PeriodVerdict.REPLACE, PeriodVerdict.START


def dated(company: int, since: date, until: date | None = None) -> KnownPeriod:
    """Of the licence register."""
    return KnownPeriod(1, company, since, until, registered=(since, time(12)))


def entered(company: int, since: date, until: date | None = None) -> KnownPeriod:
    return KnownPeriod(1, company, since, until, is_from_register=False)


def undated(company: int, since: date, until: date | None = None) -> KnownPeriod:
    return KnownPeriod(1, company, since, until)


@pytest.mark.parametrize("by", [dated, entered])
@pytest.mark.parametrize(
    ("remembered", "filed", "companies", "verdict"),
    [
        pytest.param(A, B, (A, B, C), LATE, id="two changes, and the register has heard of the first one"),
        pytest.param(A, B, (A, B, A), LATE, id="a court gave the house back, and the register has heard of the loss"),
        pytest.param(None, B, (A, B, C), LATE, id="a first file that is late"),
        pytest.param(A, OTHER, (A, B, C), REPLACE, id="who never had the house is news"),
        pytest.param(C, B, (A, B, C), REPLACE, id="it had heard of the last one, so the one before is back"),
        pytest.param(A, None, (A, B, C), REPLACE, id="who is new with the file is news"),
    ],
)
def test_a_register_without_dates_brings_nobody_back_of_whom_it_may_be_late_to_hear(
    by, remembered: int | None, filed: int | None, companies: tuple[int, ...], verdict: PeriodVerdict
) -> None:
    one, two, three = companies
    periods = [by(one, START, AUTUMN), by(two, AUTUMN, WINTER), by(three, WINTER)]
    assert decide(remembered, filed, periods, TODAY) is verdict


@pytest.mark.parametrize(
    ("periods", "remembered", "verdict"),
    [
        pytest.param([dated(A, START, WINTER)], None, LATE, id="ended by the licence register"),
        pytest.param([entered(A, START, WINTER)], OTHER, LATE, id="ended by a person"),
        pytest.param([undated(A, START, WINTER)], OTHER, START_, id="of a register without dates, as the file is"),
        pytest.param([undated(A, START, AUTUMN), undated(B, AUTUMN)], B, REPLACE, id="the register itself moved on"),
        pytest.param([undated(A, START, AUTUMN), entered(B, AUTUMN)], OTHER, LATE, id="a person moved on"),
    ],
)
def test_who_left_by_an_end_with_a_date_does_not_come_back_by_a_late_file(
    periods: list[KnownPeriod], remembered: int | None, verdict: PeriodVerdict
) -> None:
    assert decide(remembered, A, periods, TODAY) is verdict


@pytest.mark.parametrize(
    ("remembered", "filed", "periods", "verdict"),
    [
        pytest.param(B, A, [undated(B, START)], PeriodVerdict.OLDER, id="a later file named another one"),
        pytest.param(B, None, [undated(B, START)], PeriodVerdict.OLDER, id="a company that is new with the older file"),
        pytest.param(B, A, [undated(A, START, AUTUMN), undated(B, AUTUMN)], PeriodVerdict.NOTHING, id="known as past"),
        pytest.param(None, A, [dated(B, START)], PeriodVerdict.OLDER, id="another register named another one"),
        pytest.param(None, A, [], START_, id="nothing is known"),
    ],
)
def test_an_older_file_is_no_news(
    remembered: int | None, filed: int | None, periods: list[KnownPeriod], verdict: PeriodVerdict
) -> None:
    assert decide(remembered, filed, periods, date(2026, 10, 1), is_older=True) is verdict


@settings(max_examples=400, deadline=None)
@given(
    companies=st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=6),
    lengths=st.lists(st.integers(1, 20), min_size=6, max_size=6),
    gaps=st.lists(st.booleans(), min_size=6, max_size=6),
    lags=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), min_size=1, max_size=8),
)
def test_however_late_it_is_nothing_changes_by_a_register_that_tells_what_was(
    companies: list[int], lengths: list[int], gaps: list[bool], lags: list[tuple[int, int]]
) -> None:
    """Files as of later and later days; each says who managed some days before, never going back."""
    truth, since = [], START
    for company, length, is_gap in zip(companies, lengths, gaps, strict=False):
        truth.append(dated(company, since, since + length * ONE))
        since += (length + is_gap) * ONE
    truth[-1] = dated(companies[-1], truth[-1].since)
    remembered, heard, as_of = None, START, START
    for lag, days in lags:
        as_of += days * ONE
        heard = max(heard, as_of - lag * ONE)
        known = [each for each in truth if each.since <= as_of]
        filed = next((each.organisation_id for each in truth if each.since <= heard < (each.until or date.max)), None)
        if filed is None:
            continue
        verdict = decide(remembered, filed, known, as_of)
        assert verdict in {PeriodVerdict.NOTHING, PeriodVerdict.REMEMBER, PeriodVerdict.LATE}, (filed, known)
        if verdict is PeriodVerdict.REMEMBER:
            remembered = filed
