"""Who asks: a program with its token, or a person signed in to the portal (analysts, and the page of documentation).

`request.user` is the login whose rows are given; `request.auth` the token of a program, None for a person.
"""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.request import Request

from supervision.actions import programs
from supervision.api.problems import Problem

CHALLENGE = 'Bearer realm="api"'


class ProgramAuthentication(BaseAuthentication):
    """A bearer token from /api/token/. The program is looked up at every request, so that it is shut out at once.

    The token alone says who it is: no cookie counts beside it, and a wrong one is refused, not passed over.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        scheme, _space, raw = get_authorization_header(request).partition(b" ")
        if not scheme:
            return None
        if scheme.lower() != b"bearer":
            raise _refusal(_("Send the token as: Authorization: Bearer <token>."), "invalid_request")
        token = programs.live_token(raw.strip().decode("ascii", "replace"))
        if token is None:
            raise _refusal(_("The token is wrong, has expired or was revoked. Get a new one."), "invalid_token")
        programs.note_use(token.application)
        request._request.program = token.application  # for the log of requests
        return token.application.user, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def _refusal(words: str, code: str) -> Problem:
    return Problem(401, "unauthenticated", words, headers={"WWW-Authenticate": f'{CHALLENGE}, error="{code}"'})


class PersonAuthentication(SessionAuthentication):
    """The portal's own session; a write needs the CSRF token as every form of the portal does."""
