"""`manage.py load_demo`: a region to look at on one's own machine, loaded through the importers that load real ones."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from supervision import access
from supervision.enums import Role
from supervision.imports import importer, rosters
from supervision.management import demo
from supervision.models import House, Inspector, Region
from supervision.registry.sources.recognise import Sort

# a program signs in with keys of its own (API), never with a password
LOGINS = {"admin": Role.ADMINISTRATOR, **{role.value: role for role in (Role.INSPECTOR, Role.HEAD, Role.ANALYST)}}


class Command(BaseCommand):
    help = (
        "Loads a generated demo region with houses, companies, inspectors and representatives, and makes one login per "
        "role of people with random passwords, printed once. Only on one's own machine; a second call changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("A demo region belongs on one's own machine only (HOUSECHATS_LOCAL is not set).")
        region = Region.objects.get(pk=demo.REGION)
        if House.objects.filter(region=region).exists():
            self.stdout.write(f"Region {region} is loaded already.")
        else:
            self._load(region)
        self._make_logins(region)

    def _load(self, region: Region) -> None:
        with tempfile.TemporaryDirectory() as folder:
            files = demo.write(Path(folder), as_of=region.today() - timedelta(days=1))
            register = importer.apply(importer.ImportRequest(files.houses, files.organisations))
            if register.refusal:
                raise CommandError(f"The demo region was not loaded: {register.refusal}")
            lists = (files.inspectors, files.representatives)
            requests = [importer.ImportRequest(path, region=region.pk, sort=Sort.PEOPLE) for path in lists]
            people = [importer.apply(request) for request in requests]
        added = ", ".join(f"{report.people.added} {report.kind}" for report in people)
        self.stdout.write(f"Region {region}: {register.houses.added} houses, {added}.")

    def _make_logins(self, region: Region) -> None:
        known = set(User.objects.filter(username__in=LOGINS).values_list("username", flat=True))
        if known:
            self.stdout.write(
                f"Logins: {', '.join(sorted(known))}. Forgotten passwords: manage.py changepassword NAME."
            )
        for name, role in LOGINS.items():
            if name not in known:
                password = get_random_string(14)
                _let_in(User.objects.create_user(name, password=password), role, region)
                self.stdout.write(f"  {name:10} {password}")


def _let_in(user: User, role: Role, region: Region) -> None:
    """What a login may do. The inspector's login is that of the first inspector."""
    access.assign_role(user, role, None if role in access.OF_NO_REGION else region)
    first = Inspector.objects.filter(region=region, user=None).order_by("pk").first()
    if role == Role.INSPECTOR and first:
        rosters.link_login(inspector=first, user=user, cause="load_demo")
