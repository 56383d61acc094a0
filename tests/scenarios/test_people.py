"""Inspectors and representatives come, go and are absent."""

from datetime import date

import pytest

from supervision.actions import absences, chats, inspectors, representatives
from supervision.enums import UnknownAdmins
from supervision.errors import Refused
from supervision.models import House
from tests.world import World


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    return house


def test_an_inspector_who_owns_chats_cannot_be_dismissed_until_they_are_reassigned(world: World, house: House) -> None:
    first = world.region.inspectors.get()
    second = world.inspector("Инспектор 2", zone=False)
    with pytest.raises(Refused) as refusal:
        inspectors.dismiss(inspector=first, on=world.today, by=world.by, reason="Увольнение")
    assert refusal.value.blockers == ("г. Омск, ул. Мира, д. 1",)

    inspectors.assign_houses(houses=[house], inspector=second, by=world.by)
    world.push()
    inspectors.dismiss(inspector=first, on=world.today, by=world.by, reason="Увольнение")

    assert world.owner(house) == "Инспектор 2"
    world.assert_second_pass_plans_nothing()


def test_while_an_inspector_is_absent_the_substitute_owns_the_chats(world: World, house: House) -> None:
    inspector = world.region.inspectors.get()
    substitute = world.inspector("Заместитель", zone=False)
    december, january = date(2026, 12, 1), date(2027, 1, 11)
    absences.substitute(inspector=inspector, substitute=substitute, since=december, until=january, by=world.by)

    for day, owner in [
        (date(2026, 11, 30), "Инспектор 1"),
        (december, "Заместитель"),
        (date(2027, 1, 10), "Заместитель"),
        (january, "Инспектор 1"),
    ]:
        world.go_to(day, hour=0)
        world.push()
        assert (day, world.owner(house)) == (day, owner)
    world.assert_second_pass_plans_nothing()


def test_an_inspector_of_the_company_owns_before_the_inspector_of_the_zone(world: World, house: House) -> None:
    company = house.periods.get().organisation
    curator = world.inspector("Куратор компании", zone=False)
    assert inspectors.assign_organisation(organisation=company, inspector=curator, by=world.by) == 1
    world.push()
    assert world.owner(house) == "Куратор компании"
    world.assert_second_pass_plans_nothing()


def test_a_new_representative_becomes_administrator_after_joining_by_the_link(world: World, house: House) -> None:
    person = world.representative(house.periods.get().organisation, "Представитель")
    assert world.push().verdicts == {"waiting": 1}
    assert world.chat(house).link in world.chat(house).request.reason

    world.join(house, person)
    world.wait(seconds=11)
    world.push()
    assert world.administrators(house) == {"Представитель"}
    world.assert_second_pass_plans_nothing()


def test_a_removed_representative_loses_the_rights_on_the_day(world: World, house: House) -> None:
    person = world.representative(house.periods.get().organisation, "Представитель", joined=house)
    world.push()
    representatives.remove(person=person, on=date(2026, 12, 1), by=world.by)

    world.go_to(date(2026, 11, 30))
    world.push()
    assert world.administrators(house) == {"Представитель"}
    world.go_to(date(2026, 12, 1), hour=0)
    world.push()
    assert world.administrators(house) == set()
    world.assert_second_pass_plans_nothing()


def test_an_administrator_whom_nobody_appointed_is_left_alone(world: World, house: House) -> None:
    chat_id = world.chat(house).messenger_id
    world.emulator.people.name(777, "Сосед")
    world.emulator.people.appoint(chat_id, 777)
    world.assert_second_pass_plans_nothing()
    assert world.administrators(house) == {"Сосед"}


def test_where_the_region_wants_it_unknown_administrators_lose_their_rights(world: World, house: House) -> None:
    world.region.unknown_admins = UnknownAdmins.REVOKE
    world.region.save()
    world.emulator.people.appoint(world.chat(house).messenger_id, 777)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    assert world.administrators(house) == set()
    world.assert_second_pass_plans_nothing()
