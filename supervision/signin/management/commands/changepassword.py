"""`manage.py changepassword`, asked as Django asks, ended like every password that another person types: on record with
whoever ran it on the server, told to the owner, to be changed at the next sign-in.

Django's own writes the login as it was before the questions, which may wait for hours: one that was switched off
meanwhile would be open again.
"""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from supervision.actions import logins

TRIES = 3


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str:
        name = options.get("username") or getpass.getuser()
        login = User.objects.filter(username=name).first()
        if login is None:
            raise CommandError(f"user '{name}' does not exist")
        self.stdout.write(f"Changing password for user '{name}'")
        for _try in range(TRIES):
            if password := self._asked(login):
                logins.type_password(login, password, cause=f"changepassword by {getpass.getuser()}")
                return f"Password changed successfully for user '{name}'"
        raise CommandError(f"Aborting password change for user '{name}' after {TRIES} attempts")

    def _asked(self, login: User) -> str:
        """Typed twice; empty where it is not to be taken."""
        password = _typed("Password: ")
        if password != _typed("Password (again): "):
            self.stdout.write("Passwords do not match. Please try again.")
            return ""
        try:
            validate_password(password, login)
        except ValidationError as error:
            self.stderr.write("\n".join(error.messages))
            return ""
        return password


def _typed(prompt: str) -> str:
    if password := getpass.getpass(prompt=prompt):
        return password
    raise CommandError("aborted")
