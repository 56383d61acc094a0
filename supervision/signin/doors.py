"""One door: the admin's own pages of signing in lead to those that count attempts and ask for the second factor."""

import contextlib
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import NotRegistered
from django.views.generic import RedirectView


def install(site: AdminSite) -> None:
    """Before the site's addresses are read; a second call changes nothing."""
    # the admin's own sign-in form is gone altogether: it would take guesses that nobody counts
    login: Any = RedirectView.as_view(pattern_name="account_login", query_string=True)
    password: Any = RedirectView.as_view(pattern_name="account_change_password")
    site.login, site.logout, site.password_change = login, logout, password  # type: ignore[method-assign]
    for model in (Authenticator, EmailAddress):  # secrets of others, and addresses that nothing uses
        with contextlib.suppress(NotRegistered):
            site.unregister(model)
