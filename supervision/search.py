"""Finds what a person means by a few words or a number, among the rows that the person may see.

Takes a text; a GUID, cadastral number, chat id, ИНН or ОГРН is recognised by its form and looked up by index, anything
else is words of an address, of a company's name or of a person's, in any order. Gives houses with the open orders of
their chats, organisations, chats and people, a few of each.
"""

import re
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from supervision import access
from supervision.access import Login
from supervision.models import (
    Chat,
    House,
    HouseAlias,
    Inspector,
    ManagementPeriod,
    Organisation,
    Representative,
    WorkOrder,
)
from supervision.models.word_search import MOST_SIGNS, MOST_WORDS, question

Person = TypeVar("Person", Inspector, Representative)

MOST = 20
MOST_TRIED = 300  # houses of which MOST are shown
CADASTRAL = re.compile(r"\d{1,2}:\d{1,2}:\d{1,9}:\d{1,9}")
TAX_NUMBERS = {10: "inn", 12: "inn", 13: "ogrn", 15: "ogrn"}


@dataclass(frozen=True, slots=True)
class Found:
    """At most MOST of each kind. Houses come with their chat and the period acting today."""

    houses: list[House] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)
    inspectors: list[Inspector] = field(default_factory=list)
    representatives: list[Representative] = field(default_factory=list)
    orders: list[WorkOrder] = field(default_factory=list)

    def __bool__(self) -> bool:
        found = (self.houses, self.organisations, self.chats, self.inspectors, self.representatives, self.orders)
        return any(found)


def find(user: Login, text: str, *, most: int = MOST) -> Found:
    text = text[:MOST_SIGNS].strip()
    if guid := as_guid(text):
        # keys first: an OR over a join would try every house
        aliased = HouseAlias.objects.filter(fias_guid=guid).values_list("house", flat=True)
        # an alias may be the own GUID of a record that was merged: the one that stays is meant
        by_key = Q(pk__in=list(aliased)) if aliased else Q(fias_guid=guid) | Q(gis_guid=guid)
        return Found(houses=_houses(user, by_key))
    if CADASTRAL.fullmatch(text):
        return Found(houses=_houses(user, Q(cadastral_number=text)))
    if text.isdecimal() and len(text) in TAX_NUMBERS:
        by_number = access.organisations(user).filter(**{TAX_NUMBERS[len(text)]: text})
        return Found(organisations=list(by_number.select_related("region")[:MOST]), chats=_chats(user, int(text)))
    if re.fullmatch(r"-?\d{5,19}", text):
        return Found(chats=_chats(user, int(text)))
    return _by_words(user, text, most)


def _by_words(user: Login, text: str, most: int) -> Found:
    if question(text) is None:
        return Found()
    companies = access.organisations(user).with_words(text).select_related("region").order_by("name")
    # asked for a few rows only, PostgreSQL hopes to meet them on its way through the whole table, past the index
    keys = access.houses(user).with_words(text).order_by().values_list("pk", flat=True)[:MOST_TRIED]
    houses = _houses(user, Q(pk__in=list(keys)), most)
    return Found(
        houses,
        list(companies[:most]),
        inspectors=_people(access.inspectors(user).select_related("region"), text, most),
        representatives=_people(access.representatives(user).select_related("organisation__region"), text, most),
        orders=_orders(user, houses, most),
    )


def _people(rows: QuerySet[Person], text: str, most: int) -> list[Person]:
    """Who has all the words in the name. A number alone is nobody's."""
    words = [word for word in text.split() if not word.isdecimal()]
    if not words or len(words) < len(text.split()):
        return []
    for word in words[:MOST_WORDS]:
        rows = rows.filter(full_name__icontains=word)
    return list(rows.order_by("full_name", "pk")[:most])


def _orders(user: Login, houses: list[House], most: int) -> list[WorkOrder]:
    """Open ones, of the chats of these houses."""
    rows = access.work_orders(user).filter(chat__house__in=houses, closed_at=None) if houses else None
    return list(rows.select_related("chat__house", "chat__region").order_by("-pk")[:most]) if rows is not None else []


def _houses(user: Login, which: Q, most: int = MOST) -> list[House]:
    periods = ManagementPeriod.objects.select_related("organisation")
    rows = (
        access.houses(user)
        .filter(which)
        .select_related("region", "chat__request", "chat__region__account")
        .order_by("address_order", "pk")
    )
    return list(rows.prefetch_related(Prefetch("periods", periods)).distinct()[:most])


def _chats(user: Login, messenger_id: int) -> list[Chat]:
    """People write the id of a group chat with its minus and without."""
    wanted = {messenger_id, -abs(messenger_id)} if abs(messenger_id) < 2**63 else set()
    return list(access.chats(user).filter(messenger_id__in=wanted).select_related("house", "region")[:MOST])


def as_guid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
