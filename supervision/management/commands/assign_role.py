"""Face: gives a login its role, and with it a region: exactly the rights of the role there."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from supervision import access
from supervision.actions import roles
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Region


class Command(BaseCommand):
    help = (
        "Lets a login into the portal: inspector (sees a region and changes its facts), head (also its policy and "
        "people), analyst (sees every region, changes nothing), api_client (a program: the facts of a region through "
        "the API, no pages), administrator (logins and the installation). Whatever the login could do at that place "
        "before is taken away. Create the login first, in the portal under Access."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--region", metavar="NN", help="code of the region, for an inspector, a head or a program")

        parser.add_argument("--reason", default="", help="goes into the record of events")

    def handle(self, *, login: str, role: str, region: str | None, reason: str, **options: Any) -> None:
        if (role in access.OF_NO_REGION) != (region is None):
            raise CommandError(
                "An inspector, a head and a program need --region NN; an analyst and an administrator have none."
            )
        user = User.objects.filter(username=login).first()
        if user is None:
            raise CommandError(f"There is no login {login!r}. Create it first, in the portal under Access.")
        found = Region.objects.filter(pk=region).first()
        if region and found is None:
            raise CommandError(f"There is no region {region!r}. Give the two-digit code, for example --region 55.")
        try:
            cause = f"assign_role by {getpass.getuser()}"
            roles.give(login=user, role=Role(role), region=found, cause=cause, reason=reason)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{login}: {role}{f' of {found}' if found else ''}, and nothing else there.")
