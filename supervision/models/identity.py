"""Who may do what, kept with before and after: logins, rights, second factors, identities at the provider, programs and
what belongs to zones: inspectors and municipalities.

The tables are other packages'; proxies of ours carry the history. Secrets and their hashes are left out: that one
changed is an event of its own, and what it was helps nobody but a thief. What changes with every request (a last
sign-in, a last use) makes no version.
"""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from guardian.models import UserObjectPermission

from supervision.models.history import tracked_but
from supervision.models.territory import Zone


@tracked_but("password", "last_login")
class KeptLogin(User):  # type: ignore[django-manager-missing]  # of programs, whose base is another package's
    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but()
class KeptRight(UserObjectPermission):
    """A login's right on a region."""

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but()
class KeptWideRight(User.user_permissions.through):  # type: ignore[name-defined]
    """A login's right everywhere: analysts."""

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but()
class KeptGroup(User.groups.through):  # type: ignore[name-defined]
    """A login's roles as its groups say them. One of these decides: whether it is a program's (`access.granting`)."""

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but("data", "last_used_at")
class KeptSecondFactor(Authenticator):
    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but("extra_data", "last_login")
class KeptProviderLogin(SocialAccount):
    """Whose login is opened by which person of the identity provider."""

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but()
class KeptZoneMember(Zone.inspectors.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        default_permissions = ()


@tracked_but()
class KeptZonePlace(Zone.municipalities.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        default_permissions = ()
