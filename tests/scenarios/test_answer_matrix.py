"""Every answer that is not the messenger's own x every kind of step and every read: nothing is settled by it, nothing
lost, nothing done twice; it passes, or a person is told of it. A few answers with every run; among the walks each
answer with some of the steps and each step with some of the answers; the whole square every night.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from supervision.enums import CallOutcome, Trouble
from supervision.models import House, MessengerCall, Representative, SyncRequest
from supervision.planning.steps import Announce, Step
from supervision.reconcile.dispatch import MOST_FAILURES
from tests.needs import NEEDS
from tests.odd_answers import FEW, NOT_NOW, ODD, TO_READS, OddTransport
from tests.scenarios.test_fault_matrix import PARKED, READS, SETTLED, TRIES_AGAIN, WAITING, assert_all_is_well, play
from tests.watched_transport import WatchedTransport
from tests.world import World

WITHOUT_END, ENOUGH = 10_000, 8
APART = 5  # which is prime to the number of answers, so that the sample runs through all of them


def square(rows: Iterable[Any], answers: Iterable[str] = ODD) -> list[Any]:
    """Every row with every answer; a sample of them before a commit, the others at night."""
    return [
        pytest.param(row, answer, marks=_when(first + second, answer))
        for first, row in enumerate(rows)
        for second, answer in enumerate(answers)
    ]


def _when(place: int, answer: str) -> tuple[pytest.MarkDecorator, ...]:
    if answer in FEW:
        return ()
    return (pytest.mark.walk,) if place % APART == 0 else (pytest.mark.night,)


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
@pytest.mark.parametrize(("step", "answer"), square(NEEDS), ids=lambda each: getattr(each, "__name__", each))
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


@pytest.mark.parametrize(("step", "answer"), square(NEEDS), ids=lambda each: getattr(each, "__name__", each))
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


@pytest.mark.parametrize(("read", "answer"), square(READS, TO_READS))
def test_a_look_answered_oddly_once(world: World, watch: WatchedTransport, read: str, answer: str) -> None:
    house, rest = begun(world, read), WAITING if read == "members" else SETTLED
    odd(world).say(TO_READS[answer], operation=read)
    assert play(world, house, passes=ENOUGH) == rest
    all_is_well_in_the_end(world, house, watch, read)


@pytest.mark.parametrize(("read", "answer"), square(READS, TO_READS))
def test_a_look_answered_oddly_without_end(world: World, watch: WatchedTransport, read: str, answer: str) -> None:
    house, rest = begun(world, read), WAITING if read == "members" else SETTLED
    odd(world).say(TO_READS[answer], operation=read, times=WITHOUT_END)
    assert play(world, house, passes=ENOUGH) == PARKED
    assert world.chat(house).bot_state == "in_place"
    assert come_to_rest(world, house) == rest
    all_is_well_in_the_end(world, house, watch, read)


@pytest.mark.parametrize(("read", "answer"), square(READS, NOT_NOW))
def test_a_look_that_is_not_now_is_waited_for_without_end(
    world: World, watch: WatchedTransport, read: str, answer: str
) -> None:
    house, rest = begun(world, read), WAITING if read == "members" else SETTLED
    odd(world).say(NOT_NOW[answer], operation=read, times=WITHOUT_END)
    assert play(world, house, passes=2 * MOST_FAILURES) == TRIES_AGAIN
    request = SyncRequest.objects.get()
    assert (request.trouble, str(NOT_NOW[answer]().status_code) in request.reason) == (Trouble.NONE, True)
    assert request.not_before - timezone.now() > timedelta(minutes=15)
    assert come_to_rest(world, house) == rest
    all_is_well_in_the_end(world, house, watch, read)


def begun(world: World, read: str) -> House:
    house = READS[read](world)
    if read == "messages":
        world.emulator.faults.add("lose_answer", operation="send_message")
    return house


def all_is_well_in_the_end(world: World, house: House, watch: WatchedTransport, read: str) -> None:
    if read == "members":
        world.join(house, Representative.objects.get())
        world.wait(hours=1)
        assert play(world, house) == SETTLED
    assert_all_is_well(world, house, watch, told=read != "members")
