"""The company of a house changes."""

from datetime import date

import pytest

from supervision.actions import chats, management_periods
from supervision.enums import CallOutcome, OrganisationKind
from supervision.errors import Refused
from supervision.models import House
from tests.hooked_transport import HookedTransport
from tests.world import World

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def house(world: World) -> House:
    """Managed by the old company, whose representative is administrator."""
    world.inspector("Инспектор 1")
    old = world.company("ООО «Старая»")
    house = world.house("г. Омск, ул. Мира, д. 1", old)
    world.push()
    world.representative(old, "Представитель старой", joined=house)
    world.push()
    return house


def test_a_house_gets_its_chat_with_inspector_as_owner_and_company_as_administrator(world: World, house: House) -> None:
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1"
    assert world.owner(house) == "Инспектор 1"
    assert world.administrators(house) == {"Представитель старой"}
    world.assert_second_pass_plans_nothing()


def test_company_changes_on_the_first_of_the_month(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    world.representative(new, "Представитель новой", joined=house)
    management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)

    world.go_to(date(2026, 11, 30), hour=23)
    world.push()
    assert world.administrators(house) == {"Представитель старой"}

    world.go_to(DECEMBER, hour=0)
    world.push()
    assert world.administrators(house) == {"Представитель новой"}
    assert world.owner(house) == "Инспектор 1"
    assert len(world.messages(house)) == 1
    assert "ООО «Новая»" in world.messages(house)[0]
    assert "01.12.2026" in world.messages(house)[0]
    world.assert_second_pass_plans_nothing()


