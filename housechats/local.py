"""Lends PostgreSQL and Valkey to a command on a machine where none is configured.

Takes the command line; sets DATABASE_URL and REDIS_URL where they are missing, before Django reads its settings.
The first command starts the servers, the others attach, the last one stops them. Refuses to touch anything where
both addresses are given. Every user of the servers holds a shared lock, which the kernel takes back even from a
process that was killed: nobody has to keep a list of who is alive.
"""

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from housechats.embedded import CannotServe
from housechats.embedded.postgres import Postgres
from housechats.embedded.valkey import Valkey

# These read no data, and must work before the servers can be lent.
NEED_NO_SERVERS = {"help", "version", "--help", "-h", "--version", "compilemessages", "makemessages"}


def folder() -> Path:
    """Where the data of one's own machine live: `.local` beside manage.py, or HOUSECHATS_LOCAL_DIR."""
    default = Path(__file__).resolve().parent.parent / ".local"
    return Path(os.environ.get("HOUSECHATS_LOCAL_DIR") or default).resolve()


@contextmanager
def servers(argv: Sequence[str]) -> Iterator[None]:
    """Around a whole command: its environment names a database and a Redis that answer."""
    if _configured("DATABASE_URL") and _configured("REDIS_URL"):
        yield
    elif len(argv) < 2 or NEED_NO_SERVERS & set(argv[1:]):
        if not _configured("DATABASE_URL"):
            _lend_database("postgres:///nothing-is-read")
        os.environ.setdefault("REDIS_URL", "redis://")
        yield
    else:
        _end_orderly_when_told()
        with lent(folder()):
            yield


@contextmanager
def lent(where: Path) -> Iterator[None]:
    """Holds the servers of a folder, and leaves the command with a sentence where they cannot be had.

    With HOUSECHATS_LOCAL_FLEETING=1 servers that it starts wait for no disk, as tests like it.
    """
    try:
        where.mkdir(parents=True, exist_ok=True)
        users = (where / "users.lock").open("a")
    except PermissionError as error:
        sys.exit(f"{where} cannot be written (it belongs to another account?). Set HOUSECHATS_LOCAL_DIR. ({error})")
    fleeting = os.environ.get("HOUSECHATS_LOCAL_FLEETING") == "1"
    postgres, valkey = Postgres(where, fleeting=fleeting), Valkey(where, fleeting=fleeting)
    with users:
        try:
            with _faults_in_a_sentence():
                _attach(where, users, postgres, valkey)
            yield
        finally:
            with _faults_in_a_sentence():
                _leave(where, users, postgres, valkey)


def _attach(where: Path, users: IO[str], postgres: Postgres, valkey: Valkey) -> None:
    with _one_at_a_time(where):
        # Never waits: the exclusive lock is only tried for, and only inside `_one_at_a_time`.
        fcntl.flock(users, fcntl.LOCK_SH)
        if not _configured("DATABASE_URL"):
            postgres.ensure()
            _lend_database(postgres.url)
        if not _configured("REDIS_URL"):
            valkey.ensure()
            os.environ["REDIS_URL"] = valkey.url


def _leave(where: Path, users: IO[str], postgres: Postgres, valkey: Valkey) -> None:
    """Stops the servers if nobody else holds them, whoever started them."""
    with _one_at_a_time(where):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        valkey.stop()
        postgres.stop()


def forget(where: Path) -> None:
    """Deletes all data of a folder and of those within it, unless a command uses them."""
    if not where.exists():
        return
    for within in where.glob("*/users.lock"):
        forget(within.parent)
    postgres, valkey = Postgres(where), Valkey(where)
    with _one_at_a_time(where), (where / "users.lock").open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another command uses {where}: stop it first (`make run` with Ctrl-C).")
        valkey.stop()
        postgres.stop()
        postgres.delete()
        shutil.rmtree(where)


def _lend_database(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    # Only a lent database makes an installation local: a production one that forgot REDIS_URL must not get the
    # secret key and the cookies of a laptop.
    os.environ["HOUSECHATS_LOCAL"] = "1"


def _configured(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


@contextmanager
def _faults_in_a_sentence() -> Iterator[None]:
    try:
        yield
    except CannotServe as error:
        sys.exit(str(error))


@contextmanager
def _one_at_a_time(where: Path) -> Iterator[None]:
    """Two commands that start or stop the servers at the same moment go one after the other."""
    with (where / "start.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _end_orderly_when_told() -> None:
    """SIGTERM and a closed terminal end a command like Ctrl-C does, so that it gives the servers back."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _exit)


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    if sys.argv[1:] != ["forget"]:
        sys.exit("python -m housechats.local forget: deletes the local data")
    forget(folder())
