"""Every refusal of the interface as application/problem+json (RFC 9457).

    raise Problem(400, "unknown-filter", _("There is no filter color."), errors=[Fault("color", _("..."))])

`type` is /api/problems/<slug> of `problem_types.py`: stable for programs, and the address of a page for people. `title`
and `detail` are in the language asked for. What the portal refuses (`supervision.errors`) becomes 409 or 422; what
nobody foresaw 500, logged, without its trace.
"""

import dataclasses
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from supervision.api.problem_types import TYPES
from supervision.enums import RefusalKind
from supervision.errors import AskAgain, Blocker, Busy, Forbidden, PortalError, Refused, WrongParameter
from supervision.outages import RETRY_AFTER_SECONDS, is_away, is_full

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
BUSY_SECONDS = 5
PAGES = "/api/problems/"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One thing that is wrong; `field` is a parameter or a path in the body such as changes[3].since, "" if neither."""

    field: str
    message: str
    slug: str = ""  # of TYPES, where what is wrong here has a type of its own
    more: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        kind = {"type": f"{PAGES}{self.slug}"} if self.slug else {}
        return {"field": self.field, "message": str(self.message), **kind, **self.more}


class Problem(exceptions.APIException):
    """A refusal with its words. `slug` is one of TYPES; `more` are further members of the answer."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        errors: Sequence[FieldFault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.slug = slug
        self.words = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.more = dict(more or {})

    def body(self, path: str) -> dict[str, Any]:
        return {
            "type": f"{PAGES}{self.slug}",
            "title": str(TYPES[self.slug].title),
            "status": self.status_code,
            "detail": str(self.words),
            "instance": path,
            "errors": [fault.body() for fault in self.errors],
            **self.more,
        }


def as_problem(error: Exception, context: dict[str, Any]) -> JsonResponse:
    """DRF's exception handler: whatever was raised, as a problem; no renderer of the view makes a page of it."""
    problem = _problem_of(error)
    if problem.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("a request to the interface failed", exc_info=error)
    return answer(context["request"], problem)


def answer(request: HttpRequest, problem: Problem) -> JsonResponse:
    """The same outside of DRF's views."""
    return JsonResponse(
        problem.body(request.path),
        status=problem.status_code,
        headers=problem.headers,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def _problem_of(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, PortalError):
        return _of_portal(error)
    if isinstance(error, exceptions.ValidationError):
        return Problem(422, "invalid", _("Look at the fields named."), errors=tuple(faults_of(error.detail)))
    if isinstance(error, ModelError):
        return Problem(422, "invalid", _("Look at the fields named."), errors=tuple(_of_model(error)))
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, Http404):
        detail = _("There is no such object, or it belongs to a region that you do not see.")
        return Problem(404, "not-found", detail)
    if isinstance(error, PermissionDenied):
        return Problem(403, "forbidden", str(error) or _("Your login may not do this."))
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "too-large", _("The request is too large."))
    if isinstance(error, SuspiciousOperation):
        return Problem(400, "malformed", _("The request cannot be read."))
    if is_away(error):
        return unavailable()
    if is_full(error):
        return full()
    return Problem(500, "internal", _("Try again later. The failure is on record here."))


def unavailable() -> Problem:
    """PostgreSQL or Redis is away."""
    words = _("A part of the portal does not answer. Repeat the request after the time that Retry-After says.")
    return Problem(503, "unavailable", words, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def full() -> Problem:
    return Problem(507, "disk-full", _("There is no room for the file. Nothing of it was kept."))


def _of_portal(error: PortalError) -> Problem:
    if isinstance(error, WrongParameter):
        return Problem(400, "bad-parameter", error.message, errors=[FieldFault(error.name, error.message)])
    if isinstance(error, Forbidden):
        more = {"scope": error.scope} if error.scope else {}
        return Problem(403, "scope-missing" if error.scope else "forbidden", error.message, more=more)
    if isinstance(error, AskAgain):
        words = _("Sign in to the portal anew, or confirm on any of its pages that it is you, and repeat the request.")
        return Problem(403, "forbidden", words)
    if isinstance(error, Refused):
        return _of_refusal(error)
    return Problem(422, "bad-file", str(error))


def _of_refusal(error: Refused) -> Problem:
    faults = [fault_of(line) for line in error.blockers]
    if isinstance(error, Busy):
        headers = {"Retry-After": str(BUSY_SECONDS)}
        return Problem(409, RefusalKind.BUSY, error.message, errors=faults, headers=headers)
    return Problem(409, error.kind, error.message, errors=faults, more=error.members)


def fault_of(line: str, place: str = "") -> FieldFault:
    """What stands in the way, as one of `errors`."""
    if isinstance(line, Blocker):
        return FieldFault(place, line, line.kind, line.members)
    return FieldFault(place, line)


SLUGS = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "media-type",
}


def _of_framework(error: exceptions.APIException) -> Problem:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    slug = SLUGS.get(error.status_code)
    if slug is None:
        return Problem(500, "internal", _("Try again later. The failure is on record here."))
    return Problem(error.status_code, slug, str(error.detail), headers=headers)


def faults_of(detail: Any, path: str = "") -> Iterator[FieldFault]:
    """DRF's nested errors, flat: changes[3].since, and "" for what concerns the whole."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from faults_of(inner, _place(path, name))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            is_row = isinstance(inner, Mapping | list)
            yield from faults_of(inner, f"{path}[{number}]" if is_row else path)
    else:
        yield FieldFault(path, str(detail))


def _place(path: str, name: object) -> str:
    if name == "non_field_errors":
        return path
    if isinstance(name, int):  # of a list of plain values
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else str(name)


def _of_model(error: ModelError) -> Iterator[FieldFault]:
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            yield from (FieldFault("" if name == "__all__" else name, message) for message in messages)
    else:
        yield from (FieldFault("", message) for message in error.messages)
