"""Which chats a company's people are to join and have not, with the links by which they do.

A look at a chat keeps those who were looked for and not found; nobody else is waited for. Whoever is not known in the
messenger has joined nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from supervision import access
from supervision.desired.ownership import owners_on
from supervision.models import (
    Chat,
    ChatMember,
    Inspector,
    MessengerCall,
    Operation,
    OperationHouse,
    Organisation,
    Representative,
    journal,
)


@dataclass(frozen=True, slots=True)
class ChatToJoin:
    """A chat of the company's houses, its link, and the names of those who are not in it yet."""

    chat: Chat
    missing: tuple[str, ...]


def active(user: User, organisation: Organisation) -> list[Representative]:
    today = organisation.region.today()
    people = access.representatives(user).filter(organisation=organisation).order_by("full_name", "pk")
    return [person for person in people if person.covers(today)]


@dataclass(frozen=True, slots=True)
class Answering:
    """How many people answer for a company today, and how many of them were seen in a chat of its houses."""

    people: int
    joined: int


def answering(organisation: Organisation) -> Answering:
    """Names nobody, so it is for everybody who may see the organisation. Two queries."""
    today = organisation.region.today()
    ids = [person.messenger_id for person in organisation.representatives.all() if person.covers(today)]
    houses = organisation.periods.acting(today).order_by().values("house")
    seen = ChatMember.objects.filter(chat__house__in=houses, user_id__in=ids, is_participant=True)
    return Answering(len(ids), seen.values("user_id").distinct().count())


def chats_to_join(user: User, organisation: Organisation) -> Iterator[ChatToJoin]:
    """Every chat that exists of the houses that the company manages today, by address. Three queries."""
    people = active(user, organisation)
    houses = access.periods(user).filter(organisation=organisation).acting(organisation.region.today())
    chats = access.chats(user).linked().filter(house__in=houses.values("house"))
    absent: dict[int, set[int]] = defaultdict(set)
    ids = [person.messenger_id for person in people]
    members = ChatMember.objects.filter(chat__in=chats.order_by().values("pk"), user_id__in=ids, is_participant=False)
    for chat_id, user_id in members.values_list("chat_id", "user_id"):
        absent[chat_id].add(user_id)
    for chat in chats.select_related("house").order_by("house__address", "pk"):
        missing = tuple(person.full_name for person in people if person.messenger_id in absent[chat.pk])
        yield ChatToJoin(chat, missing)


@dataclass(frozen=True, slots=True)
class ToJoin:
    """How many chats a person is to be in, and in how many of them the person is as far as is known."""

    person: Representative | Inspector
    chats: int
    joined: int


def of_company(user: User, organisation: Organisation) -> list[ToJoin]:
    """Its people of today, in the chats of the houses that it manages today. Four queries."""
    houses = access.periods(user).filter(organisation=organisation).acting(organisation.region.today())
    chats = access.chats(user).linked().filter(house__in=houses.values("house")).order_by()
    return _counted(active(user, organisation), {organisation.pk: set(chats.values_list("pk", flat=True))})


def of_operation(user: User, operation: Operation) -> list[ToJoin]:
    """People of the companies that a change brings, in the chats that it brings them, by company and name.

    Four queries; none where nobody is named to the user.
    """
    if not access.sees_people(user, operation.region_id):
        return []
    brought = OperationHouse.objects.filter(
        operation=operation, period__organisation__isnull=False, house__chat__messenger_id__isnull=False
    )
    chats: dict[int, set[int]] = defaultdict(set)
    for organisation, chat in brought.values_list("period__organisation", "house__chat"):
        chats[organisation].add(chat)
    rows = access.representatives(user).filter(organisation__in=chats).select_related("organisation")
    day = max(operation.region.today(), operation.region.today(operation.acts_at))
    people = [one for one in rows.order_by("organisation__name", "full_name", "pk") if one.covers(day)]
    return _counted(people, chats)


def owners_of_operation(user: User, operation: Operation) -> list[ToJoin]:
    """Inspectors who are to own chats of the houses by today's facts, on the day of the change; by name.

    An owner has to be in the chat first, as an administrator has. Ten queries; none where nobody is named to the user.
    """
    region = operation.region
    if not access.sees_people(user, region):
        return []
    of_houses = OperationHouse.objects.filter(operation=operation, house__chat__messenger_id__isnull=False)
    chats = list(of_houses.values_list("house__chat", flat=True))
    day = max(region.today(), region.today(operation.acts_at))
    wished: dict[int | None, set[int]] = defaultdict(set)
    for chat, tenure in owners_on(region, chats, day).items():
        wished[tenure.owner_id].add(chat)
    people = access.inspectors(user).filter(region=region, messenger_id__in=[one for one in wished if one is not None])
    seen = joined(chats, [one for one in wished if one is not None])
    owned = dict(Chat.objects.filter(pk__in=chats).values_list("pk", "observed_owner_id"))
    return [
        ToJoin(one, len(own), sum(chat in seen[one.messenger_id] or owned[chat] == one.messenger_id for chat in own))
        for one in people.order_by("full_name", "pk")
        if (own := wished[one.messenger_id])
    ]


def _counted(people: Sequence[Representative], chats: Mapping[int, set[int]]) -> list[ToJoin]:
    """`chats` are those of each organisation by its key."""
    seen = joined(set().union(*chats.values()), {one.messenger_id for one in people if one.messenger_id is not None})
    return [
        ToJoin(one, len(chats[one.organisation_id]), len(chats[one.organisation_id] & seen[one.messenger_id]))
        for one in people
    ]


def joined(chats: Collection[int], accounts: Collection[int]) -> defaultdict[int | None, set[int]]:
    """By account, those of the chats in which the person is as far as is known: seen or told there, or appointed and
    not missed since. Two queries."""
    found: defaultdict[int | None, set[int]] = defaultdict(set)
    for chat, account in MessengerCall.objects.appointed(chats).filter(journal.about(accounts)):
        found[account].add(chat)
    members = ChatMember.objects.filter(chat__in=chats, user_id__in=accounts)
    for account, chat, is_there in members.values_list("user_id", "chat", "is_participant"):
        (found[account].add if is_there else found[account].discard)(chat)
    return found