def test_the_announcement_is_pinned_once_and_not_again_when_somebody_pins_another(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    world.push()
    announcement = world.seen(house)["pinned"]
    assert announcement is not None

    world.emulator.state.chats[world.chat(house).messenger_id].pinned = None
    world.assert_second_pass_plans_nothing()
    assert world.seen(house)["pinned"] is None


def test_company_changes_today(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    world.representative(new, "Представитель новой", joined=house)
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    world.push()

    assert world.administrators(house) == {"Представитель новой"}
    assert "Управление домом: ООО «Новая»." in world.emulator.state.chats[world.chat(house).messenger_id].description
    world.assert_second_pass_plans_nothing()


def test_old_company_keeps_its_rights_until_somebody_of_the_new_one_has_joined(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    person = world.representative(new, "Представитель новой")
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    assert world.push().verdicts == {"waiting": 1}
    assert world.administrators(house) == {"Представитель старой"}

    world.join(house, person)
    world.wait(seconds=11)
    world.push()
    assert world.administrators(house) == {"Представитель новой"}
    world.assert_second_pass_plans_nothing()


def test_whoever_is_seen_to_be_missing_is_not_appointed_again_in_the_same_pass(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    world.representative(new, "Представитель новой")
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    world.push()
    assert len(world.messages(house)) == 1  # told in a second round, after the appointment had been refused
    assert world.chat(house).calls.filter(step="GrantAdmin", outcome=CallOutcome.REFUSED).count() == 1


def test_somebody_who_joins_just_after_the_refusal_does_not_send_the_chat_to_a_person(
    world: World, house: House
) -> None:
    new = world.company("ООО «Новая»")
    person = world.representative(new, "Представитель новой")
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    joins = HookedTransport(
        world.emulator, method="POST", path="/members/admins", after=lambda: world.join(house, person)
    )
    world.connect(joins)
    assert world.push().verdicts == {"settled": 1}
    assert world.administrators(house) == {"Представитель новой"}


def test_after_the_days_of_handing_over_the_old_company_loses_its_rights_anyway(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    world.representative(new, "Представитель новой")
    management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    world.push()

    world.go_to(date(2026, 11, 26), hour=23)
    world.push()
    assert world.administrators(house) == {"Представитель старой"}
    world.go_to(date(2026, 11, 27), hour=0)
    world.push()
    assert world.administrators(house) == set()
    assert "has not joined" in world.chat(house).request.reason or "не вступил" in world.chat(house).request.reason


def test_an_association_becomes_a_managing_company(world: World) -> None:
    world.inspector("Инспектор 1")
    association = world.company("ТСЖ «Дом»", kind=OrganisationKind.ASSOCIATION)
    house = world.house("г. Омск, ул. Мира, д. 2", association)
    world.push()
    world.representative(association, "Председатель ТСЖ", joined=house)
    world.push()
    company = world.company("ООО «УК»")
    world.representative(company, "Представитель УК", joined=house)

    management_periods.replace(houses=[house], organisation=company, since=world.today, by=world.by)
    world.push()

    assert world.administrators(house) == {"Представитель УК"}
    world.assert_second_pass_plans_nothing()


def test_excluded_from_the_licence_register_the_company_stays_until_a_successor_starts(
    world: World, house: House
) -> None:
    management_periods.exclude(periods=list(house.periods.all()), on=world.today, by=world.by, reason="Решение суда")
    world.push()
    assert world.administrators(house) == {"Представитель старой"}
    world.assert_second_pass_plans_nothing()

    successor = world.company("ООО «Временная»")
    world.representative(successor, "Представитель временной", joined=house)
    management_periods.replace(houses=[house], organisation=successor, since=DECEMBER, by=world.by)
    world.go_to(DECEMBER)
    world.push()
    assert world.administrators(house) == {"Представитель временной"}
    world.assert_second_pass_plans_nothing()


def test_without_any_company_the_owner_answers_alone(world: World, house: House) -> None:
    period = house.periods.get()
    management_periods.end(period=period, until=DECEMBER, by=world.by, reason="Договор расторгнут")
    world.go_to(DECEMBER)
    world.push()

    assert world.administrators(house) == set()
    assert world.owner(house) == "Инспектор 1"
    assert world.messages(house) == []
    world.assert_second_pass_plans_nothing()


def test_the_owners_may_manage_their_house_themselves(world: World, house: House) -> None:
    management_periods.replace(houses=[house], organisation=None, since=world.today, by=world.by)
    world.push()
    assert world.administrators(house) == set()
    assert len(world.messages(house)) == 1
    world.assert_second_pass_plans_nothing()


def test_a_change_taken_back_before_its_day_never_happens(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)
    planned = house.periods.get(organisation=new)
    management_periods.cancel_planned(period=planned, by=world.by, reason="Ошибка в протоколе")

    world.go_to(DECEMBER)
    world.push()
    assert world.administrators(house) == {"Представитель старой"}
    world.assert_second_pass_plans_nothing()


def test_a_house_cannot_pass_to_the_company_that_manages_it(world: World, house: House) -> None:
    old = house.periods.get().organisation
    with pytest.raises(Refused) as refusal:
        management_periods.replace(houses=[house], organisation=old, since=world.today, by=world.by)
    assert "на эту дату домом уже управляет эта организация" in refusal.value.blockers[0]


def test_a_chat_that_needs_a_person_does_not_miss_the_change_of_the_next_day(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    world.representative(new, "Представитель новой", joined=house)
    world.go_to(date(2026, 11, 30))
    management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)
    world.emulator.faults.add("refuse", operation="edit_chat", times=2)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    chats.look_now(world.chat(house), by=world.by)
    assert world.push().verdicts == {"parked": 1}

    world.go_to(DECEMBER, hour=0)
    world.push()
    assert world.administrators(house) == {"Представитель новой"}
    world.assert_second_pass_plans_nothing()


def test_a_company_corrected_on_its_first_day_is_announced_again(world: World, house: House) -> None:
    for name in ("ООО «Ошибочная»", "ООО «Верная»"):
        company = world.company(name)
        management_periods.replace(houses=[house], organisation=company, since=world.today, by=world.by)
        world.push()
    wrong, right = world.messages(house)
    assert "ООО «Ошибочная»" in wrong
    assert "ООО «Верная»" in right
    assert house.periods.count() == 2
    world.assert_second_pass_plans_nothing()


def test_people_of_a_company_corrected_on_its_first_day_lose_their_rights(world: World, house: House) -> None:
    for name in ("Ошибочная", "Верная"):
        company = world.company(f"ООО «{name}»")
        world.representative(company, f"Представитель {name}", joined=house)
        management_periods.replace(houses=[house], organisation=company, since=world.today, by=world.by)
        world.push()

    assert world.administrators(house) == {"Представитель Верная"}
    world.assert_second_pass_plans_nothing()
