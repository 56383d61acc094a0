"""Chats: which are as they should be, and which wait, for whom and for what."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.enums import BotState, ChatState, Lane, RequestState, Trouble
from supervision.models import Chat, House, Inspector, ManagementPeriod, MessengerAccount, Region
from supervision.models.chat import FEW_MEMBERS, ChatQuerySet
from supervision.models.region_days import Day, judged
from supervision.worklists.chat_states import ChatFacts, Queued, standing_of, words_of
from supervision.worklists.worklist import Worklist


def of_houses_in_scope(chats: ChatQuerySet) -> ChatQuerySet:
    """Created chats of houses that get one by the policy of today: all but the few of those that get none."""
    return chats.linked().filter(~Exists(_houses_out_of_scope()))


def out_of_scope(chats: ChatQuerySet) -> ChatQuerySet:
    """Created chats of houses that get none any more: demolished, or left out by a later policy."""
    return chats.linked().filter(Exists(_houses_out_of_scope()))


def _houses_out_of_scope() -> QuerySet[House]:
    """The house's region is the chat's: said, so that PostgreSQL reads the houses of one region."""
    return House.objects.out_of_scope().filter(pk=OuterRef("house"), region=OuterRef("region"))


def without_company_admin(chats: ChatQuerySet, on: Day) -> ChatQuerySet:
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
    """Created chats of houses in scope with fewer than FEW_MEMBERS participants; where nobody has counted, nothing is
    said."""
    return of_houses_in_scope(chats).filter(participants_count__lt=FEW_MEMBERS)


def with_acting_company(chats: QuerySet[Chat], on: Day) -> QuerySet[Chat]:
    """The rows with `acting_name` and `acting_inn` of the company that manages the house on the date."""
    acting = ManagementPeriod.objects.acting_at(on, house="house")
    names = {"acting_name": "organisation__name", "acting_inn": "organisation__inn"}
    return chats.annotate(**{name: Subquery(acting.values(path)[:1]) for name, path in names.items()})


def of_company(chats: ChatQuerySet, organisation: int, on: Day) -> ChatQuerySet:
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


def owned_by_who_left(chats: ChatQuerySet, on: Day) -> ChatQuerySet:
    """Created chats whose owner, as seen, is dismissed on the date or has a login that is closed."""
    left = _owner_seen().filter(judged(on, lambda day: Q(dismissed_on__lte=day), "region") | Q(user__is_active=False))
    return chats.linked().filter(Exists(left))


def restless(chats: ChatQuerySet) -> QuerySet[Chat]:
    """Chats of which a look showed something else than what they had just been told."""
    return chats.filter(request__trouble=Trouble.RESTLESS, request__region=F("region"))


def facts_of(chat: Chat) -> ChatFacts:
    """Reads the chat's line in the queue and its region's account; lists select both with the row."""
    account = getattr(chat.region, "account", None)
    request = getattr(chat, "request", None)
    return ChatFacts(
        exists=chat.messenger_id is not None,
        is_frozen=bool(chat.frozen_reason),
        bot=BotState(chat.bot_state),
        differs=chat.differs_since is not None,
        in_step=chat.synced_version == chat.spec_version,
        was_settled=chat.settled_at is not None,
        may_act=account is not None and account.is_enabled and not account.trouble,
        is_held=account is not None and bool(account.held_reason),
        queued=request
        and Queued(
            RequestState(request.state),
            Lane(request.lane),
            request.not_before,
            request.attempts,
            request.is_approved,
        ),
    )


def state_of(chat: Chat) -> tuple[str, str]:
    """Where the chat stands now, as a name for programs and in words; a day is that of the chat's region."""
    found = standing_of(facts_of(chat), timezone.now())
    request = getattr(chat, "request", None)
    day = request.not_before.astimezone(ZoneInfo(chat.region.time_zone)).date() if request else None
    return found.value, words_of(found, day)


def reason_of(chat: Chat) -> str:
    """Why it stands so, in the words that the portal found; "" where the state says it all."""
    request = getattr(chat, "request", None)
    if known := chat.frozen_reason or (str(request.reason) if request else ""):
        return known
    found = standing_of(facts_of(chat), timezone.now())
    account = getattr(chat.region, "account", None)
    if found is ChatState.HELD and account:
        return str(account.held_reason)
    if found is ChatState.NOBODY:
        return _why_nobody(chat, account)
    return ""


