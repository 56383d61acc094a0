"""`manage.py emulator`: serves the messenger's emulator for a local run or a benchmark. Needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from supervision.messenger.emulator import Emulator
from supervision.messenger.emulator.server import listen, serve
from supervision.messenger.emulator.store import Store
from supervision.messenger.emulator.switches import AddMembers, Switches


class Command(BaseCommand):
    help = "Serves an emulator of the messenger: Bot API, provisioning contract, and a page that shows the chats."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.EMULATOR_PORT)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--latency-ms", type=float, default=0, help="every answer comes so much later")
        parser.add_argument("--rate", type=float, default=30, help="calls a second for each token; 0 is no limit")
        parser.add_argument("--auto-join-ms", type=int, help="people who are missed join by the link so much later")
        parser.add_argument(
            "--add-members",
            choices=[mode.value for mode in AddMembers],
            default=AddMembers.RESTRICTED.value,
            help="what adding people to a chat does; MAX has restricted it",
        )
        parser.add_argument("--old-right-names", action="store_true", help="answers name rights as schema 0.0.32 too")
        parser.add_argument(
            "--allow-http-webhooks", action="store_true", help="webhooks on this machine: http and any port"
        )
        parser.add_argument("--state", type=Path, help="keeps the chats in this file between runs")

    def handle(self, *args: Any, **options: Any) -> None:
        emulator = Emulator(
            rate=options["rate"] or None, latency_ms=options["latency_ms"], auto_join_ms=options["auto_join_ms"]
        )
        emulator.switches = Switches(
            add_members=AddMembers(options["add_members"]),
            old_right_names=options["old_right_names"],
            allow_http_webhooks=options["allow_http_webhooks"],
        )
        try:
            store = Store(options["state"], emulator.state) if options["state"] else None
            listener = listen(options["host"], options["port"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error}. Choose another --port, or another file for --state.") from error
        host, port = listener.getsockname()[:2]
        self.stdout.write(f"Messenger emulator: http://{host}:{port}/ (its chats). Stop it with Ctrl-C.")
        self.stdout.flush()
        serve(emulator, listener, store=store)
