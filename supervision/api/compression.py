"""Answers packed with gzip for those who say that they read it: lists, exports, reports and the schema.

Not single objects: their ETag is strong, and would have to be another one for the packed form (RFC 9110, 8.8.3).
"""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence, compress_string

LEAST_BYTES = 1000  # below, nothing is won
TAKEN = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[0-9.]+\s*)?(?:,|$)", re.IGNORECASE)


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same answer, packed where that is asked for and worth it."""
    if response.status_code != 200 or response.has_header("ETag") or response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if TAKEN.search(request.headers.get("Accept-Encoding", "")):
        _pack(response)
    return response


def _pack(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = compress_sequence(response.streaming_content)  # type: ignore[arg-type]
    elif isinstance(response, HttpResponse) and len(response.content) >= LEAST_BYTES:
        response.content = compress_string(response.content)
        response.headers["Content-Length"] = str(len(response.content))
    else:
        return
    response.headers["Content-Encoding"] = "gzip"
