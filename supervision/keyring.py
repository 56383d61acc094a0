"""Secrets that the database keeps without knowing them: sealed with a key that stands outside it.

    kept = keyring.seal(token, "account:55")        # a text to store
    token = keyring.open_sealed(kept, "account:55") # raises CannotOpen for another context, another key, another text

The context says whose secret it is; it is not in the text, but the text opens in no other context, so that nobody can
move a secret from one row to another. Keys: ENCRYPTION_KEYS, newest first. The first seals, all open; after a new
one was put in front, `manage.py reseal_secrets` seals anew what the former ones sealed, and they can go. Whoever stores
sealed texts names them once (`kept_by`), so that the command finds them. Knows no table and no word of the portal.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import QuerySet

FORM = "k1"  # of the text: k1.<name of the key>.<nonce and what AES-256-GCM made of it>
KEY_BYTES, NONCE_BYTES = 32, 12

Renew = Callable[[str, str], str]
Reseal = Callable[[Renew], int]
_keepers: dict[str, Reseal] = {}


class CannotOpen(Exception):
    """Sealed with a key that is not in ENCRYPTION_KEYS, for another context, or no sealed text at all."""


def new_key() -> str:
    """What ENCRYPTION_KEYS takes: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def key_of(text: str) -> bytes:
    """The bytes of a key as ENCRYPTION_KEYS writes it; raises ValueError, which does not repeat the text."""
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("is not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError(f"has {len(key)} bytes in place of {KEY_BYTES}")
    return key


def seal(secret: str, context: str) -> str:
    """The secret under the newest key; the same secret gives another text every time."""
    name, cipher = next(iter(_ciphers(tuple(settings.ENCRYPTION_KEYS)).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, secret.encode(), context.encode())
    return f"{FORM}.{name}.{base64.urlsafe_b64encode(sealed).decode()}"


def open_sealed(text: str, context: str) -> str:
    """The secret. Raises CannotOpen, which says which key is missing and never what was sealed."""
    form, name, body = _parts(text)
    cipher = _ciphers(tuple(settings.ENCRYPTION_KEYS)).get(name)
    if form != FORM or cipher is None:
        raise CannotOpen(f"No key of the name {name!r} is in ENCRYPTION_KEYS.")
    try:
        sealed = base64.b64decode(body, altchars=b"-_", validate=True)
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(f"What key {name!r} sealed was changed, or belongs to something else.") from error


def renewed(text: str, context: str) -> str:
    """The same secret under the newest key; the very text where it is under it already."""
    newest = next(iter(_ciphers(tuple(settings.ENCRYPTION_KEYS))))
    return text if _parts(text)[1] == newest else seal(open_sealed(text, context), context)


def kept_by(name: str) -> Callable[[Reseal], Reseal]:
    """Decorates whoever stores sealed texts: gets `renewed`, seals its rows anew, gives how many it changed."""

    def remember(reseal: Reseal) -> Reseal:
        _keepers[name] = reseal
        return reseal

    return remember


def reseal_rows(rows: QuerySet[Any], renew: Renew) -> int:
    """Of rows with `sealed` and `context`; gives how many changed. What somebody seals meanwhile stays as it is."""
    changed = 0
    for row in rows.iterator():
        fresh = renew(row.sealed, row.context)
        if fresh != row.sealed:
            changed += rows.filter(pk=row.pk, sealed=row.sealed).update(sealed=fresh)
    return changed


def reseal_all() -> dict[str, int]:
    """Everything that is kept, under the newest key: how many texts changed, by whom they are kept."""
    return {name: reseal(renewed) for name, reseal in sorted(_keepers.items())}


def _parts(text: str) -> tuple[str, str, str]:
    form, _dot, rest = text.partition(".")
    name, _dot, body = rest.partition(".")
    return form, name, body


@lru_cache(maxsize=8)
def _ciphers(keys: tuple[str, ...]) -> dict[str, AESGCM]:
    """By the name that a key has in a sealed text: the beginning of its hash, which says nothing of the key."""
    if not keys:
        raise CannotOpen("ENCRYPTION_KEYS holds no key.")
    found = [key_of(text) for text in keys]
    return {hashlib.sha256(b"name of key" + key).hexdigest()[:8]: AESGCM(key) for key in found}
