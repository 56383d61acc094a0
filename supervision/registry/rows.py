"""The values that lines of a file become. None or "" means that the file says nothing, never that a thing is gone."""

from dataclasses import dataclass
from uuid import UUID

from supervision.enums import HouseKind


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


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """What the register says of a house itself, in the words of the `House` model (`municipality` by its name)."""

    frt_id: int | None = None
    municipality: str = ""
    address: str = ""
    address_key: str = ""
    area: str = ""
    city: str = ""
    street: str = ""
    number: str = ""
    building: str = ""
    block: str = ""
    letter: str = ""
    kind: str = HouseKind.UNKNOWN.value
    flats: int | None = None
    floors: int | None = None
    built_year: int | None = None
    is_emergency: bool | None = None


@dataclass(frozen=True, slots=True)
class HouseRow:
    """`organisation` is the number in the register of organisations, None where the cell is empty."""

    line: int
    fias_guid: UUID
    organisation: int | None
    facts: HouseFacts
    region: str = ""


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
    """`kind` is guessed from the name, so it counts for a new organisation only."""

    line: int
    frt_id: int
    kind: str
    facts: OrganisationFacts


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
