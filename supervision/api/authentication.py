"""Who asks: a program with its token, or a person signed in to the portal (analysts, and the page of documentation).

`request.user` is the login whose rows are given; `request.auth` the token of a program, None for a person. Each request
is counted here, as soon as it is known whose it is (`throttling`): before rights are asked for or anything is read.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.request import Request

from supervision import access
from supervision.actions import programs
from supervision.api import throttling
from supervision.api.problems import Problem

CHALLENGE = 'Bearer realm="api"'


class ProgramAuthentication(BaseAuthentication):
    """A bearer token from /api/token/. The program is looked up at every request, so that it is shut out at once.

    The token alone says who it is: no cookie counts beside it, and a wrong one is refused, not passed over.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        token = _token_of(request._request)
        return None if token is None else (token.application.user, token)

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class PersonAuthentication(SessionAuthentication):
    """The portal's own session; a write needs the CSRF token as every form of the portal does. Asked last: whoever has
    no session either is nobody."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found: tuple[Any, Any] | None = super().authenticate(request)
        if found is None:
            throttling.count_unproven(request._request)
        else:
            throttling.count_person(request._request, found[0].pk)
        return found


def recognise(request: HttpRequest) -> None:
    """Whose request this is, by its token alone: for one that is refused before anything else of it is looked at.

    Problem 401 or 429 where the token is wrong, or program or address ask too much.
    """
    if _token_of(request) is None:
        throttling.count_unproven(request)


def come_in(request: HttpRequest, token: Any) -> None:
    """The token's program asks: noted with the program, and on the request for the line in the log."""
    programs.note_use(token.application, token.asked_at)
    request.program = token.application  # type: ignore[attr-defined]
    request.user = token.application.user
    access.narrow(token.application.user, set(token.application.scopes) & set(token.scope.split()))


def _token_of(request: HttpRequest) -> Any | None:
    """The live token that the request carries, its program counted; None for a request without any."""
    scheme, _space, raw = get_authorization_header(request).partition(b" ")
    if not scheme:
        return None
    # looked up even beyond the address's limit, one row by index: who proves nothing must shut out no program
    token = programs.live_token(raw.strip().decode("ascii", "replace")) if scheme.lower() == b"bearer" else None
    if token is None:
        throttling.count_unproven(request)
        raise _refusal(is_bearer=scheme.lower() == b"bearer")
    come_in(request, token)
    throttling.count_program(request, token.application)
    return token


def _refusal(*, is_bearer: bool) -> Problem:
    if is_bearer:
        words, code = _("The token is wrong, has expired or was revoked. Get a new one."), "invalid_token"
    else:
        words, code = _("Send the token as: Authorization: Bearer <token>."), "invalid_request"
    return Problem(401, "unauthenticated", words, headers={"WWW-Authenticate": f'{CHALLENGE}, error="{code}"'})
