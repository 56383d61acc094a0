"""Licence registers of one house in which courts, withdrawn plans, reorganisations and returns come in any order.

The register is kept as its keepers keep it, a line a company's powers; now and then a file of it is read. A slow and
obvious model says who manages the house from the file's day on; the portal must say the same. The default plays a few
hundred stories, always the same; SOAK_EXAMPLES in the environment asks for so many new ones (`make soak`).
"""

import os
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from supervision.registry.claims import PowersClaim
from supervision.registry.drafts import Draft, Timeline
from supervision.registry.known import KnownPeriod
from supervision.registry.organisation_diff import OrganisationRef
from supervision.registry.rows import OrganisationKey, Powers
from supervision.registry.timelines import timeline

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))
EXAMPLES, STEPS = SOAK * 20 or 150, 25
START = date(2026, 1, 10)
NOON = time(12)
ONE, AHEAD = timedelta(days=1), 40
COMPANIES = (1, 2, 3, 4)
NAMES = {number: f"ООО «{number}»" for number in COMPANIES}


@dataclass
class Entry:
    """A line of the register; `until` is the first day without powers."""

    number: int
    company: int
    since: date
    until: date | None = None
    excluded: date | None = None

    def acts(self, on: date) -> bool:
        return self.since <= on and not self.excluded and (self.until is None or on < self.until)


def manager(register: list[Entry], on: date) -> int | None:
    """The obvious reading: of two that act who started later; an excluded one goes on until somebody starts."""
    started = sorted((entry for entry in register if entry.since <= on), key=lambda entry: entry.since)
    acting = [entry for entry in started if entry.acts(on)]
    if acting:
        return acting[-1].company
    last = started[-1] if started else None
    return last.company if last and last.excluded else None


