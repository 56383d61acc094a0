"""A backup of the whole database and how it comes back: into the same database, or into another one beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests import database_template

Backup = dict[str, bytes]


def dump() -> Backup:
    """Every table, as a logical backup holds them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        backup = {}
        for table in tables:
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as rows:
                backup[table] = b"".join(map(bytes, rows))
    return backup


def bring_back(backup: Backup) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in backup))  # quicker than TRUNCATE where little is
        for table, data in backup.items():
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
