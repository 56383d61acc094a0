"""How much may be asked in a minute: by a program, by a person, and from one address by whoever is nobody yet.

Counted in Redis, for all web processes together; a minute's count is raised and read in one step (INCR), so that many
requests at once are not taken for one. Beyond the limit: Problem 429 with Retry-After.
"""

import logging
import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from supervision.api.problems import Problem
from supervision.models import ApiClient

logger = logging.getLogger(__name__)

SECONDS = 60
PER_PERSON = 300  # requests of a person's session; a page of documentation asks a few
V6_NETWORK = 64  # bits: whoever has one address of version 6 has all of such a network


def count_program(request: HttpRequest, program: ApiClient) -> None:
    _count(request, f"program:{program.client_id}", program.requests_per_minute)


def count_token(request: HttpRequest, program: ApiClient) -> None:
    """A token that a program gets. Counted apart: a program at its limit may still renew its token."""
    _count(request, f"token:{program.client_id}", program.requests_per_minute)


def count_person(request: HttpRequest, number: int) -> None:
    _count(request, f"person:{number}", PER_PERSON)


def count_unproven(request: HttpRequest) -> None:
    """A request that proved nothing: no token, a wrong one, a wrong secret.

    Only such requests are counted, and a proof that is right is never held up by the count: who proves nothing shuts no
    program out, not even one behind the same address.
    """
    _count(request, f"address:{address_of(request)}", settings.API_UNPROVEN_PER_MINUTE)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, past the proxies (TRUSTED_PROXIES), as signing in counts it."""
    try:
        found = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):  # fewer hops than there are proxies: it came past them
        return str(request.META.get("REMOTE_ADDR", ""))
    return str(found) if found.version == 4 else str(ip_network((found, V6_NETWORK), strict=False))


def _count(request: HttpRequest, who: str, most: int) -> None:
    pause = wait(request, who, most)
    if pause:
        words = _("The minute's requests are used up. Ask again in %(n)s s.") % {"n": pause}
        raise Problem(429, "too-many-requests", words, headers={"Retry-After": str(pause)})


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
    except (RedisError, ValueError) as error:  # the count is lost: a limit is no reason to answer nobody
        logger.warning(
            "requests to the interface are not counted, for the cache does not answer: %s", type(error).__name__
        )
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