class AnyRegister(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.count = 3
        self.register = [Entry(3, 1, START - 400 * ONE)]
        self.periods: list[KnownPeriod] = []
        self.publish()

    # --- what happens to the register ---

    @property
    def acting(self) -> Entry | None:
        found = [entry for entry in self.register if entry.acts(self.today)]
        return max(found, key=lambda entry: entry.since, default=None)

    @property
    def plan(self) -> Entry | None:
        return next((entry for entry in self.register if entry.since > self.today), None)

    def enter(self, company: int, since: date) -> None:
        self.count += 1
        self.register.append(Entry(self.count, company, since))

    def starts_today(self) -> bool:
        return any(entry.since == self.today for entry in self.register)

    def others(self) -> list[int]:
        named = {entry.company for entry in self.register if entry.acts(self.today) or entry.since > self.today}
        return [company for company in COMPANIES if company not in named]

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.today += days * ONE

    @precondition(lambda self: self.acting and not self.plan and self.others())
    @rule(which=st.integers(0, 3), ahead=st.integers(0, 30), overlap=st.booleans())
    def a_house_passes(self, which: int, ahead: int, overlap: bool) -> None:
        """From today or later; some registers name the first day of the new company as the last one of the old."""
        acting, others = self.acting, self.others()
        assert acting
        day = max(self.today + ahead * ONE, acting.since + ONE)
        acting.until = day + (ONE if overlap else 0 * ONE)
        self.enter(others[which % len(others)], day)

    @precondition(lambda self: self.plan and self.acting)
    @rule()
    def a_plan_is_given_up(self) -> None:
        acting, plan = self.acting, self.plan
        assert acting and plan
        self.register.remove(plan)
        acting.until = None

    @precondition(lambda self: self.plan and self.acting)
    @rule(days=st.integers(1, 15))
    def a_plan_is_put_off(self, days: int) -> None:
        acting, plan = self.acting, self.plan
        assert acting and plan
        plan.since += days * ONE
        acting.until = plan.since

    @precondition(lambda self: self.acting and not self.plan and self.former())
    @rule(by_exclusion=st.booleans())
    def a_court_returns_the_house(self, by_exclusion: bool) -> None:
        """The former company's old line is open again, the present one's ends."""
        acting, former = self.acting, self.former()
        assert acting and former
        if by_exclusion:
            acting.excluded = max(self.today, acting.since + ONE)
        else:
            acting.until = max(self.today, acting.since + ONE)
        former.until = former.excluded = None
        if acting.acts(self.today):  # it came this very day: its entry was a mistake
            self.register.remove(acting)

    @precondition(lambda self: self.acting and not self.plan and self.former())
    @rule()
    def an_entry_was_a_mistake(self) -> None:
        acting, former = self.acting, self.former()
        assert acting and former
        self.register.remove(acting)
        former.until = former.excluded = None

    def former(self) -> Entry | None:
        """Whose powers ended when the present company came."""
        acting = self.acting
        if acting is None:
            return None
        before = [entry for entry in self.register if entry.since < acting.since and entry.company != acting.company]
        return max(before, key=lambda entry: entry.since, default=None)

    @precondition(lambda self: self.acting and not self.plan and self.acting.since < self.today)
    @rule()
    def the_company_is_excluded(self) -> None:
        assert self.acting
        self.acting.excluded = self.today

    @precondition(lambda self: self.acting and not self.plan)
    @rule(ahead=st.integers(1, 30))
    def powers_get_an_end(self, ahead: int) -> None:
        assert self.acting
        self.acting.until = self.today + ahead * ONE

    @precondition(lambda self: self.acting is None and not self.plan and self.others() and not self.starts_today())
    @rule(which=st.integers(0, 3))
    def somebody_takes_over(self, which: int) -> None:
        """After an exclusion or an end; it may be the company that had it before, under a new line."""
        others = self.others()
        self.enter(others[which % len(others)], self.today)

    # --- what the portal reads of it ---

    def read(self, entries: list[Entry], *, is_complete: bool) -> Timeline:
        claims = [claim_of(entry) for entry in entries]
        return timeline(
            7, "ул. Мира, д. 1", self.periods, claims, names=NAMES, as_of=self.today, file="r.xlsx",
            is_complete=is_complete,
        )  # fmt: skip

    @rule()
    def publish(self) -> None:
        found = self.read(self.register, is_complete=True)
        self.periods = as_known(found.drafts)
        for ahead in range(AHEAD):
            day = self.today + ahead * ONE
            here = self.manager_here(day)
            assert here == manager(self.register, day), f"{day}: {self.register}, here {self.periods}, {found.issues}"
        again = self.read(self.register, is_complete=True)
        assert (again.changed, again.added, again.withdrawn) == ([], [], [])

    @rule(missing=st.integers(0, 5))
    def a_spoilt_file_is_read(self, missing: int) -> None:
        """A line could not be read: nobody loses a house by that, who manages it now and is to manage it is kept."""
        if not self.register:
            return
        gone = self.register[missing % len(self.register)]
        entries = [entry for entry in self.register if entry is not gone]
        found = self.read(entries, is_complete=False)
        assert not found.withdrawn
        before = self.manager_here(self.today)
        own = [entry for entry in entries if entry.company == before]
        if own and not any(entry.acts(self.today) or entry.excluded for entry in own):
            return  # its own line says that its powers have ended
        now = next((int(each.company) for each in found.drafts if each.covers(self.today)), None)
        assert before is None or now == before or now in {entry.company for entry in entries}

    def manager_here(self, day: date) -> int | None:
        acting = [each for each in self.periods if each.since <= day and (each.until is None or day < each.until)]
        assert len(acting) < 2
        return acting[0].organisation_id if acting else None

    @invariant()
    def periods_follow_one_another(self) -> None:
        ordered = sorted(self.periods, key=lambda each: each.since)
        for one, after in pairwise(ordered):
            assert one.until and one.since < one.until <= after.since


def claim_of(entry: Entry) -> PowersClaim:
    ref = OrganisationRef(entry.company, OrganisationKey("portal", entry.company), NAMES[entry.company])
    at = (entry.since, NOON)
    return PowersClaim(entry.number, str(entry.company), ref, Powers(entry.since, entry.until, at, entry.excluded))


def as_known(drafts: list[Draft]) -> list[KnownPeriod]:
    """The periods as the next file finds them."""
    return [
        KnownPeriod(
            7, int(each.company), each.since, each.until, each.is_from_register, number, each.registered,
            each.excluded_on,
        )
        for number, each in enumerate(sorted(drafts, key=lambda each: each.since), start=1)
    ]  # fmt: skip


@pytest.mark.walk
def test_registers_in_any_order() -> None:
    run_state_machine_as_test(
        AnyRegister,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not SOAK,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
