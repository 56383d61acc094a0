"""The secret of an endpoint, and the signatures that go with a message: Standard Webhooks, symmetric (`v1`).

Takes the endpoint's `secret_salt` and an instant; gives texts. No secret is stored: it is derived from the
installation's key and the salt. Several may be valid at once, newest first: while SECRET_KEY_FALLBACKS names former
keys, and for OVERLAP after the endpoint's secret was renewed. A message then carries a signature by each.
"""

import base64
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

OVERLAP = timedelta(hours=24)
PREFIX = "whsec_"
SALT_BYTES = 16  # 22 letters: two of them and the end of the older one fit the column


def new_salt() -> str:
    return secrets.token_urlsafe(SALT_BYTES)


def new_message_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


def renewed(salt: str, now: datetime) -> str:
    """A new salt that remembers the former one until OVERLAP has passed."""
    return f"{new_salt()}.{_newest(salt)}.{int((now + OVERLAP).timestamp())}"


def secret(salt: str) -> str:
    """The secret in force, as its receiver enters it: `whsec_` and base64 of 32 bytes."""
    return PREFIX + base64.b64encode(_key(_newest(salt), settings.SECRET_KEY)).decode()


def headers(salt: str, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """What proves the message: its id, the second of the attempt (UTC), and a signature by each valid secret."""
    moment = str(int(now.timestamp()))
    signed = b".".join((message_id.encode(), moment.encode(), body))
    signatures = [_signature(_key(each, key), signed) for each in _valid(salt, now) for key in _installation_keys()]
    return {"webhook-id": message_id, "webhook-timestamp": moment, "webhook-signature": " ".join(signatures)}


def _signature(key: bytes, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _key(salt: str, installation_key: str) -> bytes:
    return salted_hmac("supervision.outgoing.signing", salt, secret=installation_key, algorithm="sha256").digest()


def _installation_keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _newest(salt: str) -> str:
    return salt.split(".")[0]


def _valid(salt: str, now: datetime) -> Iterator[str]:
    yield _newest(salt)
    former = salt.split(".")[1:]
    if former and now.timestamp() < int(former[1]):
        yield former[0]
