"""How long a session lives: a while without a request, and a working day at most."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGAN, SEEN = "session_began", "session_seen"
PROVIDER = "provider"  # what the identity provider said of a session that came by it
NOTED_EVERY_SECONDS = 60  # a page costs no write of the session more often than this


def begin(request: HttpRequest, **_signal: Any) -> None:
    """The clock of a new session; called by Django's `user_logged_in`."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_over(session: SessionBase) -> bool:
    """A session without a clock was not begun by signing in here."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        return True
    now = time.time()
    return bool(now - seen > settings.SESSION_IDLE_MINUTES * 60 or now - began > settings.SESSION_COOKIE_AGE)


def note(session: SessionBase) -> None:
    """Somebody is there."""
    if time.time() - session[SEEN] > NOTED_EVERY_SECONDS:
        session[SEEN] = time.time()
