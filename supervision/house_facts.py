"""What a register says of a house: every field once, with its caption and its part.

The part says everything else: what is read, compared, stored, watched and shown follows from it, so that a new field is
a line here, a column in `models/house.py`, and in `registry/sources/` a column in `kinds.py` and a cell in the reader
of the file that has it. Values only.
"""

from dataclasses import dataclass, fields
from enum import Enum
from typing import Annotated, get_type_hints
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from supervision.enums import HouseKind


class Part(Enum):
    """What a field is to the house, and what an empty cell of a file means for it."""

    NUMBER = "by which other systems know the house; shown to them; where a file has none, what is known stays"
    TERRITORY = "the municipality, a row of its own; where a file has none, what is known stays"
    ADDRESS = "the address as one text; shown to other systems; taken from a file as a whole"
    ADDRESS_PART = "read out of the address and taken with it; kept for comparison and not shown to other systems"
    NATURE = "what the house is like; shown to other systems; where a file has none, what is known stays"


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """In the words of the `House` model, except for `municipality`, which is its name; the default says nothing."""

    gis_guid: Annotated[UUID | None, Part.NUMBER, _("ГИС ЖКХ GUID")] = None
    frt_id: Annotated[int | None, Part.NUMBER, _("number in the ФРТ register")] = None
    cadastral_number: Annotated[str, Part.NUMBER, _("cadastral number")] = ""
    municipality: Annotated[str, Part.TERRITORY, _("municipality")] = ""
    address: Annotated[str, Part.ADDRESS, _("address")] = ""
    address_key: Annotated[str, Part.ADDRESS_PART, _("address for comparison")] = ""
    area: Annotated[str, Part.ADDRESS_PART, _("district")] = ""
    city: Annotated[str, Part.ADDRESS_PART, _("city or settlement")] = ""
    street: Annotated[str, Part.ADDRESS_PART, _("street")] = ""
    number: Annotated[str, Part.ADDRESS_PART, _("house number")] = ""
    building: Annotated[str, Part.ADDRESS_PART, _("строение")] = ""
    block: Annotated[str, Part.ADDRESS_PART, _("корпус")] = ""
    letter: Annotated[str, Part.ADDRESS_PART, _("литера")] = ""
    kind: Annotated[str, Part.NATURE, _("kind")] = HouseKind.UNKNOWN.value
    flats: Annotated[int | None, Part.NATURE, _("flats")] = None
    floors: Annotated[int | None, Part.NATURE, _("floors")] = None
    built_year: Annotated[int | None, Part.NATURE, _("year of construction")] = None
    is_emergency: Annotated[bool | None, Part.NATURE, _("dangerous")] = None


DECLARED = get_type_hints(HouseFacts, include_extras=True)
FACTS = {item.name: (item.default, *DECLARED[item.name].__metadata__) for item in fields(HouseFacts)}


def named(*parts: Part) -> tuple[str, ...]:
    return tuple(name for name, (_default, part, _caption) in FACTS.items() if part in parts)


NAMES = tuple(FACTS)
NUMBERS = named(Part.NUMBER)
OF_ADDRESS = named(Part.ADDRESS, Part.ADDRESS_PART)
CAPTIONS = {name: caption for name, (_default, _part, caption) in FACTS.items()}
# how a file says nothing of what then stays as it is known
NOTHING = {name: FACTS[name][0] for name in named(Part.NUMBER, Part.TERRITORY, Part.NATURE)}


def _with_state(names: tuple[str, ...]) -> tuple[str, ...]:
    """Whether a house stands is what people decide, not files; it is told right after the kind."""
    after = names.index("kind") + 1
    return (*names[:after], "state", *names[after:])


DESCRIBED = _with_state(named(Part.NATURE))
# what other systems are shown of the house itself, and told of when it changes
SHOWN = _with_state(named(Part.NUMBER, Part.ADDRESS, Part.NATURE))
