"""A copy of the database, restored beside the installation: it speaks for nobody and says nothing of the original."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from supervision.actions import accounts, management_periods
from supervision.errors import Refused
from supervision.models import Event, House, Installation, MessengerAccount
from supervision.reconcile import account_troubles, dispatch, restore, restore_marker
from tests.backups import beside, bring_back, dump
from tests.world import World


@pytest.fixture
def told(committed_world: World) -> list[House]:
    """Of a change of their company; the installation knows itself."""
    world = committed_world
    world.inspector("Инспектор 1")
    houses = world.houses(2, world.company("УК «Первая»"))
    world.push()
    management_periods.replace(houses=houses, organisation=world.company("УК «Вторая»"), since=world.today, by=world.by)
    assert restore.watch() is False
    world.wait(minutes=1)
    assert restore.watch() is False
    return houses


def empty_redis() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(restore_marker.key(Installation.objects.get().place))


def test_an_emptied_redis_is_no_restore(committed_world: World, told: list[House]) -> None:
    committed_world.wait(minutes=1)
    empty_redis()
    assert restore.watch() is False


def by_command(world: World) -> None:
    call_command("after_restore", verbosity=0)


def by_itself(world: World) -> None:
    assert restore.watch() is True


def then_watched_on(world: World) -> None:
    by_command(world)
    for _minute in range(3):
        world.wait(minutes=1)
        assert restore.watch() is False


def then_released(world: World) -> None:
    by_itself(world)
    accounts.retry(world.account(), by=world.by)
    world.wait(minutes=1)
    assert restore.may_speak()


def then_restored_again(world: World) -> None:
    backup = dump()
    then_released(world)
    bring_back(backup)
    by_itself(world)


@pytest.mark.parametrize("act", [by_command, by_itself, then_watched_on, then_released, then_restored_again])
def test_whatever_a_copy_does_the_original_was_not_restored(
    committed_world: World, told: list[House], act: Callable[[World], None]
) -> None:
    world = committed_world
    backup = dump()
    with beside():
        bring_back(backup)
        world.wait(minutes=1)
        act(world)
        assert Event.objects.filter(name="installation.restored").exists()
    for _minute in range(2):
        assert restore.watch() is False and restore.may_speak()
        world.wait(minutes=1)
    assert not Event.objects.filter(name="installation.restored").exists()

    bring_back(backup)
    assert restore.watch() is True, "its own restore is noticed all the same"
    assert world.account().trouble == ""


def test_a_base_backup_that_runs_on_beside_the_same_redis_says_nothing_of_the_original(
    committed_world: World, told: list[House]
) -> None:
    """It keeps the number of the cluster, and its timeline is another."""
    original = Installation.objects.get()
    later = original.marked_at + timedelta(hours=1)
    restore_marker.mark(
        Installation(identity=original.identity, place=original.place, timeline=original.timeline + 1, marked_at=later)
    )
    assert restore.watch() is False


@pytest.mark.parametrize(
    ("place", "timeline", "redis_knows", "noticed", "held"),
    [
        ("same", "same", True, False, False),  # nothing happened
        ("same", "same", False, False, False),  # Redis was emptied
        ("same", "other", True, True, False),  # gone back to a moment, or a standby was promoted
        ("same", "other", False, True, True),  # a base backup, recovered beside another Redis
        ("other", "same", True, True, True),  # a dump, in another database of the same servers
        ("other", "same", False, True, True),
        ("other", "other", True, True, True),
        ("other", "other", False, True, True),
    ],
)
def test_only_what_this_redis_knows_in_its_own_place_goes_on_after_a_restore(
    committed_world: World, told: list[House], place: str, timeline: str, redis_knows: bool, noticed: bool, held: bool
) -> None:
    installation = Installation.objects.get()
    if not redis_knows:
        empty_redis()
    other_place, other_timeline = f"{uuid4()}", installation.timeline + 1
    Installation.objects.update(
        place=installation.place if place == "same" else other_place,
        timeline=installation.timeline if timeline == "same" else other_timeline,
    )
    committed_world.wait(minutes=1)
    assert restore.watch() is noticed
    assert MessengerAccount.objects.exclude(trouble="").exists() == held
    assert restore.may_speak() == (not held)
    marked = restore_marker.marked_at(Installation.objects.get())
    assert (marked == timezone.now()) == (not held), "a copy that speaks for nobody marks nothing"


def test_a_copy_beside_a_redis_that_does_not_answer_speaks_for_nobody(
    committed_world: World, told: list[House], settings: object
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"  # type: ignore[attr-defined]
    Installation.objects.update(timeline=Installation.objects.get().timeline + 1)
    assert not restore.may_speak()
    assert MessengerAccount.objects.exclude(trouble="").exists()


def test_a_copy_restored_elsewhere_speaks_for_nobody_until_a_person_releases_it(
    committed_world: World, told: list[House]
) -> None:
    world = committed_world
    Installation.objects.update(place=f"{uuid4()}")  # what the dump says is not the database that it lies in
    assert not restore.may_speak(), "the first that wants to speak notices"
    assert "восстановлена на другом сервере" in world.account().trouble
    assert not restore.may_speak(), "nor by letter, nor to other programs"
    assert dispatch.regions_with_work() == [] == account_troubles.to_try_again()
    with pytest.raises(CommandError, match="восстановлена на другом сервере"):
        call_command("sync_chats", "--apply", verbosity=0)
    with pytest.raises(Refused, match="ждёт человека"):
        accounts.retry(world.account(), cause="sync_chats by root")
    assert not Event.objects.filter(name="account.retried").exists() and not restore.may_speak()
    accounts.retry(world.account(), by=world.by)
    assert Event.objects.get(name="account.retried").by == world.by
    assert dispatch.regions_with_work() == ["55"]
    assert restore.may_speak()
