"""Who an account of the messenger is in a region, and the chats that this person is to be in. Reads only."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from supervision.actions.owners import ids, may_own
from supervision.conversation.scenes import OwnChats
from supervision.desired.ownership import owners_on
from supervision.models import (
    Chat,
    Correspondent,
    Inspector,
    Invitation,
    InvitationState,
    ManagementPeriod,
    MessengerAccount,
    Region,
    Representative,
)
from supervision.models.spans import lasts
from supervision.queue import clock
from supervision.reports.joining import joined

Person = Inspector | Representative


def people(region: Region, account_id: int) -> list[Person]:
    """As whom the account has answered: an inspector, or a representative of companies. Confirmed only."""
    today = clock.today(region)
    answered = Invitation.objects.filter(state=InvitationState.KNOWN, account_id=account_id)
    inspectors = Inspector.objects.filter(
        Exists(answered.filter(inspector=OuterRef("pk"))), region=region, messenger_id=account_id, dismissed_on=None
    ).select_related("region", "user")
    representatives = Representative.objects.filter(
        lasts(today),
        Exists(answered.filter(representative=OuterRef("pk"))),
        organisation__region=region,
        messenger_id=account_id,
    ).select_related("organisation__region")
    return [*inspectors, *representatives]


def chat_list(region: Region, account_id: int, who: Sequence[Person], *, on: date | None = None) -> OwnChats:
    """Chats that exist, of the houses that the companies manage on the day (today) and those that the inspector is to
    own."""
    chats = _chats(region, list(who), on or clock.today(region))
    rows = list(chats.order_by("house__address", "pk").values_list("pk", "house__address", "link"))
    there = joined([pk for pk, _address, _link in rows], [account_id])[account_id]
    to_join = tuple((address, link) for pk, address, link in rows if pk not in there and link)
    return OwnChats(len(there), to_join, is_told=login_of(who) is not None)


def login_of(who: Iterable[Person]) -> User | None:
    """By whose login the portal tells the person of news; None for those who have none, as representatives."""
    return next((one.user for one in who if isinstance(one, Inspector) and one.user is not None), None)


def _chats(region: Region, who: list[Person], on: date) -> QuerySet[Chat]:
    companies = [one.organisation_id for one in who if isinstance(one, Representative) and one.covers(on)]
    managed = ManagementPeriod.objects.filter(organisation__in=companies).acting(on).order_by().values("house")
    owned: list[int] = []
    for one in who:
        if isinstance(one, Inspector):
            owners = owners_on(region, ids(may_own(one)), on)
            owned += [chat for chat, tenure in owners.items() if tenure.owner_id == one.messenger_id]
    return Chat.objects.linked().filter(Q(house__in=managed) | Q(pk__in=owned), region=region)


def regions_with_lists(now: datetime, speaking: QuerySet[MessengerAccount]) -> set[str]:
    due = Correspondent.objects.filter(list_due_at__lte=now, region__account__in=speaking)
    return set(due.values_list("region", flat=True))
