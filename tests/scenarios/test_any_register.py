"""Courts, withdrawals, reorganisations and returns in any order: files of the licence register, one after the other.

Between them two companies stand open at once, older files come again, and ФРТ and ОЖФ tell late who managed.

After every file who manages each house on each day is what a slow, obvious model says (`tests/any_register.py`), the
same file again plans nothing, and nobody is dismissed without a word of the report. The default plays a few stories,
always the same; SOAK_EXAMPLES in the environment asks for so many new ones (`make soak`).
"""

import os
import tempfile
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.models import House, Licence, ManagementPeriod, Organisation
from supervision.registry.report import ImportReport
from tests import frt_files
from tests.any_register import Line, Register
from tests.frt_files import company, guid, street
from tests.register_files import LICENCE_COLUMNS, Row, licence, premises, stock_file
from tests.register_stories import HOUSES, RegisterStories
from tests.world import FIRST_DAY, OMSK, World

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))
STEPS = int(os.environ.get("STEPS", "12"))
NUMBERS = {
    1: ("055000001", "ООО «Первая»", "7830002293", "1036102003618"),
    2: ("055000002", "ООО «Вторая»", "7707083893", "1146181000460"),
    3: ("055000003", "ООО «Третья»", "6102017830", "1037601007531"),
    4: ("055000004", "ООО «Четвёртая»", "6141045453", "5147746267906"),
}
HOUSE_CELLS = (
    *("Адрес многоквартирного дома", "Код дома по ФИАС", "Дата включения дома в реестр"),
    *("Дата начала полномочий по управлению домом", "Дата окончания полномочий по управлению домом"),
)
Managed = dict[tuple[int, date], str]  # by house and day


def day(number: date | None) -> str:
    return f"{number:%d.%m.%Y}" if number else ""


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=OMSK)


def row(house: int, line: Line) -> Row:
    """As the register writes it; of powers without an end every second line says 31.12.9999."""
    forever = "31.12.9999" if line.entry % 2 else ""
    entered = f"{day(FIRST_DAY)} 12:{line.entry // 60:02}:{line.entry % 60:02}"
    return licence(
        NUMBERS[line.company],
        house,
        day(line.since),
        until=day(line.last) or forever,
        excluded=day(line.excluded),
        **{"Дата включения дома в реестр": entered},
    )


