"""Looking: what is seen is stored as it is, and a failed look changes nothing."""

from dataclasses import replace

import pytest

from supervision.desired.state import NEVER_CREATED
from supervision.enums import BotState, CallOutcome
from supervision.messenger.errors import Unavailable
from supervision.messenger.port import Right
from supervision.models import Chat, ChatMember, House, MessengerCall
from supervision.reconcile import observe, recollection
from tests.world import TOKEN, World


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    world.representative(company, "Представитель", joined=house)
    world.push()
    world.wait(seconds=1)
    return house


def stored(house: House) -> tuple[object, ...]:
    chat = Chat.objects.filter(house=house).values().get()
    return chat, list(ChatMember.objects.filter(chat__house=house).order_by("user_id").values())


def test_title_owner_and_administrators_are_stored_as_seen(world: World, house: House) -> None:
    chat = world.chat(house)
    world.emulator.people.rename_chat(chat.messenger_id, "Наш дом")
    seen = observe.observe(chat, world.messenger)
    chat.refresh_from_db()
    assert seen.title == chat.observed_title == "Наш дом"
    assert world.name(chat.observed_owner_id) == "Инспектор 1"
    assert {member.name for member in chat.members.all() if not (member.is_bot or member.is_owner)} == {"Представитель"}


def test_what_is_remembered_equals_what_was_seen(world: World, house: House) -> None:
    seen = observe.observe(world.chat(house), world.messenger)
    assert recollection.recall(world.chat(house)) == seen


def test_who_is_no_administrator_any_more_is_forgotten(world: World, house: House) -> None:
    person = ChatMember.objects.get(name="Представитель").user_id
    world.emulator.people.leave(world.chat(house).messenger_id, person)
    observe.observe(world.chat(house), world.messenger)
    assert not ChatMember.objects.filter(user_id=person).exists()


def test_a_chat_knows_whether_an_administrator_of_the_company_was_seen(world: World, house: House) -> None:
    observe.observe(world.chat(house), world.messenger)
    assert world.chat(house).has_company_admin
    world.emulator.people.leave(world.chat(house).messenger_id, ChatMember.objects.get(name="Представитель").user_id)
    observe.observe(world.chat(house), world.messenger)
    assert not world.chat(house).has_company_admin


def test_who_was_looked_for_and_not_found_is_absent(world: World, house: House) -> None:
    seen = observe.observe(world.chat(house), world.messenger, look_for=frozenset({999}))
    assert seen.absent == {999}
    assert not ChatMember.objects.get(user_id=999).is_participant


@pytest.mark.parametrize("operation", ["chat", "admins", "members"])
def test_a_failed_look_is_no_agreement_and_changes_nothing(world: World, house: House, operation: str) -> None:
    before = stored(house)
    world.emulator.faults.add("unavailable", operation=operation, times=9)
    with pytest.raises(Unavailable):
        observe.observe(world.chat(house), world.messenger, look_for=frozenset({999}))
    assert stored(house) == before


@pytest.mark.parametrize("shut_out", ["removed", "no_admin"])
def test_a_chat_that_shut_the_bot_out_is_known_as_it_was_before(world: World, house: House, shut_out: str) -> None:
    before = observe.observe(world.chat(house), world.messenger)
    if shut_out == "removed":
        world.emulator.people.remove_bot(before.messenger_id, TOKEN)
    else:
        world.emulator.people.add_bot(before.messenger_id, TOKEN, as_admin=False)
    after = observe.observe(world.chat(house), world.messenger)
    assert after == replace(before, bot=BotState(shut_out))
    assert world.chat(house).bot_state == shut_out
    assert recollection.recall(world.chat(house)) is None


def test_rights_that_the_bot_needs_and_lost_are_named(world: World, house: House) -> None:
    chat = world.emulator.state.chats[world.chat(house).messenger_id]
    bot = chat.members[world.account().bot_id]
    bot.rights -= {"pin_message", "edit_link"}
    seen = observe.observe(world.chat(house), world.messenger)
    assert (seen.bot, seen.bot_lacks) == (BotState.NO_ADMIN, {Right.PIN_MESSAGE})


def test_a_chat_that_was_never_created_is_not_asked_for(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 2")
    assert observe.observe(world.chat(house), world.messenger) == NEVER_CREATED
    assert world.messenger.calls.read == 0


def test_a_look_settles_calls_whose_answer_was_lost_before_it(world: World, house: House) -> None:
    call = MessengerCall.objects.create(
        chat=world.chat(house), region=world.region, step="Rename", outcome=CallOutcome.UNKNOWN
    )
    world.wait(seconds=1)
    observe.observe(world.chat(house), world.messenger)
    call.refresh_from_db()
    assert call.looked_at is not None
    assert call.outcome == CallOutcome.UNKNOWN


def test_a_look_that_is_a_day_old_is_not_trusted(world: World, house: House) -> None:
    observe.observe(world.chat(house), world.messenger)
    assert recollection.recall(world.chat(house)) is not None
    world.wait(hours=recollection.TRUST_HOURS, seconds=1)
    assert recollection.recall(world.chat(house)) is None


def test_a_look_from_before_the_last_request_is_not_trusted(world: World, house: House) -> None:
    observe.observe(world.chat(house), world.messenger)
    MessengerCall.objects.create(chat=world.chat(house), region=world.region, step="Rename")
    assert recollection.recall(world.chat(house)) is None


def test_a_look_that_was_asked_for_afresh_is_not_trusted(world: World, house: House) -> None:
    observe.observe(world.chat(house), world.messenger)
    observe.forget(world.chat(house))
    assert recollection.recall(world.chat(house)) is None
