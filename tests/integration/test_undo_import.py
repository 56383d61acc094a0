"""An import is taken back as a whole: every kind of row is as it was, and what was touched since stays and is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.actions import companies, house_corrections, management_periods, representatives
from supervision.errors import Refused
from supervision.imports import importer
from supervision.imports.requests import ImportRequest
from supervision.imports.undoing import story
from supervision.models import Chat, Event, House, Licence, Organisation, Representative
from supervision.previews import outlooks
from tests.frt_files import company, guid, house, street
from tests.licence_registers import load, periods
from tests.register_files import NEW, OLD, licence, premises, stock_file
from tests.sampled import sampled
from tests.undone_imports import WHY, facts, first_house, frt, run, six_houses, undo
from tests.world import World

Step = Callable[[Path, World], object]


@pytest.fixture(autouse=True)
def city(world: World, tmp_path: Path) -> None:
    six_houses(tmp_path)


# --- each kind of row ---

CHANGES: dict[str, Step] = {
    "a house made": lambda folder, w: frt(folder, *street(8)),
    "a house made with its company": lambda folder, w: frt(folder, *street(6), house(9, 501)),
    "a field changed": lambda folder, w: frt(folder, house(1, living_quarters_count=99), *street(6)[1:]),
    "a house in another town": lambda folder, w: frt(folder, house(1, formalname_city="Тара"), *street(6)[1:]),
    "a house leaves the scope": lambda folder, w: frt(
        folder, house(1, house_type="Жилой дом блокированной застройки"), *street(6)[1:]
    ),
    "a first period opened": lambda folder, w: frt(folder, house(1, 501), *street(6)[1:]),
    "a company replaced": lambda folder, w: frt(folder, *street(2), house(3, 503), *street(6)[3:]),
    "a company made": lambda folder, w: frt(
        folder, house(1, 777), *street(6)[1:],
        companies_too=[company(501, OLD[1], OLD[2], OLD[3]), company(503, "ТСЖ «Дом»"), company(777)],
    ),
    "a company renamed": lambda folder, w: frt(
        folder, companies_too=[company(501, "ООО «Иная»", OLD[2], OLD[3]), company(503, "ТСЖ «Дом»")]
    ),
    "another GUID of a house": lambda folder, w: importer.apply(
        ImportRequest(stock_file(folder, [premises(1, guids=f"{guid(1)};{guid(71)}"), premises(2)]), approval="Да")
    ),
    "a licence": lambda folder, w: load(folder, licence(OLD, 1, "01.06.2019")),
    "a licence ends": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019")),
        load(folder, licence(OLD, 1, "01.06.2019", status="Прекращена")),
    ],
    "a period closed": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019")),
        load(folder, licence(OLD, 1, "01.06.2019", until="31.12.2026")),
    ],
    "a period of a new company": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019")),
        load(folder, licence(OLD, 1, "01.06.2019", until="31.10.2026"), licence(NEW, 1, "01.11.2026")),
    ],
    "an exclusion": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019")),
        load(folder, licence(OLD, 1, "01.06.2019", excluded="15.08.2026")),
    ],
    "a plan withdrawn": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.12.2026"), licence(OLD, 2, "01.06.2019")),
        load(folder, licence(OLD, 1, "01.06.2019"), licence(OLD, 2, "01.06.2019")),
    ],
    "a plan put off": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.12.2026")),
        load(folder, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "15.12.2026")),
    ],
    "a start corrected": lambda folder, w: load(folder, licence(OLD, 3, "01.06.2019")),
    "a house returned by a court": lambda folder, w: [
        load(folder, licence(OLD, 1, "01.06.2019")),
        load(folder, licence(OLD, 1, "01.06.2019", until="31.10.2026"), licence(NEW, 1, "01.11.2026")),
        load(folder, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.11.2026", until="10.11.2026")),
    ],
}  # fmt: skip


def last_step(step: Step, folder: Path, world: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Carries the step out; gives the world as it was before its last import."""
    before: list[Any] = []
    applied = importer.apply
    monkeypatch.setattr(importer, "apply", lambda *args, **options: before.append(facts()) or applied(*args, **options))
    step(folder, world)
    monkeypatch.setattr(importer, "apply", applied)
    return before[-1]


