"""Who owns the chat of a house on a date. Pure once read: `Owners.of` reads a region's people, `find` decides.

Order: the house's own inspector > the inspector of the acting organisation > an inspector of the municipality's zone
> of the zone of the whole region > the region's default. Whoever is absent is replaced by the substitute of the house
or of the absence; who is absent without one, dismissed or has no messenger account is passed over. An absence without
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
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision.models import Absence, Chat, House, HouseSubstitute, Inspector, ManagementPeriod, Region, Zone
from supervision.reconcile.state import Person

WORD, ODD = 2**64 - 1, 0x9E3779B97F4A7C15  # 64-bit words; the odd number that spreads them best (golden ratio)


class Rule(StrEnum):
    """The order in which a house's inspector is looked for."""

    HOUSE = "house"
    COMPANY = "company"
    ZONE = "zone"
    WHOLE_REGION = "whole_region"
    DEFAULT = "default"


@dataclass(slots=True)
class Owners:
    """The inspectors of one region, their absences and their zones.

    `for_houses`: whom an absence gives a house to, by the ids of both.
    """

    region: Region
    inspectors: dict[int, Inspector]
    absences: dict[int, list[Absence]]
    by_municipality: dict[int, list[int]]
    whole_region: list[int]
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
        return cls(region, inspectors, absences, municipal, everywhere, for_houses)

    def find(self, house: House, acting: ManagementPeriod | None, on: date) -> tuple[Person | None, str, list[date]]:
        """The owner, why there is none, and the days on which the answer may change by itself."""
        changes: list[date] = []
        for candidate in self._candidates(house, acting):
            owner = self._in_office(candidate, house, on, changes)
            if owner is not None:
                return owner, "", changes
        nobody = _("No inspector can own the chat: give the house, its company, zone or region an inspector in office.")
        return None, nobody, changes

    def first(self, house: House, acting: ManagementPeriod | None) -> int | None:
        """Whose house it is if nobody is away."""
        return next(self._candidates(house, acting), None)

    def is_away(self, inspector_id: int, on: date) -> bool:
        return self._absence(inspector_id, on, []) is not None

    def rule_for(self, house: House, acting: ManagementPeriod | None, on: date) -> tuple[Rule, Inspector] | None:
        """By which rule the house has its owner, and whom that names: the owner, or whom the owner stands in for."""
        for rule, candidate in self._by_rule(house, acting):
            if self._in_office(candidate, house, on, []) is not None:
                return rule, self.inspectors[candidate]
        return None

    def _candidates(self, house: House, acting: ManagementPeriod | None) -> Iterator[int]:
        return (candidate for _rule, candidate in self._by_rule(house, acting))

    def _by_rule(self, house: House, acting: ManagementPeriod | None) -> Iterator[tuple[Rule, int]]:
        if house.inspector_id:
            yield Rule.HOUSE, house.inspector_id
        if acting and acting.organisation and acting.organisation.inspector_id:
            yield Rule.COMPANY, acting.organisation.inspector_id
        for candidate in ranked(house.fias_guid, self.by_municipality.get(house.municipality_id or 0, [])):
            yield Rule.ZONE, candidate
        for candidate in ranked(house.fias_guid, self.whole_region):
            yield Rule.WHOLE_REGION, candidate
        if self.region.default_inspector_id:
            yield Rule.DEFAULT, self.region.default_inspector_id

    def _in_office(self, inspector_id: int, house: House, on: date, changes: list[date]) -> Person | None:
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
            successor = self.for_houses.get((absence.pk, house.pk)) or absence.substitute_id
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


@dataclass(frozen=True, slots=True)
class Belonging:
    """A chat, its owner as seen and by the rules (messenger ids, None: nobody), the inspector (id) who is away."""

    chat: int
    seen: int | None
    wished: int | None
    away: int | None


def belongings(region: Region, chats: QuerySet[Chat], on: date) -> Iterator[Belonging]:
    """Each of the region's chats among these, on a date of the region. Only what the rules ask for is read: a region
    has 45,000 chats, and the reports ask for all of them."""
    people = Owners.of(region)
    periods = ManagementPeriod.objects.acting(on).filter(house__region=region).select_related("organisation")
    acting = {one.house_id: one for one in periods.only("house_id", "organisation__inspector_id")}
    read = ("observed_owner_id", "house__inspector_id", "house__fias_guid", "house__municipality_id")
    rows = chats.filter(region=region).select_related(None).select_related("house").only(*read).order_by()
    absent = {inspector for inspector in people.inspectors if people.is_away(inspector, on)}
    for chat in rows.iterator():
        period = acting.get(chat.house_id)
        owner, _why, _changes = people.find(chat.house, period, on)
        first = people.first(chat.house, period) if absent else None  # ranks a whole zone: only where it matters
        away = first if first in absent else None
        yield Belonging(chat.pk, chat.observed_owner_id, owner.user_id if owner else None, away)


def owned_by(inspector: Inspector) -> list[int]:
    """Ids of the chats that are the inspector's by the rules today."""
    region = inspector.region
    chats = list(Chat.objects.filter(region=region).values_list("pk", flat=True))
    owners = owners_on(region, chats, region.today())
    return [chat for chat, tenure in owners.items() if tenure.owner_id == (inspector.messenger_id or 0)]


def _tenure(people: Owners, house: House, acting: ManagementPeriod | None, on: date) -> Tenure:
    owner, _why, changes = people.find(house, acting, on)
    return Tenure(owner.user_id if owner else None, min((day for day in changes if day > on), default=None))


def ranked(house: UUID, inspectors: list[int]) -> Iterator[int]:
    """The inspectors in this house's own order (highest random weight first). A region asks for millions of weights and
    needs the first of each house: the others are put in order only where the first cannot own it."""
    if not inspectors:
        return
    key = _mixed(house.bytes)
    weights = {((key ^ _salt(one)) * ODD) & WORD: one for one in inspectors}
    first = max(weights)
    yield weights.pop(first)
    for weight in sorted(weights, reverse=True):
        yield weights[weight]


@lru_cache(maxsize=10_000)
def _salt(inspector: int) -> int:
    return _mixed(str(inspector).encode())


def _mixed(value: bytes) -> int:
    """64 bits that look random, so that two inspectors' weights for a house have nothing to do with each other."""
    return int.from_bytes(hashlib.blake2b(value, digest_size=8).digest())
