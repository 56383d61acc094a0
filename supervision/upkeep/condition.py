"""The parts that the installation needs, each with what is wrong and what to do: for `/health/ready/` and `doctor`.

A part that cannot be asked is not well; nothing here raises, and nothing waits longer than a few seconds.
"""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from supervision.queue import clock
from supervision.upkeep import signs_of_life

SECONDS = 2  # for each question to the database
LEAST_FREE = 1 << 30  # bytes for uploaded files
UNREACHED = (DatabaseError, InterfaceError)


@dataclass(frozen=True, slots=True)
class Condition:
    """`name` is for machines. `trouble` is "" where all is well; `remedy` says what the operator does."""

    name: str
    trouble: str = ""
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.trouble


def parts() -> list[Condition]:
    """All parts, in the order in which they depend on each other. What does not answer is waited for once."""
    database, cache = _database(), _redis()
    return [
        database,
        _migrations() if database.is_well else _unknown("migrations"),
        _clock() if database.is_well else _unknown("clock"),
        cache,
        _workers() if cache.is_well else _unknown("workers"),
        _files(),
    ]


def _unknown(name: str) -> Condition:
    return Condition(name, _("Of this nothing is known while what it depends on does not answer."), _("See above."))


def _database() -> Condition:
    def ask() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return ""

    remedy = _("Start PostgreSQL, and look whether DATABASE_URL names it.")
    return _asked_of_database("database", ask, remedy)


def _migrations() -> Condition:
    def ask() -> str:
        missing = _last_of_each_app() - set(MigrationRecorder(connection).applied_migrations())
        names = ", ".join(sorted(".".join(one) for one in missing))
        return _("Migrations are not applied: %(names)s.") % {"names": names} if missing else ""

    return _asked_of_database("migrations", ask, _("Run: manage.py migrate."))


def _clock() -> Condition:
    def ask() -> str:
        off = clock.skew_seconds()
        if abs(off) <= clock.MOST_SKEW_SECONDS:
            return ""
        return _("The clock of this machine is %(seconds)s s off the database's.") % {"seconds": f"{off:+.1f}"}

    return _asked_of_database("clock", ask, _("Let NTP set both clocks (timedatectl)."))


@contextmanager
def bounded_cursor() -> Iterator[CursorWrapper]:
    """Every statement within ends after `SECONDS`; the settings bound the connecting (env.database).

    A server that hangs keeps no limit of its own: a second later the line to it is cut.
    """
    connection.ensure_connection()
    with _cut_after(SECONDS + 1), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
        yield cursor


@contextmanager
def _cut_after(seconds: float) -> Iterator[None]:
    with connection.wrap_database_errors:
        number = os.dup(connection.connection.fileno())
    with socket.socket(fileno=number) as line:

        def cut() -> None:
            with suppress(OSError):  # it was over in the same moment
                line.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(seconds, cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def _asked_of_database(name: str, ask: Callable[[], str], remedy: str) -> Condition:
    try:
        with bounded_cursor():
            trouble = ask()
    except UNREACHED:
        return Condition(name, _("The database does not answer."), remedy)
    return Condition(name, trouble, remedy if trouble else "")


def _redis() -> Condition:
    try:
        with signs_of_life.connect() as client:
            client.ping()
            client.set("housechats:writable", 1, ex=signs_of_life.FADES_SECONDS)
    except redis.ResponseError:
        return Condition("redis", _("Redis takes nothing more."), _("Raise maxmemory, or make room on its disk."))
    except redis.RedisError:
        return Condition("redis", _("Redis does not answer."), _("Start Redis, and look whether REDIS_URL names it."))
    return Condition("redis")


def _workers() -> Condition:
    try:
        silent = signs_of_life.silent()
    except redis.RedisError:
        return _unknown("workers")
    if not silent:
        return Condition("workers")
    words = _("Nothing was worked off for a minute in: %(queues)s.") % {"queues": ", ".join(silent)}
    services = {"celery": "housechats-worker@1", "uploads": "housechats-uploads"}
    names = ", ".join(["housechats-beat", *(services[queue] for queue in silent)])
    return Condition("workers", words, _("Start the services: %(names)s.") % {"names": names})


def _files() -> Condition:
    folder = settings.MEDIA_ROOT
    if settings.LOCAL and not os.path.exists(folder):  # one's own machine makes it with its first file
        return Condition("files")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        words = _("The folder of uploaded files cannot be read and written: %(folder)s.")
        return Condition(
            "files", words % {"folder": folder}, _("Make it for the service's account: docs/runbook.md, 2.1.")
        )
    if shutil.disk_usage(folder).free < LEAST_FREE:
        return Condition("files", _("Less than 1 GB is free for uploaded files."), _("Make room on the disk."))
    return Condition("files")


@cache
def _last_of_each_app() -> frozenset[tuple[str, str]]:
    """Where these are applied, so is what they build on; a running process knows no others than those of its start."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
