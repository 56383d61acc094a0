"""A restore drill: a backup, work that goes on, the database back as it was. Looked at first, and nothing twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from supervision.actions import management_periods
from supervision.enums import Trouble
from supervision.models import Chat, Event, House, Installation, MessengerAccount, Organisation
from supervision.reconcile import restore, sweeping
from tests.backups import Backup, bring_back, dump
from tests.noting_transport import NotingTransport
from tests.world import World

HOUSES = 6
NO_REDIS = "redis://127.0.0.1:9/0"


@pytest.fixture
def told(committed_world: World) -> list[House]:
    """Chats at rest under one company, of whose change the residents are about to be told."""
    world = committed_world
    world.inspector("Инспектор 1")
    houses = world.houses(HOUSES, world.company("УК «Первая»"))
    world.push()
    assert not restore.watch()
    return houses


def change_company(world: World, houses: list[House]) -> None:
    company = Organisation.objects.filter(name="УК «Вторая»").first() or world.company("УК «Вторая»")
    management_periods.replace(houses=houses, organisation=company, since=world.today, by=world.by)


def announcements(world: World, houses: list[House]) -> list[int]:
    return [len(world.emulator.state.chats[_messenger_id(world, house)].messages) for house in houses]


def _messenger_id(world: World, house: House) -> int:
    found = world.seen(house)["chat_id"]
    assert isinstance(found, int)
    return found


def pin_another(world: World, house: House) -> str:
    """The owner posts a message and pins it."""
    seen = world.seen(house)
    message = world.emulator.people.post(seen["chat_id"], seen["owner_id"], "Субботник в субботу")
    world.emulator.people.pin(seen["chat_id"], message.mid)
    return message.mid


def go_on(world: World) -> None:
    """Until the chats rest; whoever waits is waited for."""
    for _ in range(4):
        sweeping.sweep()
        world.push()
        world.wait(hours=7)


@pytest.fixture
def asked(committed_world: World) -> NotingTransport:
    noted = NotingTransport(committed_world.emulator)
    committed_world.connect(noted)
    return noted


def dump_in_mid_push(world: World, asked: NotingTransport, during: str) -> Backup:
    """Two chats are done, of the third the messenger has carried out what nobody has noted, three come later."""
    kept: list[Backup] = []
    asked.after(during, 3, lambda: kept.append(dump()))
    world.push()
    return kept[0]


def by_command(settings: Any) -> None:
    call_command("after_restore", verbosity=0)


def by_itself(settings: Any) -> None:
    assert restore.watch() is True


def by_itself_once_redis_answers(settings: Any) -> None:
    url, settings.REDIS_URL = settings.REDIS_URL, NO_REDIS
    assert restore.watch() is None and not restore.may_speak()
    settings.REDIS_URL = url
    assert restore.watch() is True


@pytest.mark.parametrize("during", ["send_message", "pin_message"])
@pytest.mark.parametrize("answer", [by_command, by_itself, by_itself_once_redis_answers])
def test_after_a_restore_every_chat_is_looked_at_first_and_nobody_is_told_twice(
    committed_world: World,
    told: list[House],
    asked: NotingTransport,
    settings: Any,
    during: str,
    answer: Callable[[Any], None],
) -> None:
    world = committed_world
    change_company(world, told)
    backup = dump_in_mid_push(world, asked, during)
    world.wait(minutes=1)
    restore.watch()
    assert announcements(world, told) == [1] * HOUSES
    pinned = [pin_another(world, house) for house in told[1:5]]  # somebody, by hand, told of at whatever time
    before = announcements(world, told)
    bring_back(backup)
    answer(settings)
    assert not Chat.objects.exclude(observed_at=None).exists()
    asked.requests.clear()
    writes = world.writes()
    world.wait(minutes=5)
    go_on(world)
    assert announcements(world, told) == before
    assert {chat for _method, _operation, chat in asked.requests} == {_messenger_id(world, house) for house in told}
    assert asked.written_before_a_look() == set()
    assert world.writes() == writes, "what residents have seen is neither said nor pinned once more"
    assert [world.seen(house)["pinned"] for house in told[1:5]] == pinned
    assert set(Chat.objects.values_list("announced_period__organisation__name", flat=True)) == {"УК «Вторая»"}


def test_a_change_that_has_to_be_entered_again_is_not_announced_again(
    committed_world: World, told: list[House]
) -> None:
    world = committed_world
    backup = dump()  # before the change was entered
    world.wait(minutes=1)
    change_company(world, told)
    world.push()
    before = announcements(world, told)
    bring_back(backup)
    call_command("after_restore", verbosity=0)
    world.wait(minutes=30)
    change_company(world, told)
    go_on(world)
    assert announcements(world, told) == before == [1] * HOUSES


def test_a_restore_is_noticed_by_the_time_in_redis(committed_world: World, told: list[House]) -> None:
    backup, known_until = dump(), Installation.objects.get().marked_at
    committed_world.wait(minutes=1)
    assert not restore.watch()
    bring_back(backup)
    assert restore.watch() and not restore.watch()
    installation = Installation.objects.get()
    assert (installation.restored_to, installation.restored_at) == (known_until, timezone.now())
    assert not Chat.objects.exclude(observed_at=None).exists()
    assert Event.objects.filter(name="installation.restored").count() == 1
    assert not MessengerAccount.objects.exclude(trouble="").exists()  # it is the same installation: it goes on


@pytest.mark.parametrize(("months", "since"), [(1, "the first"), (22, "its own")])
def test_of_two_restores_the_earlier_counts_while_announcements_are_sought_since_it(
    committed_world: World, told: list[House], months: int, since: str
) -> None:
    first = datetime(2026, 11, 19, tzinfo=UTC)
    restore.after_restore(cause="after_restore by root", restored_to=first)
    committed_world.wait(hours=24 * 30 * months)
    restore.watch()
    known_until = Installation.objects.get().marked_at
    restore.after_restore(cause="after_restore by root")
    assert Installation.objects.get().restored_to == {"the first": first, "its own": known_until}[since]


def test_the_moment_of_the_backup_may_be_said(committed_world: World, told: list[House]) -> None:
    call_command("after_restore", "--to", "2026-11-19 03:00+03:00", verbosity=0)
    installation = Installation.objects.get()
    assert installation.restored_to == datetime(2026, 11, 19, tzinfo=UTC)


@pytest.mark.parametrize("trouble", ["", "Беда"])
@pytest.mark.parametrize("kind", [Trouble.NONE, Trouble.BOT_REMOVED])
@pytest.mark.parametrize("again", [None, timedelta(minutes=-1), timedelta(minutes=10)], ids=["never", "due", "later"])
def test_which_account_waits_for_a_person_the_row_and_the_rows_say_alike(
    world: World, trouble: str, kind: Trouble, again: timedelta | None
) -> None:
    at = timezone.now() + again if again else None
    MessengerAccount.objects.update(trouble=trouble, trouble_kind=kind, try_again_at=at)
    waits = world.account().waits_for_a_person
    assert waits is bool(trouble and again is None)
    assert MessengerAccount.objects.waiting_for_a_person().filter(pk=world.region.pk).exists() is waits
