"""The page of notices, newest first, and the page on which a person says what they want to be told of.

A GET changes nothing: a notice is read by a button, or by itself once what it is about is settled.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from supervision import access, local_time
from supervision.admin.lists.base import person
from supervision.models import Notice
from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace
from supervision.notices import keeping, matters, messenger_fate, paces, wishes
from supervision.notices.matters import MATTERS, Told
from supervision.notices.paces import Together

ON_A_PAGE, MOST_UNREAD = 50, 1000
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """Unread notices of a kind: their lines, or one line where there are too many."""

    kind: str
    label: str
    count: int
    is_one: bool
    url: str
    lines: list["NoticeLine"]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    number: int
    label: str
    title: str
    url: str
    at: str
    is_settled: bool


class NoticesPage(View):
    """What waits for whoever asks, and below it what was read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        own = access.notices(user).filter(is_shown=True).select_related("region")
        unread = matters.told(user, own.filter(read_at=None)[:MOST_UNREAD])
        together = paces.coalesced([one for one in unread if not one.is_settled], lambda one: one.kind)
        page = Paginator(own.filter(read_at__isnull=False), ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **admin.site.each_context(request),
            "title": _("Notices"),
            "groups": [_group(each) for each in together],
            "read": [_line(one) for one in matters.told(user, page.object_list)],
            "page": page,
        }
        return TemplateResponse(request, "admin/notices/list.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """`kind` reads one kind, `notice` one notice, neither all of them."""
        user = person(request)
        kind, number = request.POST.get("kind", ""), request.POST.get("notice", "")
        chosen: list[int] | None = None
        if kind:
            chosen = list(access.notices(user).filter(kind=kind, read_at=None).values_list("pk", flat=True))
        elif number:
            chosen = [int(number)] if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else []
        read = keeping.read(user, chosen)
        messages.info(request, ngettext("%(n)s notice is read.", "%(n)s notices are read.", read) % {"n": read})
        return redirect("notices")


class NoticeWishesPage(View):
    """By kind and way; ways that do not lead to the person are not offered, and it is said why."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        ways, wished = wishes.ways(user), wishes.of(user)
        context = {
            **admin.site.each_context(request),
            "title": _("What I am told of"),
            "ways": [{"name": way.value, "label": way.label} for way in ways],
            "kinds": [_kind(kind, ways, wished) for kind in NoticeKind],
            "no_mail": NoticeChannel.EMAIL not in ways,
            "no_messenger": NoticeChannel.MESSENGER not in ways,
            "fate": messenger_fate.of(user),
            "morning": paces.MORNING,
        }
        return TemplateResponse(request, "admin/notices/wishes.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        user, offered = person(request), [way.value for way in wishes.ways(request.user)]  # type: ignore[arg-type]
        sent = [(*name.partition(".")[::2], request.POST[name]) for name in request.POST if "." in name]
        chosen = paces.chosen([(kind, way, pace) for kind, way, pace in sent if way in offered])
        wishes.keep(user, chosen)
        messages.success(request, _("Saved: holds for the notices from now on."))
        return redirect("notice_wishes")


def _kind(kind: NoticeKind, ways: tuple[NoticeChannel, ...], wished: paces.Wishes) -> dict[str, Any]:
    return {"label": kind.label, "ways": [_way(kind, way, wished) for way in ways]}


def _way(kind: NoticeKind, way: NoticeChannel, wished: paces.Wishes) -> dict[str, Any]:
    chosen = paces.pace_of(wished, kind, way)
    return {
        "name": f"{kind.value}.{way.value}",
        "label": f"{kind.label}: {way.label}",
        "paces": [
            {"value": pace.value, "label": _pace(pace, way), "is_chosen": pace == chosen} for pace in paces.PACES[way]
        ],
    }


def _pace(pace: NoticePace, way: NoticeChannel) -> str:
    """The portal itself has no morning: it shows a notice or does not."""
    if way is NoticeChannel.PORTAL:
        return _("Shown") if pace is NoticePace.AT_ONCE else _("Not shown")
    return str(pace.label)


def _group(together: Together[Told]) -> NoticeGroup:
    lines = [] if together.is_one else [_line(one) for one in together.things]
    kind = NoticeKind(together.kind)
    return NoticeGroup(kind.value, str(kind.label), together.count, together.is_one, MATTERS[kind].all_of_them, lines)


def _line(one: Told) -> NoticeLine:
    notice: Notice = one.notice
    at = local_time.local(notice.made_at, notice.region)
    return NoticeLine(notice.pk, notice.get_kind_display(), one.title, one.url, at, one.is_settled)
