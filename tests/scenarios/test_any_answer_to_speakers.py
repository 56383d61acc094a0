"""Any status x any body to whoever speaks to the messenger beside the passes: chats found, lists, webhooks, dialogs.

Whatever comes back, nobody is written to but whoever was to be, nobody hears a thing twice, nothing is believed that
was not answered, nothing is an error of the portal, it all ends, and in the end what was due is done.
"""

import json
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from django.db import transaction
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from supervision.actions import accounts
from supervision.enums import AdoptionVerdict, Trouble
from supervision.messenger.answers import read_answer
from supervision.messenger.errors import AnswerUnknown, MessengerError
from supervision.messenger.repetition import Repetition
from supervision.models import AdoptionLine, Chat, Inspector
from supervision.reconcile import account_troubles, trials
from tests.dialogs import PETROV, Bot
from tests.drawn_answers import PROFILE, SOAK, bodies, statuses
from tests.odd_answers import OddTransport
from tests.speakers import FORMER_URL, OWN_URL, SPEAKERS, Speaker, bot_of, kept_subscriptions
from tests.watched_transport import WatchedTransport
from tests.world import FIRST_DAY, OMSK, TOKEN, World

FEW, ROUNDS = 12, 8
MOST_REQUESTS = ROUNDS * 10 * Repetition().attempts
OTHERS_URL = "https://crm.example.ru/max/"
SPOKEN = {"send_message", "edit_message", "answer_callback"}
SUBSCRIBED = {"subscribe", "unsubscribe"}


def the_account_stands_still(bot: Bot) -> None:
    account_troubles.stop(bot.world.account(), Trouble.TOKEN, "Стоит")


def try_again(world: World) -> None:
    account = world.account()
    if account.trouble and trials.is_over(account, world.messenger):
        accounts.retry(account, cause="found well again")


STOPPED = Speaker("me", the_account_stands_still, try_again, lambda world: world.account().trouble != "")
EVERYBODY = {**SPEAKERS, "a stopped account": STOPPED}
speakers = st.sampled_from(sorted(EVERYBODY))
operations = st.sampled_from(["its own", "its own", "me", "chat", "admins", "subscriptions", "send_message"])
Odd = tuple[str, int, bytes, bool, int]  # what is answered oddly, how, whether it was done, how often
odd_answers = st.tuples(operations, statuses, bodies, st.booleans(), st.sampled_from([1, 2, 10_000]))
drawn = given(speakers, st.lists(odd_answers, min_size=1, max_size=2))


@dataclass
class Stage:
    """One world, in which `name` is to speak, and what it was before."""

    world: World
    odd: OddTransport
    name: str

    def __post_init__(self) -> None:
        self.world.connect(self.odd)
        self.speaker = EVERYBODY[self.name]
        bot = bot_of(self.world)
        self.world.messenger.subscribe(url=OTHERS_URL, secret="of-another", update_types=["bot_added"])
        self.speaker.prepare(bot)
        self.to = Inspector.objects.latest("pk").messenger_id if self.name == "a notice" else PETROV
        self.heard = self.said()
        self.chats = {chat.chat_id: len(chat.messages) for chat in self.world.emulator.state.chats.values()}
        self.odd.writes.clear()
        self.odd.requests = 0

    def said(self) -> dict[int, int]:
        """How many messages each person has of the bot."""
        return {one.user_id: len(one.messages) for one in self.world.emulator.state.dialogs.values()}

    def act(self) -> None:
        """As the worker does: an account that stands still has nobody speak for it but whoever tries it again."""
        if self.speaker is STOPPED or not self.world.account().trouble:
            self.speaker.act(self.world)
        self.assert_only_true_things_are_believed()

    def assert_only_true_things_are_believed(self) -> None:
        account, state = self.world.account(), self.world.emulator.state
        assert account.bot_id in {None, state.bot_of(TOKEN)}
        if self.speaker.operation in SUBSCRIBED | {"subscriptions"} and not account.webhook_trouble:
            assert OWN_URL in kept_subscriptions(self.world)
        assert set(Chat.objects.linked().values_list("messenger_id", flat=True)) <= set(state.chats)
        for line in AdoptionLine.objects.filter(verdict=AdoptionVerdict.FITS):
            assert line.title == "Соседи"

    def assert_nobody_else_was_written_to(self) -> None:
        for operation, request in self.odd.writes:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(str(request.url)).query).items()}
            assert operation in (SUBSCRIBED if self.speaker.operation in SUBSCRIBED | {"subscriptions"} else SPOKEN)
            if operation == "subscribe":
                assert json.loads(request.content)["url"] == OWN_URL
            elif operation == "unsubscribe":
                assert asked["url"] == FORMER_URL
            elif operation == "send_message":
                assert asked.keys() == {"user_id"} and int(asked["user_id"]) == self.to
            elif operation == "edit_message":
                dialog = self.world.emulator.state.dialog_of_message(asked["message_id"])
                assert dialog is not None and dialog.user_id == self.to
        assert OTHERS_URL in kept_subscriptions(self.world)
        now = {chat.chat_id: len(chat.messages) for chat in self.world.emulator.state.chats.values()}
        assert now == self.chats
        for person, count in self.said().items():
            assert count <= self.heard.get(person, 0) + (person == self.to), f"{person} was told twice"


