"""The first page: what needs the person who looks at it, how the regions stand, and what is in the way.

An inspector starts on the own houses; `?all=1` shows the whole region.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from supervision import access, worklists
from supervision.admin.desk import desk_of_roles
from supervision.admin.links import change_url, list_url
from supervision.admin.lists import sparklines
from supervision.admin.lists.base import person
from supervision.admin.regions.set_up_page import TITLES as SET_UP_TITLES
from supervision.enums import SetUpWord, Trouble
from supervision.models import (
    Chat,
    FoundChat,
    House,
    Inspector,
    ManagementPeriod,
    MessengerAccount,
    SyncRequest,
    WorkOrder,
)
from supervision.models.region_days import RegionDays
from supervision.reconcile.accounts import has_bot
from supervision.reports import awaited, desk, queue, set_up
from supervision.worklists.set_up import steps_of, unfinished


@dataclass(frozen=True, slots=True)
class NeedKind:
    """How a kind of need (`worklists.NEEDS`) is shown: its list with the filters that narrow to it, words of a row."""

    model: type[Model]
    narrowed: dict[str, str]
    tone: str
    about: Callable[[Any], str]
    has_mine: bool = True


def _difference(chat: Chat) -> str:
    return ", ".join(str(found.get("what", "")) for found in chat.differences)


def _start(period: ManagementPeriod) -> str:
    return f"{period.since:%d.%m.%Y}: {period.organisation or period.get_kind_display()}"


KINDS = {
    "orders": NeedKind(WorkOrder, {"open": "1"}, "warn", lambda order: order.get_kind_display()),
    "parked": NeedKind(Chat, {"state": "parked"}, "bad", worklists.reason_of),
    "without_bot": NeedKind(
        Chat,
        {"state": "without_bot"},
        "bad",
        lambda chat: chat.get_bot_state_display(),
    ),
    "restless": NeedKind(Chat, {"state": "restless"}, "bad", worklists.reason_of),
    "by_hand": NeedKind(Chat, {"state": "by_hand"}, "warn", _difference),
    "awaiting": NeedKind(Chat, {"state": "awaiting"}, "warn", lambda chat: chat.link),
    "changes": NeedKind(ManagementPeriod, {"start": "soon"}, "note", _start),
    "without_company": NeedKind(
        House,
        {"manager": "none"},
        "warn",
        lambda house: house.get_kind_display(),
    ),
    "found": NeedKind(FoundChat, {}, "warn", lambda chat: chat.remark, has_mine=False),
}
FIGURES: dict[str, tuple[Any, type[Model], dict[str, str]]] = {
    "in_scope": (gettext_lazy("Houses that get a chat"), House, {"scope": "in"}),
    "with_chat": (gettext_lazy("Chats created"), Chat, {"state": "in_scope"}),
    "with_company_admin": (gettext_lazy("Chats with an administrator of the company"), Chat, {"state": "with_admin"}),
    "out_of_step": (gettext_lazy("Out of step"), Chat, {"state": "out_of_step"}),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A need as the page shows it. `rows` are (address of the page, title, what is the matter)."""

    label: str
    value: int
    url: str
    tone: str
    rows: list[tuple[str, str, str]]
    is_more: bool = False

    @property
    def in_words(self) -> str:
        """`value` with its thousands apart."""
        return number_format(self.value, force_grouping=True)


@dataclass(frozen=True, slots=True)
class FigureCard:
    label: str
    value: int
    url: str
    line: SafeString
    as_of: Any = None


