"""Emulator, workers and beat as real processes of the installation; ended by their own numbers, never by a name."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
CELERY = (sys.executable, "-m", "celery", "--quiet", "-A", "housechats")
PATIENCE_SECONDS = 30
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
OF_ANOTHER_MACHINE = -10  # niceness: the emulator stands for one, so it goes first where the account may say so


@dataclass(slots=True)
class Emulator:
    """Asks the emulator's own face, which no token's budget counts."""

    url: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60))

    def ask(self, command: str, **body: Any) -> Any:
        answer = self.client.post(f"{self.url}/_emulator/{command}", json=body)
        answer.raise_for_status()
        return answer.json()

    def stats(self, token: str) -> dict[str, Any]:
        """How the calls of one token arrived; nothing yet is no calls."""
        return self.ask("stats")["tokens"].get(token, {"total": 0, "refused_429": 0, "most_in_a_second": 0})

    def chats(self) -> list[dict[str, Any]]:
        """Every chat as residents have it."""
        return self.ask("world")["chats"]

    def world(self) -> dict[str, dict[str, Any]]:
        """The same by the house's GUID."""
        chats = self.chats()
        world = {chat["external_id"]: chat for chat in chats}
        if len(world) != len(chats):
            raise AssertionError(f"{len(chats)} chats for {len(world)} houses: some house has two")
        return world


@dataclass(slots=True)
class Child:
    """A process in a group of its own, so that a kill takes its children along."""

    name: str
    command: tuple[str, ...]
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )

    def kill(self) -> None:
        """-9 to the worker and its pool alike: nobody says goodbye."""
        if process := self.process:  # whoever keeps it alive may put another in its place meanwhile
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def end(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def log(self) -> str:
        return (self.folder / f"{self.name}.log").read_text(errors="replace")


@contextmanager
def emulator(folder: Path, port: int, *options: str) -> Iterator[Emulator]:
    """Its state is forgotten with it."""
    child = Child("emulator", (sys.executable, str(MANAGE), "emulator", "--port", str(port), *options), folder)
    child.start()
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, child.pid, OF_ANOTHER_MACHINE)
    try:
        face = Emulator(f"http://127.0.0.1:{port}")
        _wait_for(face, child)
        yield face
        face.client.close()
    finally:
        child.end()


@contextmanager
def workers(folder: Path, *, count: int = 1, concurrency: int = 1) -> Iterator[list[Child]]:
    """So many `celery worker` commands, and beat, which wakes them."""
    arguments = ("worker", "--concurrency", str(concurrency), "--loglevel", "WARNING")
    hands = [Child(f"worker{n}", (*CELERY, *arguments, "-n", f"worker{n}@%h"), folder) for n in range(1, count + 1)]
    beat = Child("beat", (*CELERY, "beat", "--loglevel", "WARNING", "--schedule", str(folder / "beat")), folder)
    children = [*hands, beat]
    for child in children:
        child.start()
    try:
        yield hands
    finally:
        for child in reversed(children):
            child.end()


@contextmanager
def web(folder: Path, port: int) -> Iterator[None]:
    """The web server as docs/runbook.md starts it."""
    listen = ("--bind", f"127.0.0.1:{port}", "--workers", "3", "--threads", "4", "--no-control-socket")
    child = Child("web", (sys.executable, "-m", "gunicorn", "housechats.wsgi", *listen), folder)
    child.start()
    try:
        yield
    finally:
        child.end()


def manage(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A command of the installation; its output is given back, its failure is an error."""
    command = [sys.executable, str(MANAGE), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, arguments))} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


def _wait_for(face: Emulator, child: Child) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with suppress(httpx.TransportError):
            face.ask("stats")
            return
        if time.monotonic() > deadline or (child.process and child.process.poll() is not None):
            raise RuntimeError(f"the emulator does not answer:\n{child.log}")
        time.sleep(0.1)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
