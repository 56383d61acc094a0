"""Timelines of licence registers, file after file, against a slow, obvious model: many stories, and no database.

tests/scenarios/test_any_register.py plays the same through files and tables.
"""

import os
from datetime import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from supervision.registry.drafts import Draft, Timeline
from supervision.registry.file_rows import OrganisationKey, Powers
from supervision.registry.known_rows import KnownPeriod
from supervision.registry.organisation_diff import OrganisationRef
from supervision.registry.powers import PowersClaim
from supervision.registry.timelines import timeline, timeline_of_older
from tests.any_register import ONE, Line, Register
from tests.register_stories import COMPANIES, RegisterStories
from tests.world import FIRST_DAY

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))
NAMES = {number: f"ООО «{number}»" for number in COMPANIES}


def claim(line: Line) -> PowersClaim:
    ref = OrganisationRef(line.company, OrganisationKey("portal", line.company), NAMES[line.company])
    entered = FIRST_DAY, time(12, *divmod(line.entry, 60))
    powers = Powers(line.since, line.last + ONE if line.last else None, entered, line.excluded)
    return PowersClaim(2 + line.entry, str(line.company), ref, powers)


def as_known(house: int, number: int, draft: Draft) -> KnownPeriod:
    return KnownPeriod(house, int(draft.company), draft.since, draft.until, draft.is_from_register, number,
                       draft.registered, draft.excluded_on)  # fmt: skip


class ReadRegister(RegisterStories):
    def begin(self) -> None:
        self.known: dict[int, list[KnownPeriod]] = {house: [] for house in self.register.lines}

    def read(self, is_whole: bool) -> None:
        found = self.take(is_whole)
        self.managers.read(self.register, is_sure=is_whole)
        for house, periods in self.known.items():
            for one, after in pairwise(periods):
                assert one.until and one.since < one.until <= after.since
            for on in self.managers.days:
                acting = [each for each in periods if each.since <= on and (each.until is None or on < each.until)]
                said = [each.organisation_id for each in acting] or [None]
                assert said == [self.managers.of(house, on)], f"house {house}, {on}"
            if house in self.managers.asked:
                assert found[house].issues, f"house {house}"
        for again in self.take(is_whole).values():
            assert (again.changed, again.added, again.withdrawn) == ([], [], [])

    def read_older(self, register: Register) -> None:
        for house, lines in register.lines.items():
            if lines:
                found = timeline_of_older(house, f"д. {house}", self.known[house], map(claim, lines), names=NAMES,
                                          as_of=register.today, file="r.xlsx", is_complete=False)  # fmt: skip
                assert (found.changed, found.added, found.withdrawn) == ([], [], [])

    def take(self, is_whole: bool) -> dict[int, Timeline]:
        found = {}
        for house, lines in self.register.lines.items():
            if lines:
                found[house] = timeline(house, f"д. {house}", self.known[house], map(claim, lines), names=NAMES,
                                        as_of=self.register.today, file="r.xlsx", is_complete=is_whole)  # fmt: skip
                drafts = sorted(found[house].drafts, key=lambda each: each.since)
                self.known[house] = [as_known(house, number, draft) for number, draft in enumerate(drafts, start=1)]
        return found


def play(stories: int, *, is_new: bool) -> None:
    profile = settings(
        max_examples=stories,
        stateful_step_count=16,
        derandomize=not is_new,
        print_blob=is_new,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ReadRegister, settings=profile)


def test_decisions_in_any_order_are_read_as_a_slow_model_reads_them() -> None:
    play(SOAK or 40, is_new=bool(SOAK))


@pytest.mark.night
def test_the_same_in_new_stories() -> None:
    play(SOAK or 2_000, is_new=True)
