"""What goes wrong at the identity provider, and what does not fit together: pages that say what to do, and no 500."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access
from supervision.enums import Role
from supervision.models import ClaimRule, Region
from supervision.signin.provider import calls, metadata
from supervision.signin.provider import checks as provider_checks
from tests.doors import LOGIN, PASSWORD, at_the_door, is_in, sign_in
from tests.identity_provider import LoopbackProvider, configure, idp, loopback_provider, silent

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
START, CALLBACK, BACK_CHANNEL = (
    reverse(name) for name in ("account_provider", "account_provider_callback", "account_provider_logout")
)


@pytest.fixture
def omsk(db: None) -> Region:
    return Region.objects.get(pk="55")


@pytest.fixture
def subject() -> str:
    return f"s-{secrets.token_hex(4)}"


@pytest.fixture
def inspectors(omsk: Region) -> ClaimRule:
    return ClaimRule.objects.create(value="inspectors", role=Role.INSPECTOR, region=omsk)


def local(role: Role, region: Region | None) -> User:
    user = User.objects.create_user(f"local_{secrets.token_hex(4)}", password=PASSWORD)
    access.assign_role(user, role, region)
    return User.objects.get(pk=user.pk)


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    inspectors: ClaimRule, idp: LoopbackProvider, subject: str
) -> None:
    idp.person(subject, groups=[inspectors.value])
    left = at_the_door().get(START)
    stranger = at_the_door()
    assert idp.come_back(stranger, left, subject).status_code == 400
    assert stranger.get(CALLBACK).status_code == 400
    assert not is_in(stranger)


def test_a_cancelled_sign_in_leads_back_to_the_door(omsk: Region, idp: LoopbackProvider) -> None:
    client = at_the_door()
    state = parse_qs(urlsplit(client.get(START).headers["Location"]).query)["state"][0]
    answer = client.get(CALLBACK, {"state": state, "error": "access_denied"})
    assert answer.headers["Location"] == LOGIN


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_is_one_of_the_portal(
    inspectors: ClaimRule, idp: LoopbackProvider, subject: str, wanted: str
) -> None:
    idp.person(subject, groups=[inspectors.value])
    assert idp.sign_in(at_the_door(), subject, next=wanted).headers["Location"] == "/admin/"


def test_a_provider_that_does_not_answer_is_waited_for_only_so_long(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls.Calls.__init__, "__defaults__", (0.5,))
    with silent() as address:
        configure(settings, address)
        client = at_the_door()
        began = time.perf_counter()
        answer = client.get(START)
        assert time.perf_counter() - began < 30  # a loaded machine
        assert answer.status_code == 503
        assert "не отвечает" in answer.content.decode()
        assert cache.get(calls.AWAY + urlsplit(address).netloc)
        assert client.post(BACK_CHANNEL, {"logout_token": "a.b.c"}).status_code in {400, 503}


def test_a_provider_of_another_name_is_not_believed(db: None, idp: LoopbackProvider, settings: Settings) -> None:
    configure(settings, idp.address.replace("127.0.0.1", "localhost") + "/")
    assert at_the_door().get(START).status_code in {400, 503}


@contextmanager
def described(**changed: object) -> Iterator[str]:
    """A provider that says no more than where its addresses are."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own = f"http://{self.headers['Host']}"
            said = {"issuer": own, **{name: f"{own}/{name}" for name in metadata.NEEDED}} | changed
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.mark.parametrize("name", [*metadata.NEEDED, "userinfo_endpoint"])
@pytest.mark.parametrize(
    "odd",
    [
        *("https://[", "https://id.example:99999/", "https://", "https:\\\\id.example/", "https://evil\\.id.example/"),
        *(
            "https://user@id.example/",
            "https://id.\nexample/",
            "javascript:alert(1)",
            "",
            5,
            None,
            ["https://id.example"],
        ),
    ],
)
def test_a_provider_whose_addresses_cannot_be_read_alike_by_all_is_not_believed(
    db: None, settings: Settings, name: str, odd: object
) -> None:
    with described(**{name: odd}) as address:
        configure(settings, address)
        answer = at_the_door().get(START)
        assert answer.status_code in {400, 502, 503} and "Location" not in answer.headers


# --- passwords switched off -------------------------------------------------------------------------------------------


def test_with_passwords_off_only_the_emergency_login_comes_in_by_one(
    omsk: Region, idp: LoopbackProvider, settings: Settings
) -> None:
    head, emergency = local(Role.HEAD, omsk), local(Role.ADMINISTRATOR, None)
    settings.LOCAL_LOGINS, settings.EMERGENCY_LOGIN = False, emergency.username
    for login, comes_in in ((head, False), (emergency, True)):
        client = at_the_door()
        sign_in(client, login)
        assert is_in(client) is comes_in


def ids(settings: Settings, **changed: Any) -> set[str]:
    for name, value in changed.items():
        setattr(settings, name, value)
    found = [*provider_checks.provider_settings(None), *provider_checks.provider_in_use(None)]
    return {str(message.id).removeprefix("supervision.") for message in found}


def test_what_does_not_fit_together_is_told(omsk: Region, settings: Settings) -> None:
    settings.LOCAL = False
    assert ids(settings) == set()
    assert ids(settings, OIDC_ISSUER="https://id.example") == {"E060", "W062"}
    for issuer in ("http://id.example", "https://[", "https://id.example:99999", "https:\\\\id.example"):
        configure(settings, issuer)
        assert ids(settings) == {"E061", "W062"}, issuer
    configure(settings, "http://id.example")
    assert ids(settings) == {"E061", "W062"}
    ClaimRule.objects.create(value="inspectors", role=Role.INSPECTOR, region=omsk)
    assert ids(settings, OIDC_ISSUER="https://id.example") == set()
    assert ids(settings, LOCAL_LOGINS=False) == {"E063"}
    assert ids(settings, EMERGENCY_LOGIN="nobody") == {"W061"}
    assert ids(settings, EMERGENCY_LOGIN=local(Role.ADMINISTRATOR, None).username) == {"W061"}  # no second factor
    assert ids(settings, LOCAL_LOGINS=True) == {"W060"}
    assert ids(settings, OIDC_ISSUER="", OIDC_CLIENT_ID="", OIDC_CLIENT_SECRET="", LOCAL_LOGINS=False) == {
        "E062",
        "W061",
    }
