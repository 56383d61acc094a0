"""Asking again who sits there, before an operation that concerns many houses.

    @method_decorator(step_up, name="dispatch")      # a page: every request of it
    class ReplaceMany(View): ...

    ask_again(request)                               # inside a view, where only some of its uses are dangerous

Whoever signed in or answered within STEP_UP_MINUTES is not asked. Others are led to the password or the code and then
come back; a form that was sent meanwhile is carried out then (files are not kept: ask before the upload).
"""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse

APP = "supervision"

step_up = reauthentication_required(app=APP)


def ask_again(request: HttpRequest) -> None:
    """Raises what allauth's middleware turns into the question, unless the person was asked a moment ago."""
    _asked(request)


@reauthentication_required(app=APP)
def _asked(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
