"""The provider ends a session: OpenID Connect Back-Channel Logout 1.0.

A server posts a signed token; whoever can make one is the provider. It comes once, and ends the sessions that came by
this session of the provider, or, where it names none, every one of this person that came by the provider; sign-ins that
wait for a code too.
"""

import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse

from supervision.actions import provider_logins
from supervision.actions.provider_logins import Identity
from supervision.signin.provider import ended, metadata, tokens
from supervision.signin.provider.calls import Calls, NotTrusted, ProviderAway

log = logging.getLogger(__name__)
REMEMBERED_SECONDS = 2 * (tokens.LOGOUT_LIVES_SECONDS + tokens.SKEW_SECONDS)


def back_channel(request: HttpRequest) -> HttpResponse:
    """200 where the sessions are ended (or there were none), 400 for a token that is not taken, 503 to come again."""
    try:
        _end(request.POST.get("logout_token", ""))
    except ProviderAway as error:
        log.warning("Keys of the identity provider could not be read: %s", error)
        return _answer(503, {"error": "temporarily_unavailable"})
    except NotTrusted as error:
        log.warning("A logout token was not taken: %s", error)
        return _answer(400, {"error": "invalid_request"})
    return _answer(200, {})


def _end(token: str) -> None:
    """Noted as taken when all is done: a token at which something failed is taken when the provider repeats it."""
    said = metadata.checked(Calls(), lambda trust: tokens.of_logout(token, trust))
    taken = f"oidc:logout:{settings.OIDC_ISSUER}:{said['jti']}"
    if cache.get(taken):
        raise tokens.BadToken("this logout token came before")
    subject, sid = str(said.get("sub") or ""), str(said.get("sid") or "")
    ended.note(subject, sid, said["iat"])
    provider_logins.end_sessions_of(Identity(settings.OIDC_ISSUER, subject), sid)
    cache.set(taken, 1, REMEMBERED_SECONDS)


def _answer(status: int, body: dict[str, str]) -> HttpResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
