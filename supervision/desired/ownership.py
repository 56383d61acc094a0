"""Who owns the chat of a house on a date. Pure once read: `Owners.of` reads a region's people, `find` decides.

Order: the house's own inspector > the inspector of the acting organisation > an inspector of the municipality's zone
> of the zone of the whole region > the region's default. Whoever is absent is replaced by the substitute of the house
or of the absence; people absent without a substitute, dismissed, or without an account are skipped. An absence without
end outlives the dismissal that it began with: who took over keeps the chats, so dismissing moves none a second time.
A zone's houses are shared among its inspectors by rendezvous hashing: evenly, the same for everybody who asks, and one
inspector more or less moves only that inspector's share (docs/adr/0005).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision.desired.state import Person
from supervision.models import Absence, Chat, House, HouseSubstitute, Inspector, ManagementPeriod, Region, Zone

WORD, ODD = 2**64 - 1, 0x9E3779B97F4A7C15  # 64-bit words; the odd number that spreads them best (golden ratio)


class Rule(StrEnum):
    """The order in which a house's inspector is looked for."""

    HOUSE = "house"
    COMPANY = "company"
    ZONE = "zone"
    WHOLE_REGION = "whole_region"
    DEFAULT = "default"


class OwnershipFacts(NamedTuple):
    """What the rules ask of a house: its ids, and the inspectors (ids) that it and its acting company were given."""

    house: int
    guid: UUID
    municipality: int | None
    inspector: int | None
    company_inspector: int | None

    @classmethod
    def of(cls, house: House, acting: ManagementPeriod | None) -> "OwnershipFacts":
        company = acting.organisation if acting else None
        given = company.inspector_id if company else None
        return cls(house.pk, house.fias_guid, house.municipality_id, house.inspector_id, given)


