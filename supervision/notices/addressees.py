"""Whose login hears of what. A person without a login, or without a right to the region, hears of nothing."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from supervision import access
from supervision.models import Chat, House, Inspector, ManagementPeriod, Region
from supervision.queue import clock


def may_hear(user: User, region: Region) -> bool:
    """People who hold the region. Analysts, who see it as a part of the country, and programs are told of nothing."""
    return user.is_active and user.is_staff and access.sees_people(user, region)


def heads(region: Region) -> list[User]:
    """Who approves in the region; where it has no head, the portal's administrators."""
    return list(access.heads(region)) or list(User.objects.filter(is_superuser=True, is_active=True))


def of_inspectors(inspectors: Iterable[Inspector | None]) -> list[User]:
    """The logins of those who have one and are in office."""
    ids = {person.pk for person in inspectors if person is not None}
    return list(User.objects.filter(inspector__in=ids, inspector__dismissed_on=None, is_active=True).order_by("pk"))


def of_chat(chat: Chat) -> list[User]:
    """Whose chat it is, in the words of `worklists.houses_of`: seen as its owner, or the house's or company's own."""
    own = Q(pk__in=House.objects.filter(pk=chat.house_id).values("inspector"))
    acting: QuerySet[ManagementPeriod] = ManagementPeriod.objects.acting(clock.today(chat.region))
    own |= Q(pk__in=acting.filter(house=chat.house_id).values("organisation__inspector"))
    if chat.observed_owner_id is not None:
        own |= Q(messenger_id=chat.observed_owner_id)
    return of_inspectors(Inspector.objects.filter(own, region=chat.region_id))
