"""Face: seals every kept secret with the newest key, so that the former ones can be taken away."""

from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from supervision import keyring

# Whoever keeps sealed texts says so when it is imported, and some of them are above a command.
KEEPERS = (
    "supervision.actions.bot_tokens",
    "supervision.actions.forgetting",
    "supervision.actions.invitations",
    "supervision.signin.adapters",
    "supervision.signin.sealed_sessions",
)


class Command(BaseCommand):
    help = (
        "Seals anew, with the first key of ENCRYPTION_KEYS, what the others of it sealed: all or nothing. Then the "
        "others can be taken away. With --new-key it only prints a new key. docs/runbook.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="print a new key and change nothing")

    def handle(self, *, new_key: bool, **options: Any) -> None:
        if new_key:
            self.stdout.write(keyring.new_key())
            return
        for keeper in KEEPERS:
            import_module(keeper)
        try:
            with transaction.atomic():
                changed = keyring.reseal_all()
        except keyring.CannotOpen as error:
            raise CommandError(f"{error} Nothing was changed: put the missing key back behind the first.") from error
        for name, count in changed.items():
            self.stdout.write(f"{name}: {count} sealed anew.")
