"""Cookies of the portal: no script reads one, none goes over an open line, none is set by a neighbour in the domain."""

import os
import secrets
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.http.cookie import SimpleCookie
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import keyring
from tests.doors import LOGIN, PASSWORD, address

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME", "MESSAGES_COOKIE_NAME")


class Keeping(Client):
    """Notes every cookie that an answer sets, also those that a later one takes away."""

    def request(self, **asked: object) -> object:
        answer = super().request(**asked)
        vars(self).setdefault("seen", []).append(answer.cookies.copy())
        return answer


def cookies_of_a_visit() -> list[SimpleCookie]:
    """The door, a sign-in, something to say on the next page, a sign-out."""
    User.objects.create_superuser(name := f"root_{secrets.token_hex(3)}", password=PASSWORD)
    browser = Keeping(REMOTE_ADDR=address())
    browser.get(LOGIN, secure=True)
    browser.post(LOGIN, {"login": name, "password": PASSWORD}, secure=True)
    browser.get(reverse("admin:index"), secure=True)
    browser.post(reverse("account_own"), {}, secure=True)
    browser.get(reverse("account_own"), secure=True)
    browser.post(reverse("account_logout"), secure=True)
    seen: list[SimpleCookie] = vars(browser)["seen"]
    return seen


def test_every_cookie_is_for_the_host_alone(db: None, settings: Settings) -> None:
    """With the names of an installation."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    for name in NAMES:
        setattr(settings, name, f"__Host-{name.split('_')[0].lower()}")
    found = {name: morsel for jar in cookies_of_a_visit() for name, morsel in jar.items() if morsel.value}
    assert found.keys() == {getattr(settings, name) for name in NAMES}
    for name, morsel in found.items():
        assert morsel["secure"] and morsel["httponly"] and morsel["samesite"], name
        assert morsel["path"] == "/" and not morsel["domain"], name


def test_outside_a_local_run_each_has_the_prefix() -> None:
    environment = {**os.environ, "HOUSECHATS_LOCAL": "0", "SECRET_KEY": "x" * 60, "FILES_DIR": "/tmp"}  # noqa: S108
    environment |= {"ENCRYPTION_KEYS": keyring.new_key(), "DJANGO_SETTINGS_MODULE": "housechats.settings"}
    asked = f"from django.conf import settings; print(*(getattr(settings, name) for name in {NAMES!r}))"
    ran = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert len(set(ran.stdout.split())) == len(NAMES)
    assert all(name.startswith("__Host-") for name in ran.stdout.split())


@pytest.mark.parametrize(
    "path", [LOGIN, reverse("account_provider_logout"), reverse("webhook", args=["55"]), "/admin/", "/company/"]
)
def test_a_body_in_pieces_is_refused_everywhere(db: None, path: str) -> None:
    answer = Client().post(path, {"login": "root"}, headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411
