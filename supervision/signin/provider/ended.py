"""What the provider ended lately, for a sign-in that was not through when it did: it had no session to be ended.

Instants are the provider's own: an ID token that was issued no later than the logout token opens nothing any more.
"""

import hashlib

from allauth.account import app_settings
from django.conf import settings
from django.core.cache import cache

from supervision.signin.provider.tokens import LOGOUT_LIVES_SECONDS

REMEMBERED_SECONDS = app_settings.LOGIN_TIMEOUT + 2 * LOGOUT_LIVES_SECONDS  # longer than a sign-in may wait


def note(subject: str, sid: str, at: float) -> None:
    """A logout token of this instant, which named one of the two or both."""
    cache.set(_name(subject, sid), at, REMEMBERED_SECONDS)


def is_over(subject: str, sid: str, issued: float) -> bool:
    """Whether a sign-in of that instant was ended since."""
    names = {_name(subject, ""), *((_name("", sid), _name(subject, sid)) if sid else ())}
    return any(at >= issued for at in cache.get_many(names).values())


def _name(subject: str, sid: str) -> str:
    whose = hashlib.sha256(f"{settings.OIDC_ISSUER}\n{subject}\n{sid}".encode()).hexdigest()
    return f"oidc:ended:{whose}"
