"""What somebody is answered whose request failed: 503 while PostgreSQL or Redis is away, 507 for a full disk, else 500.

Django's handler of uncaught errors, wherever they were raised: in a view, in sessions, in the log of the interface.
Asks neither of the two, and names nothing of what failed.
"""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from supervision.api.problems import Problem, answer, full, unavailable
from supervision.outages import RETRY_AFTER_SECONDS, is_away, is_full

FOR_PROGRAMS, FOR_THE_MESSENGER = "/api/", "/webhooks/"


def failed(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled."""
    error = sys.exc_info()[1]
    if request.path.startswith(FOR_PROGRAMS):
        return answer(request, _problem(error))
    if is_away(error):
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
        if request.path.startswith(FOR_THE_MESSENGER):
            return HttpResponse(status=503, headers=headers)
        return _page(request, "503.html", 503, headers)
    if is_full(error):
        return _page(request, "507.html", 507, {})
    return server_error(request)


def _problem(error: BaseException | None) -> Problem:
    if is_away(error):
        return unavailable()
    if is_full(error):
        return full()
    return Problem(500, "internal", _("Try again later. The failure is on record here."))


def _page(request: HttpRequest, template: str, status: int, headers: dict[str, str]) -> HttpResponse:
    page = render(None, template, status=status)  # no processors: they ask the database
    for name, value in headers.items():
        page.headers[name] = value
    return page
