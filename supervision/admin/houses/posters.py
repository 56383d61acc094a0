"""Posters for the entrances of houses: an A4 page each, printed from the browser, for one chat or for a list of them.

Takes chats that the person may see, gives a page without the admin around it. A chat without an invite link has nothing
to show at the door: it is left out and named. Each printing is on record, hence POST.
"""

import re
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access, audit
from supervision.admin import links
from supervision.admin.lists.base import ScopedAdmin, person
from supervision.desired.chats import fill
from supervision.enums import HouseState
from supervision.models import Chat

MOST = 1000  # a browser prints so many pages at once without complaint
MOST_LEFT_OUT = 200
QUIET_ZONE = 4  # modules of white that a reader needs around the code
# letters that fit on the page: the longest text of each size
ADDRESS_SIZES = ((45, "large"), (90, "middle"), (180, "small"))
# never torn apart at the end of a line: a word, together with the abbreviation before it («пр-кт. Ленина», «д. 1/2»)
WHOLE = re.compile(r"(?:\S*\.\s+)*\S+")
TEXT_SIZES = ((330, "large"), (700, "middle"), (1300, "small"))


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on one page. `code` is the QR of the link as SVG, everything else is text."""

    address: str
    address_size: str
    text: str
    text_size: str
    body: str
    link: str
    code: SafeString

    @property
    def address_parts(self) -> list[str]:
        return WHOLE.findall(self.address)


@dataclass(frozen=True, slots=True)
class LeftOut:
    address: str
    url: str
    reason: str


class PrintsPosters(ScopedAdmin):
    """The list's action and the page of one chat. The rows are the list's own: none that the reader may not see."""

    actions: tuple[str, ...] = ("print_posters",)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.poster)
        return [path("<int:pk>/poster/", page, name="supervision_chat_poster"), *super().get_urls()]

    def poster(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        chat: Chat = self.get_object(request, str(pk))
        return sheets(request, self.get_queryset(request).filter(pk=chat.pk))

    @admin.action(description=gettext_lazy("Print posters for the entrances"))
    def print_posters(self, request: HttpRequest, queryset: QuerySet[Chat]) -> HttpResponse:
        return sheets(request, queryset)


def sheets(request: HttpRequest, chats: QuerySet[Chat]) -> HttpResponse:
    """The posters of one part of the chats, by address, and words on what is not among them."""
    part = _part(request)
    chosen = chats.order_by("region_id", "house__address_key", "pk").select_related("region", "house")
    periods = Prefetch("house__periods", access.periods(request.user).select_related("organisation"))
    has_poster = {"house__state": HouseState.STANDING}
    printable = chosen.filter(**has_poster).exclude(link="").prefetch_related(periods)
    shown = list(printable[(part - 1) * MOST : part * MOST + 1])
    more, shown = len(shown) > MOST, shown[:MOST]
    # named on the first part only: they belong to no part
    others = list(chosen.exclude(pk__in=printable.values("pk"))[: MOST_LEFT_OUT + 1]) if part == 1 else []
    others += [chat for chat in shown if not chat.link]  # one is kept that leads elsewhere
    context = {
        "posters": [poster_of(chat) for chat in shown if chat.link],
        "left_out": [left_out(chat) for chat in others[:MOST_LEFT_OUT]],
        "more_left_out": len(others) > MOST_LEFT_OUT,
        "most_left_out": MOST_LEFT_OUT,
        "first": (part - 1) * MOST + 1,
        "last": (part - 1) * MOST + len(shown),
        "most": MOST,
        "next_part": part + 1 if more else None,
        "asked": _asked(request),
        "language": settings.LANGUAGE_CODE,
        "list_url": links.list_url(Chat),
    }
    regions = {chat.region_id: chat.region for chat in shown}
    region = next(iter(regions.values())) if len(regions) == 1 else None
    houses = [chat.house_id for chat in shown]
    if houses:
        details = {"rows": len(houses), "houses": houses}
        with audit.event("posters.printed", by=person(request), region=region, details=details):
            pass  # the record is all that is written
    return TemplateResponse(request, "admin/poster.html", context)


def poster_of(chat: Chat) -> Poster:
    house, region = chat.house, chat.region
    today = region.today()
    acting = next((period for period in house.periods.all() if period.covers(today)), None)
    text = fill(region.poster_text, house, acting)
    return Poster(
        address=house.address,
        address_size=size_of(house.address, ADDRESS_SIZES),
        text=text,
        text_size=size_of(text, TEXT_SIZES),
        body=region.body_name or _("the state housing supervision of the region"),
        link=chat.link.removeprefix("https://").removeprefix("http://"),
        code=code_of(chat.link),
    )


def left_out(chat: Chat) -> LeftOut:
    if chat.house.state != HouseState.STANDING:
        reason = _("the house is demolished")
    elif chat.messenger_id is None:
        reason = _("the chat is not created yet")
    else:
        reason = _("the invite link is not known: press “Look now” on the page of the chat")
    return LeftOut(chat.house.address, links.change_url(chat), reason)


def size_of(text: str, sizes: tuple[tuple[int, str], ...]) -> str:
    return next((name for longest, name in sizes if len(text) <= longest), "tiny")


def code_of(link: str) -> SafeString:
    """Correction of level M: a scratched sheet is still read. Black on white for a printer without colours."""
    code = segno.make_qr(link, error="m", boost_error=False)
    drawn = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, svgclass="code", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308  # drawn by us: paths and numbers, no text of anybody


def _part(request: HttpRequest) -> int:
    asked = request.POST.get("part", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) < MOST else 1


def _asked(request: HttpRequest) -> list[tuple[str, Any]]:
    """The form of the list once more, for the next part."""
    apart = {"csrfmiddlewaretoken", "part"}
    return [(name, value) for name, values in request.POST.lists() if name not in apart for value in values]
