"""A company that is reorganised is proposed as a succession; its people go over when a person says so, never before."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from supervision.actions import succession
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Event, House, Organisation, Region, Representative
from tests.browsing import signed_in
from tests.frt_files import AUGUST, company, guid, house, houses_file, organisations_file, street
from tests.import_command import run
from tests.licence_registers import load, load_frt
from tests.register_files import NEW, OLD, licence
from tests.world import World

WHY = "Запись ЕГРЮЛ о реорганизации"
ALIKE = ("055000009", "АО «Старая»", NEW[2], NEW[3])


@pytest.fixture(autouse=True)
def city(world: World, tmp_path: Path) -> World:
    """Six houses of ФРТ; of the licence register four of ООО «Старая», with two people of it."""
    load_frt(tmp_path, street(6))
    load(tmp_path, *(licence(OLD, number, "01.06.2019") for number in (1, 2, 3, 4)))
    Region.objects.update(change_limit_percent=100)  # of six houses every change is most of the region
    old = organisation(OLD)
    world.representative(old, "Петров")
    Representative.objects.create(organisation=old, full_name="Сидорова", since=world.today)
    return world


def organisation(of: tuple[str, str, str, str]) -> Organisation:
    return Organisation.objects.select_related("region").get(inn=of[2])


def proposed(report: dict[str, Any]) -> list[str]:
    return [issue["message"] for issue in report["issues"] if issue["code"] == "likely_succession"]


def passing(of: tuple[str, str, str, str], *numbers: int) -> list[dict[str, object]]:
    ended = [licence(OLD, number, "01.06.2019", until="31.10.2026") for number in numbers]
    kept = [licence(OLD, number, "01.06.2019") for number in (1, 2, 3, 4) if number not in numbers]
    return [*ended, *kept, *(licence(of, number, "01.11.2026") for number in numbers)]


@pytest.mark.parametrize(
    ("of", "numbers", "is_proposed"),
    [(NEW, (1, 2, 3, 4), True), (NEW, (1, 2, 3), False), (ALIKE, (1, 2, 3, 4), True), (ALIKE, (1,), False)],
    ids=["all houses", "not all", "all, named alike", "one of four, named alike"],
)
def test_all_houses_at_once_to_a_new_company_are_proposed(
    tmp_path: Path, of: tuple[str, str, str, str], numbers: tuple[int, ...], is_proposed: bool
) -> None:
    report = load(tmp_path, *passing(of, *numbers))
    assert bool(proposed(report)) is is_proposed
    assert Representative.objects.filter(organisation=organisation(of)).count() == 0, "nothing by itself"


def test_a_company_that_managed_houses_before_is_no_successor(tmp_path: Path) -> None:
    load(tmp_path, *passing(NEW), licence(NEW, 5, "01.06.2019"))
    rows = [*passing(NEW, 1, 2, 3, 4), licence(NEW, 5, "01.06.2019")]
    assert proposed(load(tmp_path, *rows)) == []


def test_few_houses_need_an_equal_name(world: World, tmp_path: Path) -> None:
    load_frt(tmp_path, [house(5, 503), *(row for row in street(6) if row["house_number"] != 5)])
    for name, count in (("ООО «Иная»", 0), ("ТСН «Дом»", 1)):
        companies = [company(501, OLD[1], OLD[2], OLD[3]), company(503, "ТСЖ «Дом»"), company(700 + count, name)]
        rows = [*street(4), house(5, 700 + count), house(6)]
        files = houses_file(tmp_path, rows, day=AUGUST), organisations_file(tmp_path, companies, day=AUGUST)
        report = run(files[0], str(files[1]))
        assert len(proposed(report)) == count, name


def test_people_are_carried_over_once_and_stay_with_the_former(world: World, tmp_path: Path) -> None:
    load(tmp_path, *passing(NEW, 1, 2, 3, 4))
    old, new = organisation(OLD), organisation(NEW)
    assert [(each.organisation, each.houses) for each in succession.predecessors_of(new)] == [(old, 4)]
    assert succession.carry_over(predecessor=old, successor=new, by=world.by, reason=WHY) == 2
    told = {(person.full_name, person.messenger_id is None) for person in new.representatives.all()}
    assert told == {("Петров", False), ("Сидорова", True)}
    assert old.representatives.filter(until=None).count() == 2
    with pytest.raises(Refused):
        succession.carry_over(predecessor=old, successor=new, by=world.by, reason=WHY)
    assert Event.objects.get(name="organisation.succeeded").details == {"organisation": new.pk, "predecessor": old.pk}


def test_nobody_is_carried_where_no_house_passed(world: World) -> None:
    other = world.company("ООО «Посторонняя»")
    with pytest.raises(Refused):
        succession.carry_over(predecessor=organisation(OLD), successor=other, by=world.by, reason=WHY)
    assert not other.representatives.exists()


def test_the_carried_become_administrators(world: World, tmp_path: Path) -> None:
    world.inspector("Иванова")
    world.mark(*House.objects.all())
    world.push()
    first = House.objects.get(fias_guid=guid(1))
    world.join(first, Representative.objects.get(full_name="Петров"))
    load(tmp_path, *passing(NEW, 1, 2, 3, 4))
    succession.carry_over(predecessor=organisation(OLD), successor=organisation(NEW), by=world.by, reason=WHY)
    world.push()
    assert "Петров" in world.administrators(first)


def test_the_page_shows_who_and_carries_them_over(world: World, tmp_path: Path) -> None:
    load(tmp_path, *passing(NEW, 1, 2, 3, 4))
    old, new = organisation(OLD), organisation(NEW)
    client = signed_in(world, "Борис", Role.HEAD)
    one = reverse("admin:supervision_organisation_change", args=[new.pk])
    url = reverse("admin:supervision_organisation_succession", args=[new.pk])
    assert url in client.get(one).content.decode()
    assert url not in client.get(reverse("admin:supervision_organisation_change", args=[old.pk])).content.decode()
    asked = {"predecessor": str(old.pk), "reason": WHY}
    shown = client.post(url, asked)
    assert "Сидорова" in shown.content.decode() and not new.representatives.exists()
    done = client.post(url, {**asked, "confirm": "1", "seen": shown.context["shown"].digest}, follow=True)
    assert done.redirect_chain == [(one, 302)] and new.representatives.count() == 2
