"""Asking again who sits there, before an operation that concerns many houses.

    ask_again(request)      # inside a view, before what is dangerous

Whoever signed in or answered within STEP_UP_MINUTES is not asked. Others are led to the password, the code or the
identity provider, whichever they came in by (`signin.step_up`), and then come back; a form that was sent meanwhile is
carried out then (files are not kept: ask before the upload).
"""

from django.http import HttpRequest

from supervision.access import visits
from supervision.errors import AskAgain


def ask_again(request: HttpRequest) -> None:
    """Raises what the middleware of signing in turns into the question, unless the person was asked a moment ago."""
    visit = visits.current()
    if visit is not None and not visit.proven():
        raise AskAgain(request.path)
