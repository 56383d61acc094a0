"""Somebody who has no right yet because of not having joined gets it as soon as the portal hears of the joining."""

import pytest

from supervision.models import House, Organisation, Representative, SyncRequest
from tests.postman import Postman
from tests.world import World


@pytest.fixture
def person(world: World, house: House, company: Organisation) -> Representative:
    """Appointed in the portal and not in the chat yet: the portal has tried for some hours and waits long by now."""
    person = world.representative(company, "Представитель")
    for _try in range(8):
        world.push()
        world.wait(hours=1)
    return person


@pytest.fixture
def postman(world: World, person: Representative) -> Postman:
    postman = Postman(world)
    postman.open_the_way()
    return postman


def test_until_then_the_chat_waits_and_shows_the_invite_link(world: World, house: House, postman: Postman) -> None:
    request = SyncRequest.objects.get(chat__house=house)
    assert request.state == "waiting"
    assert "Представитель (ООО «УК»)" in request.reason
    assert world.chat(house).link in request.reason
    assert world.administrators(house) == set()


def test_the_right_is_granted_in_the_next_drain_after_joining(
    world: World, house: House, person: Representative, postman: Postman
) -> None:
    world.join(house, person)
    world.push()
    assert world.administrators(house) == set()
    assert postman.deliver() == 1
    world.push()
    assert world.administrators(house) == {"Представитель"}
    assert not SyncRequest.objects.exists()
    world.assert_second_pass_plans_nothing()


def test_a_lost_webhook_costs_time_and_nothing_else(
    world: World, house: House, person: Representative, postman: Postman
) -> None:
    world.emulator.faults.add("drop", operation="user_added")
    world.join(house, person)
    assert postman.deliver() == 0
    world.go_to(world.today.replace(day=world.today.day + 1))
    world.push()
    assert world.administrators(house) == {"Представитель"}


def test_a_webhook_that_comes_after_all_finds_everything_done(
    world: World, house: House, person: Representative, postman: Postman
) -> None:
    world.join(house, person)
    late = postman.collect()
    world.wait(hours=8)
    world.push()
    writes = world.writes()
    for post in (*late, *late):
        assert postman.carry(post) == 200
    world.push()
    assert world.writes() == writes
    assert not SyncRequest.objects.exists()


def test_a_hundred_residents_joining_cost_no_call(world: World, house: House, postman: Postman) -> None:
    calls = world.messenger.calls.read, world.messenger.calls.write
    request = SyncRequest.objects.values().get(chat__house=house)
    for resident in range(70_000, 70_100):
        world.emulator.people.join(world.chat(house).messenger_id, resident)
    assert postman.deliver() == 100
    assert SyncRequest.objects.values().get(chat__house=house) == request
    assert (world.messenger.calls.read, world.messenger.calls.write) == calls


def test_who_leaves_and_comes_back_gets_the_right_back(
    world: World, house: House, person: Representative, postman: Postman
) -> None:
    world.join(house, person)
    postman.deliver()
    world.push()
    world.emulator.people.leave(world.chat(house).messenger_id, person.messenger_id)
    postman.deliver()
    world.push()
    assert "Представитель" in SyncRequest.objects.get(chat__house=house).reason
    world.join(house, person)
    postman.deliver()
    world.push()
    assert world.administrators(house) == {"Представитель"}


def test_a_chat_renamed_by_hand_has_its_title_back_in_the_next_drain(
    world: World, house: House, postman: Postman
) -> None:
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    postman.deliver()
    world.push()
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1"


def test_what_the_portal_does_itself_brings_it_no_second_look(world: World, house: House, postman: Postman) -> None:
    SyncRequest.objects.all().delete()
    world.region.title_template = "Чат дома {address}"
    world.region.save()
    world.mark(house)
    world.push()
    assert world.seen(house)["title"] == "Чат дома г. Омск, ул. Мира, д. 1"
    assert postman.deliver() == 1
    assert not SyncRequest.objects.filter(state="due").exists()


@pytest.mark.parametrize("fault", ["duplicate", "reorder"])
def test_webhooks_told_twice_or_overtaken_end_in_the_same(
    world: World, house: House, person: Representative, postman: Postman, fault: str
) -> None:
    world.emulator.faults.add(fault, operation="user_added", times=1)
    world.join(house, person)
    world.emulator.people.rename_chat(world.chat(house).messenger_id, "Наш двор")
    assert postman.deliver() == (3 if fault == "duplicate" else 2)
    world.push()
    assert world.administrators(house) == {"Представитель"}
    world.assert_second_pass_plans_nothing()


def test_a_portal_that_was_away_is_told_again(
    world: World, house: House, person: Representative, postman: Postman
) -> None:
    world.join(house, person)
    world.emulator.deliver(lambda post: 503)
    later = world.emulator.clock() + 61
    world.emulator.clock = lambda: later
    assert postman.deliver() == 1
    world.push()
    assert world.administrators(house) == {"Представитель"}
