"""Answers that say nothing park a chat after several in a row; the row ends with the parking, and with a mark."""

import pytest

from supervision.enums import RequestState
from supervision.models import House, SyncRequest
from supervision.reconcile.dispatch import MOST_FAILURES
from tests.needs import with_another_address
from tests.odd_answers import ODD, OddTransport
from tests.world import World


@pytest.fixture
def parked(world: World, odd: OddTransport) -> House:
    house = with_another_address(world)
    fail(odd)
    for _failure in range(MOST_FAILURES - 1):
        assert world.push().verdicts == {"retried": 1}
        world.wait(hours=1)
    assert world.push().verdicts == {"parked": 1}
    return house


def fail(odd: OddTransport) -> None:
    for operation in ("edit_chat", "chat"):
        odd.say(ODD["520"], operation=operation, times=10_000)


def request(house: House) -> SyncRequest:
    return SyncRequest.objects.get(chat__house=house)


def fail_once(world: World, odd: OddTransport, house: House) -> None:
    assert world.push().verdicts == {"retried": 1}
    assert (request(house).state, request(house).failures) == (RequestState.DUE, 1)
    odd.be_well()
    world.wait(hours=1)
    assert world.push().verdicts == {"settled": 1}


def test_the_day_after_one_failure_is_one_failure(world: World, odd: OddTransport, parked: House) -> None:
    world.wait(days=1)
    fail_once(world, odd, parked)


def test_after_a_mark_one_failure_is_one_failure(world: World, odd: OddTransport, parked: House) -> None:
    world.mark(parked)
    fail_once(world, odd, parked)


def test_a_mark_ends_a_row_that_has_not_parked_yet(world: World, odd: OddTransport) -> None:
    house = with_another_address(world)
    fail(odd)
    for _failure in range(MOST_FAILURES - 1):
        world.push()
        world.wait(hours=1)
    assert request(house).failures == MOST_FAILURES - 1
    world.mark(house)
    assert request(house).failures == 0
    assert world.push().verdicts == {"retried": 1} and request(house).failures == 1
