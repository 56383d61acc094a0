"""Courts, withdrawals, reorganisations and returns in any order: files of the licence register, one after the other.

After every file who manages each house on each day is what a slow, obvious model says (`tests/any_register.py`), the
same file again plans nothing, and nobody is dismissed without a word of the report. The default plays a few stories,
always the same; SOAK_EXAMPLES in the environment asks for so many new ones (`make soak`).
"""

import os
import tempfile
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.models import House, ManagementPeriod
from tests import frt_files
from tests.any_register import ENDINGS, ONE, WAYS, Line, Managers, Register
from tests.frt_files import company, guid, street
from tests.register_files import LICENCE_COLUMNS, Row, licence
from tests.world import FIRST_DAY, OMSK, World

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))
EXAMPLES, STEPS = SOAK or 8, int(os.environ.get("STEPS", "14"))
HOUSES = 3
LAST_DAY = FIRST_DAY + 60 * ONE
COMPANIES = {
    1: ("055000001", "ООО «Первая»", "7830002293", "1036102003618"),
    2: ("055000002", "ООО «Вторая»", "7707083893", "1146181000460"),
    3: ("055000003", "ООО «Третья»", "6102017830", "1037601007531"),
    4: ("055000004", "ООО «Четвёртая»", "6141045453", "5147746267906"),
}
houses, companies = st.integers(1, HOUSES), st.sampled_from(sorted(COMPANIES))
ways, sent = st.sampled_from(WAYS), st.booleans()


def day(number: date | None) -> str:
    return f"{number:%d.%m.%Y}" if number else ""


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=OMSK)


def row(house: int, line: Line) -> Row:
    """As the register writes it; of powers without an end every second line says 31.12.9999."""
    forever = "31.12.9999" if line.entry % 2 else ""
    entered = f"{day(FIRST_DAY)} 12:{line.entry // 60:02}:{line.entry % 60:02}"
    return licence(
        COMPANIES[line.company],
        house,
        day(line.since),
        until=day(line.last) or forever,
        excluded=day(line.excluded),
        **{"Дата включения дома в реестр": entered},
    )


