"""Whose login an answer of the provider opens: allauth's hooks, and the pages that say why none does."""

import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from supervision.actions import claimed_roles, login_sessions, openings, provider_logins
from supervision.actions.provider_logins import Identity
from supervision.errors import AskAgain, Refused
from supervision.signin.provider import metadata, oidc
from supervision.signin.provider.calls import ProviderAway
from supervision.signin.sealed_sessions import row_key

log = logging.getLogger(__name__)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """One provider, of the settings; nobody signs up, nobody is found by an address."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Never of allauth's table, which no page writes and whoever reached the database could."""
        return [oidc.app()] if metadata.is_configured() else []

    def get_requests_session(self) -> Any:
        raise NotImplementedError("whatever is asked of the provider is asked by `calls`, which ends it in time")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The answer is checked; what for did the browser go there?"""
        sociallogin.token = None  # nothing is asked in the person's name: it must not wait in the session for a code
        said = sociallogin.state[oidc.SAID]
        who = Identity(settings.OIDC_ISSUER, said["subject"])
        if sociallogin.is_existing and not openings.lets_in(sociallogin.account):
            raise ImmediateHttpResponse(failed(request, "no_role", 403, subject=who.subject))
        match sociallogin.state.get("purpose"):
            case oidc.JOIN:
                raise ImmediateHttpResponse(_join(request, who))
            case oidc.AGAIN:
                raise ImmediateHttpResponse(_prove(request, sociallogin))
        if sociallogin.is_existing:
            claimed_roles.settle(sociallogin.user, said["values"])
            return
        names = {name: said[name] for name in ("username", "first_name", "last_name", "email")}
        if provider_logins.admit(who, said["values"], **names) is None:
            raise ImmediateHttpResponse(failed(request, "no_role", 403, subject=who.subject))
        sociallogin.lookup()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Always ends in a page of ours, which says what to do and nothing of what failed inside."""
        if error == AuthError.CANCELLED:
            messages.info(request, _("Signing in was cancelled."))
            raise ImmediateHttpResponse(redirect("account_login"))
        raise ImmediateHttpResponse(answer_to(request, exception))


def answer_to(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """None: this browser was not sent there, or too long ago, or the provider said no without a reason."""
    if isinstance(error, ProviderAway):
        log.warning("The identity provider is away: %s", error)
        return failed(request, "away", 503)
    log.warning("The answer of the identity provider is not taken: %s", error or "state unknown, or refused there")
    return failed(request, "refused" if error else "old", 400)


def failed(request: HttpRequest, why: str, status: int, **words: Any) -> HttpResponse:
    """`why`: away, refused, old, no_role, other. Rendered at once: allauth gives it past the middleware of pages."""
    context = {"why": why, "provider_name": settings.OIDC_NAME, **words}
    page = TemplateResponse(request, "account/provider_failed.html", context, status=status)
    page.headers["Cache-Control"] = "no-store"
    return page.render()


def _join(request: HttpRequest, who: Identity) -> HttpResponse:
    """The owner is signed in here and has just shown there who they are."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    try:
        with transaction.atomic():
            provider_logins.join_own(login=request.user, who=who)
            login_sessions.end_others(request.user, row_key(request.session.session_key))
    except Refused as refusal:
        messages.error(request, refusal.message)
    except AskAgain:  # the minutes ran out at the provider
        messages.error(request, _("That took too long. Begin once more."))
    else:
        messages.success(request, _("Joined: from now on you can sign in by %(name)s.") % {"name": settings.OIDC_NAME})
    return redirect("account_own")


def _prove(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Asked anew at the provider: only whoever this session belongs to proves anything."""
    if not request.user.is_authenticated or sociallogin.user != request.user:
        return failed(request, "other", 403)
    account = sociallogin.account
    who = {"provider": account.provider, "uid": account.uid}
    record_authentication(request, request.user, "socialaccount", reauthenticated=True, **who)
    return redirect(sociallogin.state.get("next") or "admin:index")
