"""What every request of a person passes, outermost first as settings.MIDDLEWARE has them:

LiveSession        a session that is over ends
BoundedRequest     what is too long, or comes in pieces, is refused
OwnPasswordFirst   a password that another person set is changed before anything else
SecondFactorFirst  a second factor that the role needs is set up before anything else
NoNulCharacters    what is said is text
ListedSession      a session with another key stays in the list of the login's sessions
AskedAgain         what is dangerous asks who sits there, and goes on after the answer
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.translation import gettext as _

from supervision import access
from supervision.actions import deciding, provider_logins
from supervision.errors import AskAgain
from supervision.signin import held_up, roles, session, step_up
from supervision.signin.sealed_sessions import note_listed, row_key

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
    OPEN = frozenset(
        {
            *("mfa_activate_totp", "account_reauthenticate", "account_logout", "account_change_password"),
            *("account_provider_again", "account_provider_callback"),
        }
    )

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not roles.must_have_second_factor(request.user):
            return False
        if request.session.get(session.PROVIDER, {}).get("factor"):
            return False  # the identity provider asked for it
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


class AskedAgain:
    """A person's session is a visit (`access.Visit`); where an act asks who sits there, the question comes first.

    Works inside allauth's middleware and answers what allauth asks for too. A form that was sent is carried out after
    the answer (`held_up`); files are not kept, nor is a form that holds a secret.
    """

    # Django's own words for what no report of an error may show; the token against forged forms is in every form
    SECRET = re.compile("pass|token|secret", re.IGNORECASE)
    NO_SECRET = frozenset({"csrfmiddlewaretoken"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with access.coming(access.Visit(proven=cache(lambda: not step_up.is_needed(request)))):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, AskAgain | ReauthenticationRequired):
            return None
        if not self._holds_a_secret(request):
            return held_up.hold(request, step_up.way(request))
        messages.warning(request, _("Show once more who you are, then fill in the form again: it was not kept."))
        return held_up.ask(request, step_up.way(request))

    def _holds_a_secret(self, request: HttpRequest) -> bool:
        is_marked = bool(getattr(request, "sensitive_post_parameters", None))
        return is_marked or any(self.SECRET.search(name) for name in request.POST if name not in self.NO_SECRET)


class ListedSession:
    """A session that got another key in a request (a password was set in it, somebody's or one's own) stays in the list
    of the login's sessions, by which it is ended, and is still known to be of the provider's session it came by. Where
    the request failed the other key is kept nowhere, and the session has its former one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        former = request.session.session_key if SESSION_KEY in request.session else None
        answer = self.get_response(request)
        key = request.session.session_key
        is_kept = answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR  # as SessionMiddleware decides
        if is_kept and former and key and key != former and isinstance(request.user, User):
            self._go_on(request, request.user, former, key)
        return answer

    def _go_on(self, request: HttpRequest, login: User, former: str, key: str) -> None:
        """Whoever ended the session meanwhile ended the one that it became."""
        with transaction.atomic():
            deciding.about(login, None)
            is_open = UserSession.objects.filter(session_key=row_key(former)).delete()[0] > 0
            if is_open:
                note_listed(request)
                provider_logins.note_session(row_key(key), request.session.get(session.PROVIDER, {}))
        if not is_open:
            logout(request)


class BoundedRequest:
    """Refuses what is too long before anything is read of it or any expression runs over it.

    A file comes from somebody who is signed in, or to the interface with a token (which looks at it before the body),
    and on the pages of imports only: elsewhere a body has no use for more than a large form. An address is as long as
    the web server takes it, each of its parameters shorter.
    """

    AROUND_A_FILE = 1024 * 1024  # the other fields of its form; what is a little too large is told on the form itself
    OF_FILES = ("/admin/supervision/upload/new/", "/api/v1/imports/")
    MOST_OF_NOBODY = 256 * 1024  # a message of the messenger, which has a secret of its own
    LONGEST_QUERY, LONGEST_PARAMETER = 4000, 2000

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("Transfer-Encoding"):
            return HttpResponse(status=411)  # Django takes a body without a length for an empty one
        if len(request.META.get("QUERY_STRING", "")) > self.LONGEST_QUERY:
            return HttpResponse(status=414)
        if any(len(text) > self.LONGEST_PARAMETER for text in _texts(request.GET)):
            return HttpResponse(status=400)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > self._most(request):
            return render(request, "too_large.html", status=413)
        return self.get_response(request)

    def _most(self, request: HttpRequest) -> int:
        is_of_files = request.path.startswith(self.OF_FILES)
        if request.user.is_authenticated:
            return self._of_file() if is_of_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.headers.get("Authorization") and request.path.startswith("/api/v1/"):
            return self._of_file() if is_of_files else settings.API_MOST_BYTES
        return self.MOST_OF_NOBODY

    def _of_file(self) -> int:
        return settings.UPLOAD_MAX_BYTES + self.AROUND_A_FILE


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
