"""Tells whoever watches whether the portal works: `/health/`, 200 or 503, nothing secret in it."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from housechats import __version__

SECONDS = 2
LONGEST_WAIT = """
    SELECT coalesce(extract(epoch FROM now() - min(not_before)), 0) FROM supervision_syncrequest
    WHERE state = 'due' AND not_before <= now() AND lease_until IS NULL
"""


def health(request: HttpRequest) -> JsonResponse:
    """`version` is the portal's; `queue_seconds` is how long the longest due chat has waited. What is too long is the
    watcher's to say."""
    facts = {"version": __version__, "database": "ok", "redis": "ok", "queue_seconds": 0.0}
    try:
        with connection.cursor() as cursor:
            cursor.execute(LONGEST_WAIT)
            facts["queue_seconds"] = round(float(cursor.fetchone()[0]), 1)
    except DatabaseError:
        facts["database"] = "not reached"
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS).ping()
    except redis.RedisError:
        facts["redis"] = "not reached"
    well = facts["database"] == facts["redis"] == "ok"
    return JsonResponse(facts, status=200 if well else 503)
