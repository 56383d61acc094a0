"""A mark is lost, by whatever accident: the slow sweep finds the chat within a day or so."""

from supervision.models import House, SyncRequest
from supervision.reconcile import sweeping
from tests.world import World

ADDRESS = "г. Омск, ул. Мира, д. 1"


def test_a_house_whose_wish_for_a_chat_was_lost_gets_its_chat(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house(ADDRESS)
    SyncRequest.objects.all().delete()
    sweeping.sweep()
    world.push()
    assert world.seen(house)["title"] == ADDRESS


def test_a_new_name_whose_mark_was_lost_is_seen_in_the_messenger_a_day_later(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house(ADDRESS)
    world.push()
    House.objects.update(address="г. Омск, ул. Победы, д. 1", address_key="победы 1")
    world.wait(hours=25)
    sweeping.sweep()
    world.push()
    assert world.seen(house)["title"] == "г. Омск, ул. Победы, д. 1"


def test_a_chat_that_is_not_wished_for_is_not_looked_for_every_minute(world: World) -> None:
    world.region.scope_kinds = []
    world.region.save()
    house = world.house(ADDRESS)
    assert not hasattr(house, "chat")
    sweeping.sweep()
    assert not SyncRequest.objects.exists()
