"""Tells whoever watches whether the portal works: `/health/`, `/health/live/`, `/health/ready/`, `/metrics/`.

Answered before sessions and logins are looked at; nothing secret is in them, and each part has three seconds to answer.
"""

from collections.abc import Callable

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from housechats import __version__
from supervision.checks import is_loopback
from supervision.upkeep import condition, gauges, signs_of_life

LONGEST_WAIT = """
    SELECT coalesce(extract(epoch FROM now() - min(not_before)), 0) FROM supervision_syncrequest
    WHERE state = 'due' AND not_before <= now() AND lease_until IS NULL
"""

Handler = Callable[[HttpRequest], HttpResponse]


class HealthFirst:
    """Middleware: a watcher needs no session, and one that is away must not keep it waiting."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return PATHS.get(request.path, self.get_response)(request)


def health(request: HttpRequest) -> JsonResponse:
    """`version` is the portal's; `queue_seconds` is how long the longest due chat has waited. What is too long is the
    watcher's to say."""
    facts: dict[str, str | float] = {"version": __version__, "database": "ok", "redis": "ok", "queue_seconds": 0.0}
    try:
        facts["queue_seconds"] = _longest_wait()
    except condition.UNREACHED:
        facts["database"] = "not reached"
    try:
        with signs_of_life.connect() as client:
            client.ping()
    except redis.RedisError:
        facts["redis"] = "not reached"
    well = facts["database"] == facts["redis"] == "ok"
    return JsonResponse(facts, status=200 if well else 503)


def _longest_wait() -> float:
    with condition.bounded_cursor() as cursor:
        cursor.execute(LONGEST_WAIT)
        return round(float(cursor.fetchone()[0]), 1)


def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked. For whoever starts it anew where it does not."""
    return JsonResponse({"version": __version__})


def ready(request: HttpRequest) -> JsonResponse:
    """200 where everything that the portal needs is there, else 503; by name of the part "ok" or what is wrong.

    In English, for machines; `manage.py doctor` says the same to people.
    """
    with translation.override("en"):
        parts = condition.parts()
    facts = {part.name: part.trouble or "ok" for part in parts}
    return JsonResponse(facts, status=200 if all(part.is_well for part in parts) else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus: with `Authorization: Bearer METRICS_TOKEN`; without such a setting from this host alone, where no
    proxy has passed the request on."""
    if not _may_read_metrics(request):
        return HttpResponse("METRICS_TOKEN: docs/runbook.md", status=403, content_type="text/plain")
    try:
        return HttpResponse(gauges.told(), content_type=CONTENT_TYPE_LATEST)
    except condition.UNREACHED:
        return HttpResponse("The database does not answer.", status=503, content_type="text/plain")


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    is_passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not is_passed_on


PATHS: dict[str, Handler] = {
    "/health/": health,
    "/health/live/": live,
    "/health/ready/": ready,
    "/metrics/": metrics,
}
