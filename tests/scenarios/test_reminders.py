"""The bot reminds of chats that are left to join: by day, seldom, five times, and not whoever asked it to stop."""

from datetime import timedelta

import pytest

from supervision.actions import invitations, management_periods
from supervision.conversation import texts
from supervision.dialogs import reminding
from supervision.models import Correspondent, House, Organisation, Representative
from tests.dialogs import PETROV, Bot
from tests.postman import Postman
from tests.world import TOKEN, World


@pytest.fixture
def known(world: World, person: Representative) -> Bot:
    """Pyotr answers at nine in the morning of the first day and joins nothing."""
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    bot.world.push()
    return bot


def days(bot: Bot, count: int, hour: int = 9) -> list[int]:
    """The portal's round at that hour of each of the days to come; gives on which of them something was said."""
    told, world = [], bot.world
    first = world.today
    for number in range(1, count + 1):
        world.go_to(first + timedelta(days=number), hour)
        if reminding.remind_some(world.account(), world.messenger):
            told.append(number)
    return told


def test_every_third_day_and_five_times_in_all(known: Bot) -> None:
    assert reminding.remind_some(known.world.account(), known.world.messenger) == 0, "told a moment ago"
    assert days(known, 30) == [3, 6, 9, 12, 15]
    assert known.shows(PETROV)[-1].startswith(texts.REMINDER.format(region="Омская область"))


@pytest.mark.parametrize(("hour", "told"), [(8, []), (9, [3]), (20, [3]), (21, []), (2, [])])
def test_by_day_on_the_regions_clock_alone(known: Bot, hour: int, told: list[int]) -> None:
    assert days(known, 3, hour) == told


def test_reminders_stop_when_asked_to_and_come_back(known: Bot) -> None:
    assert days(known, 3) == [3]
    known.press(PETROV, texts.NO_REMINDERS)
    assert known.shows(PETROV)[-1] == texts.QUIET
    assert days(known, 10) == []
    known.press(PETROV, texts.REMIND)
    assert days(known, 1) == [1]


def test_reminders_stop_when_everything_is_joined(known: Bot, house: House) -> None:
    known.join(PETROV, house)
    assert days(known, 7) == []
    known.world.assert_second_pass_plans_nothing()


def test_new_houses_are_told_on_the_day_before_and_on_the_first_morning(
    world: World, known: Bot, house: House, company: Organisation
) -> None:
    known.join(PETROV, house)
    added = world.house("г. Омск, ул. Мира, д. 3", world.company("ООО «Иная»"))
    world.push()
    management_periods.replace(houses=[added], organisation=company, since=world.today + timedelta(days=5), by=world.by)
    assert days(known, 4) == [4]
    assert texts.COMING.format(n=1) in known.shows(PETROV)[-1]
    assert known.links(PETROV) == [added.address]
    assert days(known, 1) == [1]
    assert "завтрашнего" not in known.shows(PETROV)[-1]
    assert days(known, 4) == [3]


def test_who_stopped_the_bot_or_is_bound_no_more_is_left_alone(known: Bot, person: Representative) -> None:
    known.world.emulator.dialogs.stop(TOKEN, PETROV)
    known.answer()
    assert days(known, 7) == []
    Correspondent.objects.update(stopped_at=None)
    person.refresh_from_db()
    invitations.unbind(person=person, by=known.world.by)
    assert days(known, 7) == []


def test_a_refused_reminder_is_the_persons_fate(known: Bot) -> None:
    dialog = known.world.emulator.dialogs.of(TOKEN, PETROV)
    assert dialog is not None
    dialog.is_active = False
    days(known, 3)
    assert Correspondent.objects.get().stopped_at is not None
    assert known.world.account().trouble == ""
