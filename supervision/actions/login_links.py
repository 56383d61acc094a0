"""Links by which people choose their password: made, found while they hold, closed.

A link lets in whoever has it, as the login. So it holds no longer than the right of whoever made it: somebody who may
not open the login now does not open it by a link from before. What changes what the login may do closes it as well.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User

from supervision import access
from supervision.models import LoginLink
from supervision.queue import clock

LINK_LIVES = timedelta(days=3)


def make(login: User, by: User) -> str:
    """The token of a new link, which nobody can read later; the one before is closed."""
    token = secrets.token_urlsafe(32)
    close(login)
    expires_at = clock.now() + LINK_LIVES
    LoginLink.objects.create(login=login, token_hash=_hash(token), by=by, expires_at=expires_at)
    return token


def close(login: User) -> None:
    """What was handed over opens nothing any more."""
    now = clock.now()
    LoginLink.objects.filter(login=login, used_at=None).update(used_at=now, expires_at=now)


def holding(token: str, *, locked: bool = False) -> LoginLink | None:
    """The open link of the token; None where it was used, is over, never was, or its maker may not open the login now.

    `locked` keeps the row until the transaction's end: a change of roles closes the link before or after, not within.
    """
    rows = LoginLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=clock.now())
    if locked:
        rows = rows.select_for_update(of=("self",))
    link = rows.select_related("login", "by").filter(login__is_active=True).first()
    return link if link is not None and access.may_open(link.by, link.login) else None


def _hash(token: str) -> str:
    """The token is 256 random bits: nobody guesses what made the hash."""
    return hashlib.sha256(token.encode()).hexdigest()
