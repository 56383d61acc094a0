"""`manage.py load_demo`: a region to look at on one's own machine, loaded through the importers that load real ones."""

import os
import tempfile
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from supervision import access
from supervision.actions import logins
from supervision.enums import Role
from supervision.imports import importer
from supervision.management import demo, demo_history
from supervision.models import House, Inspector, Region
from supervision.registry.report import ImportReport, PeopleReport, of_kind
from supervision.registry.sources.recognise import Sort

# a program signs in with keys of its own (API), never with a password
LOGINS = {"admin": Role.ADMINISTRATOR, **{role.value: role for role in (Role.INSPECTOR, Role.HEAD, Role.ANALYST)}}


class Command(BaseCommand):
    help = (
        "Loads a generated demo region with houses, companies, inspectors and representatives, and makes one login per "
        "role of people with random passwords, kept in the local folder (make logins prints them). Only on one's own "
        "machine; a second call changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet-logins", action="store_true", help="do not print the logins")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("A demo region belongs on one's own machine only (HOUSECHATS_LOCAL is not set).")
        region = Region.objects.get(pk=demo.REGION)
        if House.objects.filter(region=region).exists():
            self.stdout.write(f"Region {region} is loaded already.")
        else:
            self._load(region)
        self._make_logins(region)
        demo_history.write(region, User.objects.get(username="admin"))
        if not options["quiet_logins"]:
            self.stdout.write(logins_of_demo())

    def _load(self, region: Region) -> None:
        with tempfile.TemporaryDirectory() as folder:
            files = demo.write(Path(folder), as_of=region.today() - timedelta(days=1))
            register = of_kind(ImportReport, importer.apply(importer.ImportRequest(files.houses, files.organisations)))
            if register.refusal:
                raise CommandError(f"The demo region was not loaded: {register.refusal}")
            lists = (files.inspectors, files.representatives)
            requests = [importer.ImportRequest(path, region=region.pk, sort=Sort.PEOPLE) for path in lists]
            people = [of_kind(PeopleReport, importer.apply(request)) for request in requests]
        added = ", ".join(f"{report.people.added} {report.kind}" for report in people)
        self.stdout.write(f"Region {region}: {register.houses.added} houses, {added}.")

    def _make_logins(self, region: Region) -> None:
        known = set(User.objects.filter(username__in=LOGINS).values_list("username", flat=True))
        for name, role in LOGINS.items():
            if name not in known:
                password = get_random_string(14)
                _let_in(User.objects.create_user(name, password=password), role, region)
                _keep(f"  {name:10} {password}")


def logins_of_demo() -> str:
    """The logins as they were made, a line each; where they were not made here, how to get in all the same."""
    kept = _file()
    if kept.exists():
        return kept.read_text(encoding="utf-8").rstrip("\n")
    return f"Logins: {', '.join(sorted(LOGINS))}. Forgotten passwords: manage.py changepassword NAME."


def _keep(line: str) -> None:
    """For nobody else's eyes, beside the data that they open."""
    kept = _file()
    kept.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def _file() -> Path:
    return Path(settings.LOCAL_DIR) / "logins.txt"


def _let_in(user: User, role: Role, region: Region) -> None:
    """What a login may do. The inspector's login is that of the first inspector."""
    access.assign_role(user, role, None if role in access.OF_NO_REGION else region)
    first = Inspector.objects.filter(region=region, user=None).order_by("pk").first()
    if role == Role.INSPECTOR and first:
        logins.join_inspector(inspector=first, login=user, cause="load_demo")
