"""Where the provider's addresses and keys are: its own description, remembered for five minutes.

A key that is not known is asked for anew, but not more often than once in a while: anybody may send a token of any key.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from supervision.signin.provider.calls import Calls, NotTrusted
from supervision.signin.provider.tokens import Trust, UnknownKey

REMEMBERED_SECONDS = 300
ANEW_EVERY_SECONDS = 30
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def is_configured() -> bool:
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def description(calls: Calls) -> dict[str, Any]:
    """The provider's metadata (OpenID Connect Discovery 1.0, 4). Raises ProviderAway and NotTrusted."""
    kept: dict[str, Any] | None = cache.get(_name("description"))
    if kept is not None:
        return kept
    found = calls.get(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise NotTrusted(f"the issuer calls itself {found.get('issuer')!r} and not {settings.OIDC_ISSUER!r}")
    for name in (*NEEDED, *({"userinfo_endpoint"} & found.keys())):
        _refuse_plain(name, found.get(name))
    cache.set(_name("description"), found, REMEMBERED_SECONDS)
    return found


def checked(calls: Calls, check: Callable[[Trust], dict[str, Any]]) -> dict[str, Any]:
    """What `check` reads off a token with the provider's keys; with newer ones where the key is unknown."""
    try:
        return check(_trust(calls, anew=False))
    except UnknownKey:
        if not cache.add(_name("anew"), 1, ANEW_EVERY_SECONDS):
            raise
        return check(_trust(calls, anew=True))


def _trust(calls: Calls, *, anew: bool) -> Trust:
    keys: list[Any] | None = None if anew else cache.get(_name("keys"))
    if keys is None:
        found = calls.get(description(calls)["jwks_uri"]).get("keys")
        keys = [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []
        cache.set(_name("keys"), keys, REMEMBERED_SECONDS)
    return Trust(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, keys)


def _refuse_plain(name: str, address: Any) -> None:
    """What the issuer itself does over TLS, its addresses do too; a browser and httpx read the same host in them."""
    try:
        parts = urlsplit(address if isinstance(address, str) and "\\" not in address and address.isprintable() else "")
        is_address = bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        is_address = False
    if not is_address:
        raise NotTrusted(f"{name} is {address!r}: no address")
    if parts.scheme not in {"https", urlsplit(settings.OIDC_ISSUER).scheme}:
        raise NotTrusted(f"{name} is {address!r}: no https")


def _name(what: str) -> str:
    return f"oidc:{what}:{settings.OIDC_ISSUER}"