@dataclass(frozen=True, slots=True)
class Banner:
    """What keeps an account from working, in the words that the portal found for it."""

    region: str
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SetUpBanner:
    """What is missing before chats can be kept, and where that is mended."""

    title: str
    missing: list[str]
    url: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's callback: adds the desk to the starting page's context."""
    user = request.user
    regions = list(access.regions(user))
    if not regions:
        nothing = _("You see no region yet. Ask the administrator of the portal for a role.")
        return {**context, "title": _("Desk"), "where": nothing}
    today, me = RegionDays.of(regions), worklists.inspector_of(user)
    mine = me if me and "all" not in request.GET else None
    accounts = list(access.accounts(user).select_related("region__bot_token").order_by("pk"))
    waiting = queue.queue_state(user, accounts)
    return {
        **context,
        "title": _("Desk"),
        "where": str(regions[0]) if len(regions) == 1 else _("All regions that you see"),
        "me": me,
        "mine": mine,
        "my_houses": list_url(House, mine="1"),
        "cards": [_card(need, mine, request) for need in desk.needs(user, today, mine)],
        "figures": [_figure(figure) for figure in desk.figures(user, today)],
        "presence": desk_of_roles.presence(me),
        "approvals": desk_of_roles.approvals(request, accounts),
        "blocks": desk_of_roles.blocks(request, today),
        "queue": waiting,
        "queue_said": _queue_in_words(waiting),
        "queue_url": list_url(SyncRequest, queue="due"),
        "banners": [banner for account in accounts for banner in _banners(account)],
        "set_up": _set_up(request, accounts),
        "awaited": _awaited(request),
    }


def _card(need: desk.Need, mine: Inspector | None, request: HttpRequest) -> Card:
    kind = KINDS[need.kind]
    narrowed = {**kind.narrowed, **({"mine": "1"} if mine and kind.has_mine else {})}
    shown = (access.discreet(request.user, row) for row in need.rows)
    rows = [(_page(row), _title(row), kind.about(row)) for row in shown]
    tone = kind.tone if need.count else ""
    return Card(
        str(worklists.NEEDS[need.kind].label), need.count, list_url(kind.model, **narrowed), tone, rows, need.is_more
    )


def _page(row: Any) -> str:
    """Of a planned change, the house's page says more than its own."""
    return change_url(row.house if isinstance(row, ManagementPeriod) else row)


def _title(row: Any) -> str:
    if isinstance(row, WorkOrder):
        return str(row.chat.house)
    return str(row.house if isinstance(row, ManagementPeriod) else row)


def _figure(figure: desk.DeskFigure) -> FigureCard:
    label, model, narrowed = FIGURES[figure.name]
    return FigureCard(
        str(label), figure.value, list_url(model, **narrowed), sparklines.drawn(figure.line), figure.as_of
    )


def _queue_in_words(waiting: queue.QueueState) -> tuple[str, str]:
    """How many chats are in the queue, how many of them a limit holds, and how long the others take; "" where nothing
    moves."""
    if waiting.is_empty:
        return _("The queue is empty: whatever can be done now is done."), ""
    due = ngettext("%(n)s chat is in the queue.", "%(n)s chats are in the queue.", waiting.due) % {"n": waiting.due}
    if waiting.held:
        held = ngettext("%(n)s of them waits for an approval.", "%(n)s of them wait for an approval.", waiting.held)
        due = f"{due} {held % {'n': waiting.held}}"
    lasts = ngettext(
        "At the rate that the messenger allows it is empty in about %(n)s minute.",
        "At the rate that the messenger allows it is empty in about %(n)s minutes.",
        waiting.minutes,
    )
    return due, lasts % {"n": waiting.minutes} if waiting.minutes else ""


def _set_up(request: HttpRequest, accounts: list[MessengerAccount]) -> SetUpBanner | None:
    """What is missing in a region that the person manages; of many regions only which have no bot."""
    mine = [account for account in accounts if access.can_manage(request.user, account.region)]
    if len(mine) != 1:
        botless = [str(account.region) for account in mine if not has_bot(account.region)]
        return SetUpBanner(_("Regions without a bot"), botless, reverse("set_up")) if botless else None
    account = mine[0]
    if set_up.said(account.region) >= set(SetUpWord.values) and has_bot(account.region):
        return None
    left = unfinished(steps_of(set_up.facts_of(account, has_bot=has_bot(account.region))))
    names = [str(SET_UP_TITLES[step.name]) for step in left]
    return (
        SetUpBanner(_("The region is not set up yet"), names, reverse("set_up_region", args=[account.pk]))
        if names
        else None
    )


def _awaited(request: HttpRequest) -> str:
    """How many names and answers wait for a confirmation; "" for none."""
    waiting = awaited.count(person(request))
    words = ngettext(
        "%(n)s name or account waits for a confirmation.", "%(n)s names or accounts wait for a confirmation.", waiting
    )
    return words % {"n": waiting} if waiting else ""


def _banners(account: MessengerAccount) -> list[Banner]:
    region, url, found = str(account.region), change_url(account), []
    if account.trouble:
        is_refused = account.trouble_kind in (Trouble.NONE, Trouble.TOKEN)
        title = _("The messenger refuses the region's bot") if is_refused else _("Many chats are in trouble at once")
        found.append(Banner(region, title, account.trouble, url))
    if account.held_reason:
        found.append(Banner(region, _("Changes wait for an approval"), account.held_reason, url))
    if not account.is_enabled:
        found.append(Banner(region, _("Pushing is switched off"), _("No chat of the region is changed."), url))
    return found
