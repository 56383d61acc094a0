"""An account without a provisioning channel: people do two steps, the portal says what and sees that it is done."""

import pytest

from supervision.actions import chats
from supervision.enums import RequestState
from supervision.models import House, Inspector, Region, SyncRequest, WorkOrder
from tests.odd_answers import NOT_ABOUT_IT, OddTransport
from tests.world import TOKEN, World


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1")
    world.push()
    world.connect(world.transport, mode="manual")
    return house


def hand_to(world: World, house: House, user_id: int) -> WorkOrder:
    """Somebody becomes owner in the messenger; the portal looks."""
    world.emulator.people.change_owner(world.chat(house).messenger_id, user_id)
    world.wait(minutes=1)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    return WorkOrder.objects.get(kind="hand_over")


def successor(world: World, house: House) -> int:
    person = world.inspector("Инспектор 2", zone=False)
    House.objects.update(inspector=person)
    world.mark(house)
    world.push()
    return person.messenger_id


def test_a_new_chat_is_ordered_with_its_exact_title_and_account(world: World) -> None:
    world.connect(world.transport, mode="manual")
    owner = world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 7")
    assert world.push().verdicts == {"waiting": 1}
    order = WorkOrder.objects.get(chat=world.chat(house))
    assert (order.kind, order.title, order.inspector) == ("create_chat", "г. Омск, ул. Мира, д. 7", owner)
    assert order.account == f"Инспектор 1 (ID {owner.messenger_id})"
    assert order.title in order.instruction and order.account in order.instruction


def test_a_handing_over_is_ordered_from_the_owner_and_closed_by_a_look(world: World, house: House) -> None:
    new = successor(world, house)
    order = WorkOrder.objects.get()
    assert (order.inspector.full_name, order.remark) == ("Инспектор 1", "")
    assert order.link == world.chat(house).link

    order = hand_to(world, house, new)
    assert order.closed_at is not None
    world.assert_second_pass_plans_nothing()


def test_handed_to_the_wrong_person_the_order_stays_open_and_says_so(world: World, house: House) -> None:
    new = successor(world, house)
    world.emulator.people.name(777, "Сосед Пётр")
    order = hand_to(world, house, 777)
    assert order.closed_at is None
    assert "Сосед Пётр (ID 777)" in order.remark and "Инспектор 2" in order.remark
    assert hand_to(world, house, new).closed_at is not None


def test_an_order_not_carried_out_yet_stays_as_it_is(world: World, house: House) -> None:
    successor(world, house)
    world.wait(hours=7)
    world.push()
    order = WorkOrder.objects.get()
    assert (order.closed_at, order.remark) == (None, "")
    assert order.looked_at is not None


def test_a_look_without_the_bot_sees_no_handing_over_done(world: World, house: House) -> None:
    successor(world, house)
    world.emulator.people.remove_bot(world.chat(house).messenger_id, TOKEN)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    open_orders = WorkOrder.objects.filter(closed_at=None)
    assert set(open_orders.values_list("kind", flat=True)) == {"add_bot", "hand_over"}


def test_an_order_of_somebody_dismissed_passes_to_the_new_owner(world: World, house: House) -> None:
    successor(world, house)
    Inspector.objects.filter(full_name="Инспектор 1").update(dismissed_on=world.today)
    chats.look_now(world.chat(house), by=world.by)
    world.push()
    assert WorkOrder.objects.get().inspector.full_name == "Инспектор 2"


def test_an_order_follows_the_owner_of_the_moment_and_says_why(world: World, house: House) -> None:
    new = successor(world, house)
    third = world.inspector("Инспектор 3", zone=False)
    order = hand_to(world, house, third.messenger_id)
    assert order.inspector == third, "who was asked first cannot do it any more"
    assert order.addressed_because == "Инспектор 3 сейчас владеет чатом в мессенджере и может это сделать."

    world.emulator.people.name(777, "Сосед Пётр")
    order = hand_to(world, house, 777)
    assert order.inspector.messenger_id == new, "somebody has to reach the neighbour"
    assert "Сосед Пётр (ID 777)" in order.addressed_because
    assert "Инспектор 2" in order.addressed_because


def test_an_order_to_create_says_that_the_creator_owns(world: World) -> None:
    world.connect(world.transport, mode="manual")
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 7")
    world.push()
    assert "владельцем этого чата должен быть: Инспектор 1" in WorkOrder.objects.get().addressed_because


def test_an_order_is_opened_whatever_else_is_refused(world: World, house: House) -> None:
    company = world.company("ООО «Новая»")
    for stranger in range(48):  # with owner and bot all that the messenger allows
        world.emulator.people.appoint(world.chat(house).messenger_id, 5000 + stranger)
    world.period(house, company, world.today)
    world.representative(company, "Представитель", joined=house)
    successor(world, house)
    assert world.chat(house).request.state == "parked"
    assert WorkOrder.objects.get().kind == "hand_over"


def test_an_order_seen_done_is_closed_whatever_is_refused_afterwards(world: World, house: House) -> None:
    """The new owner holds the chat, and its description cannot be set."""
    new = successor(world, house)
    Region.objects.update(description_template="Дом {address}")
    world.mark(house)
    odd = OddTransport(world.transport)
    world.connect(odd, mode="manual")
    odd.say(NOT_ABOUT_IT["success false"], operation="edit_chat", times=10)
    order = hand_to(world, house, new)
    assert SyncRequest.objects.get().state == RequestState.PARKED
    assert order.closed_at is not None


def test_the_bot_of_the_account_is_named_by_its_id(world: World) -> None:
    world.connect(world.transport, mode="manual")
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 7")
    world.push()
    bot = world.emulator.state.bot_of(TOKEN)
    assert f"(ID {bot})" in WorkOrder.objects.get().instruction
