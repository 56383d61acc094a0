"""Whoever speaks to the messenger is refused the account by a 401: once, by a proxy, or without end, by the messenger.

Once, nothing is lost and nothing stops. Without end the account is stopped, and what was due is done when it works
again. (Passes over chats: tests/integration/test_account_troubles.py.)
"""

from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError, call_command

from supervision.actions import accounts
from supervision.enums import Trouble
from supervision.models import NoticeSending
from supervision.notice_kinds import NoticeChannel, SendingState
from supervision.reconcile import account_troubles
from tests.dialogs import Bot
from tests.frt_files import written
from tests.odd_answers import OddTransport
from tests.speakers import SPEAKERS, Speaker, bot_of, house_and_its_chat
from tests.world import World

EVER = 10_000


@pytest.fixture
def bot(world: World, odd: OddTransport) -> Bot:
    return bot_of(world)


def assert_no_notice_is_given_up() -> None:
    sent = NoticeSending.objects.filter(channel=NoticeChannel.MESSENGER)
    assert not sent.exclude(state__in=[SendingState.DUE, SendingState.TOLD]).exists()


each_speaker = pytest.mark.parametrize("speaker", SPEAKERS.values(), ids=SPEAKERS)


def refused() -> httpx.Response:
    return httpx.Response(401, json={"code": "verify.token", "message": "Invalid access_token"})


@each_speaker
def test_a_401_that_the_bot_itself_does_not_get_loses_and_stops_nothing(
    world: World, odd: OddTransport, bot: Bot, speaker: Speaker
) -> None:
    speaker.prepare(bot)
    odd.say(refused, operation=speaker.operation)
    speaker.act(world)
    assert world.account().trouble == "" and speaker.is_due(world)
    world.wait(minutes=11)
    speaker.act(world)
    assert world.account().trouble == "" and not speaker.is_due(world)
    assert_no_notice_is_given_up()


@each_speaker
def test_a_token_that_is_refused_stops_the_account_and_what_was_due_stays_due(
    world: World, odd: OddTransport, bot: Bot, speaker: Speaker
) -> None:
    speaker.prepare(bot)
    for operation in (speaker.operation, "me"):
        odd.say(refused, operation=operation, times=EVER)
    speaker.act(world)
    assert world.account().trouble_kind == Trouble.TOKEN and speaker.is_due(world)

    odd.be_well()
    world.wait(minutes=11)
    accounts.retry(world.account(), cause="found well again")
    speaker.act(world)
    assert world.account().trouble == "" and not speaker.is_due(world)
    assert_no_notice_is_given_up()


def test_while_an_account_stands_still_no_list_of_chats_is_read(world: World, tmp_path: Path) -> None:
    house, number = house_and_its_chat(world)
    path = written(tmp_path / "chats.csv", f"ФИАС GUID;Чат\n{house.fias_guid};{number}")
    account_troubles.stop(world.account(), Trouble.TOKEN, "Стоит")
    with pytest.raises(CommandError, match="Стоит"):
        call_command("adopt_chats", str(path), "--region", "55")
