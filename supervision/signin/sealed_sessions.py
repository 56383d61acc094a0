"""Where sessions are kept: in the database, sealed by the keyring (docs/adr/0128-sessions-are-sealed.md).

What waits in a session between two pages (the secret of a second factor that is being set up, a sign-in that waits for
its code, a form that is held up) is decided by the framework and by allauth, so all of it is sealed and nothing picked
out. A sealed session opens in its own row only: nobody who writes to the table moves it into a session of their own.
The key that a browser has in its cookie stands in no table: rows are found by its digest, and so are those of the list
by which sessions are ended (`note_listed`). Nobody who reads them comes in.
"""

import base64
import hashlib
import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from supervision import keyring

logger = logging.getLogger(__name__)
ROW_KEY = 40  # characters, more than a key of a cookie has and as many as the tables take


def row_key(key: str | None) -> str:
    """What the tables call the session of this key, which is too random to be guessed from it."""
    digest = hashlib.sha256(f"row of the session {key}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:ROW_KEY]


class SessionStore(db.SessionStore):
    """`SESSION_ENGINE`. Made with the key of a cookie; whether a session `exists`, and its end (`delete`), are asked by
    the key of its row as well, which is all that the list of sessions has."""

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.filter(pk=row_key(self.session_key), expire_date__gt=timezone.now())
        found: Session | None = rows.first() if self.session_key else None
        if found is None:
            self._session_key = None
        return found

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        made = super().create_model_instance(data)
        made.session_key = row_key(made.session_key)
        return made

    def exists(self, session_key: str | None) -> bool:
        return bool(super().exists(_of_row(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        """Its own row where no key is given: the key of a cookie, whatever it looks like."""
        if session_key or self.session_key:
            super().delete(_of_row(session_key) if session_key else row_key(self.session_key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        text = self.serializer().dumps(session_dict).decode("latin-1")
        return keyring.seal(text, _context(row_key(self.session_key)))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Empty where it does not open: then nobody is signed in by it."""
        sealed = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            opened = keyring.open_sealed(sealed, _context(row_key(self.session_key)))
        except keyring.CannotOpen:
            logger.warning("A session does not open with any of ENCRYPTION_KEYS.")
            return {}
        found: dict[str, Any] = self.serializer().loads(opened.encode("latin-1"))
        return found


@keyring.kept_by("sessions")
def reseal_sessions(renew: keyring.Renew) -> int:
    """Every session under the newest key, while people work: what a request writes meanwhile stays. What opens with no
    key is nobody's session any more and goes. Gives how many were sealed anew."""
    changed = 0
    for row in Session.objects.order_by("pk").iterator():
        kept = Session.objects.filter(pk=row.pk, session_data=row.session_data)
        try:
            fresh = renew(row.session_data, _context(row.pk))
        except keyring.CannotOpen:
            kept.delete()
            continue
        if fresh != row.session_data:
            changed += kept.update(session_data=fresh)
    return changed


def note_listed(request: HttpRequest) -> None:
    """The line of the request's session in the list of the login's sessions, in place of allauth's."""
    browser = request.META.get("HTTP_USER_AGENT", "")[: UserSession._meta.get_field("user_agent").max_length]
    line = {"user": request.user, "ip": get_adapter(request).get_client_ip(request), "user_agent": browser}
    UserSession.objects.update_or_create(session_key=row_key(request.session.session_key), defaults=line)


def _of_row(key: str | None) -> str:
    return key if key and len(key) == ROW_KEY else row_key(key)


def _context(key: str) -> str:
    return f"session:{key}"
