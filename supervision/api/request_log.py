"""Around every request to /api/: what of it cannot be read, its language, its number, its line in the log.

One line a request, also for those refused and throttled: who, what, how it ended, how long it took. The query is not
kept, for it may name people.
"""

import re
import time
import uuid
from collections.abc import Callable
from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from supervision.actions import interface_records
from supervision.api import leaving, throttling
from supervision.api.authentication import recognise
from supervision.api.compression import compressed
from supervision.api.languages import LANGUAGES, language_of
from supervision.api.problems import Problem, answer

Handler = Callable[[HttpRequest], HttpResponse]

ROOT = "/api/"
NUMBER = "X-Request-ID"
PLAIN = re.compile(r"[A-Za-z0-9._:-]{1,100}", re.ASCII)
OF_FILES = "/api/v1/imports/"


class Interface:
    """Middleware; leaves every other address of the portal alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        began = time.perf_counter()
        request.request_id = _number_of(request)  # type: ignore[attr-defined]
        with translation.override(language_of(request)):
            response = _refused(request) or self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or LANGUAGES[0])
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Cache-Control", "private, no-cache")  # kept only to be asked for again by ETag
        response.headers[NUMBER] = request.request_id  # type: ignore[attr-defined]
        for name, value in throttling.headers(request).items():
            response.headers[name] = value
        for name, value in leaving.headers(request).items():
            response.headers[name] = ", ".join(filter(None, [response.headers.get(name), value]))
        _note(request, response, round((time.perf_counter() - began) * 1000))
        return compressed(request, response)


def _number_of(request: HttpRequest) -> str:
    """What the caller calls this request, if it is a plain word; a new number otherwise."""
    given = request.headers.get(NUMBER, "")
    return given if PLAIN.fullmatch(given) else uuid.uuid4().hex


def _refused(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that is not read any further; the line in the log still names its program."""
    problem = _unreadable(request)
    if problem is None:
        return None
    try:
        recognise(request)
    except Problem as other:  # a wrong token, or too many requests: that comes before what they hold
        problem = other
    return answer(request, problem)


def _unreadable(request: HttpRequest) -> Problem | None:
    """What is wrong with the request as such, before anything of its body is read."""
    if "\0" in request.path:  # no text of the database can hold it
        return Problem(404, "not-found", _("There is no such address."))
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        # Django takes a body without a length for an empty one: what was sent would be passed over
        words = _("Send the body in one piece, with Content-Length: pieces (Transfer-Encoding: chunked) are not read.")
        return Problem(411, "length-required", words)
    return _too_large(request)


def _too_large(request: HttpRequest) -> Problem | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.UPLOAD_MAX_BYTES if request.path.startswith(OF_FILES) else settings.API_MOST_BYTES
    if not length.isdecimal() or int(length) <= most:
        return None
    words = _("The request has %(size)s MB, %(most)s MB are taken at most.")
    return Problem(413, "too-large", words % {"size": ceil(int(length) / 1024**2), "most": most // 1024**2})


def _note(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    user = getattr(request, "user", None)
    interface_records.note_request(
        user_id=user.pk if user is not None else None,
        client=getattr(request, "program", None),
        method=request.method or "",
        path=request.path,
        status=response.status_code,
        milliseconds=milliseconds,
        request_id=getattr(request, "request_id", ""),
    )
