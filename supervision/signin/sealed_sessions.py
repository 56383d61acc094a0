"""Where sessions are kept: in the database, sealed by the keyring (docs/adr/0128-sessions-are-sealed.md).

What waits in a session between two pages (the secret of a second factor that is being set up, a sign-in that waits for
its code, a form that is held up) is decided by the framework and by allauth, so all of it is sealed and nothing picked
out. A sealed session opens under its own key only: nobody who writes to the table moves it into a session of their own.
"""

import logging
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from supervision import keyring

logger = logging.getLogger(__name__)


class SessionStore(db.SessionStore):
    """`SESSION_ENGINE`. Rows are made with their key known (`create_model_instance`), so it can be the context."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return keyring.seal(self.serializer().dumps(session_dict).decode("latin-1"), _context(self.session_key))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Empty where it does not open: then nobody is signed in by it."""
        sealed = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            opened = keyring.open_sealed(sealed, _context(self.session_key))
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


def _context(key: str | None) -> str:
    return f"session:{key}"
