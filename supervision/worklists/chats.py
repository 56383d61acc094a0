"""Chats: which are as they should be, and which wait, for whom and for what."""

from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.enums import BotState, Lane, RequestState, Trouble
from supervision.models import Chat, House, Inspector, ManagementPeriod
from supervision.models.chat import FEW_MEMBERS, ChatQuerySet
from supervision.models.region_days import Day, judged
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
