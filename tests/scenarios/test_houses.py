"""Houses leave the register, come back, and share addresses."""

import pytest

from supervision.actions import chats, demolition
from supervision.errors import Refused
from supervision.models import SyncRequest
from tests.world import World


def test_a_demolished_house_keeps_its_chat_and_owner_but_the_company_loses_its_rights(world: World) -> None:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    world.representative(company, "Представитель", joined=house)
    world.push()

    demolition.demolish(house=house, by=world.by, reason="Акт о сносе 7")
    world.push()

    assert world.owner(house) == "Инспектор 1"
    assert world.administrators(house) == set()
    world.assert_second_pass_plans_nothing()

    demolition.restore(house=house, by=world.by, reason="Акт отменён")
    world.push()
    assert world.administrators(house) == {"Представитель"}
    world.assert_second_pass_plans_nothing()


def test_a_house_demolished_before_its_chat_was_made_gets_none(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1")
    demolition.demolish(house=house, by=world.by, reason="Акт о сносе 7")
    world.push()
    assert world.emulator.world() == []
    world.assert_second_pass_plans_nothing()


def test_a_house_cannot_be_demolished_twice(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    demolition.demolish(house=house, by=world.by, reason="Акт о сносе 7")
    with pytest.raises(Refused):
        demolition.demolish(house=house, by=world.by, reason="Акт о сносе 7")


def test_without_any_inspector_the_chat_is_left_to_a_person_until_there_is_one(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    assert world.push().verdicts == {"parked": 1}
    assert world.emulator.world() == []

    world.inspector("Инспектор 1")
    world.mark(house)
    world.push()
    assert world.owner(house) == "Инспектор 1"
    world.assert_second_pass_plans_nothing()


def test_of_two_houses_with_one_address_the_second_waits_for_words_that_tell_it_apart(world: World) -> None:
    world.inspector("Инспектор 1")
    first = world.house("г. Омск, ул. Мира, д. 1")
    second = world.house("г. Омск, ул. Мира, д. 1")
    world.push()
    assert world.seen(first)["title"] == "г. Омск, ул. Мира, д. 1"
    assert world.chat(second).messenger_id is None
    assert "тот же адрес" in SyncRequest.objects.get(chat__house=second).reason
    chats.tell_apart(world.chat(second), words="литера Б", by=world.by)
    world.push()
    assert world.seen(second)["title"] == "г. Омск, ул. Мира, д. 1 (литера Б)"
    world.assert_second_pass_plans_nothing()


def test_a_house_out_of_scope_gets_no_chat(world: World) -> None:
    world.inspector("Инспектор 1")
    world.region.min_flats = 16
    world.region.save()
    small = world.house("г. Омск, ул. Мира, д. 1", flats=15)
    unknown = world.house("г. Омск, ул. Мира, д. 2")
    large = world.house("г. Омск, ул. Мира, д. 3", flats=16)
    world.push()
    assert [chat["external_id"] for chat in world.emulator.world()] == [str(large.fias_guid)]
    assert not hasattr(small, "chat")
    assert not hasattr(unknown, "chat")
