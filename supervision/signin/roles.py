"""What a login's roles mean for signing in."""

from django.conf import settings

from supervision import access
from supervision.access import Login


def is_let_in(user: Login) -> bool:
    """Whether the login may be signed in at all: switched on, and with a role (`access.assign_role` sets the flag)."""
    return user.is_authenticated and user.is_active and user.is_staff


def may_use_password(name: str) -> bool:
    """Whether the login may come in by a password of the portal's own; where these are switched off, only one may."""
    return bool(settings.LOCAL_LOGINS or (settings.EMERGENCY_LOGIN and name == settings.EMERGENCY_LOGIN))


def must_have_second_factor(user: Login) -> bool:
    """Whether one of the login's roles is in MFA_REQUIRED_ROLES."""
    required = frozenset(settings.MFA_REQUIRED_ROLES)
    return bool(required) and user.is_authenticated and bool(required & access.roles(user))
