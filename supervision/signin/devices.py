"""Known devices, and guesses at one login from anywhere.

A browser in which somebody signed in keeps a signed cookie that says so. Whoever guesses has none: of browsers without
it, only so many wrong attempts at a login are let through, whatever their addresses, then one in a while that grows.
A browser that knows the login is not held up by that, so nobody locks its owner out.
"""

import hashlib
import time
from dataclasses import dataclass

from allauth.core.internal.ratelimit import cache_lock
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

SALT = "supervision.signin.device"
MOST_KEPT = 5  # logins that one browser knows: computers are shared
LIVES_SECONDS = 180 * 24 * 3600
FREE = 10  # wrong attempts by unknown browsers before the first wait
FIRST_WAIT, LONGEST_WAIT = 30, 900
REMEMBERED_SECONDS = 24 * 3600
TOLD_EVERY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong attempts by unknown devices within a day, and when the last one was let through."""

    wrong: int = 0
    last: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until another attempt is let through."""
        if self.wrong < FREE:
            return 0.0
        pause = min(FIRST_WAIT * 2.0 ** min(self.wrong - FREE, 10), LONGEST_WAIT)
        return max(0.0, self.last + pause - now)


def is_known(request: HttpRequest, name: str) -> bool:
    """Whether the browser has signed in with this login before, and its password was not changed since."""
    login = User.objects.filter(username__iexact=name).first()
    return login is not None and _mark(login) in _marks(request)


def note(request: HttpRequest, response: HttpResponse, login: User) -> None:
    """From now on the browser knows the login."""
    mark = _mark(login)
    marks = [mark, *(one for one in _marks(request) if one != mark)][:MOST_KEPT]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(marks, salt=SALT),
        max_age=LIVES_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def let_through(name: str) -> bool:
    """Whether an unknown device may try now; counts the attempt as a wrong one until `forgive`. One at a time."""
    with cache_lock(_key(name)) as locked:
        now = time.time()
        guesses = _guesses(name)
        if not locked or guesses.wait(now) > 0:
            return False
        _keep(name, Guesses(guesses.wrong + 1, now))
        return True


def forgive(name: str) -> None:
    """The attempt was right: it does not count, the wrong ones before it still do."""
    guesses = _guesses(name)
    _keep(name, Guesses(max(0, guesses.wrong - 1), guesses.last))


def is_to_tell(name: str) -> bool:
    """Whether the guesses have just become many: true once a day for a login."""
    return _guesses(name).wrong >= FREE and cache.add(f"{_key(name)}:told", 1, timeout=TOLD_EVERY_SECONDS)


def _guesses(name: str) -> Guesses:
    wrong, last = cache.get(_key(name), (0, 0.0))
    return Guesses(wrong, last)


def _keep(name: str, guesses: Guesses) -> None:
    cache.set(_key(name), [guesses.wrong, guesses.last], REMEMBERED_SECONDS)


def _key(name: str) -> str:
    return f"guesses:{hashlib.sha256(name.strip().lower().encode()).hexdigest()}"


def _mark(login: User) -> str:
    """Of the login and its password: whoever had the old one may be the one who guesses."""
    return hashlib.sha256(f"{login.pk}:{login.get_session_auth_hash()}".encode()).hexdigest()[:32]


def _marks(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=LIVES_SECONDS)
    except signing.BadSignature:
        return []
    return [str(mark) for mark in found] if isinstance(found, list) else []
