"""Somebody, or the messenger itself, makes of a chat something else than it was told: said in words, never settled."""

from typing import Any

import pytest

from supervision import worklists
from supervision.enums import RequestState, Trouble
from supervision.models import Chat, House, SyncRequest
from tests.needs import with_a_new_representative, with_another_address
from tests.odd_answers import OddTransport
from tests.world import World

BY_HAND = "Наш двор"


def restless(world: World) -> int:
    return worklists.CHAT_STATES["restless"](Chat.objects.all(), world.today).count()


def request_of(house: House) -> SyncRequest:
    return SyncRequest.objects.get(chat__house=house)


def rename_after_each_change(world: World, odd: OddTransport, house: House) -> None:
    number = world.chat(house).messenger_id
    odd.after["edit_chat"] = lambda: world.emulator.people.rename_chat(number, BY_HAND)


def test_a_chat_that_somebody_renames_back_is_never_settled(world: World, odd: OddTransport) -> None:
    house = with_another_address(world)
    settled_at = world.chat(house).settled_at
    rename_after_each_change(world, odd, house)
    before = world.writes()
    assert world.push().verdicts == {"parked": 1}

    request = request_of(house)
    assert (request.state, request.trouble) == (RequestState.PARKED, Trouble.RESTLESS)
    assert BY_HAND in request.reason and "ул. Победы, д. 1" in request.reason
    assert world.writes() - before == 3
    assert world.chat(house).settled_at == settled_at
    assert restless(world) == 1


def test_it_is_written_to_once_a_look_from_then_on(world: World, odd: OddTransport) -> None:
    house = with_another_address(world)
    rename_after_each_change(world, odd, house)
    world.push()
    for _day in range(3):
        before = world.writes()
        world.wait(days=1)
        assert world.push().verdicts == {"parked": 1}
        assert world.writes() - before == 1
    assert restless(world) == 1


@pytest.mark.parametrize(
    ("operation", "how"),
    [
        ("chat", lambda chat: chat | {"chat_id": 424_242}),
        ("chat", lambda chat: chat | {"status": "closed"}),
    ],
    ids=["another chat is shown", "it is said to be closed"],
)
def test_parked_for_another_reason_in_between_it_is_written_to_once_a_look_all_the_same(
    world: World, odd: OddTransport, operation: str, how: Any
) -> None:
    house = with_another_address(world)
    rename_after_each_change(world, odd, house)
    world.push()
    odd.be_well()
    odd.change(operation, how)
    world.wait(days=1)
    assert world.push().verdicts == {"parked": 1}
    assert request_of(house).trouble == Trouble.RESTLESS

    odd.be_well()
    rename_after_each_change(world, odd, house)
    before = world.writes()
    world.wait(days=1)
    assert world.push().verdicts == {"parked": 1}
    assert world.writes() - before == 1


def test_when_it_is_left_alone_it_is_settled_and_counted_no_more(world: World, odd: OddTransport) -> None:
    house = with_another_address(world)
    rename_after_each_change(world, odd, house)
    world.push()
    odd.be_well()
    world.wait(days=1)
    assert world.push().verdicts == {"settled": 1}
    assert restless(world) == 0
    assert world.seen(house)["title"].endswith("ул. Победы, д. 1")


def cut_title(chat: dict[str, Any]) -> dict[str, Any]:
    return chat | {"title": chat["title"][:10]}


def of_admins(how: dict[str, Any]) -> Any:
    def change(answer: dict[str, Any]) -> dict[str, Any]:
        return {"members": [one if one["is_owner"] or one["is_bot"] else one | how for one in answer["members"]]}

    return change


@pytest.mark.parametrize(
    ("prepare", "operation", "how"),
    [
        (with_another_address, "chat", cut_title),
        (with_a_new_representative, "admins", of_admins({"alias": None})),
        (with_a_new_representative, "admins", of_admins({"permissions": ["read_all_messages"]})),
        (with_a_new_representative, "admins", of_admins({"permissions": ["read_all_messages", "write", "add_admins"]})),
    ],
    ids=["a cut title", "no badge", "fewer rights", "other rights"],
)
def test_what_the_messenger_makes_of_it_is_said_and_not_settled(
    world: World, odd: OddTransport, prepare: Any, operation: str, how: Any
) -> None:
    house = prepare(world)
    odd.change(operation, how)
    assert world.push().verdicts == {"parked": 1}
    assert request_of(house).trouble == Trouble.RESTLESS
    assert len(odd.writes) and restless(world) == 1


@pytest.mark.parametrize(
    ("prepare", "operation", "how"),
    [
        (with_another_address, "chat", lambda chat: chat | {"title": f"  {chat['title']} "}),
        (with_another_address, "chat", lambda chat: chat | {"description": f"{chat['description']}\r\n"}),
        (with_a_new_representative, "admins", of_admins({"is_admin": None})),
        (with_a_new_representative, "admins", of_admins({"is_admin": None, "is_owner": None})),
    ],
    ids=[
        "spaces around the title",
        "an end of line after the description",
        "no word of being administrator",
        "no word of being anything",
    ],
)
def test_what_the_messenger_is_known_to_make_of_it_is_the_same(
    world: World, odd: OddTransport, prepare: Any, operation: str, how: Any
) -> None:
    house = prepare(world)
    odd.change(operation, how)
    assert world.push().verdicts == {"settled": 1}
    assert world.chat(house).has_company_admin == (prepare is with_a_new_representative)