@pytest.mark.parametrize("kind", sampled(CHANGES, 2))
def test_the_whole_world_is_as_before(world: World, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = last_step(CHANGES[kind], tmp_path, world, monkeypatch)
    assert facts() != before
    undoing = undo(world)
    assert not undoing.left
    assert facts() == before


@pytest.mark.parametrize("kind", sampled(CHANGES, 4, 1))
def test_a_second_pass_has_nothing_to_do_in_the_messenger(
    world: World, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chats are pushed before the import, and again after it was taken back; in between nobody was there."""
    world.inspector("Иванова")
    world.mark(*House.objects.all())
    world.push()
    last_step(CHANGES[kind], tmp_path, world, monkeypatch)
    undo(world)
    world.push()
    world.assert_second_pass_plans_nothing()


def test_what_was_pushed_meanwhile_is_pushed_back(world: World, tmp_path: Path) -> None:
    world.inspector("Иванова")
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    world.mark(*House.objects.all())
    world.push()
    first = House.objects.get(fias_guid=guid(1))
    old = representatives.add(
        organisation=Organisation.objects.get(inn=OLD[2]), full_name="Старов", messenger_id=5001, since=world.today,
        by=world.by,
    )  # fmt: skip
    world.join(first, old)
    world.push()
    load(tmp_path, licence(OLD, 1, "01.06.2019", until="31.10.2026"), licence(NEW, 1, "01.11.2026"))
    world.push()
    undo(world)
    world.push()
    assert periods(1) == [(OLD[1], old.since.replace(2019, 6, 1), None)]
    assert not outlooks.standing(world.chat(first)).plan.steps


# --- what stays ---


def test_what_a_person_touched_since_stays_and_is_named_with_who_and_when(world: World, tmp_path: Path) -> None:
    frt(tmp_path, house(1, 501, living_quarters_count=99), house(2, living_quarters_count=98), *street(6)[2:])
    house_corrections.correct(house=first_house(), values={"flats": 61}, by=world.by, reason="Акт")
    event = Event.objects.get(name="house.corrected")
    shown = story.foresee(run(), by=world.by)
    assert [(each.event, first_house().address in each.what) for each in shown.left] == [(event.pk, True)]
    assert "head" in shown.left[0].why and "20.11.2026" in shown.left[0].why
    undo(world)
    flats = dict(House.objects.values_list("fias_guid", "flats"))
    assert [flats[house.fias_guid] for house in House.objects.order_by("pk")[:2]] == [61, 60]
    assert periods(1) == [], "its company was not touched, and is taken back"


def test_the_periods_of_a_house_stay_together(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(OLD, 2, "01.06.2019"))
    management_periods.replace(
        houses=[first_house()], organisation=None, since=world.today, by=world.by, reason="Собрание"
    )
    before = periods(1)
    undoing = undo(world)
    assert len(undoing.left) == 1
    assert (periods(1), periods(2)) == (before, [])
    assert Organisation.objects.filter(inn=OLD[2]).exists()


def test_a_made_house_whose_chat_exists_stays_with_all_that_belongs_to_it(world: World, tmp_path: Path) -> None:
    world.inspector("Иванова")
    frt(tmp_path, *street(6), house(7, 501), house(8))
    Chat.objects.filter(house__fias_guid=guid(8)).update(frozen_reason="x")
    world.push()
    Chat.objects.update(frozen_reason="")
    undoing = undo(world)
    assert [each.trace.value("fias_guid").hex for each in undoing.left] == [guid(7).replace("-", "")]
    assert House.objects.filter(fias_guid=guid(7)).exists() and periods(7)
    assert not House.objects.filter(fias_guid=guid(8)).exists()


def test_a_company_that_got_people_since_stays(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(NEW, 1, "01.11.2026"))
    world.representative(Organisation.objects.get(inn=NEW[2]), "Петров")
    undoing = undo(world)
    assert [each.trace.model for each in undoing.left] == [Organisation]
    assert (periods(1), Licence.objects.count(), Representative.objects.count()) == ([], 0, 1)


def test_a_number_that_another_company_took_since_is_not_taken_from_it(world: World, tmp_path: Path) -> None:
    frt(tmp_path, companies_too=[company(501, OLD[1], OLD[2], NEW[3]), company(503, "ТСЖ «Дом»")])
    changed = Organisation.objects.get(frt_id=501)
    if changed.ogrn != NEW[3]:
        pytest.fail("the file did not change the number")
    facts_of = companies.CompanyFacts("company", "ООО «Третья»", inn="", ogrn=OLD[3])
    companies.add(region=world.region, facts=facts_of, by=world.by)
    with pytest.raises(Refused) as caught:
        undo(world)
    assert "ОГРН" in caught.value.blockers[0]


def test_a_later_import_stands_in_the_way_until_it_is_taken_back_itself(world: World, tmp_path: Path) -> None:
    before = facts()
    frt(tmp_path, house(1, 501), *street(6)[1:])
    first = run()
    between = facts()
    load(tmp_path, licence(NEW, 1, "01.10.2026"))
    stays = story.foresee(first, by=world.by).left
    assert [each.event for each in stays] == [run().event] and "import_registry" in stays[0].why
    undo(world)
    assert facts() == between
    story.undo(first, by=world.by, reason=WHY)
    assert facts() == before


# --- what it means for later files ---


def test_the_same_file_brings_the_same_again(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 2, "01.12.2026"))
    after = (periods(1), periods(2))
    undo(world)
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 2, "01.12.2026"))
    assert (periods(1), periods(2)) == after


def test_an_older_file_is_let_in_again(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), day="01.12.2026")
    undo(world)
    assert load(tmp_path, licence(OLD, 1, "01.06.2019"), day="20.11.2026")["applied"]


def test_what_a_person_corrected_before_stays_a_correction(world: World, tmp_path: Path) -> None:
    house_corrections.correct(house=first_house(), values={"flats": 61}, by=world.by, reason="Акт")
    frt(tmp_path, house(1, living_quarters_count=99), *street(6)[1:])
    assert first_house().flats == 99
    undo(world)
    frt(tmp_path, *street(6))
    assert first_house().flats == 61, "the register says again what it had said when it was corrected"
