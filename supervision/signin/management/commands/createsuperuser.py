"""`manage.py createsuperuser`, Django's own, on record: who ran it on the server, and which login it made.

The password typed there is not its owner's until they have chosen another: also where both are one person.
"""

import getpass
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.db import transaction

from supervision import audit
from supervision.actions import logins


class Command(createsuperuser.Command):
    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        known = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
        super().handle(*args, **options)
        for login in User.objects.filter(is_superuser=True).exclude(pk__in=known):
            cause = f"createsuperuser by {getpass.getuser()}"
            audit.record("login.made_administrator", cause=cause, details=audit.of_login(login))
            if login.has_usable_password():
                logins.set_by_another(login, cause=cause)
