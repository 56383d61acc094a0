"""Single blows at processes and servers. Each gives whether it was seen to strike, by something that it left behind."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import redis
from django.conf import settings

from housechats import local
from housechats.embedded.postgres import Postgres
from housechats.embedded.valkey import Valkey

HUNG_SECONDS = 6.0
BREATH_SECONDS = 3.0
DEATH_SECONDS = 5.0
RECOVERY = b"database system was not properly shut down"
STARTED = "SELECT pg_postmaster_start_time()"


def kill(number: int) -> bool:
    """-9; False where the process had ended by itself."""
    if not is_alive(number):
        return False
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
    deadline = time.monotonic() + DEATH_SECONDS
    while is_alive(number) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(number)


def is_alive(number: int) -> bool:
    """A process that has ended and was not asked for its end yet is none."""
    try:
        told = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in ("Z", "X")


def hang(number: int, url: str) -> bool:
    """Takes connections and answers nothing for some seconds; seen by a question that waits in vain."""
    os.kill(number, signal.SIGSTOP)
    try:
        with suppress(httpx.TimeoutException):
            httpx.post(f"{url}/_emulator/stats", json={}, timeout=1)
            return False
        time.sleep(HUNG_SECONDS)
        return True
    finally:
        os.kill(number, signal.SIGCONT)


def restart_database(mode: str) -> bool:
    """Mode "fast" ends the sessions of everybody, "immediate" is a crash, of which PostgreSQL recovers, and says so."""
    server = Postgres(local.folder())
    before, recoveries = _asked(server), server.log.read_bytes().count(RECOVERY)
    server.restart(mode)
    has_recovered = server.log.read_bytes().count(RECOVERY) > recoveries
    return _asked(server) != before and has_recovered == (mode == "immediate")


def kill_redis() -> bool:
    """-9, and after some seconds the same server again, with what its disk has."""
    with _redis() as client:
        number = int(client.info("server")["process_id"])
    was_killed = kill(number)
    time.sleep(BREATH_SECONDS)
    Valkey(local.folder()).revive()
    with _redis() as client:
        return was_killed and int(client.info("server")["process_id"]) != number


def empty_redis() -> bool:
    with _redis() as client:
        client.set("chaos", "was here")
        client.flushall()
        return client.get("chaos") is None


def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5)


def _asked(server: Postgres) -> object:
    with psycopg.connect(server.url, connect_timeout=10) as session:
        row = session.execute(STARTED).fetchone()
        return row and row[0]
