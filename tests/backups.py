"""A backup of the whole database and how it comes back: into the same database, or into another one beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from tests import database_template


@dataclass(frozen=True)
class Backup:
    tables: dict[str, bytes]
    sequences: dict[str, int]  # the last number given


def dump() -> Backup:
    """Every table and sequence, as a logical backup holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        sequences = {name: last for name, last in cursor.fetchall() if last is not None}
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        held = {}
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:
                held[table] = b"".join(map(bytes, rows))
    return Backup(held, sequences)


def bring_back(backup: Backup) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # quicker than TRUNCATE where little is
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in backup.tables))
        for name, last in backup.sequences.items():
            cursor.execute("SELECT setval(%s, %s)", [f'"{name}"', last])
        for table, data in backup.tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as rows:
                rows.write(data)
        cursor.execute("SET session_replication_role = DEFAULT")


@contextmanager
def beside() -> Iterator[None]:
    """Within it the portal is connected with another database of the same servers, in which nothing is yet."""
    own = connection.settings_dict["NAME"]
    other = f"{own}_beside"
    template = database_template.prepared()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{other}" TEMPLATE "{template}"')
    try:
        _connect_with(other)
        yield
    finally:
        _connect_with(own)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{other}" WITH (FORCE)')


def _connect_with(name: str) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL only
    connection.settings_dict["NAME"] = name
