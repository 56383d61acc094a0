"""Stories of a register: decisions in any order, each followed by a file or not; who plays them says what it does."""

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

    def begin(self) -> None:
        """Before the first file."""

    def read(self, is_whole: bool) -> None:
        """The register as it stands becomes a file; `is_whole`: every line of it can be read."""
        raise NotImplementedError

    @initialize()
    def one_company_has_all_houses(self) -> None:
        self.begin()
        for house in range(1, HOUSES + 1):
            self.register.gives(house, 1, FIRST_DAY - 30 * ONE, WAYS[0])
        self.read(is_whole=True)

    def tell(self, is_sent: bool = True, is_whole: bool = True) -> None:
        if is_sent:
            self.read(is_whole)

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

    @rule()
    def a_file_comes_in_which_a_line_cannot_be_read(self) -> None:
        self.tell(is_whole=False)
