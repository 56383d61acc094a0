"""Somebody changes a chat in the messenger, of which no event tells: the slow sweep finds it."""

from supervision.models import House
from supervision.reconcile import dispatch
from tests.world import World


def settled_house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1")
    world.push()
    return house


def test_a_chat_renamed_by_hand_gets_its_title_back_within_a_day_or_so(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")

    world.wait(hours=23)
    dispatch.sweep()
    world.push()
    assert world.seen(house)["title"] == "Наш двор"

    world.wait(hours=2)
    dispatch.sweep()
    world.push()
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1"
    world.assert_second_pass_plans_nothing()


def test_an_owner_changed_by_hand_is_put_right(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.change_owner(world.chat(house).messenger_id, 777)
    world.wait(hours=25)
    dispatch.sweep()
    world.push()
    assert world.owner(house) == "Инспектор 1"
    world.assert_second_pass_plans_nothing()


def test_a_sweep_leaves_waiting_parked_and_frozen_chats_as_they_are(world: World) -> None:
    house = settled_house(world)
    world.freeze(house, "Разбирательство")
    world.wait(hours=25)
    dispatch.sweep()
    assert not hasattr(world.chat(house), "request")


def test_when_the_bot_is_removed_the_chat_is_left_to_a_person_in_words(world: World) -> None:
    house = settled_house(world)
    world.emulator.people.remove_bot(world.chat(house).messenger_id, "emulator-55")
    world.wait(hours=25)
    dispatch.sweep()
    assert world.push().verdicts == {"parked": 1}
    assert "403" in world.chat(house).request.reason or "404" in world.chat(house).request.reason