def put_to_the_test(name: str, answers: list[Odd]) -> None:
    assume(all(not carried_out or is_nobody_s_word(status, body) for _, status, body, carried_out, _ in answers))
    with ExitStack() as exits:
        exits.enter_context(transaction.atomic())
        exits.callback(transaction.set_rollback, True)
        nine = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=OMSK)
        world = World(exits.enter_context(time_machine.travel(nine, tick=False)))
        watch = WatchedTransport(world.emulator)
        odd = OddTransport(watch)
        stage = Stage(world, odd, name)
        for operation, status, body, carried_out, times in answers:
            where = stage.speaker.operation if operation == "its own" else operation
            make = partial(httpx.Response, status, content=body)
            odd.say(make, operation=where, times=times, carried_out=carried_out)
        for _round in range(ROUNDS):
            stage.act()
            world.wait(minutes=11)
        assert odd.requests <= MOST_REQUESTS
        odd.be_well()
        for _round in range(ROUNDS * 2):
            if world.account().trouble:
                accounts.retry(world.account(), cause="found well again")
            stage.act()
            if not stage.speaker.is_due(world):
                break
            world.wait(hours=2)
        assert not stage.speaker.is_due(world) and world.account().trouble == ""
        stage.assert_nobody_else_was_written_to()
        assert watch.complaints == []


def is_nobody_s_word(status: int, body: bytes) -> bool:
    """Of what the messenger itself says was not done, it is believed that it was not."""
    with suppress(MessengerError):
        try:
            read_answer(status, body, operation="send_message", is_write=True)
        except AnswerUnknown:
            return True
        return True
    return False


GONE = b'{"code": "message.not.found", "message": "gone"}'
LATER = b'{"code": "service.unavailable", "message": "later"}'


@example("a list that is renewed", [("its own", 404, GONE, False, 1), ("send_message", 503, LATER, False, 10_000)])
@example("the answer to a press", [("its own", 404, GONE, False, 1), ("send_message", 503, LATER, False, 3)])
@settings(max_examples=FEW, derandomize=True, **PROFILE)
@drawn
def test_whatever_is_answered_nobody_is_misled(db: None, name: str, answers: list[Odd]) -> None:
    put_to_the_test(name, answers)


@pytest.mark.skipif(not SOAK, reason="new answers are for `make soak`")
@settings(max_examples=SOAK or 1, **PROFILE)
@drawn
def test_whatever_else_is_answered_nobody_is_misled(db: None, name: str, answers: list[Odd]) -> None:
    put_to_the_test(name, answers)
