"""What stops a whole account: a token that is refused twice, many chats that turn to the same trouble at once."""

from datetime import timedelta

import httpx
import pytest
from django.utils import timezone

from supervision.actions import accounts
from supervision.enums import Trouble
from supervision.models import Chat, House, MessengerAccount, SyncRequest, WorkOrder
from supervision.queue import outbox
from supervision.reconcile import troubles
from tests.odd_answers import ODD, OddTransport
from tests.world import TOKEN, World

pytestmark = pytest.mark.walk

MANY = 30
REFUSED_ONCE = {"code": "verify.token", "message": "Invalid access_token"}


@pytest.fixture
def houses(world: World, odd: OddTransport) -> list[House]:
    world.inspector("Инспектор 1")
    houses = world.houses(MANY)
    assert world.push().verdicts == {"settled": MANY}
    return houses


def look_at_all(world: World) -> None:
    Chat.objects.update(observed_at=None)
    outbox.sweep(world.region, seen_before=timezone.now(), most=1000)


def refused(code: str, status: int = 401) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": "no"})


def test_one_401_that_the_bot_itself_does_not_get_stops_nothing(world: World, odd: OddTransport) -> None:
    world.inspector("Инспектор 1")
    world.houses(2)
    odd.say(lambda: refused("verify.token"), operation="create_chat")
    assert world.push().verdicts == {"retried": 1, "settled": 1}
    assert world.account().trouble == ""
    world.wait(minutes=1)
    assert world.push().verdicts == {"settled": 1}


def test_a_token_refused_twice_stops_the_account_until_it_is_taken_again(world: World, odd: OddTransport) -> None:
    world.inspector("Инспектор 1")
    world.houses(2)
    world.push()
    world.houses(2, street="ул. Новая")
    for operation in ("create_chat", "me"):
        odd.say(lambda: refused("verify.token"), operation=operation, times=3)
    assert world.push().verdicts == {"released": 1}
    account = world.account()
    assert account.trouble_kind == Trouble.TOKEN and troubles.to_try_again() == []

    world.wait(minutes=11)
    assert troubles.to_try_again() == ["55"]
    assert not troubles.is_over(account, world.messenger)
    assert troubles.to_try_again() == []
    world.wait(minutes=11)
    odd.be_well()
    assert troubles.is_over(world.account(), world.messenger)
    accounts.retry(world.account(), cause="found well again")
    assert world.push().verdicts == {"settled": 2}


@pytest.mark.parametrize("code", ["deprecated.token", "bot.blocked"])
def test_a_refusal_of_the_account_is_no_refusal_of_a_chat(world: World, odd: OddTransport, code: str) -> None:
    world.inspector("Инспектор 1")
    world.houses(2)
    odd.say(lambda: refused(code, 403), operation="create_chat", times=10)
    assert world.push().verdicts == {"released": 1}
    assert world.account().trouble_kind == Trouble.TOKEN
    assert SyncRequest.objects.filter(reason="").count() == 2


def remove_everywhere(world: World) -> None:
    for chat in world.emulator.state.chats.values():
        world.emulator.people.remove_bot(chat.chat_id, TOKEN)


def test_a_bot_removed_everywhere_holds_the_account_with_one_sentence(world: World, houses: list[House]) -> None:
    remove_everywhere(world)
    look_at_all(world)
    assert world.push().verdicts == {"waiting": 20}
    account = world.account()
    assert account.trouble_kind == Trouble.BOT_REMOVED and "20" in account.trouble and "30" in account.trouble
    assert WorkOrder.objects.filter(closed_at=None).count() == 20
    world.wait(minutes=11)
    assert not troubles.is_over(account, world.messenger)


def test_a_person_may_let_it_go_on(world: World, houses: list[House]) -> None:
    remove_everywhere(world)
    look_at_all(world)
    world.push()
    accounts.retry(world.account(), by=world.by)
    assert world.push().verdicts == {"waiting": MANY}
    assert world.account().trouble == ""


def test_a_balancer_that_answers_for_the_messenger_holds_the_account_and_is_found_gone(
    world: World, odd: OddTransport, houses: list[House]
) -> None:
    odd.say(ODD["a page with 403"], operation="chat", times=10_000)
    look_at_all(world)
    assert world.push().verdicts == {"retried": 20}
    assert world.account().trouble_kind == Trouble.UNREADABLE
    assert not WorkOrder.objects.exists()
    assert set(Chat.objects.values_list("bot_state", flat=True)) == {"in_place"}

    world.wait(minutes=11)
    assert not troubles.is_over(world.account(), world.messenger)
    world.wait(minutes=11)
    odd.be_well()
    assert troubles.is_over(world.account(), world.messenger)
    accounts.retry(world.account(), cause="found well again")
    assert world.push().verdicts == {"settled": MANY}


def test_a_few_chats_are_a_matter_of_those_chats(world: World, houses: list[House]) -> None:
    for chat in list(world.emulator.state.chats.values())[:19]:
        world.emulator.people.remove_bot(chat.chat_id, TOKEN)
    look_at_all(world)
    world.push()
    assert MessengerAccount.objects.get(pk="55").trouble == ""


def test_what_turns_one_after_the_other_is_no_trouble_of_all(world: World, houses: list[House]) -> None:
    for chat in list(world.emulator.state.chats.values()):
        world.emulator.people.remove_bot(chat.chat_id, TOKEN)
        world.wait(minutes=1)
        one = Chat.objects.get(messenger_id=chat.chat_id)
        Chat.objects.filter(pk=one.pk).update(observed_at=None)
        outbox.mark([one.pk])
        world.push()
    assert world.account().trouble == ""
    assert SyncRequest.objects.filter(troubled_at__gt=timezone.now() - timedelta(days=1)).count() == MANY
