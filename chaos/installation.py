"""The portal's processes, each started again where it died, as systemd would."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import CELERY, Child

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
