"""Answers that say nothing park a chat after several in a row; the row ends with the parking, and with a mark."""

import pytest
from django.contrib.auth.models import User

from supervision import access
from supervision.actions import logins
from supervision.enums import RequestState, Role
from supervision.models import House, Inspector, Notice, SyncRequest
from supervision.notice_kinds import NoticeKind
from supervision.reconcile.dispatch import MOST_FAILURES
from tests.needs import with_another_address
from tests.odd_answers import ODD, OddTransport
from tests.world import World


@pytest.fixture
def house(world: World) -> House:
    return with_another_address(world)


@pytest.fixture
def owner(world: World, house: House) -> User:
    """Of the house's chat, with a login to be told by."""
    login = User.objects.create_user("owner")
    access.assign_role(login, Role.INSPECTOR, world.region)
    logins.join_inspector(inspector=Inspector.objects.get(), login=login, cause="load_demo")
    return login


@pytest.fixture
def parked(world: World, odd: OddTransport, house: House) -> House:
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


def fail_once(world: World, odd: OddTransport, house: House, state: RequestState) -> None:
    assert world.push().verdicts == {"retried": 1}
    assert (request(house).state, request(house).failures) == (state, 1)
    odd.be_well()
    world.wait(hours=1)
    assert world.push().verdicts == {"settled": 1}


def test_the_day_after_one_failure_is_one_failure(world: World, odd: OddTransport, parked: House) -> None:
    """And while nothing is heard the chat stays parked: nobody is told of it anew each morning."""
    world.wait(days=1)
    fail_once(world, odd, parked, RequestState.PARKED)


def test_after_a_mark_one_failure_is_one_failure(world: World, odd: OddTransport, parked: House) -> None:
    world.mark(parked)
    fail_once(world, odd, parked, RequestState.DUE)


def test_a_mark_ends_a_row_that_has_not_parked_yet(world: World, odd: OddTransport, house: House) -> None:
    fail(odd)
    for _failure in range(MOST_FAILURES - 1):
        world.push()
        world.wait(hours=1)
    assert request(house).failures == MOST_FAILURES - 1
    world.mark(house)
    assert request(house).failures == 0
    assert world.push().verdicts == {"retried": 1} and request(house).failures == 1


def test_whoever_was_told_of_a_parked_chat_is_not_told_again_each_day(
    world: World, odd: OddTransport, owner: User, parked: House
) -> None:
    told = Notice.objects.get(user=owner, kind=NoticeKind.PARKED)
    for _day in range(3):
        world.wait(days=1)
        for _failure in range(MOST_FAILURES):
            world.push()
            world.wait(hours=1)
        assert request(parked).state == RequestState.PARKED
    assert Notice.objects.get(user=owner, kind=NoticeKind.PARKED).occasion == told.occasion
