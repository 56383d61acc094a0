"""Which chats a company's people have been invited to and have not joined, with the links by which they do.

A look at a chat keeps those who were looked for and not found; nobody else is waited for.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User

from supervision import access
from supervision.models import Chat, ChatMember, Organisation, Representative


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


def invitations(user: User, organisation: Organisation) -> Iterator[ChatToJoin]:
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
