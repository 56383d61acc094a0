"""Open sessions of a login, ended by what changes who may come in with it."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User


def end_all(login: User) -> int:
    """Everywhere at once; gives how many there were."""
    sessions = list(UserSession.objects.filter(user=login))
    for session in sessions:
        session.end()
    return len(sessions)
