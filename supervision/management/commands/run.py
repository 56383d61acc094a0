"""Everything the portal needs on one's own machine, in one foreground command.

Migrates, loads the demo regions where the database was lent, and keeps the emulator, Celery workers (one for chats,
one for uploaded files), beat and the web server running until Ctrl-C. In production each of them is a service of its
own (docs/runbook.md).
"""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from housechats import local
from housechats.processes import Process, answers, run
from supervision.management.commands.load_demo import logins_of_demo

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Runs the whole portal on this machine: emulator, worker, beat and web server. Ctrl-C stops it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the portal (8000)")
        parser.add_argument("--emulator-port", type=int, default=settings.EMULATOR_PORT)
        parser.add_argument("--no-emulator", action="store_true", help="do not start the messenger's emulator")

    def handle(self, *, port: int, emulator_port: int, no_emulator: bool, **options: Any) -> None:
        with_emulator = not no_emulator and speaks_to_the_emulator()
        _refuse_taken(port, "--port")
        if with_emulator:
            _refuse_taken(emulator_port, "--emulator-port")
            # the children, whose settings are read anew, look for the emulator there
            os.environ["EMULATOR_PORT"] = str(emulator_port)
            os.environ.setdefault("WEBHOOK_BASE_URL", f"http://{HOST}:{port}")
        self._prepare(_state() if with_emulator else None)
        processes = [_emulator(emulator_port)] * with_emulator + _portal(port)
        code = run(processes, out=self.stdout, then=self._announce(port, emulator_port if with_emulator else None))
        if code:
            sys.exit(code)

    def _prepare(self, emulator_state: Path | None) -> None:
        self._say("The tables are brought up to date ...")
        call_command("migrate", verbosity=0)
        self._say("Style sheets and scripts are gathered ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        # never into a database that somebody configured
        if settings.LOCAL and "load_demo" in get_commands():
            self._say("The demo regions are loaded, the first time in about a minute ...")
            call_command("load_demo", stdout=self.stdout, quiet_logins=True, emulator_state=emulator_state)
        self._say("The servers start ...")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    async def _announce(self, port: int, emulator_port: int | None) -> None:
        await answers(HOST, port, "/accounts/login/")
        if settings.LOCAL:
            self.stdout.write(f"\nLogins of the demo (again: make logins):\n{logins_of_demo()}")
        self.stdout.write(self.style.SUCCESS(f"\nThe portal:    http://{HOST}:{port}/"))
        if emulator_port:
            self.stdout.write(self.style.SUCCESS(f"The messenger: http://{HOST}:{emulator_port}/  (emulator)"))
        self.stdout.write("Ctrl-C stops everything; the data stay.\n")
        self.stdout.flush()


def speaks_to_the_emulator() -> bool:
    """Whether the settings name the emulator of this machine, and not a messenger that somebody configured."""
    return bool(settings.LOCAL) and f"http://{HOST}:{settings.EMULATOR_PORT}" == settings.MESSENGER_URL


def _refuse_taken(port: int, option: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use: does `make run` run already? Stop it, or choose another one with {option}."
            ) from error


def _state() -> Path:
    """Where the emulator keeps its chats between runs."""
    return local.folder() / "emulator.json"


def _emulator(port: int) -> Process:
    options = ("--auto-join-ms", "3000", "--allow-http-webhooks", "--state", str(_state()))
    return _manage("emulator", "emulator", "--port", str(port), *options)


def _portal(port: int) -> list[Process]:
    celery = (sys.executable, "-m", "celery", "--quiet", "-A", "housechats")
    beat = ("beat", "--loglevel", "WARNING", "--schedule", str(local.folder() / "beat-schedule"))
    uploads = ("worker", "--queues", "uploads", "--hostname", "uploads@%h", "--concurrency", "2", "--loglevel", "INFO")
    gunicorn = ("gunicorn", "housechats.wsgi", "--bind", f"{HOST}:{port}", "--threads", "4", "--no-control-socket")
    return [
        Process("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"], restarts=8),
        Process("uploads", [*celery, *uploads], restarts=8),
        Process("beat", [*celery, *beat]),
        Process("web", [sys.executable, "-m", *gunicorn]),
    ]


def _manage(name: str, *arguments: str) -> Process:
    return Process(name, [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments])
