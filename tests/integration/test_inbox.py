"""What the messenger tells becomes a mark of the chat, or nothing."""

import threading
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.utils import timezone

from supervision.enums import BotState, Lane, UpdateState
from supervision.linking import inbox
from supervision.messenger.port import UpdateView
from supervision.models import Chat, FoundChat, House, MessengerUpdate, Organisation, Region, SyncRequest
from tests.postman import Postman, kept
from tests.terms import carry_out
from tests.world import World

RESIDENT, UNKNOWN_CHAT = 70_001, -9_000_001


@pytest.fixture
def company(world: World) -> Organisation:
    world.inspector("Инспектор 1")
    return world.company("ООО «УК»")


@pytest.fixture
def house(world: World, company: Organisation) -> House:
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    world.wait(minutes=1)
    return house


@pytest.fixture
def postman(world: World) -> Postman:
    return Postman(world)


def lane(house: House) -> int | None:
    request = SyncRequest.objects.filter(chat__house=house, not_before__lte=timezone.now()).first()
    return request.lane if request else None


def told(postman: Postman, kind: str, house: House, user_id: int = RESIDENT, **more: object) -> None:
    chat_id = postman.world.chat(house).messenger_id
    assert postman.post(postman.tell(kind, chat_id, user_id, **more)) == 200


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("bot_added", Lane.PERSON),
        ("bot_admin_permissions_changed", Lane.PERSON),
        ("bot_removed", Lane.SWEEP),
        ("chat_title_changed", Lane.SWEEP),
    ],
)
def test_what_happens_to_bot_and_title_marks_the_chat(postman: Postman, house: House, kind: str, expected: int) -> None:
    told(postman, kind, house, title="Наш дом")
    assert lane(house) == expected
    assert kept() == [(kind, "marked")]


def test_a_marked_chat_is_looked_at_before_anything_is_planned(postman: Postman, house: House) -> None:
    assert postman.world.chat(house).observed_at
    told(postman, "chat_title_changed", house, title="Наш дом")
    assert postman.world.chat(house).observed_at is None


@pytest.mark.parametrize("kind", ["user_added", "user_removed"])
def test_a_resident_who_comes_or_goes_costs_no_look(postman: Postman, house: House, kind: str) -> None:
    told(postman, kind, house)
    assert lane(house) is None
    assert postman.world.chat(house).observed_at
    assert kept() == [(kind, "ignored")]


def test_a_representative_of_the_acting_company_is_served_at_once(
    world: World, postman: Postman, house: House, company: Organisation
) -> None:
    person = world.representative(company, "Представитель")
    SyncRequest.objects.all().delete()
    told(postman, "user_added", house, person.messenger_id)
    assert lane(house) == Lane.PERSON


def test_a_representative_of_another_company_is_a_resident_like_others(
    world: World, postman: Postman, house: House
) -> None:
    person = world.representative(world.company("ООО «Чужая»"), "Посторонний")
    told(postman, "user_added", house, person.messenger_id)
    assert lane(house) is None


def test_an_inspector_who_joins_may_become_owner(world: World, postman: Postman, house: House) -> None:
    told(postman, "user_added", house, world.inspector("Инспектор 2", zone=False).messenger_id)
    assert lane(house) == Lane.PERSON


def test_an_administrator_whom_nobody_appointed_matters_when_leaving(
    world: World, postman: Postman, house: House
) -> None:
    world.emulator.people.appoint(world.chat(house).messenger_id, RESIDENT)
    world.mark(house)
    world.push()
    told(postman, "user_removed", house)
    assert lane(house) == Lane.SWEEP


def test_somebody_who_was_looked_for_and_missing_matters_when_joining(
    world: World, postman: Postman, house: House, company: Organisation
) -> None:
    person = world.representative(company, "Представитель")
    world.push()
    assert SyncRequest.objects.get(chat__house=house).state == "waiting"
    person.delete()
    told(postman, "user_added", house, person.messenger_id)
    assert SyncRequest.objects.get(chat__house=house).state == "due"


def test_a_title_that_the_portal_set_itself_is_no_news(world: World, postman: Postman, house: House) -> None:
    account = world.account()
    account.bot_id = world.emulator.state.bot_of("emulator-55")
    account.save()
    told(postman, "chat_title_changed", house, account.bot_id, title="Адрес")
    assert kept() == [("chat_title_changed", "ignored")]


def test_the_bot_that_came_with_the_making_of_the_chat_is_no_news(world: World, postman: Postman, company) -> None:
    postman.open_the_way()
    house = world.house("г. Омск, ул. Мира, д. 2", company)
    world.push()
    postman.deliver()
    assert kept() == [("bot_added", "ignored"), ("bot_admin_permissions_changed", "ignored")]
    assert lane(house) is None


def test_a_bot_known_to_be_gone_is_looked_for_whenever_it_was_added(
    world: World, postman: Postman, house: House
) -> None:
    Chat.objects.update(bot_state=BotState.REMOVED, linked_at=timezone.now() + timedelta(hours=1))
    told(postman, "bot_added", house)
    assert lane(house) == Lane.PERSON


def test_a_chat_of_another_region_is_left_to_its_own_bot(postman: Postman, house: House) -> None:
    Chat.objects.update(region=Region.objects.get(pk="25"))
    told(postman, "bot_added", house)
    assert kept() == [("bot_added", "ignored")]
    assert not FoundChat.objects.exists()


