"""A restore drill: a backup, work that goes on, the database back as it was. Looked at first, and nothing twice."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from supervision.actions import accounts, management_periods
from supervision.enums import Trouble
from supervision.errors import Refused
from supervision.models import Chat, Event, House, Installation, MessengerAccount, Organisation
from supervision.reconcile import account_troubles, dispatch, restore, sweeping
from tests.world import World

Backup = dict[str, bytes]
HOUSES = 6


def dump() -> Backup:
    """Every table, as a logical backup holds them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        backup = {}
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:
                backup[table] = b"".join(map(bytes, rows))
    return backup


def bring_back(backup: Backup) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(backup)}")
        for table, data in backup.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as rows:
                rows.write(data)
        cursor.execute("SET session_replication_role = DEFAULT")


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


def go_on(world: World) -> None:
    """Until the chats rest; whoever waits is waited for."""
    for _ in range(4):
        sweeping.sweep()
        world.push()
        world.wait(hours=7)


def first_operations(world: World) -> list[str]:
    return list(world.emulator.stats()["operations"])


def test_after_a_restore_every_chat_is_looked_at_first_and_nobody_is_told_twice(
    committed_world: World, told: list[House]
) -> None:
    world = committed_world
    change_company(world, told)
    backup = dump()  # in the middle: nothing of the change has been pushed
    world.wait(minutes=1)
    world.push()
    before = announcements(world, told)
    assert before == [1] * HOUSES
    bring_back(backup)
    call_command("after_restore", verbosity=0)
    assert not Chat.objects.exclude(observed_at=None).exists()
    world.emulator.reset_stats()
    writes = world.writes()
    world.wait(minutes=5)
    go_on(world)
    assert announcements(world, told) == before
    assert "send_message" not in world.emulator.stats()["operations"]
    assert first_operations(world)[0] in ("chat", "admins"), "a chat was written to before it was looked at"
    assert world.writes() - writes <= HOUSES  # the announcement's pin, once a chat
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


def test_an_emptied_redis_is_no_restore(committed_world: World, told: list[House]) -> None:
    committed_world.wait(minutes=1)
    redis.Redis.from_url(settings.REDIS_URL).delete(restore.MARKER)
    assert not restore.watch()


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
        redis.Redis.from_url(settings.REDIS_URL).delete(restore.MARKER)
    other_place, other_timeline = f"{uuid4()}", installation.timeline + 1
    Installation.objects.update(
        place=installation.place if place == "same" else other_place,
        timeline=installation.timeline if timeline == "same" else other_timeline,
    )
    assert restore.watch() == noticed
    assert MessengerAccount.objects.exclude(trouble="").exists() == held
    assert restore.may_speak() == (not held)


def test_a_copy_beside_a_redis_that_does_not_answer_speaks_for_nobody(
    committed_world: World, told: list[House], settings: object
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"  # type: ignore[attr-defined]
    Installation.objects.update(timeline=Installation.objects.get().timeline + 1)
    assert not restore.may_speak()
    assert MessengerAccount.objects.exclude(trouble="").exists()


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


def test_a_copy_restored_elsewhere_speaks_for_nobody_until_a_person_releases_it(
    committed_world: World, told: list[House]
) -> None:
    world = committed_world
    change_company(world, told)
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
