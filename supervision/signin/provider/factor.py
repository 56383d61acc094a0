"""A second factor that the provider asked for is not asked for twice; else the portal asks for its own."""

from typing import Any

from allauth.account.models import Login
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from supervision.signin.provider import oidc


class SecondFactorStage(AuthenticateStage):
    """In place of allauth's, under the same key."""

    def _should_handle(self, request: HttpRequest) -> bool:
        shown = said_at(self.login).get("factor")
        return not shown and bool(super()._should_handle(request))


def said_at(login: Login) -> dict[str, Any]:
    """What the provider said at this sign-in; nothing where it was one by password."""
    return said_in(login.signal_kwargs)


def said_in(signal_kwargs: dict[str, Any] | None) -> dict[str, Any]:
    sociallogin = (signal_kwargs or {}).get("sociallogin")
    said: dict[str, Any] = sociallogin.state.get(oidc.SAID, {}) if sociallogin else {}
    return said
