"""What the portal itself reads out of the table of sessions, which is sealed for everybody else."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session


def held(key: str) -> dict[str, Any]:
    """What the session with this key holds; nothing where it does not open."""
    found: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return dict(found.items())


def all_held() -> list[dict[str, Any]]:
    return [held(key) for key in Session.objects.values_list("pk", flat=True)]
