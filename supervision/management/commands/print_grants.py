"""`manage.py print_grants ROLE`: the SQL that lets a role run the portal without owning its tables."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from supervision.checks import tables_of_the_record


class Command(BaseCommand):
    help = (
        "Prints SQL for the owner of the tables to run, after every migrate: the role may read and write the portal's "
        "tables, and of the record (events, histories, seals) only read and add. Then give web, workers and beat the "
        "role's DATABASE_URL, and keep the owner's for migrate and remove_audit_segments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="name of the role, which exists already")

    def handle(self, *, role: str, **options: Any) -> None:
        if not role.isidentifier():
            raise CommandError(f"{role!r} is no name of a role: letters, digits and _ only.")
        self.stdout.write("\n".join(_statements(connection.ops.quote_name(role))))


def _statements(role: str) -> Iterator[str]:
    record = tables_of_the_record()
    yield f"GRANT USAGE ON SCHEMA public TO {role};"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};"
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if model._meta.managed and not model._meta.proxy and table not in record:
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {connection.ops.quote_name(table)} TO {role};"
    yield f"GRANT SELECT ON django_migrations TO {role};"
    for table in sorted(record):
        yield f"REVOKE ALL ON {connection.ops.quote_name(table)} FROM {role};"
        yield f"GRANT SELECT, INSERT ON {connection.ops.quote_name(table)} TO {role};"
