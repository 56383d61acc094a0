"""Chats made by people: found by the bot, linked by title or by hand, unlinked."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from supervision import access, tasks
from supervision.enums import Lane, Role
from supervision.errors import AskAgain, Refused
from supervision.linking import found_chats, linking
from supervision.messenger.errors import Temporary
from supervision.messenger.repetition import Repetition
from supervision.models import Chat, Event, FoundChat, House, Inspector, Region, WorkOrder
from tests.hooked_transport import OnlyChannels
from tests.odd_answers import SAYS_NOTHING, TO_READS, OddTransport
from tests.served_emulator import served
from tests.world import TOKEN, World

TITLE = "г. Омск, ул. Мира, д. 1"
ATTEMPTS = Repetition().attempts  # of a look, while the answer may pass


@pytest.fixture
def house(world: World) -> House:
    """By hand: the order to create the chat is open, and nobody has done it yet."""
    world.inspector("Инспектор 1")
    access.assign_role(world.by, Role.HEAD, world.region)
    world.connect(world.transport, mode="manual")
    return ordered(world, TITLE)


def ordered(world: World, address: str) -> House:
    house = world.house(address, world.company("ООО «Старая»"))
    world.push()
    WorkOrder.objects.filter(chat__house=house).update(title=address)
    return house


def made(
    world: World, title: str, *, bot: bool = True, found: bool = True, owner: int | None = None, as_admin: bool = True
) -> int:
    """Somebody creates a chat in the messenger and adds the bot; the messenger tells the portal."""
    owner = owner or Inspector.objects.earliest("pk").messenger_id
    assert owner
    chat = world.emulator.people.create_chat(owner_id=owner, title=title)
    if bot:
        world.emulator.people.add_bot(chat.chat_id, TOKEN, as_admin=as_admin)
    if found:
        FoundChat.objects.create(region=world.region, messenger_id=chat.chat_id, found_at=timezone.now())
    return chat.chat_id


def look(world: World) -> int:
    return found_chats.match_found(world.account(), world.messenger)


# --- by title ---


@pytest.mark.parametrize("title", [TITLE, f"  {TITLE.upper()} ", TITLE.replace(" ", "  ")])
def test_a_found_chat_with_the_title_of_one_order_is_linked(world: World, house: House, title: str) -> None:
    messenger_id = made(world, title)
    assert look(world) == 1
    chat, found = world.chat(house), FoundChat.objects.get()
    assert (chat.messenger_id, chat.link, chat.request.lane) == (messenger_id, found.link, Lane.PERSON)
    assert (found.chat, found.remark, found.title) == (chat, "", title)
    event = Event.objects.get(name="chat.linked")
    assert (event.cause, event.details["messenger_id"]) == ("bot_added", messenger_id)
    assert world.writes() == 0


def test_a_stranger_s_chat_with_the_title_of_an_order_becomes_no_house_s_chat(world: World, house: House) -> None:
    """Whoever made it would own the chat to which the residents are led."""
    messenger_id = made(world, TITLE, owner=666_666)
    assert look(world) == 0
    found = FoundChat.objects.get()
    assert (found.chat, found.owner_id, world.chat(house).messenger_id) == (None, 666_666, None)
    assert "666666" in found.remark and "Инспектор 1" in found.remark
    world.push()
    assert not Event.objects.filter(name="chat.linked").exists()

    with access.coming(access.Visit(proven=lambda: False)), pytest.raises(AskAgain):
        by_hand(world, house, str(messenger_id))
    by_hand(world, house, str(messenger_id))
    assert Event.objects.get(name="chat.linked").by == world.by, "a person may take it upon themselves"


def test_a_colleague_s_chat_is_linked_where_the_order_was_handed_to_them(world: World, house: House) -> None:
    colleague = world.inspector("Инспектор 2", zone=False)
    made(world, TITLE, owner=colleague.messenger_id)
    assert look(world) == 0
    assert "Инспектор 2" in FoundChat.objects.get().remark
    WorkOrder.objects.filter(chat__house=house).update(handed_to=colleague)
    found_chats.read_again(FoundChat.objects.get(), by=world.by)
    assert look(world) == 1


def test_a_chat_whose_owner_is_not_told_waits_for_a_person(world: World, house: House) -> None:
    """The bot was added and is no administrator yet."""
    messenger_id = made(world, TITLE, as_admin=False)
    assert look(world) == 0
    found = FoundChat.objects.get()
    assert found.owner_id is None and "Инспектор 1" in found.remark
    world.emulator.people.add_bot(messenger_id, TOKEN)
    found_chats.read_again(found, by=world.by)
    assert look(world) == 1
    assert world.chat(house).messenger_id == messenger_id


def test_the_next_pass_closes_the_order_by_its_own_look_and_announces_nothing(world: World, house: House) -> None:
    made(world, TITLE)
    look(world)
    assert world.chat(house).work_orders.get().closed_at is None
    world.push()
    assert world.chat(house).work_orders.get().closed_at is not None
    assert world.messages(house) == []


def test_of_two_orders_with_one_title_neither_is_taken(world: World, house: House) -> None:
    other = ordered(world, "г. Омск, ул. Мира, д. 2")
    WorkOrder.objects.filter(chat__house=other).update(title=TITLE)
    made(world, TITLE)
    assert look(world) == 0
    remark = FoundChat.objects.get().remark
    assert str(house) in remark and str(other) in remark
    assert not Chat.objects.linked().exists()


def test_a_chat_that_nobody_ordered_stays_unlinked_with_a_reason(world: World, house: House) -> None:
    made(world, "Соседи")
    assert look(world) == 0
    found = FoundChat.objects.get()
    assert (found.title, found.chat, bool(found.remark), bool(found.read_at)) == ("Соседи", None, True, True)


def test_the_second_chat_of_one_order_names_the_first(world: World, house: House) -> None:
    first = made(world, TITLE)
    made(world, TITLE)
    assert look(world) == 1
    assert str(first) in FoundChat.objects.get(chat=None).remark
    assert look(world) == 0


def test_a_chat_without_the_bot_is_remarked_and_does_not_stop_the_others(world: World, house: House) -> None:
    made(world, "Чужой", bot=False)
    made(world, TITLE)
    assert look(world) == 1
    assert FoundChat.objects.get(chat=None).remark == linking.bot_is_not_there()


def test_a_messenger_that_is_away_leaves_the_chat_to_be_read_later(world: World, house: House) -> None:
    made(world, TITLE)
    world.connect(None)
    with pytest.raises(Temporary):
        look(world)
    assert found_chats.regions_with_unread() == ["55"]
    world.connect(world.transport, mode="manual")
    assert look(world) == 1
    assert found_chats.regions_with_unread() == []


@pytest.mark.parametrize("answer", SAYS_NOTHING)
def test_a_chat_of_which_an_answer_says_nothing_is_asked_for_again(world: World, house: House, answer: str) -> None:
    made(world, TITLE)
    odd = OddTransport(world.transport)
    world.connect(odd, mode="manual")
    odd.say(SAYS_NOTHING[answer], operation="chat", times=ATTEMPTS)
    assert look(world) == 0
    assert FoundChat.objects.get().read_at is None
    assert look(world) == 1


@pytest.mark.parametrize("answer", ["520", "success false", "an empty object"])
def test_a_chat_that_never_answers_is_told_and_keeps_no_other_from_its_house(
    world: World, house: House, answer: str
) -> None:
    odd = OddTransport(world.transport)
    world.connect(odd, mode="manual")
    silent = made(world, "Без ответа")
    odd.say(TO_READS[answer], operation="chat", times=ATTEMPTS * found_chats.MOST_TRIES)
    for _round in range(found_chats.MOST_TRIES):
        assert found_chats.regions_with_unread() == ["55"]
        assert look(world) == 0
    found = FoundChat.objects.get(messenger_id=silent)
    assert found.read_at is not None and found.remark
    made(world, TITLE)
    assert look(world) == 1


def test_a_chat_that_is_not_now_to_be_had_keeps_no_other_from_its_house_and_is_had_later(
    world: World, house: House
) -> None:
    odd = OddTransport(world.transport)
    world.connect(odd, mode="manual")
    made(world, TITLE)
    odd.say(SAYS_NOTHING["not now, 500"], operation="chat", times=ATTEMPTS * 2 * found_chats.MOST_TRIES)
    other = ordered(world, "г. Омск, ул. Мира, д. 2")
    for _round in range(2 * found_chats.MOST_TRIES):
        assert look(world) == 0
    made(world, other.address)
    assert look(world) == 2


def test_while_something_answers_for_the_messenger_no_found_chat_is_given_up(world: World, house: House) -> None:
    made(world, TITLE)
    odd = OddTransport(world.transport)
    world.connect(odd, mode="manual")
    for operation in ("chat", "me"):
        odd.say(TO_READS["a page with 403"], operation=operation, times=10_000)
    for _round in range(2 * found_chats.MOST_TRIES):
        with pytest.raises(Temporary):
            look(world)
    odd.be_well()
    assert look(world) == 1


def test_a_chat_is_read_once_more_after_its_title_was_mended(world: World, house: House) -> None:
    messenger_id = made(world, "Дом")
    look(world)
    world.emulator.people.rename_chat(messenger_id, TITLE)
    assert look(world) == 0
    found_chats.read_again(FoundChat.objects.get(), by=world.by)
    assert look(world) == 1


def test_a_channel_is_no_chat_of_a_house(world: World, house: House) -> None:
    messenger_id = made(world, TITLE)
    world.connect(OnlyChannels(world.emulator), mode="manual")
    assert look(world) == 0
    with pytest.raises(Refused):
        by_hand(world, house, str(messenger_id))


# --- by hand ---


def by_hand(world: World, house: House, text: str, by: User | None = None) -> None:
    linking.link_by_hand(world.chat(house), text, by=by or world.by, reader=world.messenger)


def test_a_pasted_id_links_the_chat_with_its_author_on_record(world: World, house: House) -> None:
    messenger_id = made(world, "Наш дом", found=False)
    by_hand(world, house, f" {messenger_id} ")
    assert world.chat(house).messenger_id == messenger_id
    assert Event.objects.get(name="chat.linked").by == world.by
    assert world.writes() == 0
    world.push()
    assert world.emulator.state.chats[messenger_id].title == TITLE


def test_a_pasted_link_of_a_found_chat_is_resolved(world: World, house: House) -> None:
    made(world, "Наш дом")
    look(world)
    found = FoundChat.objects.get()
    by_hand(world, house, f"{found.link}/?from=phone")
    found.refresh_from_db()
    assert (found.chat, found.remark) == (world.chat(house), "")


def test_an_unknown_link_is_refused_before_anything_is_asked(world: World, house: House) -> None:
    reads = world.messenger.calls.read
    for text in ("https://max.ru/join/unknown", "дом", ""):
        with pytest.raises(Refused):
            by_hand(world, house, text)
    assert world.messenger.calls.read == reads


def test_a_chat_without_the_bot_is_refused(world: World, house: House) -> None:
    with pytest.raises(Refused) as refusal:
        by_hand(world, house, str(made(world, TITLE, bot=False)))
    assert refusal.value.message == linking.bot_is_not_there()


def test_the_chat_of_another_house_is_refused_and_named_to_those_who_may_see_it(world: World, house: House) -> None:
    other = ordered(world, "г. Омск, ул. Мира, д. 2")
    messenger_id = made(world, TITLE)
    look(world)
    stranger = User.objects.create_user("stranger")
    access.assign_role(stranger, Role.INSPECTOR, Region.objects.get(pk="25"))
    for by, is_named in ((world.by, True), (stranger, False)):
        with pytest.raises(Refused) as refusal:
            by_hand(world, other, str(messenger_id), by)
        assert (str(house) in refusal.value.message) is is_named


def test_a_house_with_a_chat_gets_no_second_one(world: World, house: House) -> None:
    first = made(world, TITLE)
    look(world)
    with pytest.raises(Refused, match=str(first)):
        by_hand(world, house, str(made(world, "Второй")))


# --- unlinking ---


def test_an_unlinked_chat_is_asked_for_anew_and_may_be_linked_to_another(world: World, house: House) -> None:
    made(world, TITLE)
    look(world)
    world.push()
    linking.unlink(world.chat(house), by=world.by, reason="Удалён жителями")
    assert (world.chat(house).messenger_id, world.chat(house).link) == (None, "")
    assert "Удалён жителями" in FoundChat.objects.get().remark
    world.push()
    assert world.chat(house).work_orders.get(closed_at=None).kind == "create_chat"
    WorkOrder.objects.filter(closed_at=None).update(title=TITLE)
    second = made(world, TITLE)
    assert look(world) == 1
    assert world.chat(house).messenger_id == second
    assert Event.objects.get(name="chat.unlinked").reason == "Удалён жителями"


def test_unlinking_needs_a_chat_a_reason_and_no_freeze(world: World, house: House) -> None:
    with pytest.raises(Refused):
        linking.unlink(world.chat(house), by=world.by, reason="Ошибка")
    made(world, TITLE)
    look(world)
    with pytest.raises(Refused):
        linking.unlink(world.chat(house), by=world.by, reason=" ")
    world.freeze(house, "Спор")
    with pytest.raises(Refused, match="Спор"):
        linking.unlink(world.chat(house), by=world.by, reason="Ошибка")
    assert world.chat(house).messenger_id


# --- by the clock ---


def test_the_task_links_what_was_found_through_the_accounts_own_way(world: World, house: House, settings: Any) -> None:
    made(world, TITLE)
    with served(world.emulator) as settings.MESSENGER_URL:
        tasks.match_found_chats()
    assert world.chat(house).messenger_id
    with served(world.emulator) as settings.MESSENGER_URL:
        tasks.match_found_chats()
    assert Event.objects.filter(name="chat.linked").count() == 1


def test_the_task_outlives_a_messenger_that_is_away(world: World, house: House, settings: Any) -> None:
    made(world, TITLE)
    settings.MESSENGER_URL = "http://127.0.0.1:9"
    tasks.match_found_chats()
    assert found_chats.regions_with_unread() == ["55"]
