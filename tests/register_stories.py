"""Stories of a register: decisions in any order, each followed by a file or not; who plays them says what it does.

Between the files come others: of registers without dates that tell who managed some days ago, and older ones again.
"""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.any_register import ENDINGS, ONE, WAYS, Register
from tests.slow_managers import Managers
from tests.world import FIRST_DAY

HOUSES = 3
COMPANIES = (1, 2, 3, 4)
houses, companies = st.integers(1, HOUSES), st.sampled_from(COMPANIES)
ways, sent = st.sampled_from(WAYS), st.booleans()


class RegisterStories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.register = Register(FIRST_DAY, HOUSES)
        self.managers = Managers(FIRST_DAY - 40 * ONE, FIRST_DAY + 60 * ONE)
        self.sent: list[Register] = []
        self.heard = self.managers.first  # up to this day a register without dates has told who managed

    def begin(self) -> None:
        """Before the first file."""

    def read(self, is_whole: bool) -> None:
        """The register as it stands becomes a file; `is_whole`: every line of it can be read."""
        raise NotImplementedError

    def read_older(self, register: Register) -> None:
        """A file of an earlier day comes after a later one: it takes nothing back that the later one said."""
        raise NotImplementedError

    def read_undated(self, on: date, *, is_stock: bool) -> None:
        """A register without dates says today who managed on that day: it may not have heard of later changes."""

    @initialize()
    def one_company_has_all_houses(self) -> None:
        self.begin()
        for house in range(1, HOUSES + 1):
            self.register.gives(house, 1, FIRST_DAY - 30 * ONE, WAYS[0])
        self.tell()

    def tell(self, is_sent: bool = True, is_whole: bool = True) -> None:
        if is_sent:
            self.read(is_whole)
            self.sent.append(self.register.as_it_stands())

    def on(self, days: int) -> date:
        return self.register.today + days * ONE

    # --- what the register decides; not every decision is followed by a file at once

    @rule(house=houses, company=companies, days=st.integers(-6, 10), way=ways, is_sent=sent)
    def a_company_gets_a_house(self, house: int, company: int, days: int, way: str, is_sent: bool) -> None:
        self.register.gives(house, company, self.on(days), way)
        self.tell(is_sent)

    @rule(house=houses, days=st.integers(-6, 10), is_sent=sent)
    def powers_end(self, house: int, days: int, is_sent: bool) -> None:
        self.register.ends(house, self.on(days))
        self.tell(is_sent)

    @rule(house=houses, days=st.integers(-6, 3), is_sent=sent)
    def a_company_is_excluded(self, house: int, days: int, is_sent: bool) -> None:
        self.register.excludes(house, self.on(days))
        self.tell(is_sent)

    @rule(house=houses, is_sent=sent)
    def an_end_is_taken_back(self, house: int, is_sent: bool) -> None:
        self.register.takes_back(house)
        self.tell(is_sent)

    @rule(house=houses, days=st.integers(-6, 0), ending=st.sampled_from(ENDINGS), is_sent=sent)
    def a_court_returns_a_house(self, house: int, days: int, ending: str, is_sent: bool) -> None:
        self.register.court(house, self.on(days), ending)
        self.tell(is_sent)

    @rule(house=houses, is_sent=sent)
    def a_mistake_is_deleted_or_a_plan_withdrawn(self, house: int, is_sent: bool) -> None:
        self.register.deletes(house)
        self.tell(is_sent)

    @rule(house=houses, days=st.integers(1, 20))
    def a_plan_is_put_off_or_brought_forward(self, house: int, days: int) -> None:
        self.register.puts_off(house, self.on(days))
        self.tell()

    @rule(company=companies, successor=companies, days=st.integers(-3, 10), way=ways, is_sent=sent)
    def a_company_is_reorganised(self, company: int, successor: int, days: int, way: str, is_sent: bool) -> None:
        self.register.reorganises(company, successor, self.on(days), way)
        self.tell(is_sent)

    @rule(days=st.sampled_from([1, 2, 7]), is_sent=sent)
    def time_passes(self, days: int, is_sent: bool) -> None:
        if self.on(days) < self.managers.last - 25 * ONE:
            self.register.passes(days)
            self.tell(is_sent)

    @rule(house=houses, company=companies, days=st.integers(-6, 0), is_sent=sent)
    def two_companies_stand_open_at_one_house(self, house: int, company: int, days: int, is_sent: bool) -> None:
        self.register.tears(house, company, self.on(days))
        self.tell(is_sent)

    @rule(house=houses, is_newer_right=st.booleans(), is_sent=sent)
    def one_of_two_companies_is_ended(self, house: int, is_newer_right: bool, is_sent: bool) -> None:
        self.register.settles(house, is_newer_right)
        self.tell(is_sent)

    @rule()
    def a_file_comes_in_which_a_line_cannot_be_read(self) -> None:
        self.tell(is_whole=False)

    @rule(which=st.integers(0, 30))
    def an_older_file_comes_again(self, which: int) -> None:
        older = [each for each in self.sent if each.today < self.sent[-1].today]
        if older:
            self.read_older(older[which % len(older)])

    @rule(lag=st.integers(0, 25), is_stock=st.booleans())
    def a_register_without_dates_lags_behind(self, lag: int, is_stock: bool) -> None:
        self.heard = max(self.heard, self.on(-lag))
        self.read_undated(self.heard, is_stock=is_stock)
