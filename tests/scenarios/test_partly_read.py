"""A list of administrators of which something cannot be read: acted on, and no ground for calling the chat settled."""

from typing import Any

import pytest

from supervision.enums import RequestState, Trouble
from supervision.models import Chat, SyncRequest
from supervision.planning.steps import Rename, Step
from tests.needs import NEEDS, with_another_address, with_representative
from tests.odd_answers import OddTransport
from tests.world import World

Answer = dict[str, Any]


def garbled(which: int) -> Any:
    """One entry is no member any more; there are as many as before."""

    def change(answer: Answer) -> Answer:
        members = list(answer["members"])
        members[which % len(members)] = {"user_id": "no number"}
        return {**answer, "members": members}

    return change


def one_more(answer: Answer) -> Answer:
    return {**answer, "members": [*answer["members"], {"first_name": "Somebody"}]}


def more_pages(answer: Answer) -> Answer:
    return {**answer, "marker": 5}


PARTLY = {
    **{f"entry {which} is garbled": garbled(which) for which in range(3)},
    "an entry too many": one_more,
    "another page": more_pages,
}


SAMPLE = {(step, "an entry too many") for step in NEEDS} | {(Rename, how) for how in PARTLY}
SQUARE = [
    pytest.param(step, how, id=f"{step.__name__} {how}", marks=() if (step, how) in SAMPLE else pytest.mark.night)
    for step in NEEDS
    for how in PARTLY
]


@pytest.mark.parametrize(("step", "how"), SQUARE)
def test_such_a_chat_is_not_settled_until_it_is_seen_whole(
    world: World, odd: OddTransport, step: type[Step], how: str
) -> None:
    house = NEEDS[step].prepare(world)
    settled_at = world.chat(house).settled_at
    odd.change("admins", PARTLY[how])
    for _try in range(8):
        assert set(world.push().verdicts) <= {"retried", "parked"}
        world.wait(minutes=40)
    request = SyncRequest.objects.get(chat__house=house)
    assert (request.state, request.trouble) == (RequestState.PARKED, Trouble.UNREADABLE)
    assert world.chat(house).settled_at == settled_at
    odd.be_well()
    world.wait(days=1)
    assert world.push().verdicts == {"settled": 1}
    world.assert_second_pass_plans_nothing()


def test_what_can_be_done_is_done_at_once_and_the_rest_is_said(world: World, odd: OddTransport) -> None:
    house = NEEDS[Rename].prepare(world)
    odd.change("admins", one_more)
    world.push()
    assert "ул. Победы, д. 1" in world.seen(house)["title"]
    assert SyncRequest.objects.get(chat__house=house).reason.startswith("Список администраторов чата читается не")


@pytest.mark.parametrize("said", [False, "yes", 1, [], None], ids=repr)
def test_who_is_listed_is_an_administrator_by_sight_and_from_memory(world: World, odd: OddTransport, said: Any) -> None:
    house = with_representative(world)
    odd.change("admins", lambda answer: {**answer, "members": [{**one, "is_admin": said} for one in answer["members"]]})
    writes = world.writes()
    Chat.objects.update(observed_at=None)
    for _pass in range(3):
        world.mark(house)
        assert set(world.push().verdicts) == {"settled"}
    assert world.writes() == writes


def test_the_same_person_twice_hides_nobody(world: World, odd: OddTransport) -> None:
    with_another_address(world)
    odd.change("admins", lambda answer: {**answer, "members": [*answer["members"], answer["members"][0]]})
    assert world.push().verdicts == {"settled": 1}
