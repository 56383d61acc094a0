"""Which rows need a person, and whose they are: one answer for the desk's counts and for the lists behind them.

Takes rows that the person may see (`access`) and narrows them; reads nothing by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from supervision.enums import BotState, HouseState, Lane, ManagementKind, RequestState, Trouble
from supervision.models import Chat, House, HouseAlias, Inspector, ManagementPeriod, MessengerCall, Region, WorkOrder
from supervision.models.chat import FEW_MEMBERS, ChatQuerySet
from supervision.models.house import HouseQuerySet
from supervision.models.management_period import ManagementPeriodQuerySet
from supervision.models.organisation import OrganisationQuerySet

DAYS_AHEAD = 14
RECENT = timedelta(hours=24)
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


def of_standing_houses(periods: ManagementPeriodQuerySet) -> ManagementPeriodQuerySet:
    """Without demolished houses, of which nobody manages anything: their last period may never have been ended."""
    return periods.filter(house__state=HouseState.STANDING)


def excluded_but_acting(periods: ManagementPeriodQuerySet, on: date) -> ManagementPeriodQuerySet:
    """Companies that the licence register has excluded by the date and that go on until a successor starts."""
    return of_standing_houses(periods).filter(excluded_on__lte=on, until=None)


# --- chats ---


def of_houses_in_scope(chats: ChatQuerySet) -> ChatQuerySet:
    """Created chats of houses that get one by the policy of today: all but the few of those that get none."""
    return chats.linked().filter(~Exists(_houses_out_of_scope()))


def out_of_scope(chats: ChatQuerySet) -> ChatQuerySet:
    """Created chats of houses that get none any more: demolished, or left out by a later policy."""
    return chats.linked().filter(Exists(_houses_out_of_scope()))


def _houses_out_of_scope() -> QuerySet[House]:
    """The house's region is the chat's: said, so that PostgreSQL reads the houses of one region."""
    return House.objects.out_of_scope().filter(pk=OuterRef("house"), region=OuterRef("region"))


def without_company_admin(chats: ChatQuerySet, on: date) -> ChatQuerySet:
    """Created chats in which no representative of the company that acts on the date was seen as administrator.

    Of houses in scope: in the chat of a demolished house nobody of a company is to be administrator.
    """
    with_admin = Chat.objects.with_company_admin(on)
    return of_houses_in_scope(chats).exclude(pk__in=with_admin.order_by().values("pk"))


def last_seen_without_admin(chats: ChatQuerySet) -> ChatQuerySet:
    """The same as it was when each chat was last looked at: quick among a million, and on the first day of a new
    company behind by as long as the worker needs to look."""
    return of_houses_in_scope(chats).filter(has_company_admin=False)


def few_members(chats: ChatQuerySet) -> ChatQuerySet:
    """Created chats with fewer than FEW_MEMBERS participants; where nobody has counted, nothing is said."""
    return chats.linked().filter(participants_count__lt=FEW_MEMBERS)


def of_company(chats: ChatQuerySet, organisation: int, on: date) -> ChatQuerySet:
    """Chats of the houses that the company (its id) manages on the date."""
    periods = ManagementPeriod.objects.acting(on).filter(organisation=organisation)
    return chats.filter(house__in=periods.values("house"))


def _owner_seen() -> QuerySet[Inspector]:
    return Inspector.objects.filter(region=OuterRef("region"), messenger_id=OuterRef("observed_owner_id"))


def orphans(chats: ChatQuerySet) -> ChatQuerySet:
    """Created chats whose owner, as seen, is no inspector of the region."""
    return chats.linked().filter(~Exists(_owner_seen()), observed_owner_id__isnull=False)


def owner_unseen(chats: ChatQuerySet) -> ChatQuerySet:
    return chats.linked().filter(observed_owner_id=None)


def owned_by_who_left(chats: ChatQuerySet, on: date) -> ChatQuerySet:
    """Created chats whose owner, as seen, is dismissed on the date or has a login that is closed."""
    left = _owner_seen().filter(Q(dismissed_on__lte=on) | Q(user__is_active=False))
    return chats.linked().filter(Exists(left))


# --- the register ---


def likely_duplicates(houses: HouseQuerySet, on: date) -> HouseQuerySet:
    """Houses in use that have the address of another one of their region."""
    same = House.objects.filter(region=OuterRef("region"), address_key=OuterRef("address_key")).exclude(
        pk=OuterRef("pk")
    )
    twin = Exists(same.filter(state=HouseState.STANDING))
    return houses.filter(twin, state=HouseState.STANDING).exclude(address_key="")


def managed_directly(houses: HouseQuerySet, on: date) -> HouseQuerySet:
    acting = ManagementPeriod.objects.acting(on).filter(house=OuterRef("pk"), kind=ManagementKind.DIRECT)
    return houses.filter(Exists(acting), state=HouseState.STANDING)


def with_several_guids(houses: HouseQuerySet, on: date) -> HouseQuerySet:
    return houses.filter(Exists(HouseAlias.objects.filter(house=OuterRef("pk"))), state=HouseState.STANDING)


# what is missing or doubtful in the register of a house in use; the date is that of the companies
HOUSE_FAULTS: dict[str, Callable[[HouseQuerySet, date], HouseQuerySet]] = {
    "no_gis_guid": lambda houses, on: houses.filter(gis_guid=None, state=HouseState.STANDING),
    "no_cadastral_number": lambda houses, on: houses.filter(cadastral_number="", state=HouseState.STANDING),
    "several_guids": with_several_guids,
    "duplicates": likely_duplicates,
    "direct": managed_directly,
    "flats_unknown": lambda houses, on: houses.filter(flats=None, state=HouseState.STANDING),
}

COMPANY_FAULTS: dict[str, Callable[[OrganisationQuerySet], OrganisationQuerySet]] = {
    "none": lambda organisations: organisations.filter(ogrn=""),
    "wrong": lambda organisations: organisations.filter(ogrn_is_wrong=True),
}


# --- the queue ---

QUEUE: dict[str, Callable[[Any, datetime], QuerySet[Any]]] = {
    "due": lambda requests, at: requests.filter(state=RequestState.DUE, not_before__lte=at),
    "planned": lambda requests, at: requests.filter(state=RequestState.DUE, not_before__gt=at),
    "waiting": lambda requests, at: requests.filter(state=RequestState.WAITING),
    "parked": lambda requests, at: requests.filter(state=RequestState.PARKED),
}
# open work orders by age: at least, less than
ORDER_AGES: dict[str, tuple[timedelta, timedelta]] = {
    "day": (timedelta(0), timedelta(days=1)),
    "week": (timedelta(days=1), timedelta(days=7)),
    "older": (timedelta(days=7), timedelta(days=36500)),
}


def orders_of_age(orders: QuerySet[WorkOrder], age: str, at: datetime) -> QuerySet[WorkOrder]:
    """Open orders that wait for so long at the instant."""
    least, most = ORDER_AGES[age]
    return orders.filter(closed_at=None, opened_at__gt=at - most, opened_at__lte=at - least)


def recent_calls(calls: QuerySet[MessengerCall], at: datetime) -> QuerySet[MessengerCall]:
    """Calls sent within RECENT before the instant."""
    return calls.filter(started_at__gt=at - RECENT, started_at__lte=at)


# --- by name: the same words in addresses of the portal's lists and of the interface ---

SCOPES: Mapping[str, Callable[[HouseQuerySet], HouseQuerySet]] = {
    "in": lambda houses: houses.in_scope(),
    "without": lambda houses: houses.in_scope().without_chat(),
}

CHAT_STATES: Mapping[str, Callable[[ChatQuerySet, date], QuerySet[Chat]]] = {
    "created": lambda chats, on: chats.linked(),
    "in_scope": lambda chats, on: of_houses_in_scope(chats),
    "out_of_scope": lambda chats, on: out_of_scope(chats),
    "not_created": lambda chats, on: chats.filter(messenger_id=None),
    "out_of_step": lambda chats, on: chats.out_of_step(),
    "due": lambda chats, on: chats.queued(RequestState.DUE),
    "held": lambda chats, on: awaiting_approval(chats),
    "waiting": lambda chats, on: chats.queued(RequestState.WAITING),
    "parked": lambda chats, on: chats.queued(RequestState.PARKED),
    "awaiting": lambda chats, on: chats.awaiting_members(),
    "restless": lambda chats, on: restless(chats),
    "by_hand": lambda chats, on: chats.filter(differs_since__isnull=False),
    "without_bot": lambda chats, on: chats.exclude(bot_state=BotState.IN_PLACE),
    "few": lambda chats, on: few_members(chats),
    "frozen": lambda chats, on: chats.exclude(frozen_reason=""),
    "with_admin": lambda chats, on: of_houses_in_scope(chats).filter(has_company_admin=True),
    "without_admin": lambda chats, on: last_seen_without_admin(chats),
}


def restless(chats: ChatQuerySet) -> QuerySet[Chat]:
    """Chats of which a look showed something else than what they had just been told."""
    return chats.filter(request__trouble=Trouble.RESTLESS, request__region=F("region"))


def awaiting_approval(chats: ChatQuerySet) -> QuerySet[Chat]:
    """Those that the limit of a region counts: existing chats due to change that nobody approved."""
    due = Q(request__lane=Lane.CHANGE, request__is_approved=False, request__not_before__lte=timezone.now())
    return chats.linked().filter(due, request__region=F("region"), frozen_reason="")


def state_of(chat: Chat) -> tuple[str, str]:
    """Where the chat stands, as a name for programs and in words; reads its line in the queue."""
    if chat.frozen_reason:
        return "frozen", _("Frozen")
    request = getattr(chat, "request", None)
    if request and (chat.synced_version != chat.spec_version or request.state != RequestState.DUE):
        return request.state, request.get_state_display()
    return ("settled", _("As wished")) if chat.settled_at else ("due", _("In the queue"))
