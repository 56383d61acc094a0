"""`manage.py load_demo`: regions to look at on one's own machine, loaded through the importers that load real ones."""

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
from supervision.actions import accounts, logins
from supervision.enums import Role
from supervision.imports import importer
from supervision.management import demo, demo_history, demo_month
from supervision.management.demo import NOVOSIBIRSK, TULA, DemoRegion
from supervision.messenger.emulator import Emulator
from supervision.messenger.emulator.store import Store
from supervision.models import House, Inspector, MessengerAccount, Region
from supervision.registry.report import ImportReport, PeopleReport, of_kind
from supervision.registry.sources.recognise import Sort

# a program signs in with keys of its own (API), never with a password
LOGINS: dict[str, tuple[Role, DemoRegion]] = {
    "admin": (Role.ADMINISTRATOR, TULA),
    **{role.value: (role, TULA) for role in (Role.INSPECTOR, Role.HEAD, Role.ANALYST)},
    **{f"{role.value}54": (role, NOVOSIBIRSK) for role in (Role.INSPECTOR, Role.HEAD)},
}


class Command(BaseCommand):
    help = (
        "Loads two generated demo regions with houses, companies, inspectors and representatives, and makes one login "
        "per role of people with random passwords, kept in the local folder (make logins prints them). Only on one's "
        "own machine; a second call changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet-logins", action="store_true", help="do not print the logins")
        parser.add_argument(
            "--emulator-state",
            type=Path,
            help="of an emulator that does not run now: the chats of the region of work orders are made there",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("A demo region belongs on one's own machine only (HOUSECHATS_LOCAL is not set).")
        regions = {place: Region.objects.get(pk=place.code) for place in demo.REGIONS}
        for place, region in regions.items():
            if House.objects.filter(region=region).exists():
                self.stdout.write(f"Region {region} is loaded already.")
            else:
                self._load(place, region)
        self._make_logins(regions)
        by = User.objects.get(username="admin")
        for place, region in regions.items():
            account = MessengerAccount.objects.get(pk=region.pk)
            if account.provisioning != place.provisioning:
                accounts.set_provisioning(account, way=place.provisioning, by=by, reason="Демонстрация")
        if options["emulator_state"] and not demo_month.was_played(regions[NOVOSIBIRSK]):
            self._play(regions[NOVOSIBIRSK], options["emulator_state"], by)
        for region in regions.values():
            demo_history.write(region, by)
        if not options["quiet_logins"]:
            self.stdout.write(logins_of_demo())

    def _load(self, place: DemoRegion, region: Region) -> None:
        with tempfile.TemporaryDirectory() as folder:
            files = demo.write(Path(folder), place, as_of=region.today() - timedelta(days=1))
            register = of_kind(ImportReport, importer.apply(importer.ImportRequest(files.houses, files.organisations)))
            if register.refusal:
                raise CommandError(f"The demo region was not loaded: {register.refusal}")
            lists = (files.inspectors, files.representatives)
            requests = [importer.ImportRequest(path, region=region.pk, sort=Sort.PEOPLE) for path in lists]
            people = [of_kind(PeopleReport, importer.apply(request)) for request in requests]
        added = ", ".join(f"{report.people.added} {report.kind}" for report in people)
        self.stdout.write(f"Region {region}: {register.houses.added} houses, {added}.")

    def _play(self, region: Region, state: Path, by: User) -> None:
        emulator = Emulator(message_rate=None)
        try:
            store = Store(state, emulator.state)
        except ValueError as error:
            raise CommandError(str(error)) from error
        chats = demo_month.play(region, emulator, by)
        store.save()
        self.stdout.write(f"Region {region}: {chats} chats made by people within a month.")

    def _make_logins(self, regions: dict[DemoRegion, Region]) -> None:
        known = set(User.objects.filter(username__in=LOGINS).values_list("username", flat=True))
        for name, (role, place) in LOGINS.items():
            if name not in known:
                password = get_random_string(14)
                _let_in(User.objects.create_user(name, password=password), role, regions[place])
                _keep(f"  {name:12} {password}")


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
