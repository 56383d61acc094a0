"""The test databases are copies of one that was migrated before: migrating takes half a minute, a copy a second.

The template lies in the cluster of the tests and is named by all that it was made of: every migration and every package
at its version. What changed makes a new one, and the former is dropped.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection

from tests import put_back

PREFIX = "migrated_"
MIGRATIONS = Path(__file__).resolve().parents[1] / "supervision" / "migrations"
MODELS = MIGRATIONS.parent / "models"


def name() -> str:
    """Triggers of models of others are made after the migrations, by the models: so those count too."""
    made_of = hashlib.sha256()
    for path in sorted([*MIGRATIONS.glob("*.py"), *MODELS.glob("*.py"), Path(put_back.__file__)]):
        made_of.update(path.read_bytes())
    for package in sorted(f"{found.name} {found.version}" for found in distributions()):
        made_of.update(package.encode())
    return PREFIX + made_of.hexdigest()[:16]


def prepared() -> str:
    """The template's name; it is there. Several processes may ask at once, and one makes it."""
    wanted = name()
    with _server() as server, _one_at_a_time(server):
        if wanted not in _templates(server):
            for former in _templates(server):
                server.execute(f'DROP DATABASE "{former}" WITH (FORCE)')
            _make(server, wanted)
    return wanted


def _make(server: psycopg.Connection[Any], wanted: str) -> None:
    """Renamed when it is whole, so that a half one is never copied."""
    half = f"half_{wanted}"
    server.execute(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
    server.execute(f'CREATE DATABASE "{half}"')
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = half
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        put_back.keep()
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL only
        connection.settings_dict["NAME"] = own
    server.execute(f'ALTER DATABASE "{half}" RENAME TO "{wanted}"')


def _templates(server: psycopg.Connection[Any]) -> list[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"]).fetchall()
    return [row[0] for row in rows]


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    given = {**connection.get_connection_params(), "dbname": "postgres"}
    known = {key: given[key] for key in ("host", "port", "user", "password", "dbname") if given.get(key)}
    with psycopg.connect(**known, autocommit=True) as server:
        yield server


@contextmanager
def _one_at_a_time(server: psycopg.Connection[Any]) -> Iterator[None]:
    server.execute("SELECT pg_advisory_lock(hashtext('template of the tests'))")
    try:
        yield
    finally:
        server.execute("SELECT pg_advisory_unlock(hashtext('template of the tests'))")
