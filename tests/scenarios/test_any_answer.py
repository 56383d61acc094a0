"""Any status x any body x any step or read: whatever comes back, no chat is settled that a look did not show as wished.

Nothing is written to another chat or person, nobody is told twice, nothing is an error of the portal, and it all ends.
The default plays a few answers, always the same; `make soak` plays as many new ones as SOAK_EXAMPLES says.
"""

import json
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.messenger.repetition import Repetition
from supervision.models import House, MessengerCall, SyncRequest
from supervision.planning.steps import Announce
from supervision.reconcile.reconciler import MOST_ROUNDS
from tests.drawn_answers import PROFILE, SOAK, bodies, statuses
from tests.needs import NEEDS
from tests.odd_answers import OddTransport
from tests.scenarios.test_fault_matrix import SETTLED, play
from tests.watched_transport import WatchedTransport
from tests.world import FIRST_DAY, OMSK, World

FEW, ENOUGH = 25, 8
# "It all ends": of so many passes with as many rounds as one may have, each call tried in line
MOST_REQUESTS = ENOUGH * MOST_ROUNDS * 10 * Repetition().attempts
steps = st.sampled_from(sorted(NEEDS, key=lambda step: step.__name__))
# What is read only where the answer to an announcement was lost; the pinned message where the list does not do.
AFTER_A_LOST_ANSWER = ("messages", "get_pin")
operations = st.sampled_from(["the step's own", "chat", "admins", "members", "me", *AFTER_A_LOST_ANSWER])


def put_to_the_test(step: Any, operation: str, status: int, body: bytes, carried_out: bool, times: int) -> None:
    with ExitStack() as exits:
        exits.enter_context(transaction.atomic())
        exits.callback(transaction.set_rollback, True)
        nine = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=OMSK)
        world = World(exits.enter_context(time_machine.travel(nine, tick=False)))
        watch = WatchedTransport(world.emulator)
        odd = OddTransport(watch)
        world.connect(odd)
        step = Announce if operation in AFTER_A_LOST_ANSWER else step
        house = NEEDS[step].prepare(world)
        neighbour = world.emulator.people.create_chat(owner_id=7_001, title="Соседи")
        world.emulator.people.add_bot(neighbour.chat_id, "emulator-55")
        before = repr(neighbour)

        if operation in AFTER_A_LOST_ANSWER:
            world.emulator.faults.add("lose_answer", operation="send_message")
        if operation == "get_pin":
            odd.change("messages", lambda data: {"messages": [None, *data["messages"]]})
        where = NEEDS[step].operation if operation == "the step's own" else operation
        odd.say(lambda: httpx.Response(status, content=body), operation=where, times=times, carried_out=carried_out)
        end = play(world, house, passes=ENOUGH)
        assert odd.requests <= MOST_REQUESTS
        check(world, house, odd, end, told=Announce in NEEDS[step].plan)
        assert watch.complaints == [] and repr(neighbour) == before


def check(world: World, house: House, odd: OddTransport, end: str, *, told: bool) -> None:
    for request in SyncRequest.objects.exclude(reason=""):
        assert "error of the portal itself" not in request.reason and "Внутренняя ошибка" not in request.reason
    assert world.account().trouble == "" or end != SETTLED
    made = [chat for chat in world.emulator.state.chats.values() if chat.provisioned]
    assert len(made) <= 1 and all(len(chat.messages) <= told for chat in made)
    assert_written_to_none_other(world, odd, {chat.chat_id for chat in made})

    odd.be_well()
    if end == SETTLED:  # by a look that was the messenger's own: it stands as wished, and nothing more is written
        world.assert_second_pass_plans_nothing()
    else:
        type(world.account()).objects.update(trouble="", trouble_kind="", try_again_at=None)
        world.wait(days=1)
        world.mark(house)
        assert play(world, house, passes=ENOUGH) == SETTLED
        assert all(len(chat.messages) == told for chat in world.emulator.state.chats.values() if chat.provisioned)
    assert not MessengerCall.objects.unsettled().exists()


def assert_written_to_none_other(world: World, odd: OddTransport, chats: set[int]) -> None:
    people = {number for number in range(1001, int(next(world.numbers)))}
    for operation, request in odd.writes:
        parts = urlsplit(str(request.url))
        data = json.loads(request.content) if request.content else {}
        numbers = [int(part) for part in parts.path.split("/") if part.lstrip("-").isdigit()]
        numbers += [
            int(value) for values in parse_qs(parts.query).values() for value in values if value.lstrip("-").isdigit()
        ]
        numbers += [data["owner_id"]] if "owner_id" in data else []
        numbers += [one["user_id"] for one in data.get("admins", [])]
        assert set(numbers) <= chats | people, (operation, numbers)


@settings(max_examples=FEW, derandomize=True, **PROFILE)
@given(steps, operations, statuses, bodies, st.booleans(), st.sampled_from([1, 2, 10_000]))
def test_whatever_is_answered_nothing_is_settled_that_is_not_so(
    db: None, step: Any, operation: str, status: int, body: bytes, carried_out: bool, times: int
) -> None:
    put_to_the_test(step, operation, status, body, carried_out, times)


@pytest.mark.skipif(not SOAK, reason="new answers are for `make soak`")
@settings(max_examples=SOAK or 1, **PROFILE)
@given(steps, operations, statuses, bodies, st.booleans(), st.sampled_from([1, 2, 10_000]))
def test_whatever_else_is_answered_nothing_is_settled_that_is_not_so(
    db: None, step: Any, operation: str, status: int, body: bytes, carried_out: bool, times: int
) -> None:
    put_to_the_test(step, operation, status, body, carried_out, times)
