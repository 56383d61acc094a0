"""What the portal knows of a region before an import, as values: the other half of every difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import UUID

from supervision.house_facts import HouseFacts
from supervision.registry.file_rows import LicenceFacts, OrganisationFacts


@dataclass(frozen=True, slots=True)
class KnownHouse:
    """`organisation_id` is the organisation of the last import, not the acting one.

    `corrected`: of the facts that a person corrected, what the register said of them until then.
    """

    id: int
    fias_guid: UUID
    facts: HouseFacts
    is_standing: bool = True
    organisation_id: int | None = None
    has_chat: bool = False
    corrected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """A field that people changed since a file last did: on which day of the region, and what it was before."""

    day: date
    before: str


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """`corrected` by field, as far as no file has changed the field since."""

    id: int
    facts: OrganisationFacts
    corrected: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownPeriod:
    """`organisation_id` is None in direct management. `until` is the first day without powers.

    `is_closed_by_hand`: a person set its end, and nobody came after it.
    """

    house_id: int
    organisation_id: int | None
    since: date
    until: date | None = None
    is_from_register: bool = True
    id: int | None = None
    registered: tuple[date, time] | None = None
    excluded_on: date | None = None
    is_closed_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class KnownLicence:
    id: int
    organisation_id: int
    facts: LicenceFacts


@dataclass(frozen=True, slots=True)
class Policy:
    """Which houses get a chat, and how many may be missing."""

    scope_kinds: frozenset[str]
    min_flats: int
    missing_limit_percent: int

    def covers(self, facts: HouseFacts) -> bool:
        return facts.kind in self.scope_kinds and (not self.min_flats or (facts.flats or 0) >= self.min_flats)


@dataclass(frozen=True, slots=True)
class KnownRegister:
    """`elsewhere` are the GUIDs of the file that belong to houses of other regions."""

    houses: Mapping[UUID, KnownHouse] = field(default_factory=dict)
    aliases: Mapping[UUID, UUID] = field(default_factory=dict)
    organisations: Sequence[KnownOrganisation] = ()
    periods: Mapping[int, Sequence[KnownPeriod]] = field(default_factory=dict)
    elsewhere: frozenset[UUID] = frozenset()
