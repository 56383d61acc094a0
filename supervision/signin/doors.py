"""One door: the admin's own pages of signing in lead to those that count attempts and ask for the second factor."""

import contextlib

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import NotRegistered
from django.views.generic import RedirectView


def install(site: AdminSite) -> None:
    """Before the site's addresses are read; a second call changes nothing."""
    site.login = secure_admin_login(site.login)  # type: ignore[method-assign,assignment]
    site.logout = logout  # type: ignore[method-assign]
    site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[method-assign]
    for model in (Authenticator, EmailAddress):  # secrets of others, and addresses that nothing uses
        with contextlib.suppress(NotRegistered):
            site.unregister(model)
