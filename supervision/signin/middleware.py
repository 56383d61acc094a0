"""What every request of a person passes: is the session alive, is the second factor set up, is what it says text."""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve

from supervision.signin import roles, session

TO_CHANGE = "password_to_change"  # key in the session, since the sign-in
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


class OwnPasswordFirst:
    """Leads whoever signed in with a password that another person set to the page where they choose their own."""

    OPEN = frozenset({"account_change_password", "account_reauthenticate", "account_logout", "mfa_reauthenticate"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get(TO_CHANGE) and resolve(request.path_info).url_name not in self.OPEN:
            return redirect("account_change_password")
        return self.get_response(request)


class NoNulCharacters:
    """Answers 400 in words where an address or a form holds a NUL character, which PostgreSQL keeps in no text.

    The interface says so itself, in its own form (`api/problems.py`): its views, like those that other systems call,
    are exempt from the check of forms, and their bodies are theirs to read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "csrf_exempt", False):
            return None
        texts = (request.path_info, *_texts(request.GET), *_texts(request.POST))
        return render(request, "bad_text.html", status=400) if any("\0" in text for text in texts) else None


def _texts(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield from (name, *values)
