"""Whatever is posted to a region's webhook with its secret: taken, and believed no further than a look costs.

The way in is open to whoever has the secret, and to whatever a messenger of next year says: updates of known kinds with
odd parts, unknown kinds, no updates at all. None is an error, changes a chat, or makes the bot write to anybody but who
spoke to it; and when it is over, a look finds everything as it was.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.dialogs import answering, reminding
from supervision.linking import found_chats, inbox
from supervision.messenger.errors import MessengerError
from supervision.models import Chat, SyncRequest
from tests.dialogs import PETROV
from tests.drawn_answers import PROFILE, SOAK, anything, leaf
from tests.odd_answers import OddTransport
from tests.postman import knock
from tests.speakers import bot_of
from tests.watched_transport import WatchedTransport
from tests.world import FIRST_DAY, OMSK, World, account_of

FEW = 6
SPOKEN = {"send_message", "edit_message", "answer_callback"}
# put in when the world is there: its chat, who speaks with the bot, who is of no concern
CHAT, PERSON, STRANGER = "the chat", "the person", "a stranger"
ids = st.sampled_from([CHAT, PERSON, STRANGER]) | leaf
people = st.fixed_dictionaries(
    {"user_id": ids}, optional={"first_name": leaf, "last_name": leaf, "name": leaf, "is_bot": st.booleans() | leaf}
)
moments = st.integers(1_790_000_000_000, 1_800_000_000_000) | st.integers(-(1 << 70), 1 << 70) | leaf
recipients = st.fixed_dictionaries({}, optional={"chat_id": ids, "chat_type": st.just("dialog") | leaf, "user_id": ids})
messages = st.fixed_dictionaries(
    {},
    optional={
        "recipient": recipients | leaf,
        "sender": people | leaf,
        "body": st.fixed_dictionaries({}, optional={"mid": leaf, "text": leaf}) | anything,
        "timestamp": moments,
    },
)
presses = st.fixed_dictionaries({"user": people | leaf}, optional={"callback_id": leaf, "payload": leaf})
kinds = st.sampled_from(sorted(inbox.SUBSCRIBED | inbox.WORDS)) | leaf
updates = st.fixed_dictionaries(
    {"update_type": kinds},
    optional={
        **{"timestamp": moments, "chat_id": ids, "user_id": ids, "user": people | anything},
        **{"message": messages | anything, "callback": presses | anything, "message_id": leaf},
        **{"payload": leaf, "title": leaf, "is_channel": st.booleans() | leaf, "admin_id": ids, "inviter_id": ids},
    },
)
bodies = st.lists(updates | anything | st.binary(max_size=40), min_size=1, max_size=10)


def said_with(data: Any, real: dict[Any, Any]) -> Any:
    """The update with the numbers of this world."""
    if isinstance(data, dict):
        return {name: said_with(value, real) for name, value in data.items()}
    if isinstance(data, list):
        return [said_with(one, real) for one in data]
    return real.get(data, data) if isinstance(data, str) else data


def put_to_the_test(posts: list[Any]) -> None:
    with ExitStack() as exits:
        exits.enter_context(transaction.atomic())
        exits.callback(transaction.set_rollback, True)
        nine = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=OMSK)
        world = World(exits.enter_context(time_machine.travel(nine, tick=False)))
        watch = WatchedTransport(world.emulator)
        odd = OddTransport(watch)
        world.connect(odd)
        bot_of(world)
        chat = Chat.objects.get()
        real = {CHAT: account_of(chat), PERSON: PETROV, STRANGER: 990_001}
        odd.writes.clear()
        before = {name: repr(getattr(chat, name)) for name in ("messenger_id", "link", "bot_state", "differences")}
        for post in posts:
            body = post if isinstance(post, bytes) else json.dumps(said_with(post, real)).encode()
            assert knock(body) == 200
        for work in (answering.answer_some, reminding.remind_some, found_chats.match_found):
            round_of(work, world)
        world.push()
        world.wait(hours=1)
        world.push()
        for request in SyncRequest.objects.exclude(reason=""):
            assert "error of the portal itself" not in request.reason and "Внутренняя ошибка" not in request.reason
        chat.refresh_from_db()
        assert {name: repr(getattr(chat, name)) for name in before} == before
        numbers = {value for value in real.values() if value > 0}
        assert_only_who_spoke_was_answered(odd, numbers | set(numbers_in(posts)))
        assert watch.complaints == []


def round_of(work: Callable[..., object], world: World) -> None:
    with suppress(MessengerError):  # as the task does
        work(world.account(), world.messenger)


def numbers_in(data: Any) -> list[int]:
    if isinstance(data, dict | list):
        return [one for each in (data.values() if isinstance(data, dict) else data) for one in numbers_in(each)]
    return [data] if isinstance(data, int) else []


def assert_only_who_spoke_was_answered(odd: OddTransport, spoke: set[int]) -> None:
    for operation, request in odd.writes:
        asked = parse_qs(urlsplit(str(request.url)).query)
        assert operation in SPOKEN, (operation, str(request.url))
        if operation == "send_message":
            assert asked.keys() == {"user_id"} and int(asked["user_id"][0]) in spoke


@settings(max_examples=FEW, derandomize=True, **PROFILE)
@given(bodies)
def test_whatever_is_told_nothing_is_believed(db: None, posts: list[Any]) -> None:
    put_to_the_test(posts)


@pytest.mark.skipif(not SOAK, reason="new updates are for `make soak`")
@settings(max_examples=SOAK or 1, **PROFILE)
@given(bodies)
def test_whatever_else_is_told_nothing_is_believed(db: None, posts: list[Any]) -> None:
    put_to_the_test(posts)
