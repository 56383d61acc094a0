"""What the regions go through while everything breaks, and a book of it in which the portal has no hand.

The book says for every house which companies it was passed to, from which day and whose people these are. It is written
before the portal is asked, from rows that do not change during the run, and holds neither wish nor plan.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import DatabaseError, connection

from supervision.actions import operations
from supervision.models import House, ManagementPeriod, Organisation, Region

Answer = TypeVar("Answer")
DAYS_AGO = (30, 20)  # a wave each
COMPANIES = 4  # that share the houses of a region, in each wave
MOST_TRIES = 30


@dataclass(frozen=True, slots=True)
class Passing:
    """A house passes to a company; `people` are the messenger ids of its representatives."""

    company: int
    name: str
    since: date
    people: frozenset[int]


Book = dict[str, list[Passing]]  # by the house's GUID, in the order of time


def wave(number: int, regions: Sequence[str], book: Book, *, by: User) -> None:
    """Every house with a chat passes to another company, whose people have to join first; goes into the book as well.
    Raises TimeoutError where the portal takes the decision by no means."""
    for region in again(lambda: list(Region.objects.filter(pk__in=regions))):
        since = region.today() - timedelta(days=DAYS_AGO[number])
        houses = again(partial(_houses, region))
        companies = again(partial(_strangers, region, houses))
        for turn, company in enumerate(companies):
            mine = houses[turn :: len(companies)]
            passing = Passing(company.pk, company.name, since, again(partial(_people, company)))
            for house in mine:
                book[str(house.fias_guid)].append(passing)
            again(partial(_pass, mine, company, since, by))


def empty_book() -> Book:
    return defaultdict(list)


def again(act: Callable[[], Answer]) -> Answer:
    """A person whose page said 503 presses once more."""
    for _time in range(MOST_TRIES):
        try:
            return act()
        except DatabaseError:
            connection.close()
            time.sleep(1)
    raise TimeoutError("the database did not come back")


def _pass(houses: Sequence[House], company: Organisation, since: date, by: User) -> None:
    """Looks first, as a person would: the answer to an earlier attempt may have been lost after its commit."""
    if ManagementPeriod.objects.filter(house__in=houses, organisation=company, since=since).exists():
        return
    operations.replace_company(houses=houses, organisation=company, since=since, by=by, reason="Протокол собрания")


def _houses(region: Region) -> list[House]:
    with_chat = House.objects.filter(region=region, chat__messenger_id__isnull=False)
    return list(with_chat.select_related("region").order_by("pk"))


def _strangers(region: Region, houses: Sequence[House]) -> list[Organisation]:
    """Companies with people that never managed one of the houses; no more than there are houses."""
    most = min(COMPANIES, len(houses))
    known = Organisation.objects.filter(region=region, representatives__isnull=False)
    return list(known.exclude(periods__house__in=houses).order_by("pk").distinct()[:most])


def _people(company: Organisation) -> frozenset[int]:
    numbers = company.representatives.values_list("messenger_id", flat=True)
    return frozenset(number for number in numbers if number is not None)
