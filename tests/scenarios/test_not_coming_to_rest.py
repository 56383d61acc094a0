"""Somebody, or the messenger itself, makes of a chat something else than it was told: said in words, never settled."""

from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from supervision import worklists
from supervision.enums import RequestState, Trouble
from supervision.models import Chat, House, SyncRequest
from tests.needs import with_a_new_representative, with_another_address
from tests.odd_answers import TO_READS, OddTransport
from tests.sampled import sampled
from tests.scenarios.test_partly_read import PARTLY
from tests.world import World

BY_HAND = "Наш двор"


def refused() -> httpx.Response:
    return httpx.Response(404, json={"code": "user.not.found", "message": "no"})


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


SHOWN_OTHERWISE: dict[str, tuple[str, Any]] = {
    "another chat is shown": ("chat", lambda chat: chat | {"chat_id": 424_242}),
    "it is said to be closed": ("chat", lambda chat: chat | {"status": "closed"}),
    **{f"of the list {name}": ("admins", how) for name, how in PARTLY.items()},
}
IN_BETWEEN: dict[str, Callable[[OddTransport], None]] = {
    **{name: partial(OddTransport.change, operation=op, how=how) for name, (op, how) in SHOWN_OTHERWISE.items()},
    **{
        f"{name} for {operation}": partial(OddTransport.say, make=make, operation=operation, times=10_000)
        for name, make in {**TO_READS, "a refusal": refused}.items()
        for operation in ("chat", "admins")
    },
}
EVERY_RUN = {
    *SHOWN_OTHERWISE,
    "520 for chat",
    "a page with 200 for admins",
    "a refusal for chat",
    "a refusal for admins",
}


@pytest.mark.parametrize(
    "name",
    [
        *(name for name in IN_BETWEEN if name in EVERY_RUN),
        *(pytest.param(name, marks=pytest.mark.walk) for name in sampled([*IN_BETWEEN], 3) if name not in EVERY_RUN),
    ],
)
def test_whatever_is_answered_in_between_it_is_written_to_once_a_look_all_the_same(
    world: World, odd: OddTransport, name: str
) -> None:
    house = with_another_address(world)
    rename_after_each_change(world, odd, house)
    world.push()
    odd.be_well()
    IN_BETWEEN[name](odd)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, BY_HAND)
    world.wait(days=1)
    for _try in range(8):
        assert set(world.push().verdicts) <= {"parked", "retried"}
        assert request_of(house).trouble == Trouble.RESTLESS and restless(world) == 1
        world.wait(hours=1)

    odd.be_well()
    rename_after_each_change(world, odd, house)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, BY_HAND)
    before = world.writes()
    world.wait(days=1)
    assert world.push().verdicts == {"parked": 1}
    assert world.writes() - before == 1


@pytest.mark.parametrize("how", PARTLY)
def test_renamed_back_beside_a_list_that_is_partly_read_it_does_not_rest_either(
    world: World, odd: OddTransport, how: str
) -> None:
    house = with_another_address(world)
    rename_after_each_change(world, odd, house)
    odd.change("admins", PARTLY[how])
    before = world.writes()
    assert world.push().verdicts == {"parked": 1}
    assert request_of(house).trouble == Trouble.RESTLESS and BY_HAND in request_of(house).reason
    assert world.writes() - before == 3
    for _day in range(2):
        before = world.writes()
        for _hour in range(24):
            world.wait(hours=1)
            world.push()
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
