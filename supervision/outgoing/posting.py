"""One post to one address: what goes out, and what came of it. Knows no table; raises nothing for what others do.

The connection goes to the very address that was checked; TLS and Host use the name. No redirect is followed, no proxy
of the environment is asked, and after SECONDS in all it is over, however slowly the other side drips its answer.
"""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus

import anyio
import anyio.to_thread
import certifi
import httpx
from django.utils.translation import gettext as _

from supervision.outgoing import destinations
from supervision.outgoing.destinations import BadAddress, Destination

SECONDS = 10.0
AGENT = "housechats-webhooks/1"
LONGEST_ERROR = 300  # letters: WebhookDelivery.last_error


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """`status` is None where nobody answered; `error` says why in words, "" where it was taken."""

    status: int | None
    error: str = ""
    retry_after: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver never wants anything again (Standard Webhooks)."""
        return self.status == HTTPStatus.GONE


async def post(url: str, body: bytes, headers: dict[str, str]) -> PostAnswer:
    """Resolves, checks and posts within SECONDS."""
    try:
        with anyio.fail_after(SECONDS):
            target = await anyio.to_thread.run_sync(destinations.resolve, url, abandon_on_cancel=True)
            return await send(target, body, headers, tls=public_roots())
    except BadAddress as error:
        return PostAnswer(None, error.message)
    except (TimeoutError, httpx.TimeoutException):
        return PostAnswer(None, _("No answer within %(seconds)s s.") % {"seconds": int(SECONDS)})
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return PostAnswer(None, _("No connection: %(why)s") % {"why": error or type(error).__name__})


async def send(target: Destination, body: bytes, headers: dict[str, str], *, tls: ssl.SSLContext) -> PostAnswer:
    """Raises httpx.HTTPError. A client for this post only: a kept connection to an address would carry other names."""
    sent = {**headers, "Host": target.host, "Content-Type": "application/json", "User-Agent": AGENT}
    async with httpx.AsyncClient(verify=tls, trust_env=False, follow_redirects=False, timeout=SECONDS) as client:
        extensions = {"sni_hostname": target.name}
        async with client.stream("POST", target.url, content=body, headers=sent, extensions=extensions) as response:
            return answer(response.status_code, response.headers.get("Retry-After", ""))  # its body says nothing to us


def answer(status: int, retry_after: str) -> PostAnswer:
    if 200 <= status < 300:
        return PostAnswer(status)
    if 300 <= status < 400:
        return PostAnswer(status, _("It redirects; redirects are not followed. Write the address that it leads to."))
    return PostAnswer(status, _("It answered %(status)s.") % {"status": status}, _wait(status, retry_after))


def _wait(status: int, retry_after: str) -> timedelta | None:
    """How long a busy receiver asks to be left alone: seconds or a date (RFC 9110, 10.2.3); never more than a day."""
    if status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE) or not retry_after:
        return None
    try:
        if retry_after.isdecimal():
            asked = timedelta(seconds=min(int(retry_after), 10**6))
        else:
            moment = parsedate_to_datetime(retry_after)
            asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    except (ValueError, OverflowError):
        return None
    return max(timedelta(0), min(asked, timedelta(days=1)))


@lru_cache(maxsize=1)
def public_roots() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())
