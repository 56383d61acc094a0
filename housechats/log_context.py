"""What a line of the log belongs to: request or task, who asked, and the region, house and chat where they are known.

Numbers only, never names. Read off the request at the moment of the line, so that nothing is asked of the database.
"""

import uuid
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject
from structlog.contextvars import bind_contextvars, clear_contextvars

Handler = Callable[[HttpRequest], HttpResponse]
LineFields = MutableMapping[str, Any]

REGIONS = ("region_code", "code")  # names of parts of addresses
OBJECTS = {"_house_": "house", "_chat_": "chat", "houses-": "house", "chats-": "chat"}  # by name of the address
_request: ContextVar[HttpRequest | None] = ContextVar("request of the line", default=None)


class RequestInLog:
    """Middleware; gives every request its number, which the interface replaces by the caller's own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        before = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(before)


def add_request(logger: Any, method: str, line: LineFields) -> LineFields:
    """A processor of structlog. What Django says of an answer names its request, and is said when that is over."""
    named = getattr(line.get("_record"), "request", None)
    request = named if isinstance(named, HttpRequest) else _request.get()
    if request is not None:
        line["request_id"] = getattr(request, "request_id", "")
        line["actor"] = _actor(request)
        line.update(_subjects(request))
    return line


def _actor(request: HttpRequest) -> int | None:
    """The number of the login, where somebody has asked for it already; None for nobody."""
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    return None if isinstance(user, LazyObject) else getattr(user, "pk", None)


def _subjects(request: HttpRequest) -> dict[str, str]:
    match = request.resolver_match
    if match is None:
        return {}
    region = next((str(match.kwargs[name]) for name in REGIONS if name in match.kwargs), "")
    number = str(match.kwargs.get("object_id") or match.kwargs.get("pk") or "")
    names = {subject for part, subject in OBJECTS.items() if part in (match.url_name or "")}
    found = {name: number for name in names if number.isdecimal()}
    return {"region": region, **found} if region else found


@task_prerun.connect
def begin_task(task_id: str = "", task: Any = None, args: Any = (), **_signal: Any) -> None:
    """Tasks take ids only: where there is one, it is the region's code, that is, the account."""
    clear_contextvars()
    account = {"region": str(args[0])} if args else {}
    bind_contextvars(task_id=task_id, task=getattr(task, "name", ""), **account)


@task_postrun.connect
def end_task(**_signal: Any) -> None:
    clear_contextvars()
