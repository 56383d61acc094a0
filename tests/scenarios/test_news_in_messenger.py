"""Notices of the portal in MAX: to its own people whom the bot has seen, as they choose, a digest instead of twelve
messages; what is refused is a fate of the notice."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from supervision.conversation import texts
from supervision.dialogs import news
from supervision.models import Correspondent, Inspector, MessengerAccount, NoticeSending, WorkOrder
from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace, SendingState
from supervision.notices import paces, wishes
from tests.browsing import browser_of
from tests.dialogs import Bot
from tests.news import told_of_orders, with_login
from tests.postman import Postman
from tests.world import TOKEN, World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
IN_MAX = NoticeChannel.MESSENGER
Person = tuple[Inspector, User]


@pytest.fixture
def petrova(world: World) -> Person:
    return with_login(world, "Петрова")


@pytest.fixture
def bot(world: World, petrova: Person) -> Bot:
    """She has answered the bot."""
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    bot.start(account(petrova), bot.invite(petrova[0]))
    bot.press(account(petrova), texts.YES)
    return bot


def account(petrova: Person) -> int:
    assert petrova[0].messenger_id is not None
    return petrova[0].messenger_id


def at_once(petrova: Person, *kinds: NoticeKind) -> None:
    wishes.keep(petrova[1], {(kind, IN_MAX): NoticePace.AT_ONCE for kind in kinds or NoticeKind})


def round_of(world: World) -> int:
    return news.tell_some(world.account(), world.messenger)


def states() -> set[str]:
    return set(NoticeSending.objects.filter(channel=IN_MAX).values_list("state", flat=True))


def news_shown(bot: Bot, who: int) -> list[str]:
    return [text for text in bot.shows(who) if "Уведомления портала" in text]


def test_an_order_is_told_with_a_link_to_its_page(world: World, petrova: Person, bot: Bot, settings: object) -> None:
    settings.PORTAL_URL = "https://chats.example.ru"  # type: ignore[attr-defined]
    at_once(petrova)
    (order,) = told_of_orders(world, *petrova, 1)
    assert news.regions_with_work(order.opened_at) == []
    world.wait(minutes=1)
    assert round_of(world) == 1
    (text,) = news_shown(bot, account(petrova))
    assert "ул. Садовая, д. 1" in text and "указание" not in text and "Петрова" not in text
    buttons = world.emulator.dialogs.texts(TOKEN, account(petrova))["messages"][-1]["buttons"]
    urls = [button["url"] for row in buttons for button in row if button["type"] == "link"]
    assert urls[0].endswith(f"/admin/supervision/workorder/{order.pk}/change/")
    assert (round_of(world), states()) == (0, {SendingState.TOLD})


def test_a_digest_instead_of_twelve_messages(world: World, petrova: Person, bot: Bot) -> None:
    told_of_orders(world, *petrova, 12)
    world.wait(hours=12)
    assert round_of(world) == 0, "in the morning, as nobody has wished otherwise"
    world.go_to(world.today + timedelta(days=1), hour=8)
    assert round_of(world) == 1
    (text,) = news_shown(bot, account(petrova))
    assert text.count("•") == 1 and ": 12" in text


def test_who_has_not_answered_the_bot_is_not_written_to(world: World, petrova: Person) -> None:
    """The number was typed by a colleague: it may be anybody's."""
    at_once(petrova)
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    assert (round_of(world), states()) == (0, {SendingState.REFUSED})


def test_who_stopped_the_bot_is_not_written_to_and_it_is_shown(world: World, petrova: Person, bot: Bot) -> None:
    at_once(petrova)
    world.emulator.dialogs.stop(TOKEN, account(petrova))
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    assert (round_of(world), states()) == (0, {SendingState.REFUSED})
    assert Correspondent.objects.get(account_id=account(petrova)).stopped_at is not None
    assert world.account().trouble == "", "a fate of the notice, never trouble of the account"
    browser = browser_of(petrova[1])
    assert browser.get(reverse("notice_wishes")).context["fate"].stopped_at is not None
    head = browser_of(world.by)
    page = head.get(reverse("admin:supervision_inspector_change", args=[petrova[0].pk]))
    assert page.context["fate"].stopped_at is not None


def test_a_lost_answer_is_not_repeated(world: World, petrova: Person, bot: Bot) -> None:
    at_once(petrova)
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    world.emulator.faults.add("lose_answer", operation="send_message")
    round_of(world)
    assert states() == {SendingState.LOST}
    world.wait(days=1)
    round_of(world)
    assert len(news_shown(bot, account(petrova))) == 1


def test_what_surely_did_not_get_through_is_told_later(world: World, petrova: Person, bot: Bot) -> None:
    at_once(petrova)
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    messenger = world.messenger
    world.connect(None)
    assert (round_of(world), states()) == (0, {SendingState.DUE})
    world.messenger = messenger
    world.wait(minutes=1)
    assert (round_of(world), states()) == (1, {SendingState.TOLD})
    assert len(news_shown(bot, account(petrova))) == 1


def test_a_stopped_account_tells_nobody(world: World, petrova: Person, bot: Bot) -> None:
    at_once(petrova)
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    now = WorkOrder.objects.get().opened_at + timedelta(minutes=1)
    assert news.regions_with_work(now) == ["55"]
    MessengerAccount.objects.filter(pk="55").update(trouble="Нет бота")
    assert news.regions_with_work(now) == []


def test_settings_are_pressed_in_the_dialog_and_seen_in_the_portal(world: World, petrova: Person, bot: Bot) -> None:
    bot.press(account(petrova), texts.NOTICE_BUTTON)
    line = texts.NOTICE_PACE.format(kind=texts.NOTICE_KINDS["order"], pace=texts.PACES["morning"])
    bot.press(account(petrova), line)
    assert paces.pace_of(wishes.of(petrova[1]), NoticeKind.ORDER, IN_MAX) is NoticePace.NEVER
    told_of_orders(world, *petrova, 1)
    assert states() == set()
    bot.press(account(petrova), texts.NOTICE_PACE.format(kind=texts.NOTICE_KINDS["order"], pace=texts.PACES["never"]))
    assert paces.pace_of(wishes.of(petrova[1]), NoticeKind.ORDER, IN_MAX) is NoticePace.AT_ONCE


def test_few_people_are_written_to_in_a_minute(world: World, petrova: Person, bot: Bot) -> None:
    """Changes of chats come first: a morning's digests of a large body take some minutes."""
    assert 0.02 * world.account().rate_per_second > news.MOST_AT_ONCE / 60
