"""Whose second factor is sealed or opened: its secret opens in the row of the login it was made for, and in no other.

allauth's seam says what is to be encrypted and not whose it is. Whoever takes a code says it (`of`); on the pages of
one's own second factor it is whoever is signed in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.core import context
from django.contrib.auth.models import User

_whose: ContextVar[int | None] = ContextVar("whose second factor", default=None)


@contextmanager
def of(login: int) -> Iterator[None]:
    """What is opened within is the second factor of the login with this key."""
    token = _whose.set(login)
    try:
        yield
    finally:
        _whose.reset(token)


def sealed_for(login: int) -> str:
    """The context of the keyring."""
    return f"second factor:{login}"


def now() -> str:
    """The context of the login that is asked about here; raises LookupError where nobody is."""
    login = _whose.get()
    if login is None:
        user = getattr(context.request, "user", None)
        if not isinstance(user, User):
            raise LookupError("whose second factor this is was not said")
        login = user.pk
    return sealed_for(login)
