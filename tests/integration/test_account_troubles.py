"""What stops a whole account: a token that is refused twice, many chats that turn to the same trouble at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.utils import timezone

from supervision.actions import accounts
from supervision.enums import Trouble
from supervision.errors import PortalError
from supervision.messenger.emulator.routes import route
from supervision.messenger.errors import (
    AccountRejected,
    EndlessList,
    MessengerError,
    NotReached,
    Temporary,
    TokenRejected,
    TooManyRequests,
    Unavailable,
    UnsupportedOperation,
)
from supervision.models import Chat, House, MessengerAccount, Region, SyncRequest, WorkOrder
from supervision.queue import outbox
from supervision.reconcile import account_troubles, sentences, trials
from supervision.reconcile.reconciler import DoesNotRest
from supervision.reconcile.sentences import MayHaveBeenTold, NotThisChat
from tests.odd_answers import NOT_ABOUT_IT, ODD, OddTransport
from tests.sampled import sampled
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


Act = Callable[[World, OddTransport], None]


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
    assert account.trouble_kind == Trouble.TOKEN and account_troubles.to_try_again() == []

    world.wait(minutes=11)
    assert account_troubles.to_try_again() == ["55"]
    assert not trials.is_over(account, world.messenger)
    assert account_troubles.to_try_again() == []
    world.wait(minutes=11)
    odd.be_well()
    assert trials.is_over(world.account(), world.messenger)
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
    assert not trials.is_over(account, world.messenger)


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
    assert not trials.is_over(world.account(), world.messenger)
    world.wait(minutes=11)
    odd.be_well()
    assert trials.is_over(world.account(), world.messenger)
    accounts.retry(world.account(), cause="found well again")
    assert world.push().verdicts == {"settled": MANY - trials.TRIED}


def rename_all(world: World) -> None:
    Region.objects.update(title_template="Чат дома {address}")
    outbox.mark(list(Chat.objects.values_list("pk", flat=True)))


def deny_pin(answer: dict[str, Any]) -> dict[str, Any]:
    """No member of any chat has the right to pin."""
    denied = [
        one | {"permissions": [right for right in one["permissions"] or () if right != "pin_message"]}
        for one in answer["members"]
    ]
    return answer | {"members": denied}


def be_removed(world: World, odd: OddTransport) -> None:
    remove_everywhere(world)
    look_at_all(world)


def come_back(world: World, odd: OddTransport) -> None:
    for chat in world.emulator.state.chats.values():
        world.emulator.people.add_bot(chat.chat_id, TOKEN)


def lose_the_pin(world: World, odd: OddTransport) -> None:
    odd.change("admins", deny_pin)
    look_at_all(world)


def lose_the_rights(world: World, odd: OddTransport) -> None:
    for chat in world.emulator.state.chats.values():
        world.emulator.people.take_bot_rights(chat.chat_id, TOKEN)
    look_at_all(world)


def answer_with_pages(world: World, odd: OddTransport) -> None:
    odd.say(ODD["a page with 403"], operation="chat", times=10_000)
    look_at_all(world)


def answer_lists_with_pages(world: World, odd: OddTransport) -> None:
    odd.say(ODD["a page with 200"], operation="admins", times=10_000)
    look_at_all(world)


def refuse_titles(world: World, odd: OddTransport) -> None:
    odd.say(NOT_ABOUT_IT["success false"], operation="edit_chat", times=10_000)
    rename_all(world)


def refuse_new_chats(world: World, odd: OddTransport) -> None:
    odd.say(NOT_ABOUT_IT["success false"], operation="create_chat", times=10_000)
    world.houses(MANY, street="ул. Новая")


def show_otherwise(**shown: object) -> Act:
    """A cache answers every look with what one chat once was."""

    def act(world: World, odd: OddTransport) -> None:
        odd.change("chat", lambda chat: chat | shown)
        look_at_all(world)

    return act


def be_well(world: World, odd: OddTransport) -> None:
    odd.be_well()


# What many chats turn to at once: how it comes, and how it goes.
OF_MANY: list[tuple[str, Trouble, Act, Act]] = [
    ("removed everywhere", Trouble.BOT_REMOVED, be_removed, come_back),
    ("no administrator anywhere", Trouble.BOT_NO_ADMIN, lose_the_rights, come_back),
    ("may pin nowhere", Trouble.BOT_NO_ADMIN, lose_the_pin, be_well),
    ("a balancer answers", Trouble.UNREADABLE, answer_with_pages, be_well),
    ("a balancer answers for the lists", Trouble.UNREADABLE, answer_lists_with_pages, be_well),
    ("every title refused", Trouble.REFUSED, refuse_titles, be_well),
    ("every new chat refused", Trouble.REFUSED, refuse_new_chats, be_well),
    ("one chat is shown for all", Trouble.ANOTHER_CHAT, show_otherwise(chat_id=424_242), be_well),
    ("every chat is closed", Trouble.ANOTHER_CHAT, show_otherwise(status="closed"), be_well),
    ("every chat is a channel", Trouble.ANOTHER_CHAT, show_otherwise(type="channel"), be_well),
]


def of_many(start: int) -> pytest.MarkDecorator:
    rows = sampled(OF_MANY, 4, start)
    return pytest.mark.parametrize(("kind", "come", "go"), [row[1:] for row in rows], ids=[row[0] for row in rows])


def sent(world: World) -> int:
    return world.messenger.calls.read + world.messenger.calls.write


def in_trouble(kind: Trouble) -> int:
    return SyncRequest.objects.filter(trouble=kind).count()


def test_every_trouble_that_spreads_has_its_row() -> None:
    assert {kind for _name, kind, _come, _go in OF_MANY} == account_troubles.SPREADS


# What ends a pass and parks no chat: it is tried again, stops the account, or is of the portal's own making.
PARKS_NOTHING = {Temporary, NotReached, TooManyRequests, Unavailable, AccountRejected, TokenRejected}
OF_THE_PORTAL = {EndlessList, UnsupportedOperation}  # never gets out of a pass


def kinds_of(parent: type[Exception]) -> set[type[Exception]]:
    return {parent}.union(*map(kinds_of, parent.__subclasses__()))


def test_whatever_parks_a_chat_is_counted_among_many() -> None:
    """But for chats that do not come to rest: the other changes of the account are needed all the same."""
    of_messenger = kinds_of(MessengerError) - PARKS_NOTHING - OF_THE_PORTAL - {MessengerError}
    of_pass = {NotThisChat, MayHaveBeenTold}
    assert of_pass == {kind for kind in kinds_of(PortalError) if kind.__module__ == sentences.__name__}
    turned = {kind: account_troubles.turned_to(kind("no")) for kind in of_messenger | of_pass}
    assert {kind.__name__ for kind, trouble in turned.items() if trouble not in account_troubles.SPREADS} == set()
    assert account_troubles.turned_to(DoesNotRest("no")) == Trouble.RESTLESS


@of_many(0)
def test_a_held_account_opens_when_a_few_chats_are_served_and_not_before(
    world: World, odd: OddTransport, houses: list[House], kind: Trouble, come: Act, go: Act
) -> None:
    come(world, odd)
    world.push()
    assert world.account().trouble_kind == kind and in_trouble(kind) == 20
    orders = WorkOrder.objects.count()
    for _again in range(4):  # ten minutes each, past the hour
        world.wait(minutes=11)
        asked = sent(world)
        assert not trials.is_over(world.account(), world.messenger)
        assert sent(world) > asked, "nobody asked"
        assert account_troubles.to_try_again() == []
        assert in_trouble(kind) == 20 and WorkOrder.objects.count() == orders

    go(world, odd)
    world.wait(minutes=11)
    assert trials.is_over(world.account(), world.messenger)
    accounts.retry(world.account(), cause="found well again")
    world.push()
    assert world.account().trouble == "" and not SyncRequest.objects.exists()


@of_many(1)
def test_what_stands_counts_again_once_an_account_was_let_go_on(
    world: World, odd: OddTransport, houses: list[House], kind: Trouble, come: Act, go: Act
) -> None:
    """A few were served and the others are not: it is held at as many as before, not at as many new ones."""
    come(world, odd)
    world.push()
    world.wait(minutes=11)
    accounts.retry(world.account(), cause="found well again")
    world.push()
    assert world.account().trouble_kind == kind
    assert SyncRequest.objects.filter(trouble=kind, troubled_at=timezone.now()).count() == 20


def test_chats_that_settle_are_tried_though_nothing_is_due(
    world: World, odd: OddTransport, houses: list[House]
) -> None:
    refuse_titles(world, odd)
    world.push()
    odd.be_well()
    assert trials.is_over(world.account(), world.messenger)
    assert in_trouble(Trouble.REFUSED) == 20 - trials.TRIED


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


def test_a_probe_takes_other_chats_by_turns(world: World, odd: OddTransport, houses: list[House]) -> None:
    """Those that turned last may have a trouble of their own beside that of all, and would hold it for long."""
    refuse_titles(world, odd)
    world.push()
    probed = set[int]()
    for _again in range(3):
        world.wait(minutes=11)
        before = len(odd.writes)
        assert not trials.is_over(world.account(), world.messenger)
        probed |= {route(request.method, request.url.path)[2][0] for _name, request in odd.writes[before:]}
    assert len(probed) == 3 * trials.TRIED
