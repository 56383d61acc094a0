"""What stories about a company's people begin with: a company, its house with a chat, and the bot."""

import pytest

from supervision.actions import representatives
from supervision.models import House, Organisation, Representative
from tests.dialogs import PETROV, Bot
from tests.postman import Postman
from tests.world import World


@pytest.fixture
def company(world: World) -> Organisation:
    world.inspector("Инспектор 1")
    return world.company("ООО «УК»")


@pytest.fixture
def house(world: World, company: Organisation) -> House:
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    return house


@pytest.fixture
def person(world: World, house: House, company: Organisation) -> Representative:
    """Named only."""
    return representatives.add(
        organisation=company, full_name="Пётр Петров", messenger_id=None, since=world.today, by=world.by
    )


@pytest.fixture
def bot(world: World, house: House) -> Bot:
    postman = Postman(world)
    postman.open_the_way()
    world.emulator.people.name(PETROV, "Пётр П.")
    return Bot(world, postman)
