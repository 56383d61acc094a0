"""The starting page: how the regions that the user sees stand, and what is in the way. Seven queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from supervision import access
from supervision.admin.words import change_url, list_url
from supervision.enums import RequestState
from supervision.models import Chat, House, WorkOrder


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: int
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """What keeps an account from working, in the words that the portal found for it."""

    region: str
    title: str
    text: str
    url: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's callback: adds figures and banners to the starting page's context."""
    user = request.user
    regions = list(access.regions(user)[:2])
    where = str(regions[0]) if len(regions) == 1 else _("All regions that you see")
    return {
        **context,
        "title": _("Official chats of houses"),
        "where": where if regions else _("You see no region yet. Ask the administrator of the portal for a role."),
        "figures": _figures(user) if regions else [],
        "banners": _banners(user),
    }


def _figures(user: Any) -> list[Figure]:
    houses = access.houses(user)
    chats = (
        access.chats(user)
        .order_by()
        .aggregate(
            created=Count("pk", filter=Q(messenger_id__isnull=False)),
            out_of_step=Count("pk", filter=~Q(synced_version=F("spec_version"))),
        )
    )
    states = dict(access.requests(user).order_by().values_list("state").annotate(Count("pk")))
    orders = access.work_orders(user).filter(closed_at=None).count()
    waiting, parked = states.get(RequestState.WAITING, 0), states.get(RequestState.PARKED, 0)
    return [
        Figure(_("Houses"), houses.count(), list_url(House)),
        Figure(_("Get an official chat"), houses.in_scope().count(), list_url(House, scope="in")),
        Figure(_("Chats created"), chats["created"], list_url(Chat, state="created"), "good"),
        Figure(_("Out of step"), chats["out_of_step"], list_url(Chat, state="out_of_step"), _if(chats, "out_of_step")),
        Figure(_("Chats waiting"), waiting, list_url(Chat, state="waiting"), "warn" if waiting else ""),
        Figure(_("Need a person"), parked, list_url(Chat, state="parked"), "bad" if parked else ""),
        Figure(_("Open work orders"), orders, list_url(WorkOrder, open="1"), "warn" if orders else ""),
    ]


def _if(counts: dict[str, int], name: str) -> str:
    return "note" if counts[name] else ""


def _banners(user: Any) -> list[Banner]:
    troubled = access.accounts(user).exclude(trouble="", held_reason="", is_enabled=True).select_related("region")
    found = []
    for account in troubled.order_by("pk"):
        region, url = str(account.region), change_url(account)
        if account.trouble:
            found.append(Banner(region, _("The messenger refuses the region's bot"), account.trouble, url))
        if account.held_reason:
            found.append(Banner(region, _("Changes wait for an approval"), account.held_reason, url))
        if not account.is_enabled:
            found.append(Banner(region, _("Pushing is switched off"), _("No chat of the region is changed."), url))
    return found
