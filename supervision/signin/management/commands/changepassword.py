"""`manage.py changepassword`, Django's own, on record: who ran it on the server, and for which login."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User

from supervision import audit


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        name = options.get("username") or getpass.getuser()
        before = User.objects.filter(username=name).values_list("password", flat=True).first()
        answer = super().handle(*args, **options)
        if User.objects.filter(username=name).exclude(password=before or "").exists():
            cause = f"changepassword by {getpass.getuser()}"
            audit.record("login.password_set", cause=cause, details={"login": name})
        return answer
