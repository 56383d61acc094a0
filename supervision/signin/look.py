"""What the templates of every page have: the version, and for the pages of signing in the look of the admin, whose
layout they extend."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest

from supervision.signin.provider.metadata import is_configured

PREFIXES = ("account_", "mfa_", "login_link")


def portal_look(request: HttpRequest) -> dict[str, Any]:
    """Context processor; no look elsewhere, where the admin's views bring it themselves."""
    version: dict[str, Any] = {"portal_version": settings.PORTAL_VERSION}
    match = request.resolver_match
    if match is None or not (match.url_name or "").startswith(PREFIXES):
        return version
    ways = {"provider_name": settings.OIDC_NAME if is_configured() else "", "local_logins": settings.LOCAL_LOGINS}
    return admin.site.each_context(request) | version | ways
