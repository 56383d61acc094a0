"""Floods of strangers end in silence, and who is known or invited does not wait behind them; bursts cost few calls."""

import pytest

from supervision.actions import representatives
from supervision.conversation import texts
from supervision.dialogs import answering, turns
from supervision.models import DialogTurn, Organisation, Representative
from tests.dialogs import PETROV, STRANGER, Bot
from tests.postman import Postman
from tests.world import TOKEN, World

pytestmark = pytest.mark.usefixtures("nobody_has_tried")


@pytest.fixture
def person(world: World, company: Organisation) -> Representative:
    world.houses(12, company)
    world.push()
    return representatives.add(
        organisation=company, full_name="Пётр Петров", messenger_id=None, since=world.today, by=world.by
    )


@pytest.fixture
def bot(world: World, person: Representative) -> Bot:
    postman = Postman(world)
    postman.open_the_way()
    return Bot(world, postman)


def test_a_flood_of_strangers_takes_a_tenth_of_the_rate(world: World, bot: Bot, person: Representative) -> None:
    for number in range(150):
        world.emulator.dialogs.start(TOKEN, 880_000 + number)
    bot.postman.deliver()
    assert DialogTurn.objects.count() == turns.MOST_OF_UNINVITED
    before = world.writes()
    bot.answer()
    tenth = world.account().rate_per_second / 10
    assert 0 < world.writes() - before <= tenth
    bot.start(PETROV, bot.invite(person))
    assert "Пётр Петров" in bot.shows(PETROV)[-1], "who is invited is answered at once"
    for _round in range(100):
        bot.answer()
        if not DialogTurn.objects.exists():
            break
    assert not DialogTurn.objects.exists()


def test_one_person_has_so_much_waiting_and_no_more(world: World, bot: Bot) -> None:
    for _press in range(40):
        world.emulator.dialogs.start(TOKEN, STRANGER)
    bot.postman.deliver()
    assert DialogTurn.objects.count() == turns.MOST_OF_ONE
    bot.answer()
    assert bot.shows(STRANGER) == [texts.UNINVITED.format(region="Омская область")]


def test_digits_pressed_for_ever_end_in_silence(world: World, bot: Bot) -> None:
    """Not even a try of a code: digits and the key that takes them back."""
    bot.start(STRANGER)
    for _time in range(answering.MOST_PRESSES_OF_UNINVITED // 2):
        bot.press(STRANGER, "1", texts.ERASE)
    before = world.writes()
    for _time in range(10):
        bot.press(STRANGER, "1")
    assert world.writes() == before


def test_chats_joined_in_a_burst_cost_one_edit_in_ten_seconds(world: World, bot: Bot, person: Representative) -> None:
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.push()
    assert len(bot.links(PETROV)) == 10
    before, seconds = world.writes(), 0
    chats = list(person.organisation.periods.values_list("house__chat__link", flat=True))
    for link in chats:
        world.emulator.people.join_by_link(link, PETROV)
        for _second in range(4):
            world.wait(seconds=1)
            bot.answer()
        seconds += 4
    world.wait(seconds=10)
    bot.answer()
    assert 1 <= world.writes() - before <= seconds / 10 + 2
    assert bot.links(PETROV) == [] and texts.CHATS_DONE in bot.shows(PETROV)[-1]
    assert len(bot.shows(PETROV)) == 1
    world.push()
    world.assert_second_pass_plans_nothing()
