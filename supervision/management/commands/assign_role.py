"""Face: gives a login its role, and with it a region."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from supervision import access, audit
from supervision.enums import Role
from supervision.models import Region


class Command(BaseCommand):
    help = (
        "Lets a login into the portal: inspector (sees a region and changes its facts), head (also its policy and "
        "people), analyst (sees every region, changes nothing), api_client (a program: the facts of a region through "
        "the API, no pages), administrator (logins and the installation). Create the login first, in the portal under "
        "Logins."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--region", metavar="NN", help="code of the region, for an inspector, a head or a program")

    def handle(self, *, login: str, role: str, region: str | None, **options: Any) -> None:
        if (role in access.OF_NO_REGION) != (region is None):
            raise CommandError(
                "An inspector, a head and a program need --region NN; an analyst and an administrator have none."
            )
        user = User.objects.filter(username=login).first()
        if user is None:
            raise CommandError(f"There is no login {login!r}. Create it first, in the portal under Logins.")
        found = Region.objects.filter(pk=region).first()
        if region and found is None:
            raise CommandError(f"There is no region {region!r}. Give the two-digit code, for example --region 55.")
        cause = f"assign_role by {getpass.getuser()}"
        with audit.event("role.assigned", cause=cause, region=found, details={"login": login, "role": role}):
            access.assign_role(user, Role(role), found)
        self.stdout.write(f"{login}: {role}{f' of {found}' if found else ''}.")
