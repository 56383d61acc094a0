"""Runs the processes of one machine as one foreground command.

Takes named command lines; prints every line they write under their name; restarts one that dies, and ends them
all when one dies too often, or when it is told to (Ctrl-C, SIGTERM). They end in the reverse of the order they
started in. A second Ctrl-C kills what is left. Refuses to know what the processes are for.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

COLOURS = (36, 32, 33, 35, 34, 31)
LINE_BYTES = 1 << 20  # a longer line ends its process: asyncio refuses it
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Output(Protocol):
    """A text stream, or what Django's commands have for one."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...
    def isatty(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Process:
    name: str
    command: Sequence[str]
    restarts: int = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for what, in seconds."""

    restart: float = 1.0  # before the first restart; doubled for each further one
    steady: float = 60.0  # a process that lived this long has its restarts back
    stop: float = 20.0  # from SIGTERM to SIGKILL; a worker finishes what it has in hand


@dataclass(slots=True)
class Group:
    """The running processes and what has been asked of them."""

    write: Callable[[str, str], None]
    patience: Patience
    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    told_to_stop: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False
    exit_code: int = 0

    async def keep(self, process: Process) -> None:
        """Starts a process and starts it again when it dies, until it died too often or all of them stop."""
        deaths = 0
        while not self.stopping:
            began = asyncio.get_running_loop().time()
            code = await self._live(process)
            if self.stopping:
                return
            lived = asyncio.get_running_loop().time() - began
            deaths = 1 if lived > self.patience.steady else deaths + 1
            if deaths > process.restarts:
                self.write(process.name, f"ended with code {code} for the {deaths}. time: everything stops")
                self.exit_code = code if code > 0 else 1
                self.told_to_stop.set()
                return
            pause = self.patience.restart * 2 ** (deaths - 1)
            self.write(process.name, f"ended with code {code}; starts again in {pause:g} s")
            await asyncio.sleep(pause)

    async def _live(self, process: Process) -> int:
        """One life of a process; gives its exit code."""
        child = await asyncio.create_subprocess_exec(
            *process.command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            limit=LINE_BYTES,
            # Its own session: Ctrl-C in the terminal reaches only this command, which then keeps the order.
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        self.running[process.name] = child
        assert child.stdout is not None  # noqa: S101 - asked for above
        async for line in child.stdout:
            self.write(process.name, line.decode(errors="replace").rstrip())
        code = await child.wait()
        del self.running[process.name]
        return code

    async def stop(self, names: Sequence[str]) -> None:
        self.stopping = True
        for name in names:
            if child := self.running.get(name):
                self.write(name, "stops")
                await self._end(child)

    async def _end(self, child: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        try:
            await asyncio.wait_for(child.wait(), self.patience.stop)
        except TimeoutError:
            _kill(child)
            await child.wait()

    def told(self) -> None:
        """A signal came: the first asks, the second does not ask any more."""
        if self.told_to_stop.is_set():
            for child in self.running.values():
                _kill(child)
        self.told_to_stop.set()


def run(
    processes: Sequence[Process],
    *,
    out: Output,
    then: Coroutine[Any, Any, None] | None = None,
    patience: Patience | None = None,
) -> int:
    """Runs the processes until told to stop; `then` runs beside them. Gives the exit code of the whole."""
    return asyncio.run(_run(processes, _writer([process.name for process in processes], out), then, patience))


async def _run(
    processes: Sequence[Process],
    write: Callable[[str, str], None],
    then: Coroutine[Any, Any, None] | None,
    patience: Patience | None,
) -> int:
    group = Group(write, patience or Patience())
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, group.told)
    beside = asyncio.ensure_future(then or asyncio.sleep(0))
    kept = [asyncio.create_task(group.keep(process)) for process in processes]
    await group.told_to_stop.wait()
    beside.cancel()
    await group.stop([process.name for process in reversed(processes)])
    for task in kept:
        task.cancel()  # only one that waits for a restart is still there
    await asyncio.gather(beside, *kept, return_exceptions=True)
    return group.exit_code


async def answers(host: str, port: int, path: str) -> None:
    """Comes back when something at this address answers a request."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            status = await reader.readline()
            writer.close()
            if status.startswith(b"HTTP/1.1 200"):
                return
        await asyncio.sleep(0.1)


def _kill(child: asyncio.subprocess.Process) -> None:
    """The whole process group: a worker's own children would go on without it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    # Should this command be killed with -9, its children would hold the ports for ever. They get SIGTERM instead.
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


def _writer(names: Sequence[str], out: Output) -> Callable[[str, str], None]:
    width = max(map(len, names), default=0)
    colours = dict(zip(names, COLOURS * len(names), strict=False)) if out.isatty() else {}

    def write(name: str, line: str) -> None:
        prefix = f"{name:<{width}} |"
        if name in colours:
            prefix = f"\033[{colours[name]}m{prefix}\033[0m"
        out.write(f"{prefix} {line}\n")
        out.flush()

    return write