class AnyRegister(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.exits = ExitStack()
        self.exits.enter_context(transaction.atomic())
        self.exits.callback(transaction.set_rollback, True)
        self.folder = Path(self.exits.enter_context(tempfile.TemporaryDirectory()))
        self.clock = self.exits.enter_context(time_machine.travel(noon(FIRST_DAY), tick=False))
        self.register = Register(FIRST_DAY, HOUSES)
        self.managers = Managers(FIRST_DAY - 40 * ONE, LAST_DAY)

    @initialize()
    def one_company_has_all_houses(self) -> None:
        self.world = World(self.clock)
        frt = (
            frt_files.houses_file(self.folder, street(HOUSES)),
            frt_files.organisations_file(self.folder, [company(501)]),
        )
        assert importer.apply(ImportRequest(*frt), by=self.world.by).applied
        self.numbers = {House.objects.get(fias_guid=guid(number)).pk: number for number in range(1, HOUSES + 1)}
        for house in range(1, HOUSES + 1):
            self.register.gives(house, 1, FIRST_DAY - 30 * ONE, WAYS[0])
        self.send()

    def teardown(self) -> None:
        self.exits.close()

    def on(self, days: int) -> date:
        return self.register.today + days * ONE

    # --- what the register decides; not every decision is followed by a file at once

    @rule(house=houses, company=companies, days=st.integers(-6, 10), way=ways, is_sent=sent)
    def a_company_gets_a_house(self, house: int, company: int, days: int, way: str, is_sent: bool) -> None:
        self.register.gives(house, company, self.on(days), way)
        self.send(is_sent)

    @rule(house=houses, days=st.integers(-6, 10), is_sent=sent)
    def powers_end(self, house: int, days: int, is_sent: bool) -> None:
        self.register.ends(house, self.on(days))
        self.send(is_sent)

    @rule(house=houses, days=st.integers(-6, 3), is_sent=sent)
    def a_company_is_excluded(self, house: int, days: int, is_sent: bool) -> None:
        self.register.excludes(house, self.on(days))
        self.send(is_sent)

    @rule(house=houses, is_sent=sent)
    def an_end_is_taken_back(self, house: int, is_sent: bool) -> None:
        self.register.takes_back(house)
        self.send(is_sent)

    @rule(house=houses, days=st.integers(-6, 0), ending=st.sampled_from(ENDINGS), is_sent=sent)
    def a_court_returns_a_house(self, house: int, days: int, ending: str, is_sent: bool) -> None:
        self.register.court(house, self.on(days), ending)
        self.send(is_sent)

    @rule(house=houses, is_sent=sent)
    def a_mistake_is_deleted_or_a_plan_withdrawn(self, house: int, is_sent: bool) -> None:
        self.register.deletes(house)
        self.send(is_sent)

    @rule(house=houses, days=st.integers(1, 20))
    def a_plan_is_put_off_or_brought_forward(self, house: int, days: int) -> None:
        self.register.puts_off(house, self.on(days))
        self.send()

    @rule(company=companies, successor=companies, days=st.integers(-3, 10), way=ways, is_sent=sent)
    def a_company_is_reorganised(self, company: int, successor: int, days: int, way: str, is_sent: bool) -> None:
        self.register.reorganises(company, successor, self.on(days), way)
        self.send(is_sent)

    @rule(days=st.sampled_from([1, 2, 7]), is_sent=sent)
    def time_passes(self, days: int, is_sent: bool) -> None:
        if self.on(days) < LAST_DAY - 25 * ONE:
            self.register.passes(days)
            self.clock.move_to(noon(self.register.today))
            self.send(is_sent)

    @rule()
    def a_file_comes_in_which_a_line_cannot_be_read(self) -> None:
        self.send(is_whole=False)

    # --- the file, and what is held against it

    def send(self, is_sent: bool = True, is_whole: bool = True) -> None:
        if not is_sent:
            return
        request = ImportRequest(self.file(is_whole))
        before = self.managed()
        found = importer.preview(request)
        assert bool(found.refusal) == self.is_asked(found), found.refusal
        if found.refusal:
            assert found.can_be_approved
            request = ImportRequest(request.file, approval="Письмо 5")
        report = importer.apply(request, by=self.world.by)
        assert report.applied
        self.managers.read(self.register, is_sure=is_whole and not self.is_much_missing())
        self.every_day_is_as_modelled()
        self.nobody_goes_in_silence(before, report)
        self.the_same_file_plans_nothing(request)

    def file(self, is_whole: bool) -> Path:
        rows = [row(house, line) for house, line in self.register]
        # its companies keep their licences without a house: a file of no lines would be no register
        rows += [licence(each, 0, "", **dict.fromkeys(HOUSE_CELLS, "")) for each in COMPANIES.values()] * 2
        if not is_whole:
            rows.append(licence(COMPANIES[1], 1, "32.13.2026"))
        path = self.folder / f"Реестр лицензий {day(self.register.today)}.csv"
        return frt_files.written(path, frt_files.text(rows, LICENCE_COLUMNS))

    def is_much_missing(self) -> bool:
        """One house is more than the limit of so small a region."""
        return any(not lines and self.of(house, self.register.today) for house, lines in self.register.lines.items())

    def is_asked(self, found: Any) -> bool:
        return self.is_much_missing()

    def managed(self) -> dict[tuple[int, date], str]:
        """By house and day, as the table of periods has it."""
        found: dict[tuple[int, date], str] = {}
        for house, name, since, until in ManagementPeriod.objects.values_list(
            "house", "organisation__name", "since", "until"
        ):
            for each in self.managers.days:
                if since <= each and (until is None or each < until):
                    assert (self.numbers[house], each) not in found, "two periods on one day"
                    found[self.numbers[house], each] = name
        return found

    def of(self, house: int, on: date) -> str | None:
        acting = ManagementPeriod.objects.acting(on).filter(house__fias_guid=guid(house))
        return acting.values_list("organisation__name", flat=True).first()

    def every_day_is_as_modelled(self) -> None:
        found = self.managed()
        for house in range(1, HOUSES + 1):
            for on in self.managers.days:
                number = self.managers.of(house, on)
                modelled = COMPANIES[number][1] if number else None
                assert found.get((house, on)) == modelled, (house, on)

    def nobody_goes_in_silence(self, before: dict[tuple[int, date], str], report: Any) -> None:
        """Whoever loses a day from today on is told of, with the house; and so is what was left open."""
        after = self.managed()
        told = [line for section in report.sections for line in section.lines]
        told += [issue.message for issue in report.issues]
        lost = {
            house
            for (house, on), name in before.items()
            if on >= self.register.today and after.get((house, on)) != name
        }
        for house in lost | self.managers.asked:
            assert any(line.startswith(f"г. Омск, ул. Мира, д. {house}:") for line in told), (house, told)

    def the_same_file_plans_nothing(self, request: ImportRequest) -> None:
        _source, found = importer.look(request)
        for each in found.difference.timelines:
            assert (each.changed, each.added, each.withdrawn) == ([], [], [])
        assert found.report.chats_marked == 0


HOUSE_CELLS = (
    *("Адрес многоквартирного дома", "Код дома по ФИАС", "Дата включения дома в реестр"),
    *("Дата начала полномочий по управлению домом", "Дата окончания полномочий по управлению домом"),
)


@pytest.mark.walk
def test_whatever_a_register_says_each_house_has_the_manager_that_a_slow_model_names(db: None) -> None:
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=not SOAK,
        print_blob=bool(SOAK),
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(AnyRegister, settings=profile)
