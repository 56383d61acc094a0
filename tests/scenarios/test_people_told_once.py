"""Whatever is answered to a message to a person (a page with 503 in front of the messenger, say), it is not sent twice.

Nobody can say of such an answer whether the message arrived, and no look tells. So it counts as sent: rather one reply
or notice is lost than somebody told five times. While something answers for the messenger, nothing is begun that would
be lost so.
"""

from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest

from supervision.conversation import texts
from supervision.models import Correspondent, DialogTurn, NoticeSending
from supervision.notice_kinds import NoticeChannel, SendingState
from tests.dialogs import PETROV, STRANGER, Bot
from tests.odd_answers import ODD, PAGES_NOT_NOW, OddTransport
from tests.sampled import sampled
from tests.scenarios.test_account_refused import EVER, bot
from tests.speakers import SPEAKERS, Speaker
from tests.world import TOKEN, World

__all__ = ["bot"]
MESSAGES = {name: speaker for name, speaker in SPEAKERS.items() if speaker.operation == "send_message"}
each_message = pytest.mark.parametrize("speaker", MESSAGES.values(), ids=MESSAGES)
AT_ONCE = "a page with 503"
each_answer = pytest.mark.parametrize(
    "answer",
    [
        pytest.param(AT_ONCE),
        *(pytest.param(name, marks=pytest.mark.walk) for name in sampled(ODD, 4) if name != AT_ONCE),
    ],
)


def received(world: World) -> int:
    """Messages that people got, of all dialogs together."""
    return sum(len(dialog.messages) for dialog in world.emulator.state.dialogs.values())


def rounds(world: World, speaker: Speaker, count: int = 6) -> None:
    for _round in range(count):
        world.wait(seconds=6)
        speaker.act(world)


@each_message
@each_answer
@pytest.mark.parametrize("carried_out", [True, False], ids=["done all the same", "not done"])
def test_a_message_whose_answer_is_nobodys_word_is_not_sent_again(
    world: World, odd: OddTransport, bot: Bot, speaker: Speaker, answer: str, carried_out: bool
) -> None:
    speaker.prepare(bot)
    before = received(world)
    odd.say(ODD[answer], operation="send_message", times=EVER, carried_out=carried_out)
    rounds(world, speaker)
    odd.be_well()
    rounds(world, speaker)
    assert received(world) - before == carried_out
    assert world.account().trouble == ""


@each_message
@pytest.mark.parametrize("answer", PAGES_NOT_NOW)
def test_while_something_answers_for_the_messenger_only_a_reply_is_lost(
    world: World, odd: OddTransport, bot: Bot, speaker: Speaker, answer: str
) -> None:
    speaker.prepare(bot)
    before = received(world)
    for operation in ("me", "send_message"):
        odd.say(ODD[answer], operation=operation, times=EVER)
    rounds(world, speaker)
    is_reply = speaker is SPEAKERS["the answer to a start"]
    assert speaker.is_due(world) is not is_reply
    odd.be_well()
    world.wait(minutes=11)
    speaker.act(world)
    assert received(world) - before == (not is_reply)


def test_a_list_whose_renewal_nobody_answered_is_renewed_later(world: World, odd: OddTransport, bot: Bot) -> None:
    speaker = SPEAKERS["a list that is renewed"]
    speaker.prepare(bot)
    odd.say(ODD[AT_ONCE], operation=speaker.operation)
    speaker.act(world)
    assert speaker.is_due(world)
    world.wait(minutes=11)
    speaker.act(world)
    assert not speaker.is_due(world)


def told_so(bot: Bot) -> int:
    uninvited = texts.UNINVITED.partition("{")[0]
    return sum(uninvited in text for text in bot.shows(STRANGER))


@dataclass(frozen=True)
class Failure:
    """`is_told`: it may have arrived, so it counts."""

    make: Callable[[], httpx.Response]
    is_told: bool


NOT_SAID = {
    "later": Failure(lambda: httpx.Response(503, json={"code": "service.unavailable", "message": "later"}), False),
    "a person who may not be written to": Failure(
        lambda: httpx.Response(403, json={"code": "chat.denied", "message": "no"}), False
    ),
    "a message that is refused": Failure(
        lambda: httpx.Response(400, json={"code": "proto.payload", "message": "no"}), False
    ),
    "a page": Failure(ODD[AT_ONCE], True),
}


@pytest.mark.usefixtures("nobody_has_tried")
@pytest.mark.parametrize("failure", NOT_SAID.values(), ids=NOT_SAID)
def test_the_silence_after_one_sentence_to_somebody_uninvited_counts_what_they_got(
    world: World, odd: OddTransport, bot: Bot, failure: Failure
) -> None:
    odd.say(failure.make, operation="send_message", carried_out=failure.is_told)
    bot.start(STRANGER)
    world.wait(seconds=6)
    bot.answer()
    world.emulator.dialogs.start(TOKEN, STRANGER, None)
    bot.answer()
    assert told_so(bot) == 1
    bot.start(STRANGER)
    assert told_so(bot) == 1 and not DialogTurn.objects.exists()


def test_one_notice_at_most_is_lost_to_what_answers_for_writing_alone(
    world: World, odd: OddTransport, bot: Bot
) -> None:
    speaker = SPEAKERS["a notice"]
    speaker.prepare(bot)
    odd.say(ODD[AT_ONCE], operation="send_message", times=EVER)
    speaker.act(world)
    of_bot = NoticeSending.objects.filter(channel=NoticeChannel.MESSENGER)
    assert set(of_bot.values_list("state", flat=True)) == {SendingState.LOST}
    assert Correspondent.objects.filter(account_id=PETROV, stopped_at=None).exists()
