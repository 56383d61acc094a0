"""Which rows need a person, what they are called and whose they are: one answer for desk, lists and interface.

Takes rows that the person may see (`access`) and narrows them; reads nothing by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.enums import BotState, HouseState, Lane, ManagementKind, RequestState, Trouble
from supervision.models import Chat, House, HouseAlias, Inspector, ManagementPeriod, MessengerCall, Region, WorkOrder
from supervision.models.chat import FEW_MEMBERS, ChatQuerySet
from supervision.models.house import HouseQuerySet
from supervision.models.management_period import ManagementPeriodQuerySet

DAYS_AHEAD = 14
RECENT = timedelta(hours=24)
MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True, slots=True)
class Worklist:
    """Rows with a name for people; called with rows that may be seen and, where it matters, with the day or instant."""

    label: Any
    narrow: Callable[..., QuerySet[Any]]

    def __call__(self, rows: QuerySet[Any], *at: date) -> QuerySet[Any]:
        return self.narrow(rows, *at)


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
HOUSE_FAULTS: Mapping[str, Worklist] = {
    "no_gis_guid": Worklist(
        gettext_lazy("Without a ГИС ЖКХ GUID"),
        lambda houses, on: houses.filter(gis_guid=None, state=HouseState.STANDING),
    ),
    "no_cadastral_number": Worklist(
        gettext_lazy("Without a cadastral number"),
        lambda houses, on: houses.filter(cadastral_number="", state=HouseState.STANDING),
    ),
    "several_guids": Worklist(gettext_lazy("Several ФИАС GUIDs"), with_several_guids),
    "duplicates": Worklist(gettext_lazy("The address of another house"), likely_duplicates),
    "direct": Worklist(gettext_lazy("Direct management"), managed_directly),
    "flats_unknown": Worklist(
        gettext_lazy("Number of flats unknown"), lambda houses, on: houses.filter(flats=None, state=HouseState.STANDING)
    ),
}

COMPANY_FAULTS: Mapping[str, Worklist] = {
    "none": Worklist(gettext_lazy("Not filled in"), lambda organisations: organisations.filter(ogrn="")),
    "wrong": Worklist(
        gettext_lazy("Fails its check digit"), lambda organisations: organisations.filter(ogrn_is_wrong=True)
    ),
}


# --- the queue ---

QUEUE: Mapping[str, Worklist] = {
    "due": Worklist(
        gettext_lazy("Due now"), lambda requests, at: requests.filter(state=RequestState.DUE, not_before__lte=at)
    ),
    "planned": Worklist(
        gettext_lazy("Planned for later"),
        lambda requests, at: requests.filter(state=RequestState.DUE, not_before__gt=at),
    ),
    "waiting": Worklist(gettext_lazy("Waiting"), lambda requests, at: requests.filter(state=RequestState.WAITING)),
    "parked": Worklist(gettext_lazy("Needs a person"), lambda requests, at: requests.filter(state=RequestState.PARKED)),
}


@dataclass(frozen=True, slots=True)
class OrderAge:
    """Work orders open for at least so long, and for less than that."""

    label: Any
    least: timedelta
    most: timedelta


ORDER_AGES: Mapping[str, OrderAge] = {
    "day": OrderAge(gettext_lazy("Less than a day"), timedelta(0), timedelta(days=1)),
    "week": OrderAge(gettext_lazy("1 to 7 days"), timedelta(days=1), timedelta(days=7)),
    "older": OrderAge(gettext_lazy("A week and longer"), timedelta(days=7), timedelta(days=36500)),
}


def orders_of_age(orders: QuerySet[WorkOrder], age: str, at: datetime) -> QuerySet[WorkOrder]:
    """Open orders that wait for so long at the instant."""
    wanted = ORDER_AGES[age]
    return orders.filter(closed_at=None, opened_at__gt=at - wanted.most, opened_at__lte=at - wanted.least)


def recent_calls(calls: QuerySet[MessengerCall], at: datetime) -> QuerySet[MessengerCall]:
    """Calls sent within RECENT before the instant."""
    return calls.filter(started_at__gt=at - RECENT, started_at__lte=at)


# --- by name: the same words in addresses of the portal's lists and of the interface ---

SCOPES: Mapping[str, Worklist] = {
    "in": Worklist(gettext_lazy("The house gets a chat"), lambda houses: houses.in_scope()),
    "without": Worklist(gettext_lazy("Gets a chat, has none yet"), lambda houses: houses.in_scope().without_chat()),
}

CHAT_STATES: Mapping[str, Worklist] = {
    "created": Worklist(gettext_lazy("Created"), lambda chats, on: chats.linked()),
    "in_scope": Worklist(gettext_lazy("Created, the house gets a chat"), lambda chats, on: of_houses_in_scope(chats)),
    "out_of_scope": Worklist(
        gettext_lazy("Created, the house gets none any more"), lambda chats, on: out_of_scope(chats)
    ),
    "not_created": Worklist(gettext_lazy("Not created yet"), lambda chats, on: chats.filter(messenger_id=None)),
    "out_of_step": Worklist(gettext_lazy("Out of step"), lambda chats, on: chats.out_of_step()),
    "due": Worklist(gettext_lazy("In the queue"), lambda chats, on: chats.queued(RequestState.DUE)),
    "held": Worklist(gettext_lazy("Change waits for an approval"), lambda chats, on: awaiting_approval(chats)),
    "waiting": Worklist(gettext_lazy("Waiting"), lambda chats, on: chats.queued(RequestState.WAITING)),
    "parked": Worklist(gettext_lazy("Needs a person"), lambda chats, on: chats.queued(RequestState.PARKED)),
    "awaiting": Worklist(gettext_lazy("Representatives have not joined"), lambda chats, on: chats.awaiting_members()),
    "restless": Worklist(gettext_lazy("The messenger changes what it is sent"), lambda chats, on: restless(chats)),
    "by_hand": Worklist(
        gettext_lazy("Changed by hand in the messenger"), lambda chats, on: chats.filter(differs_since__isnull=False)
    ),
    "without_bot": Worklist(
        gettext_lazy("The bot is shut out"), lambda chats, on: chats.exclude(bot_state=BotState.IN_PLACE)
    ),
    "few": Worklist(gettext_lazy("Created, fewer than 5 participants"), lambda chats, on: few_members(chats)),
    "frozen": Worklist(gettext_lazy("Frozen"), lambda chats, on: chats.exclude(frozen_reason="")),
    "with_admin": Worklist(
        gettext_lazy("With an administrator of the company"),
        lambda chats, on: of_houses_in_scope(chats).filter(has_company_admin=True),
    ),
    "without_admin": Worklist(
        gettext_lazy("Created, without an administrator of the company"),
        lambda chats, on: last_seen_without_admin(chats),
    ),
}


MANAGERS = {"none": Worklist(gettext_lazy("Gets a chat, nobody manages it"), without_company)}
STARTS = {"soon": Worklist(gettext_lazy("In the next 14 days"), changes_due)}
EXCLUSIONS = {"1": Worklist(gettext_lazy("Excluded but acting"), excluded_but_acting)}


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


# --- the desk: what waits for a person, in the order of a working day ---

NEEDS: Mapping[str, Worklist] = {
    "orders": Worklist(
        gettext_lazy("Open work orders"),
        lambda orders, on: orders.filter(closed_at=None).select_related("chat__house").order_by("opened_at"),
    ),
    "parked": Worklist(gettext_lazy("Need a decision"), CHAT_STATES["parked"]),
    "without_bot": Worklist(gettext_lazy("The bot is shut out"), CHAT_STATES["without_bot"]),
    "restless": Worklist(gettext_lazy("The messenger changes what it is sent"), CHAT_STATES["restless"]),
    "by_hand": Worklist(gettext_lazy("The messenger says something else"), CHAT_STATES["by_hand"]),
    "awaiting": Worklist(gettext_lazy("Representatives have not joined"), CHAT_STATES["awaiting"]),
    "changes": Worklist(
        gettext_lazy("Changes of company in the next 14 days"),
        lambda periods, on: changes_due(periods, on).select_related("house", "organisation").order_by("since"),
    ),
    "without_company": Worklist(
        gettext_lazy("Houses without a company"), lambda houses, on: without_company(houses, on).order_by("pk")
    ),
    "found": Worklist(
        gettext_lazy("Chats found and not linked"), lambda found, on: found.filter(chat=None).order_by("-found_at")
    ),
}
