"""Whether the installation is well: what watcher, operator and Prometheus are told, in every state of a part."""

import io
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from supervision import tasks
from supervision.models import Chat, MessengerAccount, SyncRequest, Upload
from supervision.upkeep import gauges, regions, signs_of_life
from supervision.upkeep.condition import parts
from tests.database_clock import own_time
from tests.odd_answers import NOT_NOW, OddTransport
from tests.world import World

READY, METRICS = "/health/ready/", "/metrics/"
Break = Callable[[Any, pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def alive(db: None, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    for queue in signs_of_life.QUEUES:
        tasks.show_life(queue)


def falls_silent(queue: str) -> None:
    with signs_of_life.connect() as client:
        client.delete(signs_of_life.KEY.format(queue=queue))


def forget_a_migration(settings: Any, patch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'guardian'")


def lose_redis(settings: Any, patch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"


def lose_the_folder(settings: Any, patch: pytest.MonkeyPatch) -> None:
    settings.LOCAL, settings.MEDIA_ROOT = False, f"{settings.MEDIA_ROOT}/none"


def fill_the_disk(settings: Any, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("supervision.upkeep.condition.LEAST_FREE", 1 << 60)


BROKEN: dict[str, tuple[Break, set[str]]] = {
    "migration": (forget_a_migration, {"migrations"}),
    "redis": (lose_redis, {"redis", "workers"}),
    "workers of chats": (lambda settings, patch: falls_silent("celery"), {"workers"}),
    "workers of files": (lambda settings, patch: falls_silent("uploads"), {"workers"}),
    "folder": (lose_the_folder, {"files"}),
    "disk": (fill_the_disk, {"files"}),
}


def ready() -> tuple[int, dict[str, str]]:
    answer = Client().get(READY)
    return answer.status_code, answer.json()


def doctor() -> str:
    said = io.StringIO()
    call_command("doctor", stdout=said, no_color=True)
    return said.getvalue()


@pytest.mark.django_db
def test_where_all_is_there_the_portal_is_ready_and_the_doctor_content() -> None:
    status, facts = ready()
    assert (status, set(facts.values())) == (200, {"ok"})
    assert set(facts) == {"database", "migrations", "clock", "redis", "workers", "files"}
    assert doctor().splitlines()[-1] == "Всё в порядке."


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_missing_is_named_with_what_to_do(settings: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    breaks, ill = BROKEN[name]
    breaks(settings, monkeypatch)
    status, facts = ready()
    assert (status, {part for part, said in facts.items() if said != "ok"}) == (503, ill)
    assert all(part.remedy for part in parts() if not part.is_well)
    with pytest.raises(CommandError, match=f"Не в порядке: {len(ill)}"):
        doctor()


@pytest.fixture
def silent_address() -> Iterator[tuple[str, int]]:
    """Takes every connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


@pytest.fixture
def silent_database(transactional_db: None, silent_address: tuple[str, int]) -> Iterator[None]:
    host, port = silent_address
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(HOST=host, PORT=str(port))
    yield
    connection.close()
    connection.settings_dict.update(kept)


@pytest.mark.usefixtures("silent_database")
def test_a_database_that_says_nothing_is_waited_for_once() -> None:
    began = time.monotonic()
    status, facts = ready()
    assert (status, {part for part, said in facts.items() if said != "ok"}) == (
        503,
        {"database", "migrations", "clock"},
    )
    assert time.monotonic() - began < 5


@pytest.mark.django_db
def test_a_redis_that_says_nothing_is_waited_for_once(settings: Any, silent_address: tuple[str, int]) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{silent_address[1]}/0"
    began = time.monotonic()
    status, facts = ready()
    assert (status, {part for part, said in facts.items() if said != "ok"}) == (503, {"redis", "workers"})
    assert time.monotonic() - began < 4


def test_a_clock_that_is_off_is_no_ready_portal(db: None) -> None:
    with own_time(), time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        status, facts = ready()
    assert (status, {part for part, said in facts.items() if said != "ok"}) == (503, {"clock"})


def test_a_sign_of_life_fades_within_a_minute() -> None:
    with signs_of_life.connect() as client:
        left = [client.ttl(signs_of_life.KEY.format(queue=queue)) for queue in signs_of_life.QUEUES]
    assert all(0 < seconds <= signs_of_life.FADES_SECONDS for seconds in left)
    assert signs_of_life.silent() == []


def wrong() -> list[tuple[str, str]]:
    """What the doctor says of regions, files and receivers."""
    assert all(part.remedy for part in regions.parts())
    return [(part.name, part.trouble) for part in regions.parts()]


def test_the_doctor_names_regions_that_stand_still(world: World) -> None:
    world.houses(1)
    account = MessengerAccount.objects.filter(pk=world.region.pk)
    account.update(bot_id=None)
    assert wrong() == [("region 55", "Бот не задан.")]
    account.update(bot_id=7)
    assert wrong() == []
    account.update(trouble="Токен отозван", webhook_trouble="Подписки нет")
    assert wrong() == [("region 55", "Токен отозван"), ("region 55", "Подписки нет")]
    account.update(trouble="", webhook_trouble="")
    SyncRequest.objects.update(not_before=timezone.now() - timedelta(hours=1))
    assert wrong() == [("region 55", "Чат, до которого дошла очередь, ждёт уже 60 мин.")]
    account.update(held_reason="Изменится больше 80 чатов")
    assert wrong() == [("region 55", "Изменится больше 80 чатов")]


@pytest.mark.parametrize("status", [409, 500, 503])
def test_the_doctor_names_a_region_whose_messenger_says_not_now_for_minutes(world: World, status: int) -> None:
    world.inspector("Инспектор 1")
    (house,) = world.houses(1)
    world.push()
    odd = OddTransport(world.transport)
    world.connect(odd)
    odd.say(NOT_NOW[f"not now, {status}"], operation="chat", times=10_000)
    world.mark(house)
    for _pass in range(regions.MANY_ATTEMPTS):
        assert wrong() == []
        world.push()
        world.clock.move_to(SyncRequest.objects.get().not_before - timedelta(milliseconds=1))
        world.wait(seconds=0 if SyncRequest.objects.get().attempts >= regions.MANY_ATTEMPTS else 1)
    ((region, words),) = wrong()
    assert region == "region 55"
    assert words.startswith("Чаты, с которыми не получается уже несколько минут: 1.") and str(status) in words


def test_the_doctor_names_a_file_that_nobody_reads(world: World) -> None:
    upload = Upload.objects.create(region=world.region, by=world.by, file="uploads/1", file_name="1.csv")
    assert wrong() == []
    Upload.objects.filter(pk=upload.pk).update(at=timezone.now() - timedelta(minutes=11))
    assert wrong() == [("uploads", "Файл ждёт уже 11 мин.")]


# --- Prometheus -----------------------------------------------------------------------------------------------------


def figures() -> dict[tuple[str, ...], float]:
    """By name and the values of the labels, in the order of their names."""
    families = text_string_to_metric_families(gauges.told().decode())
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_gauges_say_what_the_tables_hold(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(3, world.company("ООО «УК»"))
    MessengerAccount.objects.update(bot_id=7)
    before = figures()
    assert before["housechats_queue_chats", "55", "due"] == 3
    assert before["housechats_workers_alive", "celery"] == before["housechats_workers_alive", "uploads"] == 1
    world.push()
    after = figures()
    assert after["housechats_calls_recent", "done", "55"] > 0
    assert ("housechats_queue_chats", "55", "due") not in after or after["housechats_queue_oldest_seconds", "55"] >= 0
    assert after["housechats_account_held", "55"] == 0
    MessengerAccount.objects.update(trouble="Токен отозван", trouble_kind="token", held_reason="Много")
    Chat.objects.update(settled_at=None)
    stopped = figures()
    assert stopped["housechats_account_stopped", "55", "token"] == stopped["housechats_account_held", "55"] == 1
    wal = ("housechats_wal_bytes_total",)
    assert stopped[wal] >= after[wal] > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "asked", "status"),
    [
        ("", {}, 200),
        ("", {"REMOTE_ADDR": "10.0.0.5"}, 403),
        ("", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ("", {"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
        ("geheim", {}, 403),
        ("geheim", {"HTTP_AUTHORIZATION": "Bearer falsch"}, 403),
        ("geheim", {"HTTP_AUTHORIZATION": "Bearer geheim", "REMOTE_ADDR": "10.0.0.5"}, 200),
    ],
)
def test_only_the_watcher_reads_the_gauges(settings: Any, token: str, asked: dict[str, str], status: int) -> None:
    settings.METRICS_TOKEN = token
    assert Client().get(METRICS, **asked).status_code == status  # type: ignore[arg-type]
