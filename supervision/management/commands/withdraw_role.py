"""Face: takes a login's role at a place, and with it every right there."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from supervision.actions import roles
from supervision.errors import Refused
from supervision.models import Region


class Command(BaseCommand):
    help = (
        "Takes the role that a login has in a region, or for the whole country where no region is given. The last head "
        "of a region and the last administrator stay. Without any role left the login's sessions end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--region", metavar="NN", help="code of the region; none: analyst or administrator")
        parser.add_argument("--reason", default="", help="goes into the record of events")

    def handle(self, *, login: str, region: str | None, reason: str, **options: Any) -> None:
        user = User.objects.filter(username=login).first()
        if user is None:
            raise CommandError(f"There is no login {login!r}.")
        found = Region.objects.filter(pk=region).first()
        if region and found is None:
            raise CommandError(f"There is no region {region!r}. Give the two-digit code, for example --region 55.")
        try:
            roles.withdraw(login=user, region=found, cause=f"withdraw_role by {getpass.getuser()}", reason=reason)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{login}: no role{f' in {found}' if found else ' for the whole country'} any more.")
