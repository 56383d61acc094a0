"""Every kind of step x every fault of the messenger x once, twice, for ever: no chat is lost, doubled or ownerless.

The rows come from the classes of the steps and the emulator's kinds of fault, so a new one without a row fails here.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from supervision.enums import RequestState
from supervision.messenger.emulator.faults import FaultKind
from supervision.models import House, MessengerCall, Representative, SyncRequest
from supervision.planning.steps import Announce, CreateChat, Step
from supervision.previews import outlooks
from tests.needs import NEEDS, acting_steps, under_another_company, with_somebody_missing
from tests.watched_transport import WatchedTransport
from tests.world import World

TIMES = {"once": 1, "twice": 2, "for ever": 10_000}
WHEN = {"once": (), "twice": (pytest.mark.night,), "for ever": (pytest.mark.walk,)}
OFTEN = [pytest.param(name, marks=WHEN[name]) for name in TIMES]
# passes that a fault of one or two calls may cost, and as many as show that one without end leads nowhere worse
MOST_PASSES = 4
SETTLED, WAITING, TRIES_AGAIN, PARKED = "settled", "waiting", "tries again", "parked"
# What becomes of a chat while a call fails without end.
WITHOUT_END = {
    "cut": TRIES_AGAIN,
    "lose_answer": SETTLED,
    "slow": SETTLED,
    "drip": SETTLED,
    "unavailable": TRIES_AGAIN,
    "too_many": TRIES_AGAIN,
    "refuse": PARKED,
}
DONE_UNHEARD = {"lose_answer", "slow", "drip"}
OF_WEBHOOKS = {"duplicate", "reorder", "drop"}
OF_PROXIES = {"stand_in"}  # test_answer_matrix.py
KINDS = [kind for kind in FaultKind if kind not in OF_WEBHOOKS | OF_PROXIES]
# What each read is needed for. Of messages the portal reads only after an announcement whose answer was lost.
READS: dict[str, Callable[[World], House]] = {
    "chat": under_another_company,
    "admins": under_another_company,
    "members": with_somebody_missing,
    "messages": under_another_company,
}
# The code beside `success: false` says that the bot may not see the chat: an order asks for it back.
REFUSED_WITHOUT_END = {"chat": WAITING, "admins": WAITING, "members": PARKED, "messages": PARKED}


FATES = {
    RequestState.DUE: TRIES_AGAIN,
    RequestState.WAITING: WAITING,
    RequestState.ORDERED: WAITING,  # for whom the order is addressed to
    RequestState.PARKED: PARKED,
}


@pytest.fixture
def watch(world: World) -> WatchedTransport:
    world.patience_seconds = 0.01
    watched = WatchedTransport(world.emulator)
    world.connect(watched)
    return watched


def fate(world: World, house: House) -> str:
    """What the portal says of the chat; a chat that is not settled has a reason in words."""
    request = SyncRequest.objects.filter(chat__house=house).first()
    if request is None:
        chat = world.chat(house)
        assert chat.synced_version == chat.spec_version
        return SETTLED
    if world.account().trouble:  # the words stand there, and the chat is due as before
        return TRIES_AGAIN
    assert len(request.reason) > 20, f"{request.state}: {request.reason}"
    assert request.not_before > timezone.now()
    return FATES[RequestState(request.state)]


def end_without_end(step: type[Step], kind: FaultKind) -> str:
    """A look shows that a call was carried out; but a chat whose id was never heard cannot be looked at."""
    is_unheard = step is CreateChat and kind in DONE_UNHEARD
    return TRIES_AGAIN if is_unheard else WITHOUT_END[kind]


def play(world: World, house: House, *, passes: int = MOST_PASSES) -> str:
    """Pushes, and lets as much time pass as the portal itself asks for, until the chat is at rest or passes run out."""
    world.push()
    while (end := fate(world, house)) not in {SETTLED, WAITING} and (passes := passes - 1):
        if world.account().trouble:  # no worker takes up a chat of it before it is found well
            break
        due = SyncRequest.objects.get(chat__house=house).not_before
        world.clock.move_to(due + timedelta(seconds=1))
        world.push()
    return end


def assert_all_is_well(world: World, house: House, watch: WatchedTransport, *, told: bool) -> None:
    assert watch.complaints == []
    assert len(world.emulator.world()) == 1
    assert world.owner(house) in {"Инспектор 1", "Инспектор 2"}
    assert len(world.messages(house)) == told
    assert not MessengerCall.objects.unsettled().exists()
    world.assert_second_pass_plans_nothing()


def test_every_kind_of_step_and_of_fault_has_its_row() -> None:
    assert set(NEEDS) == set(acting_steps())
    assert set(KINDS) <= set(WITHOUT_END)


@pytest.mark.parametrize("step", NEEDS, ids=lambda step: step.__name__)
def test_the_prepared_world_needs_the_step_and_nothing_else(world: World, step: type[Step]) -> None:
    NEEDS[step].prepare(world)
    ((_chat, outlook),) = outlooks.out_of_step(world.account())
    assert tuple(type(each) for each in outlook.plan.steps) == NEEDS[step].plan


@pytest.mark.parametrize("times", OFTEN)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", NEEDS, ids=lambda step: step.__name__)
def test_a_step_whose_calls_fail(
    world: World, watch: WatchedTransport, step: type[Step], kind: FaultKind, times: str
) -> None:
    need = NEEDS[step]
    house = need.prepare(world)
    world.emulator.faults.add(kind, operation=need.operation, times=TIMES[times])
    assert play(world, house) == (end_without_end(step, kind) if times == "for ever" else SETTLED)

    world.emulator.faults.clear()
    world.wait(seconds=1)
    world.mark(house)
    assert play(world, house) == SETTLED
    assert_all_is_well(world, house, watch, told=Announce in need.plan)


@pytest.mark.parametrize("times", OFTEN)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("read", READS)
def test_a_look_that_fails(world: World, watch: WatchedTransport, read: str, kind: FaultKind, times: str) -> None:
    house = READS[read](world)
    if read == "messages":
        world.emulator.faults.add("lose_answer", operation="send_message")
    world.emulator.faults.add(kind, operation=read, times=TIMES[times])
    rest = WAITING if read == "members" else SETTLED
    without_end = REFUSED_WITHOUT_END[read] if kind == "refuse" else TRIES_AGAIN
    # who may not see the chat is not asked again before a person has put it right
    is_shut_out = kind == "refuse" and without_end == WAITING
    expected = without_end if times == "for ever" or is_shut_out else rest
    assert play(world, house) == expected

    world.emulator.faults.clear()
    world.wait(seconds=1)
    world.mark(house)
    assert play(world, house) == rest
    if read == "members":
        world.join(house, Representative.objects.get())
        world.wait(hours=1)
        assert play(world, house) == SETTLED
    assert_all_is_well(world, house, watch, told=read != "members")
