"""What lines of the licence register make of a house's periods, whatever they say."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from supervision.registry.drafts import Draft, Timeline
from supervision.registry.file_rows import OrganisationKey, Powers
from supervision.registry.known_rows import KnownPeriod
from supervision.registry.organisation_diff import OrganisationRef
from supervision.registry.powers import PowersClaim
from supervision.registry.timelines import timeline

AS_OF = date(2026, 11, 20)
NAMES = {1: "ООО «Раз»", 2: "ООО «Два»", 3: "ООО «Три»"}


def claim(
    line: int, company: int, since: date, until: date | None = None, excluded_on: date | None = None
) -> PowersClaim:
    ref = OrganisationRef(company, OrganisationKey("portal", company), NAMES[company])
    return PowersClaim(line, str(company), ref, Powers(since, until, None, excluded_on))


def told(known: list[KnownPeriod], claims: list[PowersClaim]) -> Timeline:
    return timeline(7, "ул. Мира, д. 1", known, claims, names=NAMES, as_of=AS_OF, file="r.xlsx")


def as_known(drafts: list[Draft]) -> list[KnownPeriod]:
    """The periods as the next import finds them."""
    return [
        KnownPeriod(7, int(each.company), each.since, each.until, each.is_from_register, number, None, each.excluded_on)
        for number, each in enumerate(sorted(drafts, key=lambda each: each.since), start=1)
    ]


def some_day(dice: random.Random) -> date:
    return AS_OF + timedelta(days=dice.randrange(-60, 40))


def some_claims(dice: random.Random) -> list[PowersClaim]:
    claims = []
    for line in range(3, 3 + dice.randrange(1, 5)):
        since = some_day(dice)
        until = since + timedelta(days=dice.randrange(1, 50)) if dice.random() < 0.5 else None
        excluded_on = since + timedelta(days=dice.randrange(0, 50)) if dice.random() < 0.4 else None
        claims.append(claim(line, dice.randrange(1, 4), since, until, excluded_on))
    return claims


def some_periods(dice: random.Random) -> list[KnownPeriod]:
    days = sorted({some_day(dice) for _ in range(dice.randrange(4))})
    ends = [*days[1:], None]
    return [
        KnownPeriod(7, dice.randrange(1, 4), since, until, dice.random() < 0.7, number)
        for number, (since, until) in enumerate(zip(days, ends, strict=False), start=1)
    ]


@pytest.mark.parametrize("seed", range(400))
def test_periods_never_overlap_and_always_have_a_length(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    found = told(some_periods(dice), some_claims(dice))
    drafts = sorted(found.drafts, key=lambda each: each.since)
    assert all(each.until is None or each.until > each.since for each in drafts)
    for one, after in pairwise(drafts):
        assert one.until is not None, (one, after)
        assert one.until <= after.since, (one, after)


@pytest.mark.parametrize("seed", range(400))
def test_the_same_lines_again_change_nothing(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    known, claims = some_periods(dice), some_claims(dice)
    again = told(as_known(told(known, claims).drafts), claims)
    assert (again.changed, again.added, again.passed, again.ended, again.excluded) == ([], [], [], [], [])
    assert again.first_day_of_change(AS_OF) is None


@pytest.mark.parametrize("seed", range(200))
def test_an_exclusion_never_leaves_a_house_without_its_company(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    since = AS_OF - timedelta(days=dice.randrange(1, 900))
    until = since + timedelta(days=dice.randrange(1, 900)) if dice.random() < 0.5 else None
    known = [KnownPeriod(7, 1, since, None, True, 1)] if dice.random() < 0.5 else []
    found = told(known, [claim(3, 1, since, until, excluded_on=since + timedelta(days=5))])
    assert [(each.company, each.until) for each in found.drafts] == [("1", None)]


def test_a_contract_renewed_before_its_end_is_one_company_that_goes_on() -> None:
    first, second = claim(3, 1, date(2019, 1, 1), date(2027, 1, 1)), claim(4, 1, date(2026, 6, 1))
    found = told([], [first, second])
    assert [(each.company, each.until) for each in found.drafts] == [("1", None)]
    assert not found.is_doubtful
