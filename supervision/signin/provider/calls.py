"""What is asked of the identity provider. Everything that one request of a person asks ends within SECONDS together.

No redirect is followed, no more than MOST_BYTES are read, the certificate is always checked. Whatever goes wrong is one
of two kinds, so that a page can say what to do: the provider is away, or it answered what cannot be used.
"""

import ssl
import time
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import anyio
import certifi
import httpx
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.cache import cache

SECONDS = 8.0
MOST_BYTES = 512 * 1024
AWAY_FOR_SECONDS = 5  # after a silence nobody else waits for the same silence
AWAY = "oidc:away:"


class ProviderAway(OAuth2Error):
    """No answer in time, no connection, or one of the 5xx: the same may work in a minute."""


class NotTrusted(OAuth2Error):
    """An answer that is not what the standard asks for, or that refuses us: somebody has to look at the settings."""


class Calls:
    """The calls of one request; `answer` gives the JSON object of the answer. Raises ProviderAway and NotTrusted."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._left = seconds

    def get(self, url: str, *, token: str = "") -> dict[str, Any]:
        return self._ask("GET", url, headers={"Authorization": f"Bearer {token}"} if token else {})

    def post(self, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None = None) -> dict[str, Any]:
        return self._ask("POST", url, data=dict(form), auth=basic)

    def _ask(self, method: str, url: str, **sent: Any) -> dict[str, Any]:
        host = httpx.URL(url).netloc.decode()
        if self._left <= 0 or cache.get(AWAY + host):
            raise ProviderAway(f"{host} did not answer a moment ago")
        began = time.perf_counter()
        try:
            status, body = anyio.run(partial(_within, self._left, method, url, sent))
        except (TimeoutError, httpx.HTTPError, OSError) as error:
            cache.set(AWAY + host, 1, AWAY_FOR_SECONDS)
            raise ProviderAway(f"{host}: {error or type(error).__name__}") from error
        finally:
            self._left -= time.perf_counter() - began
        return _object(host, status, body)


async def _within(seconds: float, method: str, url: str, sent: dict[str, Any]) -> tuple[int, bytes]:
    with anyio.fail_after(seconds):
        async with (
            httpx.AsyncClient(verify=_roots(settings.OIDC_CA_FILE), follow_redirects=False, timeout=seconds) as client,
            client.stream(method, url, **sent) as response,
        ):
            body = b""
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise NotTrusted(f"more than {MOST_BYTES} bytes from {url}")
            return response.status_code, body


def _object(host: str, status: int, body: bytes) -> dict[str, Any]:
    if status >= 500:
        raise ProviderAway(f"{host} answered {status}")
    if status != 200:
        raise NotTrusted(f"{host} answered {status}")
    try:
        found = httpx.Response(200, content=body).json()
    except ValueError as error:
        raise NotTrusted(f"{host} answered no JSON") from error
    if not isinstance(found, dict):
        raise NotTrusted(f"{host} answered no object")
    return found


@lru_cache(maxsize=4)
def _roots(ca_file: str) -> ssl.SSLContext:
    """Public roots and the file of OIDC_CA_FILE, for this client only."""
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context
