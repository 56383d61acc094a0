"""Open sessions of a login, ended by what changes who may come in with it."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User


def end_all(login: User) -> int:
    """Everywhere at once; gives how many there were."""
    sessions = list(UserSession.objects.filter(user=login))
    for session in sessions:
        session.end()
    return len(sessions)


def end_others(login: User, *own: str) -> None:
    """All but the one in which the owner sits, by the keys of its row: it may have got another one on the way."""
    for session in UserSession.objects.filter(user=login).exclude(session_key__in=own):
        session.end()
