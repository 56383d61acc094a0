"""The portal's look for the pages of signing in: they extend unfold's layout, which wants the admin's context."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

PREFIXES = ("account_", "mfa_", "login_link")


def portal_look(request: HttpRequest) -> dict[str, Any]:
    """Context processor; gives nothing elsewhere, where the admin's views bring it themselves."""
    match = request.resolver_match
    if match is None or not (match.url_name or "").startswith(PREFIXES):
        return {}
    return admin.site.each_context(request)
