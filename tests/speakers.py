"""Who of the portal speaks to the messenger beside the passes over chats, and a small world in which each has to."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.test import override_settings

from supervision.actions import representatives
from supervision.conversation import texts
from supervision.dialogs import answering, news, reminding
from supervision.enums import AdoptionVerdict
from supervision.errors import Refused
from supervision.linking import adoption as adoptions
from supervision.linking import found_chats, linking, subscriptions
from supervision.messenger.emulator.state import Subscription
from supervision.messenger.errors import MessengerError
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
from tests.dialogs import PETROV, Bot
from tests.news import told_of_orders, with_login
from tests.postman import BASE, Postman
from tests.world import TOKEN, World

OWN_URL, FORMER_URL = f"{BASE}/webhooks/max/55/", f"{BASE}/before/"


def bot_of(world: World) -> Bot:
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
    house, number = house_and_its_chat(bot.world)
    AdoptionLine.objects.create(
        adoption=adoption, line=2, chat=bot.world.chat(house), messenger_id=number, verdict=AdoptionVerdict.WAITING
    )


def a_chat_is_to_be_linked(bot: Bot) -> None:
    house_and_its_chat(bot.world)


def house_and_its_chat(world: World) -> tuple[House, int]:
    """Which the portal does not know to be its own."""
    house = world.house("г. Омск, ул. Мира, д. 2")
    made = world.emulator.people.create_chat(owner_id=7_001, title="Соседи")
    world.emulator.people.add_bot(made.chat_id, TOKEN)
    return house, made.chat_id


def the_webhook_is_dropped(bot: Bot) -> None:
    kept_subscriptions(bot.world).clear()


def another_address_was_ours(bot: Bot) -> None:
    bot.world.messenger.subscribe(url=FORMER_URL, secret="of-before", update_types=["bot_added"])
    MessengerAccount.objects.update(webhook_url=FORMER_URL)


def kept_subscriptions(world: World) -> dict[str, Subscription]:
    """The messenger's side, by address."""
    return world.emulator.state.subscriptions.setdefault(world.emulator.state.bot_of(TOKEN), {})


def nobody_knows_the_bot(bot: Bot) -> None:
    MessengerAccount.objects.update(bot_id=None)


def nothing_more(bot: Bot) -> None:
    return None


def match_found(world: World) -> None:
    with suppress(MessengerError):  # as the task does
        found_chats.match_found(world.account(), world.messenger)


def keep_subscription(world: World) -> None:
    with override_settings(WEBHOOK_BASE_URL=BASE):
        subscriptions.keep_subscription(world.account(), world.messenger)


def read_list(world: World) -> None:
    with suppress(MessengerError):  # as whoever works on the upload does
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
    return of_bot.filter(state=SendingState.DUE).exists()


def answer(world: World) -> None:
    answering.answer_some(world.account(), world.messenger)


def tell(world: World) -> None:
    news.tell_some(world.account(), world.messenger)


def remind(world: World) -> None:
    reminding.remind_some(world.account(), world.messenger)


@dataclass(frozen=True)
class Speaker:
    """`is_due`: what it has to do is not done yet."""

    operation: str
    prepare: Callable[[Bot], None]
    act: Callable[[World], None]
    is_due: Callable[[World], bool]


SPEAKERS = {
    "the answer to a press": Speaker(
        "answer_callback", somebody_presses, answer, lambda _: DialogTurn.objects.exists()
    ),
    "the answer to a start": Speaker("send_message", somebody_starts, answer, lambda _: DialogTurn.objects.exists()),
    "a list that is renewed": Speaker(
        "edit_message", a_list_is_old, answer, lambda _: Correspondent.objects.exclude(list_due_at=None).exists()
    ),
    "a notice": Speaker("send_message", somebody_is_to_be_told, tell, lambda _: telling()),
    "a reminder": Speaker(
        "send_message",
        three_days_go_by,
        remind,
        lambda _: not Correspondent.objects.get(account_id=PETROV).reminders,
    ),
    "a chat that was found": Speaker(
        "chat", a_chat_is_found, match_found, lambda _: FoundChat.objects.filter(read_at=None).exists()
    ),
    "a chat of a list": Speaker(
        "chat",
        a_list_waits,
        read_list,
        lambda _: AdoptionLine.objects.filter(verdict=AdoptionVerdict.WAITING).exists(),
    ),
    "a chat that a person links": Speaker(
        "chat", a_chat_is_to_be_linked, link_by_hand, lambda _: Chat.objects.filter(messenger_id=None).exists()
    ),
    "who the bot is": Speaker("me", nobody_knows_the_bot, push, lambda world: world.account().bot_id is None),
    "the subscription": Speaker(
        "subscriptions", nothing_more, keep_subscription, lambda world: bool(world.account().webhook_trouble)
    ),
    "a webhook that was dropped": Speaker(
        "subscribe", the_webhook_is_dropped, keep_subscription, lambda world: OWN_URL not in kept_subscriptions(world)
    ),
    "the webhook of before": Speaker(
        "unsubscribe",
        another_address_was_ours,
        keep_subscription,
        lambda world: FORMER_URL in kept_subscriptions(world),
    ),
}
