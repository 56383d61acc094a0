"""Every answer that is not the messenger's own x every kind of step and every read: nothing is settled by it, nothing
lost, nothing done twice; it passes, or a person is told of it. A few answers daily, all of them among the walks.
"""

import pytest

from supervision.enums import CallOutcome, Trouble
from supervision.models import House, MessengerCall, Representative, SyncRequest
from supervision.planning.steps import Announce, Step
from tests.needs import NEEDS
from tests.odd_answers import FEW, ODD, OddTransport
from tests.scenarios.test_fault_matrix import PARKED, READS, SETTLED, WAITING, assert_all_is_well, play
from tests.watched_transport import WatchedTransport
from tests.world import World

WITHOUT_END, ENOUGH = 10_000, 8
ANSWERS = [pytest.param(name, marks=() if name in FEW else pytest.mark.walk) for name in ODD]


@pytest.fixture
def watch(world: World) -> WatchedTransport:
    watched = WatchedTransport(world.emulator)
    world.odd = OddTransport(watched)  # type: ignore[attr-defined]
    world.connect(world.odd)  # type: ignore[attr-defined]
    return watched


def odd(world: World) -> OddTransport:
    found: OddTransport = world.odd  # type: ignore[attr-defined]
    return found


def come_to_rest(world: World, house: House) -> str:
    odd(world).be_well()
    world.wait(seconds=1)
    world.mark(house)
    return play(world, house)


@pytest.mark.parametrize("carried_out", [True, False], ids=["done all the same", "not done"])
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("step", NEEDS, ids=lambda step: step.__name__)
def test_a_step_answered_oddly_once(
    world: World, watch: WatchedTransport, step: type[Step], answer: str, carried_out: bool
) -> None:
    need = NEEDS[step]
    house = need.prepare(world)
    odd(world).say(ODD[answer], operation=need.operation, carried_out=carried_out)
    assert play(world, house) == SETTLED
    line = MessengerCall.objects.filter(step=step.__name__).order_by("pk").first()
    assert line is not None and line.outcome == CallOutcome.UNKNOWN
    assert_all_is_well(world, house, watch, told=Announce in need.plan)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("step", NEEDS, ids=lambda step: step.__name__)
def test_a_step_answered_oddly_without_end(
    world: World, watch: WatchedTransport, step: type[Step], answer: str
) -> None:
    need = NEEDS[step]
    house = need.prepare(world)
    odd(world).say(ODD[answer], operation=need.operation, times=WITHOUT_END)
    assert play(world, house, passes=ENOUGH) == PARKED
    assert SyncRequest.objects.get().trouble == Trouble.UNREADABLE
    assert come_to_rest(world, house) == SETTLED
    assert_all_is_well(world, house, watch, told=Announce in need.plan)


@pytest.mark.parametrize("times", [1, WITHOUT_END], ids=["once", "without end"])
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("read", READS)
def test_a_look_answered_oddly(world: World, watch: WatchedTransport, read: str, answer: str, times: int) -> None:
    house = READS[read](world)
    if read == "messages":
        world.emulator.faults.add("lose_answer", operation="send_message")
    odd(world).say(ODD[answer], operation=read, times=times)
    rest = WAITING if read == "members" else SETTLED
    assert play(world, house, passes=ENOUGH) == (PARKED if times == WITHOUT_END else rest)
    if times == WITHOUT_END:
        assert world.chat(house).bot_state == "in_place"
        assert come_to_rest(world, house) == rest
    if read == "members":
        world.join(house, Representative.objects.get())
        world.wait(hours=1)
        assert play(world, house) == SETTLED
    assert_all_is_well(world, house, watch, told=read != "members")
