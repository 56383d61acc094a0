"""Who asks: the login behind a request of the admin."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def person(request: HttpRequest) -> User:
    """Who is signed in; events need an author."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
