"""The values that lines of a file become. None or "" means that the file says nothing, never that a thing is gone."""

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

from supervision.house_facts import HouseFacts


@dataclass(frozen=True, slots=True)
class RowIssue:
    """Something that somebody should look at; `line` is None where no line is to blame."""

    line: int | None
    code: str
    message: str
    file: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.file}: {self.message}" if self.file else self.message


class OrganisationKey(NamedTuple):
    """By what a file names an organisation: whose number it is, and the number.

    `system`: "ФРТ", "ОГРН" or "ИНН"; "portal" for the id of one that is known here.
    """

    system: str
    number: int | str


class DatedNumber(NamedTuple):
    """A part of a house's address that a spreadsheet turned into a date, as typed, and what it likely was.

    `part` is the name of a fact: "number", "building", "block" or "letter"; `place` the town and the street beside it.
    """

    part: str
    typed: str
    likely: str
    place: str


@dataclass(frozen=True, slots=True)
class HouseRow:
    """`organisation` is None where the cell is empty. `dated`: its address is not taken over for that."""

    line: int
    fias_guid: UUID
    organisation: OrganisationKey | None
    facts: HouseFacts
    region: str = ""
    dated: DatedNumber | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    frt_id: int | None
    name: str
    full_name: str = ""
    inn: str = ""
    ogrn: str = ""
    inn_is_wrong: bool = False
    ogrn_is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """`key` is that by which the rest of the file names it; `kind` counts for a new organisation only."""

    line: int
    key: OrganisationKey
    kind: str
    facts: OrganisationFacts


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """`status` is "" where the file's word for it is not known."""

    number: str
    status: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Powers:
    """One company's powers over one house. `until` is the first day without them, one after the day that files name."""

    since: date
    until: date | None = None
    registered: tuple[date, time] | None = None
    excluded_on: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """`powers` is None where the line is of a licence without a house. `licensee.frt_id` is always None."""

    line: int
    licence: LicenceFacts
    licensee: OrganisationFacts
    fias_guid: UUID | None = None
    address: str = ""
    powers: Powers | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class StockRow:
    """A house of ОЖФ, collapsed from the lines of its premises; the first GUID is the house's own unless known else.

    `demolished_on` is None for a house that stands; `date.min` where the file names a day that cannot be read.
    """

    line: int
    guids: tuple[UUID, ...]
    facts: HouseFacts
    region: str = ""
    ogrn: str = ""
    organisation: str = ""
    is_direct: bool = False
    demolished_on: date | None = None


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """`municipalities` as the file writes them; empty, with `whole_region` false, says nothing about the zone."""

    line: int
    full_name: str
    position: str
    messenger_id: int
    municipalities: tuple[str, ...]
    whole_region: bool


@dataclass(frozen=True, slots=True)
class RepresentativeRow:
    line: int
    inn: str
    full_name: str
    messenger_id: int
