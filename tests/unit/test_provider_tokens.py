"""Tokens of the identity provider: what is taken, and each way of a token that is not."""

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from supervision.signin.provider import tokens
from supervision.signin.provider.tokens import BadToken, Trust, UnknownKey

ISSUER, CLIENT = "https://id.region.example", "housechats"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = {**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "one", "use": "sig"}
TRUST = Trust(ISSUER, CLIENT, [PUBLIC])
NOW = int(time.time())


def signed(*, key: Any = KEY, algorithm: str = "RS256", kid: str = "one", **claims: Any) -> str:
    return jwt.encode({n: v for n, v in claims.items() if v is not None}, key, algorithm, headers={"kid": kid})


def of_sign_in(**changed: Any) -> str:
    good = {"iss": ISSUER, "aud": CLIENT, "sub": "7", "iat": NOW, "exp": NOW + 300, "nonce": "n"}
    return signed(**{**good, **changed})


def of_logout(**changed: Any) -> str:
    good = {"iss": ISSUER, "aud": CLIENT, "sub": "7", "iat": NOW, "exp": NOW + 120, "jti": "j"}
    return signed(**{**good, "events": {tokens.LOGOUT: {}}, **changed})


def test_a_good_token_of_a_sign_in_is_taken() -> None:
    assert tokens.of_sign_in(of_sign_in(), TRUST, nonce="n", not_before=None)["sub"] == "7"
    several = of_sign_in(aud=[CLIENT, "other"], azp=CLIENT)
    assert tokens.of_sign_in(several, TRUST, nonce="n", not_before=None)["sub"] == "7"


BAD_OF_SIGN_IN: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://id.other.example"},
    "another audience": {"aud": "other"},
    "several audiences and no azp": {"aud": [CLIENT, "other"]},
    "another azp": {"azp": "other"},
    "over": {"exp": NOW - 300},
    "without an end": {"exp": None},
    "of the future": {"iat": NOW + 3600},
    "without a subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject too long for the table": {"sub": "7" * 192},
    "another nonce": {"nonce": "m"},
    "without a nonce": {"nonce": None},
    "signed by another key": {"key": STRANGE},
    "signed by our own secret": {"key": "secret" * 10, "algorithm": "HS256"},
    "not signed": {"key": None, "algorithm": "none"},
    "of an unknown key": {"kid": "two"},
}


@pytest.mark.parametrize("why", BAD_OF_SIGN_IN)
def test_a_bad_token_of_a_sign_in_is_refused(why: str) -> None:
    with pytest.raises(BadToken):
        tokens.of_sign_in(of_sign_in(**BAD_OF_SIGN_IN[why]), TRUST, nonce="n", not_before=None)


def test_without_a_nonce_of_ours_nothing_is_taken() -> None:
    with pytest.raises(BadToken):
        tokens.of_sign_in(of_sign_in(nonce=""), TRUST, nonce="", not_before=None)


@pytest.mark.parametrize(("asked_at", "is_taken"), [(None, False), ("now", False), (-3600, False), (0, True)])
def test_asked_anew_means_asked_since_then(asked_at: Any, is_taken: bool) -> None:
    """Numbers are seconds from now."""
    token = of_sign_in(auth_time=NOW + asked_at if isinstance(asked_at, int) else asked_at)
    if is_taken:
        tokens.of_sign_in(token, TRUST, nonce="n", not_before=NOW)
    else:
        with pytest.raises(BadToken):
            tokens.of_sign_in(token, TRUST, nonce="n", not_before=NOW)


def test_good_tokens_of_a_logout_are_taken() -> None:
    for changed in ({}, {"sub": None, "sid": "s"}, {"exp": None}):
        assert tokens.of_logout(of_logout(**changed), TRUST)["jti"] == "j"


BAD_OF_LOGOUT: dict[str, dict[str, Any]] = {
    "an ID token": {"events": None, "nonce": "n"},
    "with a nonce": {"nonce": "n"},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event that is no object": {"events": {tokens.LOGOUT: True}},
    "nobody's": {"sub": None},
    "without jti": {"jti": None},
    "old": {"iat": NOW - 3600, "exp": None},
    "another issuer": {"iss": "https://id.other.example"},
    "another audience": {"aud": "other"},
    "signed by another key": {"key": STRANGE},
    "not signed": {"key": None, "algorithm": "none"},
}


@pytest.mark.parametrize("why", BAD_OF_LOGOUT)
def test_a_bad_token_of_a_logout_is_refused(why: str) -> None:
    with pytest.raises(BadToken):
        tokens.of_logout(of_logout(**BAD_OF_LOGOUT[why]), TRUST)


def test_an_unknown_key_is_told_apart_so_that_newer_ones_are_asked_for() -> None:
    with pytest.raises(UnknownKey):
        tokens.of_logout(of_logout(), Trust(ISSUER, CLIENT, []))


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "." * 9, "x" * 40_000, "é.é.é"])
def test_what_is_no_token_is_a_bad_one(text: str) -> None:
    with pytest.raises(BadToken):
        tokens.of_logout(text, TRUST)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ({}, []),
        ({"groups": "heads"}, ["heads"]),
        ({"groups": ["heads", 7, "", None, "x" * 201]}, ["heads"]),
        ({"groups": {"heads": True}}, []),
        ({"groups": ["g"] * 900}, ["g"] * 500),
    ],
)
def test_values_of_a_claim(said: dict[str, Any], values: list[str]) -> None:
    assert tokens.values_of(said, "groups") == values


def test_a_claim_within_a_claim() -> None:
    said = {"realm_access": {"roles": ["heads"]}, "a.b": ["by its whole name"]}
    assert tokens.values_of(said, "realm_access.roles") == ["heads"]
    assert tokens.values_of(said, "a.b") == ["by its whole name"]
