"""What the provider signed: tokens of a sign-in and of a logout, checked as the standards ask.

Pure, except for the clock. allauth reads the ID token without its signature and knows no nonce, so nothing is taken
from it that was not checked here. Raises BadToken, whose words are for the log of whoever keeps the portal.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jwt

from supervision.signin.provider.calls import NotTrusted

# with a key that only the provider has; never "none", never one for which our own secret would be the key
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
SKEW_SECONDS = 60
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LIVES_SECONDS = 300
LONGEST = 32 * 1024
MOST_VALUES, LONGEST_VALUE = 500, 200
SUBJECT = 191  # characters that allauth's table keeps


class BadToken(NotTrusted):
    """Not signed by the provider, not for us, not of now, or not what was asked for."""


class UnknownKey(BadToken):
    """Signed with a key that is not among these: there may be newer ones."""


@dataclass(frozen=True, slots=True)
class Trust:
    """By whom a token must be, and for whom."""

    issuer: str
    client_id: str
    keys: Sequence[Mapping[str, Any]]


def of_sign_in(token: str, trust: Trust, *, nonce: str, not_before: float | None) -> dict[str, Any]:
    """OpenID Connect Core 3.1.3.7. `not_before`: when the person had to be asked anew, seconds since 1970."""
    said = _read(token, trust, ("sub", "exp"))
    if not nonce or said.get("nonce") != nonce:
        raise BadToken("the nonce is not that of this sign-in")
    if not_before is not None:
        asked = said.get("auth_time")
        if not isinstance(asked, int | float) or asked < not_before - SKEW_SECONDS:
            raise BadToken("the provider does not say that it asked the person anew (auth_time)")
    return said


def of_logout(token: str, trust: Trust) -> dict[str, Any]:
    """OpenID Connect Back-Channel Logout 1.0, 2.6; that `jti` comes once is for the caller to see."""
    said = _read(token, trust, ("jti",))
    events = said.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT), dict):
        raise BadToken("it is no logout token: `events` does not say so")
    if "nonce" in said:
        raise BadToken("a logout token has no nonce")
    if not (_is_text(said.get("sub")) or _is_text(said.get("sid"))):
        raise BadToken("it names neither `sub` nor `sid`")
    if not _is_text(said["jti"]):
        raise BadToken("its jti is no text")
    if said["iat"] < time.time() - LOGOUT_LIVES_SECONDS:
        raise BadToken("it is older than five minutes")
    return said


def values_of(said: Mapping[str, Any], claim: str) -> list[str]:
    """The texts of a claim, a single one too; a name with dots leads into claims within claims. None: no values."""
    found: Any = said.get(claim)
    if found is None:
        found = said
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    given = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [one for one in given[:MOST_VALUES] if isinstance(one, str) and 0 < len(one) <= LONGEST_VALUE]


def _read(token: str, trust: Trust, required: tuple[str, ...]) -> dict[str, Any]:
    if len(token) > LONGEST:
        raise BadToken("the token is too long")
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise BadToken(f"signed by {algorithm!r}")
        key = jwt.PyJWK(_key(header.get("kid"), algorithm, trust.keys), algorithm)
        said: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=trust.issuer,
            audience=trust.client_id,
            leeway=SKEW_SECONDS,
            options={"require": ["iss", "aud", "iat", *required]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise BadToken(str(error) or type(error).__name__) from error
    return _for_us(said, trust.client_id)


def _for_us(said: dict[str, Any], client_id: str) -> dict[str, Any]:
    others = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if said.get("azp", None if others else client_id) != client_id:
        raise BadToken("it was issued to another client (azp)")
    if "sub" in said and not (_is_text(said["sub"]) and len(said["sub"]) <= SUBJECT):
        raise BadToken("its subject is no text, or too long")
    return said


def _key(kid: Any, algorithm: str, keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    usable = [
        dict(key)
        for key in keys
        if key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm and key.get("kty") != "oct"
    ]
    found = [key for key in usable if kid is None or key.get("kid") == kid]
    if len(found) != 1:
        raise UnknownKey(f"no key {kid!r} for {algorithm} among the provider's")
    return found[0]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
