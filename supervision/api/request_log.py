"""Around every request to /api/: its size, its language, its line in the log.

One line a request, also for those refused and throttled: who, what, how it ended, how long it took. The query is not
kept, for it may name people.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from supervision.actions import interface_records
from supervision.api import throttling
from supervision.api.problems import Problem, answer

Handler = Callable[[HttpRequest], HttpResponse]

ROOT = "/api/"
OF_FILES = "/api/v1/imports/"
LANGUAGES = ("ru", "en")


class Interface:
    """Middleware; leaves every other address of the portal alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        began = time.perf_counter()
        with translation.override(language_of(request)):
            response = self._too_large(request) or self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or LANGUAGES[0])
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Cache-Control", "private, no-cache")  # kept only to be asked for again by ETag
        for name, value in throttling.headers(request).items():
            response.headers[name] = value
        _note(request, response, round((time.perf_counter() - began) * 1000))
        return response

    def _too_large(self, request: HttpRequest) -> HttpResponse | None:
        """Before anything of the body is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.UPLOAD_MAX_BYTES if request.path.startswith(OF_FILES) else settings.API_MOST_BYTES
        if not length.isdecimal() or int(length) <= most:
            return None
        words = _("The request has %(size)s MB, %(most)s MB are taken at most.")
        sizes = {"size": int(length) // 1024**2, "most": most // 1024**2}
        return answer(request, Problem(413, "too-large", words % sizes))


def language_of(request: HttpRequest) -> str:
    """Russian or English, as Accept-Language prefers; Russian for all others."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    known = (name.split("-")[0] for name, _weight in wanted)
    return next((name for name in known if name in LANGUAGES), LANGUAGES[0])


def _note(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    user = getattr(request, "user", None)
    interface_records.note_request(
        user_id=user.pk if user is not None else None,
        client=getattr(request, "program", None),
        method=request.method or "",
        path=request.path,
        status=response.status_code,
        milliseconds=milliseconds,
    )
