"""Which rows need a person, and whose they are: one answer for the desk's counts and for the lists behind them.

Takes rows that the person may see (`access`) and narrows them; reads nothing by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from supervision.enums import BotState, RequestState
from supervision.models import Chat, House, Inspector, ManagementPeriod, Region, WorkOrder
from supervision.models.chat import ChatQuerySet
from supervision.models.house import HouseQuerySet
from supervision.models.management_period import ManagementPeriodQuerySet

DAYS_AHEAD = 14
MOSCOW = ZoneInfo("Europe/Moscow")


def today_of(regions: Sequence[Region]) -> date:
    """The date by which rows of these regions are judged: the region's own, or Moscow's where there are several."""
    return regions[0].today() if len(regions) == 1 else timezone.now().astimezone(MOSCOW).date()


def inspector_of(user: Any) -> Inspector | None:
    """Whom of the inspectors in office the login belongs to."""
    if not user.is_authenticated:
        return None
    return Inspector.objects.filter(user=user.pk, dismissed_on=None).select_related("region").first()


def houses_of(inspector: Inspector) -> QuerySet[Any, Any]:
    """Ids of "my houses", cheap enough for a list: no rule is reckoned anew, each part is found by an index.

    Mine is a house whose chat I own, as last seen; a house given to me by name, or whose acting company is, whether the
    messenger knows it yet or not; and a house whose chat waits for me in an open work order. What is missing are houses
    of a shared zone whose chat does not exist yet and waits for nobody: whose they are is dealt out with the chat.
    """
    houses = House.objects.filter(region=inspector.region_id).order_by()
    today = inspector.region.today()
    companies = ManagementPeriod.objects.acting(today).filter(organisation__inspector=inspector)
    orders = WorkOrder.objects.filter(closed_at=None, inspector=inspector)
    named = houses.filter(inspector=inspector).values_list("pk")
    by_company = houses.filter(inspector=None, pk__in=companies.values("house")).values_list("pk")
    ordered = Chat.objects.order_by().filter(pk__in=orders.values("chat")).values_list("house")
    if inspector.messenger_id is None:
        return named.union(by_company, ordered)
    owned = Chat.objects.order_by().filter(observed_owner_id=inspector.messenger_id, region=inspector.region_id)
    return named.union(by_company, ordered, owned.values_list("house"))


def without_company(houses: HouseQuerySet, on: date) -> HouseQuerySet:
    """Houses that should have a chat and that nobody manages on the date, not even their owners directly."""
    acting = ManagementPeriod.objects.acting(on).filter(house=OuterRef("pk"))
    return houses.in_scope().filter(~Exists(acting))


def changes_due(periods: ManagementPeriodQuerySet, on: date) -> ManagementPeriodQuerySet:
    """Management that starts after the date and within DAYS_AHEAD days."""
    return periods.filter(since__gt=on, since__lte=on + timedelta(days=DAYS_AHEAD))


# --- by name: the same words in addresses of the portal's lists and of the interface ---

SCOPES: Mapping[str, Callable[[HouseQuerySet], HouseQuerySet]] = {
    "in": lambda houses: houses.in_scope(),
    "without": lambda houses: houses.in_scope().without_chat(),
}

CHAT_STATES: Mapping[str, Callable[[ChatQuerySet, date], QuerySet[Chat]]] = {
    "created": lambda chats, on: chats.linked(),
    "not_created": lambda chats, on: chats.filter(messenger_id=None),
    "out_of_step": lambda chats, on: chats.out_of_step(),
    "due": lambda chats, on: chats.filter(request__state=RequestState.DUE),
    "waiting": lambda chats, on: chats.filter(request__state=RequestState.WAITING),
    "parked": lambda chats, on: chats.filter(request__state=RequestState.PARKED),
    "awaiting": lambda chats, on: chats.awaiting_members(),
    "by_hand": lambda chats, on: chats.filter(differs_since__isnull=False),
    "without_bot": lambda chats, on: chats.exclude(bot_state=BotState.IN_PLACE),
    "frozen": lambda chats, on: chats.exclude(frozen_reason=""),
    "with_admin": lambda chats, on: chats.with_company_admin(on),
    "without_admin": lambda chats, on: without_company_admin(chats, on),
}


def state_of(chat: Chat) -> tuple[str, str]:
    """Where the chat stands, as a name for programs and in words; reads its line in the queue."""
    if chat.frozen_reason:
        return "frozen", _("Frozen")
    request = getattr(chat, "request", None)
    if request and (chat.synced_version != chat.spec_version or request.state != RequestState.DUE):
        return request.state, request.get_state_display()
    return ("settled", _("As wished")) if chat.settled_at else ("due", _("In the queue"))


def without_company_admin(chats: ChatQuerySet, on: date) -> QuerySet[Chat]:
    """Chats that exist and in which nobody of the company acting on the date was seen as administrator."""
    return chats.linked().exclude(pk__in=chats.with_company_admin(on).order_by().values("pk"))


def excluded_but_acting(periods: ManagementPeriodQuerySet) -> ManagementPeriodQuerySet:
    """Companies taken out of the licence register that must go on until a successor starts."""
    return periods.filter(excluded_on__isnull=False, until=None)
