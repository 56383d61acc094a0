"""An identity provider on loopback: oidc-provider-mock, which signs like a real one, and what it lacks.

It has no `auth_time`, `amr` and `sid`, answers `prompt` and `max_age` with nothing, and sends no logout tokens. Claims
of a user that it is given stand in the ID token, so these are given as claims; logout tokens are signed here, with the
key that the provider publishes.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import oidc_provider_mock
import pytest
from django.test import Client
from django.urls import reverse
from oidc_provider_mock._app import storage
from pytest_django.fixtures import Settings
from werkzeug.serving import make_server

CLIENT_ID = "housechats"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class LoopbackProvider:
    """`address` is its issuer; `asked` is what browsers were last sent there with."""

    address: str
    app: Any
    asked: dict[str, str] = field(default_factory=dict)

    def person(self, subject: str, **claims: object) -> None:
        answer = httpx.put(f"{self.address}/users/{subject}", json=claims)
        assert answer.status_code == 204

    def come_back(self, client: Client, left: Any, subject: str) -> Any:
        """What the browser does at the provider: says who it is; gives the portal's answer to the way back."""
        assert left.status_code == 302, left.content.decode()
        there = left.headers["Location"]
        self.asked = dict(parse_qsl(urlsplit(there).query))
        answer = httpx.post(there, data={"sub": subject}, follow_redirects=False)
        return client.get(answer.headers["Location"])

    def sign_in(self, client: Client, subject: str, **query: str) -> Any:
        return self.come_back(client, client.get(reverse("account_provider"), query), subject)

    def logout_token(self, *, algorithm: str = "RS256", key: Any = None, **claims: Any) -> str:
        """`None` takes a claim away."""
        mine = self.own_key()
        said = {"iss": self.address, "aud": CLIENT_ID, "iat": int(time.time()), "exp": int(time.time()) + 120}
        said |= {"jti": f"{time.perf_counter_ns()}", "events": {LOGOUT: {}}} | claims
        kept = {name: value for name, value in said.items() if value is not None}
        headers = {"kid": mine["kid"], "typ": "logout+jwt"}
        return jwt.encode(kept, key or jwt.PyJWK(mine, "RS256").key, algorithm, headers=headers)

    def own_key(self) -> dict[str, Any]:
        """With its private part, as only the provider has it."""
        with self.app.test_request_context("/"):
            self.app.preprocess_request()
            found: dict[str, Any] = storage.jwk.as_dict(is_private=True)
        kid = httpx.get(f"{self.address}/jwks").json()["keys"][0]["kid"]
        return found | {"kid": kid}


@contextmanager
def listening() -> Iterator[LoopbackProvider]:
    app = oidc_provider_mock.app(require_nonce=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield LoopbackProvider(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def configure(settings: Settings, address: str) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = address, CLIENT_ID, "secret"
    settings.OIDC_NAME = "Единый вход"


@pytest.fixture(scope="session")
def loopback_provider() -> Iterator[LoopbackProvider]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with listening() as provider:
            yield provider


@pytest.fixture
def idp(loopback_provider: LoopbackProvider, settings: Settings) -> LoopbackProvider:
    """The provider, configured."""
    configure(settings, loopback_provider.address)
    return loopback_provider


@contextmanager
def silent() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
