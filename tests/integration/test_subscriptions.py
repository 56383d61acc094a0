"""The webhook of an account is kept as it should be, and what is wrong with it stands on the account in words."""

from typing import Any

import httpx
import pytest
from django.urls import reverse

from supervision.linking import inbox, subscriptions
from supervision.models import MessengerAccount
from tests.browsing import of_root
from tests.odd_answers import OddTransport
from tests.world import TOKEN, World

BASE = "https://chats.example.ru"
URL = f"{BASE}/webhooks/max/55/"


@pytest.fixture(autouse=True)
def base(settings: Any) -> None:
    settings.WEBHOOK_BASE_URL = BASE


def keep(world: World) -> MessengerAccount:
    """One round of the portal, ten minutes after the last."""
    world.wait(minutes=10)
    subscriptions.keep_subscription(world.account(), world.messenger)
    return world.account()


def kept(world: World) -> dict[str, Any]:
    """The messenger's side, by address."""
    return world.emulator.state.subscriptions.get(world.emulator.state.bot_of(TOKEN), {})


def asked(world: World, operation: str) -> int:
    return int(world.emulator.stats()["operations"].get(operation, 0))


def test_a_webhook_is_made_with_the_secret_of_the_region_and_what_is_to_be_heard(world: World) -> None:
    account = keep(world)
    made = kept(world)[URL]
    assert (made.secret, set(made.update_types)) == (subscriptions.secret_of("55"), inbox.SUBSCRIBED)
    assert (account.webhook_url, account.webhook_trouble) == (URL, "")
    assert account.webhook_checked_at is not None


def test_who_the_bot_is_is_learned(world: World) -> None:
    account = keep(world)
    assert account.bot_id == world.emulator.state.bot_of(TOKEN)
    assert account.bot_name


def test_what_names_no_bot_is_not_learned(world: World, odd: OddTransport) -> None:
    """By another number every chat of the region would seem to have lost its bot."""
    before = keep(world)
    odd.say(lambda: httpx.Response(200, json={"user_id": 5, "first_name": "Кэш"}), operation="me", times=9)
    after = keep(world)
    assert (after.bot_id, after.bot_name) == (before.bot_id, before.bot_name)
    assert after.webhook_trouble


def test_a_webhook_in_place_is_left_alone(world: World) -> None:
    keep(world)
    made = asked(world, "subscribe")
    keep(world)
    assert asked(world, "subscribe") == made == 1


def test_a_dropped_webhook_is_made_again(world: World) -> None:
    keep(world)
    kept(world).clear()
    keep(world)
    assert list(kept(world)) == [URL]


def test_one_that_hears_something_else_is_made_again(world: World) -> None:
    keep(world)
    kept(world)[URL].update_types = ["message_created"]
    keep(world)
    assert set(kept(world)[URL].update_types) == inbox.SUBSCRIBED


def test_another_secret_key_leads_to_another_secret(world: World, settings: Any) -> None:
    keep(world)
    before = kept(world)[URL].secret
    settings.SECRET_KEY = "another-key-of-the-installation"
    keep(world)
    assert kept(world)[URL].secret == subscriptions.secret_of("55") != before


def test_the_secret_itself_is_not_stored(world: World) -> None:
    keep(world)
    row = MessengerAccount.objects.values().get(pk="55")
    assert row["webhook_secret_digest"]
    assert subscriptions.secret_of("55") not in map(str, row.values())


def test_the_address_of_before_is_taken_away_and_strangers_are_not(world: World, settings: Any) -> None:
    others = ("https://crm.example.ru/max/", f"{BASE}/webhooks/max/25/", f"{BASE}/other/")
    for url in (*others, f"{BASE}/old/webhooks/max/55/"):
        world.messenger.subscribe(url=url, secret="secret-of-another", update_types=[])
    settings.WEBHOOK_BASE_URL = "https://old.example.ru"
    keep(world)
    settings.WEBHOOK_BASE_URL = f"{BASE}/"
    keep(world)
    assert set(kept(world)) == {*others, URL}


