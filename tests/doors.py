"""How tests come to the portal's door: every one from an address of its own, because attempts are counted in Redis,
which no test empties."""

import functools
import secrets
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.models import Event

PASSWORD = "длинный пароль 1"
LOGIN, START = reverse("account_login"), reverse("admin:index")


@functools.cache
def kept_password() -> str:
    """PASSWORD as the database keeps it: made once, for it is made slowly."""
    return make_password(PASSWORD)


def address() -> str:
    return "fd00:" + ":".join(secrets.token_hex(2) for _ in range(3)) + "::1"


def at_the_door(come_from: str | None = None) -> Client:
    return Client(REMOTE_ADDR=come_from or address())


def sign_in(client: Client, user: User, password: str = PASSWORD) -> int:
    return client.post(LOGIN, {"login": user.username, "password": password}).status_code


def is_in(client: Client) -> bool:
    return client.get(START).status_code == 200


def names() -> list[str]:
    return list(Event.objects.filter(name__startswith="login.").order_by("pk").values_list("name", flat=True))


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client: Client) -> str:
    """Secret of the second factor, set up through its page."""
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    return secret
