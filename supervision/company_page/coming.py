"""From the link to the page: the token is given once and becomes a cookie that only the company's page gets.

Opening the link changes nothing (programs that look at mails open links); its button does. After that the token is in
no address any more. Of a link that leads nowhere the page says why in a sentence, so many times an hour.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from supervision.actions import company_links, handed_out
from supervision.models import CompanyLink

SALT = "supervision.company_page"
COOKIE, PATH, STAYS_SECONDS = "company", "/company/", 12 * 3600
HOUR = 3600
MOST_WRONG = 30  # links that lead nowhere, of one address and hour
MOST_LOOKS, MOST_PRESSES = 600, 120  # of one link and hour
# a browser sends no path to anybody, and still says to the portal whose form it sends; nothing is kept or indexed
HEADERS = {"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


class LinkPage(View):
    """`token` is that of a company's link."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        why = refusal(company_links.by_token(token))
        return _led_nowhere(request, why) if why else _door(request)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = company_links.by_token(token)
        why = refusal(link)
        if link is None or why:
            return _led_nowhere(request, why)
        company_links.note_opened(link)
        answer = redirect("company_page")
        answer.set_cookie(
            cookie_name(),
            signing.dumps(link.token_hash, salt=SALT),
            max_age=STAYS_SECONDS,
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        for name, value in HEADERS.items():
            answer.headers[name] = value
        return answer


def cookie_name() -> str:
    """The prefix is taken by browsers over TLS only; __Host- would ask for the path "/"."""
    return f"__Secure-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def come_in(request: HttpRequest) -> CompanyLink | None:
    """By which link the browser has come in; looked up anew each time, for it may be revoked since."""
    try:
        named = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=STAYS_SECONDS)
    except signing.BadSignature:
        return None
    return company_links.by_hash(named) if isinstance(named, str) else None


def refusal(link: CompanyLink | None) -> str:
    """Why a link leads nowhere; "" where it leads to the page."""
    if link is None:
        return _("There is no such link. Check that it was copied whole, or ask the inspector for a new one.")
    if link.revoked_at is not None:
        return _("This link was revoked. Ask the inspector for a new one.")
    if not link.is_open(timezone.now()):
        return _("The time of this link is over. Ask the inspector for a new one.")
    if not handed_out.may_be_kept(link):
        return _("This link was issued by somebody who may not do so any more. Ask the inspector for a new one.")
    return ""


def counted(key: str, most: int) -> bool:
    """Within an hour; False beyond `most`."""
    cache.add(key, 0, HOUR)
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two
        return True


def alone(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page with one sentence."""
    words: dict[str, Any] = {"title": _("Page of the company"), "sentence": sentence}
    return TemplateResponse(request, "company/alone.html", words, status=status, headers=HEADERS)


def enough(request: HttpRequest) -> HttpResponse:
    return alone(request, _("Too many attempts. Try again in an hour."), 429)


def _led_nowhere(request: HttpRequest, why: str) -> HttpResponse:
    """Counted by the visitor's address: whoever tries links gets no answer any more."""
    visitor = get_adapter(request).get_client_ip(request)
    return alone(request, why, 404) if counted(f"company_wrong:{visitor}", MOST_WRONG) else enough(request)


def _door(request: HttpRequest) -> HttpResponse:
    words = {"title": _("Page of the company"), "is_door": True}
    return TemplateResponse(request, "company/alone.html", words, headers=HEADERS)
