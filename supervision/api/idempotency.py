"""Writes that may be repeated: who got no answer sends the same request with the same Idempotency-Key again.

    class Houses(Resource):
        @written
        def create(self, request: Request) -> Response: ...

The answer is kept in the transaction of the write, so it is there exactly if the write is. For a day the same key gives
it again (`Idempotent-Replayed: true`); with another request it is refused (422), and while the first request is at work
too (409). What was refused (4xx, 5xx) wrote nothing and is carried out anew.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from supervision.actions import interface_records
from supervision.api.problems import FieldFault, Problem

HEADER = "Idempotency-Key"
LONGEST_KEY = 255
KEPT_HEADERS = ("ETag", "Location")

Write = Callable[..., Response]


def written(write: Write) -> Callable[..., Response | HttpResponse]:
    """Decorates a method of a view: it runs in one transaction, and once for an Idempotency-Key. Its answer has to be
    a success; a refusal is raised, which takes everything back."""

    @wraps(write)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response | HttpResponse:
        with transaction.atomic():
            key = request.headers.get(HEADER)
            if key is None:
                return write(view, request, *args, **kwargs)
            digest = _digest(request)
            if (kept := _answer_kept(request, key, digest)) is not None:
                return kept
            response = write(view, request, *args, **kwargs)
            _keep(request, key, digest, response)
            return response

    return once


def _answer_kept(request: Request, key: str, digest: str) -> HttpResponse | None:
    if not 0 < len(key) <= LONGEST_KEY or "\0" in key:
        words = _("The key has 1 to %(most)d characters.") % {"most": LONGEST_KEY}
        raise Problem(400, "bad-parameter", words, errors=[FieldFault(HEADER, words)])
    if not interface_records.take_key(request.user, key):
        words = _("The first request with this key is still at work. Ask again in a moment.")
        raise Problem(409, "in-progress", words, headers={"Retry-After": "1"})
    kept = interface_records.kept_answer(request.user, key)
    if kept is None:
        return None
    if kept.digest != digest:
        words = _("This key was used for another request. A new request needs a new key.")
        raise Problem(422, "key-used-otherwise", words, errors=[FieldFault(HEADER, words)])
    headers = {**kept.headers, "Idempotent-Replayed": "true"}
    return HttpResponse(bytes(kept.body), status=kept.status, headers=headers, content_type="application/json")


def _keep(request: Request, key: str, digest: str, response: Response) -> None:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = b"" if response.data is None else JSONRenderer().render(response.data)
    interface_records.keep_answer(
        request.user, key, digest, status=response.status_code, headers=headers, body=bytes(body)
    )


def _digest(request: Request) -> str:
    """Of all that the request asks for: method, address, condition and content; files by what is in them."""
    found = hashlib.sha256()
    content = request.data
    if hasattr(content, "lists"):
        content = {name: [_part(value) for value in values] for name, values in content.lists()}
    asked = [request.method, request.get_full_path(), request.headers.get("If-Match"), content]
    found.update(json.dumps(asked, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return found.hexdigest()


def _part(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    found = hashlib.sha256()
    for chunk in value.chunks():
        found.update(chunk)
    value.seek(0)
    return [value.name, found.hexdigest()]