def _why_nobody(chat: Chat, account: MessengerAccount | None) -> str:
    if chat.bot_state != BotState.IN_PLACE:
        return str(chat.get_bot_state_display())
    if account is None:
        return _("The region has no bot.")
    return account.trouble or _("Pushing is switched off")


def of_state(chats: ChatQuerySet, state: ChatState) -> QuerySet[Chat]:
    """The rows of which `state_of` says so: an index finds those that may be, the rules decide."""
    rules = _rules()
    likely = {wanted: rule for rule, wanted in rules}.get(state, Q())
    if state is ChatState.NOBODY:
        acting = MessengerAccount.objects.filter(is_enabled=True, trouble="")
        silent = list(Region.objects.exclude(pk__in=acting.values("pk")).values_list("pk", flat=True))
        likely = _shut_out() | Q(region__in=silent)
    cases = Case(*(When(rule, then=Value(each.value)) for rule, each in rules), default=Value(ChatState.SETTLED.value))
    return chats.filter(likely).annotate(stands=cases).filter(stands=state.value)


def _rules() -> list[tuple[Q, ChatState]]:
    """The rules of `standing_of` as conditions. The request's region is the chat's: said for PostgreSQL's sake."""
    now = timezone.now()
    queued = Q(request__region=F("region"))
    in_step, later = Q(synced_version=F("spec_version")), Q(request__not_before__gt=now)
    planned = queued & in_step & later & Q(request__attempts=0, request__is_approved=False)
    due = queued & ~Q(request__lane=Lane.SWEEP) & (Q(request__not_before__lte=now) | Q(request__attempts__gt=0))
    work = ~in_step | Q(settled_at=None) | due
    works = Q(region__account__is_enabled=True, region__account__trouble="")
    held = Q(request__lane=Lane.CHANGE, request__is_approved=False, request__not_before__lte=now) & queued
    held &= Q(messenger_id__isnull=False, region__account__held_reason__gt="")
    return [
        (~Q(frozen_reason=""), ChatState.FROZEN),
        (queued & Q(request__state=RequestState.PARKED), ChatState.PARKED),
        (_shut_out(), ChatState.NOBODY),
        (queued & Q(request__state=RequestState.ORDERED), ChatState.ORDERED),
        (queued & Q(request__state=RequestState.WAITING), ChatState.WAITING),
        (Q(differs_since__isnull=False), ChatState.BY_HAND),
        (planned, ChatState.PLANNED),
        (work & works & held, ChatState.HELD),
        (work & works, ChatState.DUE),
        (work, ChatState.NOBODY),
        (Q(messenger_id=None), ChatState.UNWANTED),
    ]


def _shut_out() -> Q:
    return Q(messenger_id__isnull=False) & ~Q(bot_state=BotState.IN_PLACE)


def _state_list(state: ChatState) -> Worklist:
    return Worklist(state.label, lambda chats, on: of_state(chats, state))


# every state as the badges say it, then what may be asked of chats besides
CHAT_STATES: Mapping[str, Worklist] = {
    **{state.value: _state_list(state) for state in ChatState},
    "created": Worklist(gettext_lazy("Created"), lambda chats, on: chats.linked()),
    "in_scope": Worklist(gettext_lazy("Created, the house gets a chat"), lambda chats, on: of_houses_in_scope(chats)),
    "out_of_scope": Worklist(
        gettext_lazy("Created, the house gets none any more"), lambda chats, on: out_of_scope(chats)
    ),
    "not_created": Worklist(gettext_lazy("Not created yet"), lambda chats, on: chats.filter(messenger_id=None)),
    "out_of_step": Worklist(gettext_lazy("Out of step"), lambda chats, on: chats.out_of_step()),
    "awaiting": Worklist(gettext_lazy("Representatives have not joined"), lambda chats, on: chats.awaiting_members()),
    "restless": Worklist(gettext_lazy("The messenger changes what it is sent"), lambda chats, on: restless(chats)),
    "without_bot": Worklist(
        gettext_lazy("The bot is shut out"), lambda chats, on: chats.exclude(bot_state=BotState.IN_PLACE)
    ),
    "few": Worklist(gettext_lazy("Created, fewer than 5 participants"), lambda chats, on: few_members(chats)),
    "with_admin": Worklist(
        gettext_lazy("With an administrator of the company"),
        lambda chats, on: of_houses_in_scope(chats).filter(has_company_admin=True),
    ),
    "without_admin": Worklist(
        gettext_lazy("Created, without an administrator of the company"),
        lambda chats, on: last_seen_without_admin(chats),
    ),
}
