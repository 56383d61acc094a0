"""Residents are told of a change exactly once, by the portal, whatever they said meanwhile and whatever is answered.

The answer to the announcement is lost each time, so the portal looks for it among the messages of the chat.
"""

from typing import Any

import pytest

from supervision.models import House, SyncRequest
from supervision.planning.steps import Announce
from supervision.previews import outlooks
from tests.needs import under_another_company
from tests.odd_answers import OddTransport
from tests.world import World, account_of

RESIDENT = 880_001
ALIEN = {"recipient": {"chat_id": -424242, "chat_type": "chat"}}


@pytest.fixture
def house(world: World, odd: OddTransport) -> House:
    return under_another_company(world)


def residents_say(world: World, house: House, texts: list[str]) -> None:
    chat_id = account_of(world.chat(house))
    world.emulator.people.join(chat_id, RESIDENT)
    for text in texts:
        world.wait(seconds=1)
        world.emulator.people.post(chat_id, RESIDENT, text)


def lose_the_answer(world: World, house: House) -> str:
    """Gives what was told."""
    world.emulator.faults.add("lose_answer", operation="send_message")
    assert world.push().verdicts == {"retried": 1}
    (told,) = world.messages(house)
    return told


def settle(world: World) -> None:
    world.wait(seconds=20)
    assert world.push().verdicts == {"settled": 1}


@pytest.mark.parametrize("since", [0, 1, 98, 99, 100, 101, 250])
def test_however_much_residents_have_said_since(world: World, house: House, since: int) -> None:
    told = lose_the_answer(world, house)
    residents_say(world, house, [f"сообщение {number}" for number in range(since)])
    settle(world)
    assert world.messages(house).count(told) == 1
    world.assert_second_pass_plans_nothing()


def test_what_a_resident_pasted_is_not_taken_for_the_announcement(
    world: World, odd: OddTransport, house: House
) -> None:
    """The announcement never left: the connection was cut."""
    ((_chat, outlook),) = outlooks.out_of_step(world.account())
    (text,) = [step.text for step in outlook.plan.steps if isinstance(step, Announce)]
    world.emulator.faults.add("cut", operation="send_message")
    world.push()
    residents_say(world, house, [text])
    settle(world)
    assert world.messages(house) == [text, text]
    pinned = world.messenger.pinned(account_of(world.chat(house)))
    assert pinned and pinned.sender_id == world.account().bot_id


def in_another_chat(data: dict[str, Any]) -> dict[str, Any]:
    return {"messages": [message | ALIEN for message in data["messages"]]}


def test_a_message_of_another_chat_is_not_taken_for_the_announcement(
    world: World, odd: OddTransport, house: House
) -> None:
    world.emulator.faults.add("cut", operation="send_message")
    world.push()
    odd.change("messages", in_another_chat)
    settle(world)
    assert len(world.messages(house)) == 1


def test_an_answer_about_another_chat_is_no_answer(world: World, odd: OddTransport, house: House) -> None:
    odd.change("send_message", lambda data: {"message": data["message"] | ALIEN})
    assert world.push().verdicts == {"retried": 1}
    odd.be_well()
    settle(world)
    assert len(world.messages(house)) == 1


def unreadable(data: dict[str, Any]) -> dict[str, Any]:
    return {"messages": [{"body": None}] * 100}


def test_where_nobody_can_see_it_a_person_looks_and_nobody_is_told_twice(
    world: World, odd: OddTransport, house: House
) -> None:
    told = lose_the_answer(world, house)
    odd.change("messages", unreadable)
    world.wait(seconds=20)
    assert world.push().verdicts == {"parked": 1}
    assert "закрепите" in SyncRequest.objects.get(chat=world.chat(house)).reason
    assert world.messages(house) == [told]

    chat_id = account_of(world.chat(house))
    world.emulator.people.pin(chat_id, world.emulator.state.chats[chat_id].messages[0].mid)
    world.mark(house)
    assert world.push().verdicts == {"settled": 1}
    assert world.messages(house) == [told]


def test_an_announcement_that_somebody_deleted_before_it_was_pinned_is_left_at_that(
    world: World, odd: OddTransport
) -> None:
    house = under_another_company(world)
    number = world.chat(house).messenger_id
    odd.after["send_message"] = world.emulator.state.chats[number].messages.clear
    assert world.push().verdicts == {"settled": 1}
    assert world.messages(house) == []
    assert world.chat(house).announcement_pinned
    world.assert_second_pass_plans_nothing()
