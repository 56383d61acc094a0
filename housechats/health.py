"""Tells whoever watches whether the portal works: `/health/`, 200 or 503, nothing secret in it.

Answered before sessions and logins are looked at; each part has `SECONDS` to answer.
"""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

from housechats import __version__

PATH = "/health/"
SECONDS = 2
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
        return health(request) if request.path == PATH else self.get_response(request)


def health(request: HttpRequest) -> JsonResponse:
    """`version` is the portal's; `queue_seconds` is how long the longest due chat has waited. What is too long is the
    watcher's to say."""
    facts: dict[str, str | float] = {"version": __version__, "database": "ok", "redis": "ok", "queue_seconds": 0.0}
    try:
        facts["queue_seconds"] = _longest_wait()
    except DatabaseError:
        facts["database"] = "not reached"
    try:
        with _redis() as client:
            client.ping()
    except redis.RedisError:
        facts["redis"] = "not reached"
    well = facts["database"] == facts["redis"] == "ok"
    return JsonResponse(facts, status=200 if well else 503)


def _longest_wait() -> float:
    """The settings bound the connecting (env.database), this bounds the asking."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
        cursor.execute(LONGEST_WAIT)
        return round(float(cursor.fetchone()[0]), 1)


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=SECONDS,
        socket_connect_timeout=SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
