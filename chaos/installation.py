"""The portal's processes, each started again where it died, as systemd would; and the servers below them."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import redis
from django.conf import settings

from benchmarks.processes import CELERY, Child
from housechats import local
from housechats.embedded.postgres import Postgres
from housechats.embedded.valkey import Valkey

LOOK_SECONDS = 0.5


@dataclass(slots=True)
class Installation:
    workers: list[Child]
    beat: Child
    second_beat: Child
    web: Child
    kept: list[Child] = field(default_factory=list)
    restarts: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def keep(self) -> None:
        """A service manager: whoever died is started again a moment later."""
        while not self._over.wait(LOOK_SECONDS):
            for child in tuple(self.kept):
                if child.process is None or child.process.poll() is not None:
                    child.start()
                    self.restarts += 1

    def end(self) -> None:
        self._over.set()

    def children_of(self, worker: Child) -> list[int]:
        """Numbers of the pool of a worker; of none where it is not there."""
        with suppress(OSError):
            told = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text(encoding="ascii")
            return [int(number) for number in told.split()]
        return []


@contextmanager
def installation(folder: Path, port: int) -> Iterator[Installation]:
    """Two workers of two slots each, beat and web; a second beat that is not started yet."""
    work = ("worker", "--concurrency", "2", "--loglevel", "WARNING")
    workers = [Child(f"worker{n}", (*CELERY, *work, "-n", f"worker{n}@%h"), folder) for n in (1, 2)]
    beats = [
        Child(name, (*CELERY, "beat", "--loglevel", "WARNING", "--schedule", str(folder / name)), folder)
        for name in ("beat", "second-beat")
    ]
    listen = ("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--no-control-socket")
    web = Child("web", (sys.executable, "-m", "gunicorn", "housechats.wsgi", *listen), folder)
    portal = Installation(workers, beats[0], beats[1], web, kept=[*workers, beats[0], web])
    for child in portal.kept:
        child.start()
    manager = threading.Thread(target=portal.keep, name="service manager")
    manager.start()
    try:
        yield portal
    finally:
        portal.end()
        manager.join()
        for child in (*portal.kept, portal.second_beat):
            child.kill()


def restart_database(mode: str) -> None:
    """Mode "fast" ends the sessions of everybody, "immediate" is a crash."""
    Postgres(local.folder()).restart(mode)


def kill_redis() -> None:
    """-9, and after some seconds the same server again, with what its disk has."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5) as client:
        number = int(client.info("server")["process_id"])
    os.kill(number, signal.SIGKILL)
    time.sleep(3)
    Valkey(local.folder()).revive()


def empty_redis() -> None:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5) as client:
        client.flushall()


def kill(numbers: Sequence[int]) -> None:
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
