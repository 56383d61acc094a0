"""What every request of a person passes: is the session still alive, and is the second factor set up."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from supervision.signin import roles, session

Handler = Callable[[HttpRequest], HttpResponse]


class LiveSession:
    """Ends a session that is over, or whose login was switched off or has no role any more, at its next request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            # a login that is switched off comes as nobody, but its session would revive with it
            if session.is_over(request.session) or not roles.is_let_in(request.user):
                logout(request)
            else:
                session.note(request.session)
        return self.get_response(request)


class SecondFactorFirst:
    """Leads whoever must have a second factor and has none to where it is set up, before anything else."""

    # what is needed to set it up, or to leave
    OPEN = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout", "account_change_password"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not roles.must_have_second_factor(request.user):
            return False
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return False
        return resolve(request.path_info).url_name not in self.OPEN