class ImportedRegister(RegisterStories):
    def __init__(self) -> None:
        super().__init__()
        self.exits = ExitStack()
        self.exits.enter_context(transaction.atomic())
        self.exits.callback(transaction.set_rollback, True)
        self.folder = Path(self.exits.enter_context(tempfile.TemporaryDirectory()))
        self.clock = self.exits.enter_context(time_machine.travel(noon(FIRST_DAY), tick=False))

    def teardown(self) -> None:
        self.exits.close()

    def begin(self) -> None:
        self.by = World(self.clock).by
        homes = frt_files.houses_file(self.folder, street(HOUSES))
        companies = frt_files.organisations_file(self.folder, [company(501)])
        assert importer.apply(ImportRequest(homes, companies), by=self.by).applied
        self.numbers = {House.objects.get(fias_guid=guid(number)).pk: number for number in range(1, HOUSES + 1)}

    def read(self, is_whole: bool) -> None:
        self.clock.move_to(noon(self.register.today))
        request, before = ImportRequest(self.file(is_whole)), self.managed()
        refusal, is_much_missing = importer.preview(request).refusal, self.is_much_missing(before)
        is_torn = any(map(self.register.is_torn, self.register.lines))
        assert bool(refusal) == (is_much_missing or is_torn), refusal
        request = ImportRequest(request.file, approval="Письмо 5" if refusal else "")
        report = importer.apply(request, by=self.by)
        assert report.applied
        self.managers.read(self.register, is_sure=is_whole and not is_much_missing)
        after = self.managed()
        for (house, on), name in self.modelled().items():
            assert after.get((house, on), "") == name, f"house {house}, {on}\n{self.told(report)}"
        self.nobody_goes_in_silence(before, after, report)
        self.the_same_file_plans_nothing(request)

    def read_older(self, register: Register) -> None:
        self.changes_nothing(ImportRequest(self.file(is_whole=True, register=register), approval="Письмо 6"))

    def read_undated(self, on: date, *, is_stock: bool) -> None:
        managers = {house: self.managers.of(house, on) for house in self.register.lines}
        if is_stock:
            lines = [premises(house, "", NUMBERS[number] if number else None) for house, number in managers.items()]
            request = ImportRequest(stock_file(self.folder, lines, day=f"{self.register.today:%d-%m-%Y}"))
        else:
            homes = [frt_files.house(house, 600 + number if number else "") for house, number in managers.items()]
            companies = [company(600 + number, *numbers[1:]) for number, numbers in NUMBERS.items()]
            today = f"{self.register.today:%Y%m%d}"
            request = ImportRequest(
                frt_files.houses_file(self.folder, homes, day=today),
                frt_files.organisations_file(self.folder, companies, day=today),
            )
        self.changes_nothing(request)

    def changes_nothing(self, request: ImportRequest) -> None:
        """In who manages which house, from when to when, and who is in force."""
        self.clock.move_to(noon(self.register.today))
        before = self.everything()
        report = importer.apply(request, by=self.by)
        assert report.applied
        assert self.everything() == before, self.told(report)

    @staticmethod
    def everything() -> list[object]:
        periods = ManagementPeriod.objects.order_by("pk").values_list()
        companies = Organisation.objects.order_by("pk").values_list("pk", "name", "inn", "ogrn")
        return [*periods, *companies, *Licence.objects.order_by("pk").values_list("pk", "status", "number")]

    def file(self, is_whole: bool, register: Register | None = None) -> Path:
        register = register or self.register
        rows = [row(house, line) for house, line in register]
        # companies keep their licences without a house; a fifth of bad lines would make the file useless
        rows += [licence(each, 0, "", **dict.fromkeys(HOUSE_CELLS, "")) for each in NUMBERS.values()]
        rows += [] if is_whole else [licence(NUMBERS[1], 1, "32.13.2026")]
        path = self.folder / f"Реестр лицензий {day(register.today)}.csv"
        return frt_files.written(path, frt_files.text(rows, LICENCE_COLUMNS))

    def is_much_missing(self, managed: Managed) -> bool:
        """One house is more than the limit of so small a region."""
        return any(
            not lines and (house, self.register.today) in managed for house, lines in self.register.lines.items()
        )

    def managed(self) -> Managed:
        """As the table of periods has it."""
        found: Managed = {}
        periods = ManagementPeriod.objects.values_list("house", "organisation__name", "since", "until")
        for house, name, since, until in periods:
            for on in self.managers.days:
                if since <= on and (until is None or on < until):
                    assert (self.numbers[house], on) not in found, "two periods on one day"
                    found[self.numbers[house], on] = name
        return found

    def modelled(self) -> Managed:
        days = ((house, on) for house in range(1, HOUSES + 1) for on in self.managers.days)
        found = {key: self.managers.of(*key) for key in days}
        return {key: NUMBERS[number][1] if number else "" for key, number in found.items()}

    def nobody_goes_in_silence(self, before: Managed, after: Managed, report: ImportReport) -> None:
        """Whoever loses a day from today on is told of, with the house; and so is what was left open."""
        lost = {
            house
            for (house, on), name in before.items()
            if on >= self.register.today and after.get((house, on)) != name
        }
        for house in lost | self.managers.asked:
            assert f"г. Омск, ул. Мира, д. {house}:" in self.told(report)

    @staticmethod
    def told(report: ImportReport) -> str:
        lines = [line for section in report.sections for line in section.lines]
        return "\n".join([*lines, *(issue.message for issue in report.issues)])

    @staticmethod
    def the_same_file_plans_nothing(request: ImportRequest) -> None:
        _source, found = importer.look(request)
        for each in found.difference.timelines:
            assert (each.changed, each.added, each.withdrawn) == ([], [], [])
        assert found.report.chats_marked == 0


def play(stories: int, *, is_new: bool) -> None:
    profile = settings(
        max_examples=stories,
        stateful_step_count=STEPS,
        derandomize=not is_new,
        print_blob=is_new,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ImportedRegister, settings=profile)


def test_whatever_a_register_says_each_house_has_the_manager_that_a_slow_model_names(db: None) -> None:
    play(SOAK or 4, is_new=bool(SOAK))


@pytest.mark.night
def test_the_same_in_new_stories(db: None) -> None:
    play(SOAK or 150, is_new=True)
