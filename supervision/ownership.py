"""Who owns the chat of a house on a date. Pure once read: `Owners.of` reads a region's people, `find` decides.

Order: the house's own inspector > the inspector of the acting organisation > an inspector of the municipality's zone
> of the zone of the whole region > the region's default. Whoever is absent is replaced by the substitute; who is
dismissed or has no messenger account is passed over.
A zone's houses are shared among its inspectors by rendezvous hashing: evenly, the same for everybody who asks, and one
inspector more or less moves only that inspector's share (docs/adr/0005).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.models import Absence, Chat, House, Inspector, ManagementPeriod, Region, Zone
from supervision.reconcile.state import Person


class Rule(StrEnum):
    """The order in which a house's inspector is looked for."""

    HOUSE = "house"
    COMPANY = "company"
    ZONE = "zone"
    WHOLE_REGION = "whole_region"
    DEFAULT = "default"


@dataclass(slots=True)
class Owners:
    """The inspectors of one region, their absences and their zones."""

    region: Region
    inspectors: dict[int, Inspector]
    absences: dict[int, list[Absence]]
    by_municipality: dict[int, list[int]]
    whole_region: list[int]

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
        return cls(region, inspectors, absences, municipal, everywhere)

    def find(self, house: House, acting: ManagementPeriod | None, on: date) -> tuple[Person | None, str, list[date]]:
        """The owner, why there is none, and the days on which the answer may change by itself."""
        changes: list[date] = []
        for candidate in self._candidates(house, acting):
            owner = self._in_office(candidate, on, changes)
            if owner is not None:
                return owner, "", changes
        nobody = _("No inspector can own the chat: give the house, its company, zone or region an inspector in office.")
        return None, nobody, changes

    def rule_for(self, house: House, acting: ManagementPeriod | None, on: date) -> tuple[Rule, Inspector] | None:
        """By which rule the house has its owner, and whom that names: the owner, or whom the owner stands in for."""
        for rule, candidate in self._by_rule(house, acting):
            if self._in_office(candidate, on, []) is not None:
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

    def _in_office(self, inspector_id: int, on: date, changes: list[date]) -> Person | None:
        """The inspector or the substitute's substitute, noting when that ends; None where nobody is in office."""
        seen: set[int] = set()
        while inspector_id not in seen:
            seen.add(inspector_id)
            inspector = self.inspectors.get(inspector_id)
            if inspector is None:  # of another region, which no constraint forbids
                return None
            if inspector.dismissed_on:
                changes.append(inspector.dismissed_on)
                if inspector.dismissed_on <= on:
                    return None
            absence = self._absence(inspector_id, on, changes)
            if absence is None:
                return Person(inspector.messenger_id, inspector.full_name) if inspector.messenger_id else None
            inspector_id = absence.substitute_id
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


def _tenure(people: Owners, house: House, acting: ManagementPeriod | None, on: date) -> Tenure:
    owner, _why, changes = people.find(house, acting, on)
    return Tenure(owner.user_id if owner else None, min((day for day in changes if day > on), default=None))


def ranked(house: UUID, inspectors: list[int]) -> list[int]:
    """The inspectors in this house's own order (highest random weight first)."""

    def weight(inspector: int) -> bytes:
        return hashlib.blake2b(f"{house}:{inspector}".encode(), digest_size=8).digest()

    return sorted(set(inspectors), key=weight, reverse=True)
