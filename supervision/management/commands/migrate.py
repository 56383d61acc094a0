"""Django's `migrate`, which waits for no table longer than `--lock-timeout` seconds.

A change of a table waits for whoever reads it, and everybody who comes later waits behind it: without an end of waiting
one long report would stop the whole portal. With one, the migration gives up and is repeated.
"""

from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

SECONDS = 5


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        words = "seconds that a change waits for a table that others use; 0 waits for ever (%(default)s)"
        parser.add_argument("--lock-timeout", type=int, default=SECONDS, help=words)

    def handle(self, *args: Any, **options: Any) -> None:
        seconds = options.pop("lock_timeout", SECONDS)  # callers in code need not know of it
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(
                    f"A table was in use for more than {seconds} s. The migration that waited for it changed nothing; "
                    "those before it are kept. Run the command again, in a quieter minute if it happens again."
                ) from error
            raise
        finally:
            with connection.cursor() as cursor:  # whoever uses the session afterwards waits as the settings say
                cursor.execute("RESET lock_timeout")
