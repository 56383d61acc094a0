"""What the portal itself reads out of the table of sessions, which is sealed for everybody else."""

import json
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from supervision import keyring


def held(key: str) -> dict[str, Any]:
    """What the session with this key holds; nothing where it does not open."""
    found: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return dict(found.items())


def all_held() -> list[dict[str, Any]]:
    rows = Session.objects.values_list("pk", "session_data")
    return [json.loads(keyring.open_sealed(data, f"session:{key}")) for key, data in rows]
