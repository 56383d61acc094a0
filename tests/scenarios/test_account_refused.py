"""Whoever speaks to the messenger is refused the account by a 401: once, by a proxy, or without end, by the messenger.

Once, nothing is lost and nothing stops. Without end the account is stopped, and what was due is done when it works
again. (Passes over chats: tests/integration/test_account_troubles.py.)
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from supervision.actions import accounts, representatives
from supervision.conversation import texts
from supervision.dialogs import answering, news, reminding
from supervision.enums import AdoptionVerdict, Trouble
from supervision.errors import Refused
from supervision.linking import adoption as adoptions
from supervision.linking import found_chats, linking, subscriptions
from supervision.messenger.errors import AccountRejected
from supervision.models import (
    Adoption,
    AdoptionLine,
    Chat,
    Correspondent,
    DialogTurn,
    FoundChat,
    House,
    MessengerAccount,
    NoticeSending,
)
from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace, SendingState
from supervision.notices import wishes
from supervision.queue import clock
from supervision.reconcile import account_troubles
from tests.dialogs import PETROV, Bot
from tests.frt_files import written
from tests.news import told_of_orders, with_login
from tests.odd_answers import OddTransport
from tests.postman import BASE, Postman
from tests.world import TOKEN, World

EVER = 10_000


@pytest.fixture
def bot(world: World, odd: OddTransport) -> Bot:
    """Petrov has answered the bot and joined nothing yet."""
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    person = representatives.add(
        organisation=company, full_name="Пётр Петров", messenger_id=None, since=world.today, by=world.by
    )
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.push()
    return bot


def somebody_presses(bot: Bot) -> None:
    bot.world.emulator.dialogs.press(TOKEN, PETROV, texts.CHECK)
    bot.postman.deliver()


def somebody_starts(bot: Bot) -> None:
    bot.world.emulator.dialogs.start(TOKEN, PETROV, None)
    bot.postman.deliver()


def a_list_is_old(bot: Bot) -> None:
    Correspondent.objects.filter(account_id=PETROV).update(list_due_at=clock.now())


def somebody_is_to_be_told(bot: Bot) -> None:
    inspector, user = with_login(bot.world, "Петрова")
    bot.start(inspector.messenger_id or 0, bot.invite(inspector))
    bot.press(inspector.messenger_id or 0, texts.YES)
    wishes.keep(user, {(kind, NoticeChannel.MESSENGER): NoticePace.AT_ONCE for kind in NoticeKind})
    told_of_orders(bot.world, inspector, user, 1)
    bot.world.wait(minutes=11)


def three_days_go_by(bot: Bot) -> None:
    bot.world.wait(days=3)


def a_chat_is_found(bot: Bot) -> None:
    made = bot.world.emulator.people.create_chat(owner_id=7_001, title="Соседи")
    FoundChat.objects.create(region=bot.world.region, messenger_id=made.chat_id, found_at=clock.now())
    bot.world.emulator.people.add_bot(made.chat_id, TOKEN)


def a_list_waits(bot: Bot) -> None:
    """Of chats that exist: one line of it is to be read."""
    adoption = Adoption.objects.create(region=bot.world.region, file_name="chats.csv", sha256="0" * 64)
    house, number = _house_and_its_chat(bot.world)
    AdoptionLine.objects.create(
        adoption=adoption, line=2, chat=bot.world.chat(house), messenger_id=number, verdict=AdoptionVerdict.WAITING
    )


def a_chat_is_to_be_linked(bot: Bot) -> None:
    _house_and_its_chat(bot.world)


def _house_and_its_chat(world: World) -> tuple[House, int]:
    """Which the portal does not know to be its own."""
    house = world.house("г. Омск, ул. Мира, д. 2")
    made = world.emulator.people.create_chat(owner_id=7_001, title="Соседи")
    world.emulator.people.add_bot(made.chat_id, TOKEN)
    return house, made.chat_id


def nobody_knows_the_bot(bot: Bot) -> None:
    MessengerAccount.objects.update(bot_id=None)


def nothing_more(bot: Bot) -> None:
    return None


def match_found(world: World) -> None:
    with suppress(AccountRejected):  # as the task does
        found_chats.match_found(world.account(), world.messenger)


def keep_subscription(world: World) -> None:
    with override_settings(WEBHOOK_BASE_URL=BASE):
        subscriptions.keep_subscription(world.account(), world.messenger)


def read_list(world: World) -> None:
    with suppress(AccountRejected):  # as whoever works on the upload does
        adoptions.read_some(Adoption.objects.get(), world.messenger)


def link_by_hand(world: World) -> None:
    chat, number = Chat.objects.order_by("pk").last(), list(world.emulator.state.chats)[-1]
    assert chat is not None
    with suppress(Refused):
        linking.link_by_hand(chat, str(number), by=world.by, reader=world.messenger)


def push(world: World) -> None:
    world.push()


def telling() -> bool:
    of_bot = NoticeSending.objects.filter(channel=NoticeChannel.MESSENGER)
    states = set(of_bot.values_list("state", flat=True))
    assert states <= {SendingState.DUE, SendingState.TOLD} and states
    return SendingState.DUE in states


def answer(world: World) -> None:
    answering.answer_some(world.account(), world.messenger)


def tell(world: World) -> None:
    news.tell_some(world.account(), world.messenger)


def remind(world: World) -> None:
    reminding.remind_some(world.account(), world.messenger)


@dataclass(frozen=True)
class Caller:
    """`is_due`: what it has to do is not done yet."""

    operation: str
    prepare: Callable[[Bot], None]
    act: Callable[[World], None]
    is_due: Callable[[World], bool]


CALLERS = {
    "the answer to a press": Caller("answer_callback", somebody_presses, answer, lambda _: DialogTurn.objects.exists()),
    "the answer to a start": Caller("send_message", somebody_starts, answer, lambda _: DialogTurn.objects.exists()),
    "a list that is renewed": Caller(
        "edit_message", a_list_is_old, answer, lambda _: Correspondent.objects.exclude(list_due_at=None).exists()
    ),
    "a notice": Caller("send_message", somebody_is_to_be_told, tell, lambda _: telling()),
    "a reminder": Caller(
        "send_message",
        three_days_go_by,
        remind,
        lambda _: not Correspondent.objects.get(account_id=PETROV).reminders,
    ),
    "a chat that was found": Caller(
        "chat", a_chat_is_found, match_found, lambda _: FoundChat.objects.filter(read_at=None).exists()
    ),
    "a chat of a list": Caller(
        "chat",
        a_list_waits,
        read_list,
        lambda _: AdoptionLine.objects.filter(verdict=AdoptionVerdict.WAITING).exists(),
    ),
    "a chat that a person links": Caller(
        "chat", a_chat_is_to_be_linked, link_by_hand, lambda _: Chat.objects.filter(messenger_id=None).exists()
    ),
    "who the bot is": Caller("me", nobody_knows_the_bot, push, lambda world: world.account().bot_id is None),
    "the subscription": Caller(
        "subscriptions", nothing_more, keep_subscription, lambda world: bool(world.account().webhook_trouble)
    ),
}
each_caller = pytest.mark.parametrize("caller", CALLERS.values(), ids=CALLERS)


def refused() -> httpx.Response:
    return httpx.Response(401, json={"code": "verify.token", "message": "Invalid access_token"})


@each_caller
def test_a_401_that_the_bot_itself_does_not_get_loses_and_stops_nothing(
    world: World, odd: OddTransport, bot: Bot, caller: Caller
) -> None:
    caller.prepare(bot)
    odd.say(refused, operation=caller.operation)
    caller.act(world)
    assert world.account().trouble == "" and caller.is_due(world)
    world.wait(minutes=11)
    caller.act(world)
    assert world.account().trouble == "" and not caller.is_due(world)


@each_caller
def test_a_token_that_is_refused_stops_the_account_and_what_was_due_stays_due(
    world: World, odd: OddTransport, bot: Bot, caller: Caller
) -> None:
    caller.prepare(bot)
    for operation in (caller.operation, "me"):
        odd.say(refused, operation=operation, times=EVER)
    caller.act(world)
    assert world.account().trouble_kind == Trouble.TOKEN and caller.is_due(world)

    odd.be_well()
    world.wait(minutes=11)
    accounts.retry(world.account(), cause="found well again")
    caller.act(world)
    assert world.account().trouble == "" and not caller.is_due(world)


def test_while_an_account_stands_still_no_list_of_chats_is_read(world: World, tmp_path: Path) -> None:
    house, number = _house_and_its_chat(world)
    path = written(tmp_path / "chats.csv", f"ФИАС GUID;Чат\n{house.fias_guid};{number}")
    account_troubles.stop(world.account(), Trouble.TOKEN, "Стоит")
    with pytest.raises(CommandError, match="Стоит"):
        call_command("adopt_chats", str(path), "--region", "55")
