"""The list of messages in which an announcement is looked for holds an entry that cannot be read: it may be that one.

The answer to the announcement was lost. It is told once all the same, and a person is asked where nobody can see it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from supervision.models import House, SyncRequest
from tests.needs import under_another_company
from tests.odd_answers import OddTransport
from tests.world import World, account_of

Entry = dict[str, Any]
Garble = Callable[[Entry], Any]
RESIDENT = 880_001


def in_body(**values: Any) -> Garble:
    return lambda entry: {**entry, "body": {**entry["body"], **values}}


def without(name: str) -> Garble:
    return lambda entry: {key: value for key, value in entry.items() if key != name}


GARBLED: dict[str, Garble] = {
    "no time": without("timestamp"),
    **{
        f"its time is {at!r}": lambda entry, at=at: {**entry, "timestamp": at} for at in (None, "x", 1.5, True, 1 << 62)
    },
    **{f"its id is {mid!r}": in_body(mid=mid) for mid in (None, 5, "", "m" * 101, "mid\0")},
    "no id": lambda entry: {**entry, "body": {"text": entry["body"]["text"]}},
    **{f"its text is {text!r}": in_body(text=text) for text in (5, ["x"], None)},
    **{
        f"its body is {body!r}": lambda entry, body=body: {**entry, "body": body}
        for body in ({}, [], "", "x", 5, False)
    },
    **{f"its sender is {who!r}": lambda entry, who=who: {**entry, "sender": who} for who in ("x", 5, {"user_id": "x"})},
    "its chat has no number": lambda entry: {**entry, "recipient": {"chat_id": "x"}},
    **{f"it is {entry!r}": lambda _entry, entry=entry: entry for entry in (None, 5, "x", [])},
}


@pytest.fixture
def house(world: World, odd: OddTransport) -> House:
    return under_another_company(world)


def tell_without_answer(world: World, house: House) -> str:
    world.emulator.faults.add("lose_answer", operation="send_message")
    assert world.push().verdicts == {"retried": 1}
    (told,) = world.messages(house)
    world.wait(seconds=20)
    return told


def garble_last_posted(garble: Garble) -> Callable[[Any], Any]:
    """It stands first on the first page."""
    posted: set[str] = set()

    def change(data: Any) -> Any:
        newest, *others = data["messages"]
        posted.add(newest["body"]["mid"])
        return {"messages": [garble(newest) if len(posted) == 1 else newest, *others]}

    return change


@pytest.mark.parametrize("garble", GARBLED.values(), ids=GARBLED)
def test_an_announcement_that_cannot_be_read_is_not_told_again(
    world: World, odd: OddTransport, house: House, garble: Garble
) -> None:
    told = tell_without_answer(world, house)
    odd.change("messages", garble_last_posted(garble))
    assert world.push().verdicts == {"parked": 1}
    assert "закрепите" in SyncRequest.objects.get(chat=world.chat(house)).reason
    assert world.messages(house) == [told]

    odd.be_well()
    world.mark(house)
    assert world.push().verdicts == {"settled": 1}
    assert world.messages(house) == [told]


def test_what_is_pinned_decides_where_the_list_is_not_whole(world: World, odd: OddTransport, house: House) -> None:
    told = tell_without_answer(world, house)
    odd.change("messages", garble_last_posted(without("timestamp")))
    chat_id = account_of(world.chat(house))
    world.emulator.people.pin(chat_id, world.emulator.state.chats[chat_id].messages[0].mid)
    assert world.push().verdicts == {"settled": 1}
    assert world.messages(house) == [told]


@pytest.mark.parametrize("said", [0, 1, 150])
def test_an_odd_entry_on_an_earlier_page_is_remembered_to_the_end(
    world: World, odd: OddTransport, house: House, said: int
) -> None:
    """The announcement never left, and nobody knows what the entry was that cannot be read."""
    world.emulator.faults.add("cut", operation="send_message")
    assert world.push().verdicts == {"retried": 1}
    chat_id = account_of(world.chat(house))
    world.emulator.people.join(chat_id, RESIDENT)
    for number in range(said + 1):
        world.wait(seconds=1)
        world.emulator.people.post(chat_id, RESIDENT, f"сообщение {number}")
    world.wait(seconds=20)
    odd.change("messages", garble_last_posted(without("timestamp")))
    assert world.push().verdicts == {"parked": 1}
    assert len(world.messages(house)) == said + 1


@pytest.mark.parametrize("body", [{"body": None}, {}], ids=["null", "none"])
def test_a_forwarded_message_without_a_body_hides_nothing(
    world: World, odd: OddTransport, house: House, body: Entry
) -> None:
    world.emulator.faults.add("cut", operation="send_message")
    assert world.push().verdicts == {"retried": 1}
    world.wait(seconds=20)
    forward = {"sender": {"user_id": RESIDENT}, "timestamp": 1, "link": {"type": "forward"}, **body}
    odd.change("messages", lambda data: {"messages": [forward, *data["messages"]]})
    assert world.push().verdicts == {"settled": 1}
    assert len(world.messages(house)) == 1