def test_without_an_address_there_is_no_webhook_any_more(world: World, settings: Any) -> None:
    keep(world)
    settings.WEBHOOK_BASE_URL = ""
    account = keep(world)
    assert kept(world) == {}
    assert (account.webhook_url, account.webhook_checked_at, account.webhook_trouble) == ("", None, "")
    assert account.bot_id is not None


@pytest.mark.parametrize("operation", ["me", "subscriptions", "subscribe"])
@pytest.mark.parametrize("kind", ["unavailable", "too_many", "lose_answer"])
def test_a_messenger_that_fails_is_named_and_mended_in_the_next_round(world: World, operation: str, kind: str) -> None:
    world.emulator.faults.add(kind, operation=operation, times=100)
    account = keep(world)
    assert account.webhook_trouble
    assert account.webhook_checked_at is None
    world.emulator.faults.clear()
    account = keep(world)
    assert (account.webhook_trouble, account.webhook_url) == ("", URL)
    assert list(kept(world)) == [URL]


def test_an_address_that_the_messenger_refuses_is_named_with_its_reason(world: World, settings: Any) -> None:
    settings.WEBHOOK_BASE_URL = "http://chats.example.ru:8000"
    assert "https on port 443 expected" in keep(world).webhook_trouble


def test_a_rejected_token_is_said_and_raises_nothing(world: World) -> None:
    world.connect(world.transport, token="not-a-token-of-the-emulator")
    assert "401" in keep(world).webhook_trouble


def test_an_account_that_is_as_before_is_noted_every_half_hour(world: World) -> None:
    keep(world)
    versions = MessengerAccount.history.rel.related_model.objects.filter(pgh_obj="55")
    before = versions.count()
    for _round in range(12):
        keep(world)
    assert versions.count() - before == 4


def test_only_accounts_at_work_with_chats_have_something_to_hear(world: World) -> None:
    assert subscriptions.to_keep(only_new=False) == []
    world.house("г. Омск, ул. Мира, д. 1")
    assert subscriptions.to_keep(only_new=False) == ["55"]
    MessengerAccount.objects.update(is_enabled=False)
    assert subscriptions.to_keep(only_new=False) == []


def test_a_new_account_does_not_wait_for_the_next_round(world: World, settings: Any) -> None:
    world.house("г. Омск, ул. Мира, д. 1")
    assert subscriptions.to_keep(only_new=True) == ["55"]
    keep(world)
    assert subscriptions.to_keep(only_new=True) == []
    assert subscriptions.to_keep(only_new=False) == ["55"]


def test_a_portal_without_an_address_asks_for_no_first_webhook(world: World, settings: Any) -> None:
    settings.WEBHOOK_BASE_URL = ""
    world.house("г. Омск, ул. Мира, д. 1")
    assert subscriptions.to_keep(only_new=True) == []


@pytest.mark.filterwarnings("ignore:No directory at")
def test_the_page_of_the_account_shows_the_webhook_and_its_trouble(world: World) -> None:
    keep(world)
    MessengerAccount.objects.filter(pk="55").update(webhook_trouble="Адрес не отвечает")
    client = of_root()
    page = client.get(reverse("admin:supervision_messengeraccount_change", args=["55"])).content.decode()
    assert URL in page
    assert "Адрес не отвечает" in page
    assert subscriptions.secret_of("55") not in page


@pytest.mark.parametrize("url", ["https://[", "https://a:99999999/", 5, None, "https://a/\x00", "", "/"])
def test_an_address_that_nobody_can_read_keeps_no_webhook_from_its_place(
    world: World, odd: OddTransport, url: object
) -> None:
    stranger = {"url": url, "time": 1, "update_types": None}
    odd.change("subscriptions", lambda data: {"subscriptions": [stranger, *data["subscriptions"]]})
    for _round in range(2):
        assert (keep(world).webhook_url, world.account().webhook_trouble) == (URL, "")
    assert list(kept(world)) == [URL] and asked(world, "unsubscribe") == 0
