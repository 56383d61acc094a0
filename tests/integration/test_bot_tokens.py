"""The token of a region's bot: entered in the browser, tried, sealed, and seen nowhere again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from supervision import keyring
from supervision.actions import bot_tokens
from supervision.enums import Role, Trouble
from supervision.linking.subscriptions import secret_of
from supervision.models import BotToken, Event, MessengerAccount, Region
from supervision.reconcile.accounts import has_bot, token_of
from tests.browsing import entered
from tests.served_emulator import served
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
TOKEN = "emulator-unheard-of"
PAGE = "admin:supervision_messengeraccount_token"


@pytest.fixture
def asked(world: World, settings: Any) -> Iterator[World]:
    """The messenger answers over HTTP, and the environment has no token at all."""
    settings.MESSENGER_TOKENS, settings.LOCAL = {}, False
    with served(world.emulator) as url:
        settings.MESSENGER_URL = settings.MESSENGER_PROVISIONING_URL = url
        yield world


@pytest.fixture
def head(world: World) -> Client:
    return entered("head_of_55", Role.HEAD)


def enter(client: Client, token: str = TOKEN, region: str = "55", **form: str) -> str:
    """What the answer, or the page that it leads to, says."""
    return client.post(reverse(PAGE, args=[region]), {"token": token, **form}, follow=True).content.decode()


def region() -> Region:
    return Region.objects.get(pk="55")


def test_a_token_is_tried_kept_sealed_and_the_bot_named(asked: World, head: Client) -> None:
    assert not has_bot(region())
    page = enter(head)
    bot = asked.emulator.state.bot_of(TOKEN)
    assert f"ID {bot}" in page
    assert MessengerAccount.objects.get(pk="55").bot_id == bot
    assert has_bot(region())
    assert token_of(region()) == TOKEN
    event = Event.objects.get(name="account.token_entered")
    assert (event.details["bot"], event.region_id) == (bot, "55")


def test_the_token_stands_in_no_table_and_on_no_page(
    asked: World, head: Client, caplog: pytest.LogCaptureFixture
) -> None:
    said = enter(head) + enter(head, "emulator-another-one") + enter(head, "no token at all")
    for name in ("token", "change", "history"):
        said += head.get(reverse(f"admin:supervision_messengeraccount_{name}", args=["55"])).content.decode()
    said += caplog.text
    tables = connection.introspection.table_names()  # a model may speak of a view or of nothing at all
    for model in (each for each in apps.get_models() if each._meta.db_table in tables):
        said += str(list(model._base_manager.values_list()))
    assert TOKEN not in said  # the name of the bot holds its end
    assert "emulator-another-one" not in said


def test_a_bot_of_another_region_is_refused(asked: World, head: Client) -> None:
    MessengerAccount.objects.filter(pk="77").update(bot_id=asked.emulator.state.bot_of(TOKEN))
    assert "Москва" in enter(head)
    assert not BotToken.objects.exists()


@pytest.mark.parametrize("text", ["", "with spaces", "кириллица", "nobody-knows-it"])
def test_what_is_no_token_is_refused_and_not_kept(asked: World, head: Client, text: str) -> None:
    page = enter(head, text)
    assert not BotToken.objects.exists()
    assert "сохранён" in page or "Это не может быть токеном" in page
    assert not text or text not in page


@pytest.mark.parametrize(("tried", "stops"), [("nobody-knows-this", False), ("nobody-knows-it", True)])
def test_the_accounts_own_token_that_is_refused_stops_it_and_no_other_does(
    asked: World, head: Client, settings: Any, tried: str, stops: bool
) -> None:
    settings.MESSENGER_TOKENS = {"55": "nobody-knows-it"}
    assert "сохранён" in enter(head, tried)
    assert (MessengerAccount.objects.get(pk="55").trouble_kind == Trouble.TOKEN) is stops


def test_a_new_token_renews_the_secret_of_the_webhook(asked: World, head: Client) -> None:
    before = secret_of("55")
    enter(head)
    first = secret_of("55")
    enter(head, "emulator-another-one")
    assert len({before, first, secret_of("55")}) == 3


def test_the_environment_counts_where_none_was_entered_and_again_when_it_is_deleted(
    asked: World, head: Client, settings: Any
) -> None:
    settings.MESSENGER_TOKENS = {"55": "emulator-of-the-environment"}
    assert token_of(region()) == "emulator-of-the-environment"
    enter(head)
    assert token_of(region()) == TOKEN
    enter(head, forget="1")
    assert token_of(region()) == "emulator-of-the-environment"


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ANALYST])
def test_others_neither_see_the_page_nor_enter_a_token(asked: World, role: Role) -> None:
    client = entered("somebody", role)
    assert client.get(reverse(PAGE, args=["55"])).status_code == 403
    assert client.post(reverse(PAGE, args=["55"]), {"token": TOKEN}).status_code == 403
    assert not BotToken.objects.exists()


def test_a_head_of_another_region_finds_no_page(asked: World) -> None:
    stranger = entered("head_of_77", Role.HEAD, "77")
    assert stranger.post(reverse(PAGE, args=["55"]), {"token": TOKEN}).status_code == 404


def test_a_region_without_a_bot_is_never_shown_as_working(asked: World, head: Client) -> None:
    listed = reverse("admin:supervision_messengeraccount_changelist")
    assert "Нет бота" in head.get(listed).content.decode()
    enter(head)
    shown = head.get(listed).content.decode()
    assert "Нет бота" not in shown
    assert "Работает" in shown


def test_tokens_are_sealed_anew_under_a_new_key(asked: World, head: Client, settings: Any) -> None:
    enter(head)
    settings.ENCRYPTION_KEYS = [keyring.new_key(), *settings.ENCRYPTION_KEYS]
    assert bot_tokens.reseal(keyring.renewed) == 1
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert token_of(region()) == TOKEN
