"""`manage.py changepassword`, Django's own, ended like every password that another person types: on record with whoever
ran it on the server, told to the owner, to be changed at the next sign-in."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User
from django.db import transaction

from supervision.actions import logins


class Command(changepassword.Command):
    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> Any:
        name = options.get("username") or getpass.getuser()
        before = User.objects.filter(username=name).values_list("password", flat=True).first()
        answer = super().handle(*args, **options)
        login = User.objects.filter(username=name).exclude(password=before or "").first()
        if login is not None:
            logins.set_by_another(login, cause=f"changepassword by {getpass.getuser()}")
        return answer
