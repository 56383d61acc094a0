"""Settings of the provider that do not fit together: nobody would come in, or somebody who should not."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from supervision.checks import parts_of
from supervision.models import ClaimRule

RUNBOOK = "docs/runbook.md, section 2.3."


@register()
def provider_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.E060 to E063: half a provider, one without TLS, passwords off and nothing instead."""
    found: list[tuple[str, str, str]] = []
    given = {name: bool(getattr(settings, name)) for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")}
    if any(given.values()) and not all(given.values()):
        missing = ", ".join(name for name, there in given.items() if not there)
        found.append((f"The identity provider is half configured: {missing} is missing.", f"Set it: {RUNBOOK}", "E060"))
    address = parts_of(settings.OIDC_ISSUER)
    is_plain = address.scheme != "https" and not (settings.LOCAL and address.scheme == "http")
    if settings.OIDC_ISSUER and (is_plain or not address.hostname or address.query or len(settings.OIDC_ISSUER) > 200):
        words = f"OIDC_ISSUER={settings.OIDC_ISSUER!r} is no issuer: https, no query, 200 characters at most."
        found.append((words, "Copy it from `issuer` of the provider's /.well-known/openid-configuration.", "E061"))
    if not settings.LOCAL_LOGINS and not settings.OIDC_ISSUER:
        words = "LOCAL_LOGINS is off and there is no identity provider: nobody could sign in."
        found.append((words, f"Configure the provider, or take LOCAL_LOGINS away: {RUNBOOK}", "E062"))
    if not settings.LOCAL_LOGINS and not settings.EMERGENCY_LOGIN:
        words = "LOCAL_LOGINS is off and no EMERGENCY_LOGIN is named: when the provider is away, nobody can sign in."
        found.append((words, f"Name the login of an administrator: {RUNBOOK}", "E063"))
    return [Error(words, hint=hint, id=f"supervision.{number}") for words, hint, number in found]


@register(Tags.security, deploy=True)
def provider_in_use(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """supervision.W060 to W062: asked where the database answers."""
    try:
        found = [*_emergency(), *_empty_table()]
    except DatabaseError:
        return []  # the start itself says that there is no database, or that nothing is migrated
    return [Warning(words, hint=hint, id=f"supervision.{number}") for words, hint, number in found]


def _emergency() -> list[tuple[str, str, str]]:
    name = settings.EMERGENCY_LOGIN
    if not name:
        return []
    if settings.LOCAL_LOGINS:
        words = "EMERGENCY_LOGIN is named, but every login still comes in by its password."
        return [(words, "Set LOCAL_LOGINS=0, or take EMERGENCY_LOGIN away.", "W060")]
    login = User.objects.filter(username=name).first()
    lacks = []
    if login is None or not (login.is_active and login.is_superuser):
        lacks.append("is no administrator who can sign in")
    if login is not None and not login.has_usable_password():
        lacks.append("has no password")
    if login is not None and not Authenticator.objects.filter(user=login, type=Authenticator.Type.TOTP).exists():
        lacks.append("has no second factor")
    return [(f"EMERGENCY_LOGIN={name!r} {why}.", f"Mend it before the provider is away: {RUNBOOK}", "W061")
            for why in lacks]  # fmt: skip


def _empty_table() -> list[tuple[str, str, str]]:
    if not settings.OIDC_ISSUER or ClaimRule.objects.exists():
        return []
    words = "The table of claims is empty: by the identity provider only logins come in that were joined by hand."
    return [(words, "An administrator fills it: Доступ, Роли от провайдера.", "W062")]