def test_a_frozen_chat_keeps_its_mark_until_it_is_thawed(world: World, postman: Postman, house: House) -> None:
    world.freeze(house, "Разбирательство")
    told(postman, "chat_title_changed", house, title="Наш дом")
    assert not world.push().verdicts


# --- once, in any order -----------------------------------------------------------------------------------------------


def test_a_repeated_update_marks_once(postman: Postman, house: House) -> None:
    update = postman.tell("bot_removed", postman.world.chat(house).messenger_id, RESIDENT)
    postman.post(update)
    version = SyncRequest.objects.get(chat__house=house).version
    postman.world.wait(minutes=1)
    postman.post(update | {"user_id": 5})  # real updates carry fields that no schema has
    assert SyncRequest.objects.get(chat__house=house).version == version
    assert kept() == [("bot_removed", "marked")]


def test_two_deliveries_at_the_same_moment_are_one(committed_world: World) -> None:
    world, postman = committed_world, Postman(committed_world)
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    update = postman.tell("bot_removed", world.chat(house).messenger_id, RESIDENT)
    start, answers = threading.Barrier(4), []

    def deliver() -> None:
        start.wait(timeout=60)
        answers.append(postman.post(update))
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers == [200] * 4
    assert kept() == [("bot_removed", "marked")]
    assert SyncRequest.objects.get(chat__house=house).version == 1


@pytest.mark.parametrize("other", [{"chat_id": -2}, {"user_id": 2}, {"type": "user_removed"}, {"at": None}])
def test_different_happenings_have_different_keys(other: dict[str, object]) -> None:
    facts = {"type": "user_added", "at": timezone.now(), "chat_id": -1, "user_id": 1}
    first, second = UpdateView(**facts), UpdateView(**{**facts, **other})
    assert inbox.key_of(first, b"body") != inbox.key_of(second, b"body")


def test_of_an_unknown_type_only_the_same_words_are_a_repetition() -> None:
    update = UpdateView(type="chat_painted", at=timezone.now())
    assert inbox.key_of(update, b"green") != inbox.key_of(update, b"red")
    assert inbox.key_of(update, b"green") == inbox.key_of(update, b"green")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_updates_in_any_order_end_in_the_same_chat(
    world: World, postman: Postman, house: House, company: Organisation, order: tuple[int, ...]
) -> None:
    postman.open_the_way()
    person = world.representative(company, "Представитель", joined=house)
    world.emulator.people.leave(world.chat(house).messenger_id, person.messenger_id)
    world.join(house, person)
    updates = postman.collect()
    for place in order:
        assert postman.carry(updates[place]) == 200
        world.push()
        world.wait(seconds=1)
    assert sorted(kept()) == [("user_added", "marked"), ("user_added", "marked"), ("user_removed", "marked")]
    assert world.administrators(house) == {"Представитель"}
    world.assert_second_pass_plans_nothing()


# --- chats that no house has ------------------------------------------------------------------------------------------


def test_a_bot_added_to_an_unknown_chat_finds_it(world: World, postman: Postman, company: Organisation) -> None:
    postman.post(postman.tell("bot_added", UNKNOWN_CHAT, RESIDENT))
    found = FoundChat.objects.get()
    assert (found.messenger_id, found.region_id, found.read_at) == (UNKNOWN_CHAT, "55", None)
    assert kept() == [("bot_added", "found")]


@pytest.mark.parametrize("odd", ["1775025604499", 1.5, 7, "Анна", [], {"user_id": "7"}, None, "\ud83d"])
def test_a_bot_that_was_added_is_heard_of_whatever_else_is_odd(postman: Postman, odd: object) -> None:
    told = {"update_type": "bot_added", **dict.fromkeys(("timestamp", "user", "user_id", "is_channel", "message"), odd)}
    assert postman.post(told | {"chat_id": -901}) == 200
    assert FoundChat.objects.get().messenger_id == -901


@pytest.mark.parametrize("kind", ["bot_added", "bot_admin_permissions_changed", "chat_title_changed", "bot_removed"])
def test_a_found_chat_is_read_again_when_something_of_it_changed(postman: Postman, world: World, kind: str) -> None:
    FoundChat.objects.create(
        region=world.region, messenger_id=UNKNOWN_CHAT, found_at=timezone.now(), read_at=timezone.now(), title="Дом"
    )
    postman.post(postman.tell(kind, UNKNOWN_CHAT, RESIDENT, title="Другой дом"))
    found = FoundChat.objects.get()
    assert (found.read_at, found.title) == (None, "Дом")


def test_only_a_bot_finds_chats(world: World, postman: Postman) -> None:
    for kind in ("user_added", "chat_title_changed", "dialog_muted"):
        postman.post(postman.tell(kind, UNKNOWN_CHAT, RESIDENT, message_id="m1"))
    assert not FoundChat.objects.exists()
    assert [state for _, state in kept()] == [UpdateState.IGNORED, UpdateState.FOUND, UpdateState.IGNORED]


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_updates_are_forgotten_after_thirty_days(world: World, postman: Postman) -> None:
    for _day in range(32):
        postman.post(postman.tell("user_added", UNKNOWN_CHAT, RESIDENT))
        world.wait(days=1)
    assert carry_out()["UPDATES"] == 2
    assert MessengerUpdate.objects.count() == 30
    assert "UPDATES" not in carry_out()