@dataclass(slots=True)
class Owners:
    """The inspectors of one region, their absences and their zones.

    `for_houses`: whom an absence gives a house to, by the ids of both.
    """

    region: Region
    inspectors: dict[int, Inspector]
    absences: dict[int, list[Absence]]
    by_municipality: dict[int, tuple[int, ...]]
    whole_region: tuple[int, ...]
    for_houses: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, region: Region) -> "Owners":
        absences: dict[int, list[Absence]] = defaultdict(list)
        for absence in Absence.objects.filter(inspector__region=region):
            absences[absence.inspector_id].append(absence)
        municipal: dict[int, list[int]] = defaultdict(list)
        everywhere: list[int] = []
        zones = Zone.objects.filter(region=region).prefetch_related("municipalities", "inspectors")
        for zone in zones:
            people = [inspector.pk for inspector in zone.inspectors.all()]
            if zone.whole_region:
                everywhere.extend(people)
            for municipality in zone.municipalities.all():
                municipal[municipality.pk].extend(people)
        inspectors = {inspector.pk: inspector for inspector in Inspector.objects.filter(region=region)}
        given = HouseSubstitute.objects.filter(absence__inspector__region=region) if absences else ()
        for_houses = {(one.absence_id, one.house_id): one.substitute_id for one in given}
        by_municipality = {municipality: tuple(people) for municipality, people in municipal.items()}
        return cls(region, inspectors, absences, by_municipality, tuple(everywhere), for_houses)

    def find(self, asked: OwnershipFacts, on: date) -> tuple[Person | None, str, list[date]]:
        """The owner, why there is none, and the days on which the answer may change by itself."""
        changes: list[date] = []
        for _rule, candidate in self._by_rule(asked):
            owner = self._in_office(candidate, asked.house, on, changes)
            if owner is not None:
                return owner, "", changes
        nobody = _("No inspector can own the chat: give the house, its company, zone or region an inspector in office.")
        return None, nobody, changes

    def first_and_owner(self, asked: OwnershipFacts, on: date) -> tuple[int | None, Person | None]:
        """Whose house it is if nobody is away (id), and who owns its chat."""
        first = None
        for _rule, candidate in self._by_rule(asked):
            first = first or candidate
            owner = self._in_office(candidate, asked.house, on, [])
            if owner is not None:
                return first, owner
        return first, None

    def is_away(self, inspector_id: int, on: date) -> bool:
        return self._absence(inspector_id, on, []) is not None

    def rule_for(self, asked: OwnershipFacts, on: date) -> tuple[Rule, Inspector] | None:
        """By which rule the house has its owner, and whom that names: the owner, or whom the owner stands in for."""
        for rule, candidate in self._by_rule(asked):
            if self._in_office(candidate, asked.house, on, []) is not None:
                return rule, self.inspectors[candidate]
        return None

    def _by_rule(self, asked: OwnershipFacts) -> Iterator[tuple[Rule, int]]:
        if asked.inspector:
            yield Rule.HOUSE, asked.inspector
        if asked.company_inspector:
            yield Rule.COMPANY, asked.company_inspector
        for candidate in ranked(asked.guid, self.by_municipality.get(asked.municipality or 0, ())):
            yield Rule.ZONE, candidate
        for candidate in ranked(asked.guid, self.whole_region):
            yield Rule.WHOLE_REGION, candidate
        if self.region.default_inspector_id:
            yield Rule.DEFAULT, self.region.default_inspector_id

    def _in_office(self, inspector_id: int, house: int, on: date, changes: list[date]) -> Person | None:
        """The inspector or the substitute's substitute, noting when that ends; None where nobody is in office."""
        successor: int | None = inspector_id
        seen: set[int] = set()
        while successor is not None and successor not in seen:
            seen.add(successor)
            inspector = self.inspectors.get(successor)
            if inspector is None:  # of another region, which no constraint forbids
                return None
            if inspector.dismissed_on:
                changes.append(inspector.dismissed_on)
            absence = self._absence(successor, on, changes)
            if absence is None:
                has_left = inspector.dismissed_on is not None and inspector.dismissed_on <= on
                if has_left or not inspector.messenger_id:
                    return None
                return Person(inspector.messenger_id, inspector.full_name)
            successor = self.for_houses.get((absence.pk, house)) or absence.substitute_id
        return None

    def _absence(self, inspector_id: int, on: date, changes: list[date]) -> Absence | None:
        current = None
        for absence in self.absences.get(inspector_id, []):
            changes.extend(day for day in (absence.since, absence.until) if day)
            if absence.covers(on):
                current = absence
        return current


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who owns a chat (messenger id, None: nobody) and the next day on which that changes by itself."""

    owner_id: int | None
    until: date | None


def owners_on(region: Region, chat_ids: Sequence[int], on: date) -> dict[int, Tenure]:
    """Each chat's owner on a date of the region, in a constant number of queries.

    The same answer as `desired_chats` gives, for callers who ask about many chats and nothing else.
    """
    people = Owners.of(region)
    periods = ManagementPeriod.objects.acting(on).filter(house__chat__in=chat_ids).select_related("organisation")
    acting = {period.house_id: period for period in periods}
    chats = Chat.objects.filter(pk__in=chat_ids).select_related("house")
    return {chat.pk: _tenure(people, chat.house, acting.get(chat.house_id), on) for chat in chats}


class Belonging(NamedTuple):
    """A chat, its owner as seen and by the rules (messenger ids, None: nobody), the inspector (id) who is away."""

    chat: int
    seen: int | None
    wished: int | None
    away: int | None


def belongings(region: Region, chats: QuerySet[Chat], on: date) -> Iterator[Belonging]:
    """Each of the region's chats among these, on a date of the region, in a constant number of queries.

    Only what the rules ask for is read, without models: reports and lists ask for all 45,000 chats of a region.
    """
    people = Owners.of(region)
    absent = {inspector for inspector in people.inspectors if people.is_away(inspector, on)}
    given = ManagementPeriod.objects.acting(on).filter(house__region=region, organisation__inspector__isnull=False)
    by_company = dict(given.values_list("house", "organisation__inspector"))
    # the house's region is the chat's; said twice, it lets the database take both from an index
    rows = chats.filter(region=region, house__region=region).order_by()
    read = ("pk", "observed_owner_id", "house", "house__fias_guid", "house__municipality", "house__inspector")
    for chat, seen, house, guid, municipality, inspector in rows.values_list(*read):
        asked = OwnershipFacts(house, guid, municipality, inspector, by_company.get(house))
        first, owner = people.first_and_owner(asked, on)
        yield Belonging(chat, seen, owner.user_id if owner else None, first if first in absent else None)


def owned_by(inspector: Inspector) -> list[int]:
    """Ids of the chats that are the inspector's by the rules today."""
    region = inspector.region
    if inspector.messenger_id is None:
        return []
    found = belongings(region, Chat.objects.all(), region.today())
    return [one.chat for one in found if one.wished == inspector.messenger_id]


def _tenure(people: Owners, house: House, acting: ManagementPeriod | None, on: date) -> Tenure:
    owner, _why, changes = people.find(OwnershipFacts.of(house, acting), on)
    return Tenure(owner.user_id if owner else None, min((day for day in changes if day > on), default=None))


def ranked(house: UUID, inspectors: tuple[int, ...]) -> Iterator[int]:
    """The inspectors in this house's own order (highest random weight first). A region asks for millions of weights and
    needs the first of each house: the others are put in order only where the first cannot own it."""
    if not inspectors:
        return
    key = _mixed(house.bytes)
    weights = [((key ^ salt) * ODD) & WORD for salt in _salts(inspectors)]
    yield inspectors[weights.index(max(weights))]
    by_weight = dict(zip(weights, inspectors, strict=True))
    for weight in sorted(by_weight, reverse=True)[1:]:
        yield by_weight[weight]


@lru_cache(maxsize=1_000)
def _salts(inspectors: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(_mixed(str(one).encode()) for one in inspectors)


def _mixed(value: bytes) -> int:
    """64 bits that look random, so that two inspectors' weights for a house have nothing to do with each other."""
    return int.from_bytes(hashlib.blake2b(value, digest_size=8).digest())
