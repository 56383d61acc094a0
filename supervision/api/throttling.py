"""How much a program may ask in a minute; counted in Redis, for all web processes together.

A minute's count is raised and read in one step (INCR), so that many requests at once are not taken for one.
"""

import logging
import time

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)

SECONDS = 60
PER_PERSON = 300  # requests of a person's session; a page of documentation asks a few


class PerProgram(BaseThrottle):
    """`requests_per_minute` of the program, PER_PERSON for a person. What is left stands in the RateLimit headers."""

    def allow_request(self, request: Request, view: object) -> bool:
        program = getattr(request._request, "program", None)
        if program is not None:
            return self._allow(request._request, f"program:{program.client_id}", program.requests_per_minute)
        if request.user.is_authenticated:
            return self._allow(request._request, f"person:{request.user.pk}", PER_PERSON)
        return True  # is refused anyway

    def _allow(self, request: HttpRequest, who: str, most: int) -> bool:
        self.pause = wait(request, who, most)
        return self.pause == 0

    def wait(self) -> int:
        return self.pause


def wait(request: HttpRequest, who: str, most: int) -> int:
    """Counts this request of `who`; 0 if it is within `most` a minute, else the seconds until the next minute.

    What is left is noted on the request, for the headers of the answer.
    """
    minute, passed = divmod(int(time.time()), SECONDS)
    left = SECONDS - passed
    try:
        key = f"api:{who}:{minute}"
        cache.add(key, 0, timeout=2 * SECONDS)
        count = cache.incr(key)
    except (RedisError, ValueError):  # the count is lost: a limit is no reason to answer nobody
        logger.warning("requests to the interface are not counted: the cache does not answer", exc_info=True)
        return 0
    request.rate = (most, max(most - count, 0), left)  # type: ignore[attr-defined]
    return left if count > most else 0


def headers(request: HttpRequest) -> dict[str, str]:
    """RateLimit and its policy (draft-ietf-httpapi-ratelimit-headers-10), for a request that was counted."""
    rate = getattr(request, "rate", None)
    if rate is None:
        return {}
    most, remaining, seconds = rate
    return {
        "RateLimit-Policy": f'"minute";q={most};w={SECONDS}',
        "RateLimit": f'"minute";r={remaining};t={seconds}',
    }
