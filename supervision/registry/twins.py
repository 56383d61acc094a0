"""One building under two GUIDs: what is taken for one house, and what somebody should look at. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.house_facts import HouseFacts
from supervision.registry.address_text import CITY_WORDS, STREET_WORDS
from supervision.registry.addresses import SAME_TYPE
from supervision.registry.file_rows import HouseRow, RowIssue
from supervision.registry.known_rows import KnownHouse, KnownRegister
from supervision.registry.normalise import comparable


@dataclass(frozen=True, slots=True)
class LikelyTwins:
    """A house that is new with the file, and another one that is known (`line` None) or new as well."""

    row: HouseRow
    other: HouseFacts
    line: int | None

    @property
    def sentence(self) -> str:
        words = _("%(address)s and %(other)s, which is known here")
        if self.line is not None:
            words = _("%(address)s and %(other)s in line %(line)s")
        return words % {"address": self.row.facts.address, "other": self.other.address, "line": self.line}


def same_houses(known: KnownRegister, rows: Sequence[HouseRow]) -> dict[UUID, KnownHouse]:
    """New GUIDs at the only house of the same address and the same number in ФРТ, which the file names by no other.

    The register gave the house another GUID: two houses of one number it would name both.
    """
    new = [row for row in rows if row.facts.frt_id and row.facts.address and _is_new(known, row.fias_guid)]
    if not new or not known.houses:
        return {}
    named = {known.aliases.get(row.fias_guid, row.fias_guid) for row in rows}
    at_address = Counter(house.facts.address_key for house in known.houses.values())
    places = {
        (house.facts.address_key, house.facts.frt_id): house
        for house in known.houses.values()
        if house.is_standing and house.fias_guid not in named and at_address[house.facts.address_key] == 1
    }
    claims: dict[UUID, set[UUID]] = defaultdict(set)
    found: dict[UUID, KnownHouse] = {}
    for row in new:
        if house := places.get((row.facts.address_key, row.facts.frt_id)):
            claims[house.fias_guid].add(row.fias_guid)
            found[row.fias_guid] = house
    return {guid: house for guid, house in found.items() if len(claims[house.fias_guid]) == 1}


def _is_new(known: KnownRegister, guid: UUID) -> bool:
    return guid not in known.houses and guid not in known.aliases and guid not in known.elsewhere


def told_as_same(found: Mapping[UUID, KnownHouse], rows: Iterable[HouseRow], file: str) -> list[RowIssue]:
    words = _(
        "%(address)s: GUID %(guid)s is new; address and number in ФРТ are those of the house known under GUID "
        "%(known)s, so it is taken for that house"
    )
    issues = []
    for row in rows:
        if house := found.get(row.fias_guid):
            values = {"address": house.facts.address, "guid": row.fias_guid, "known": house.fias_guid}
            issues.append(RowIssue(row.line, "same_house", words % values, file))
    return issues


def likely(known: KnownRegister, added: Sequence[HouseRow]) -> list[LikelyTwins]:
    """New houses that look like one building with another one: the same names and numbers, spelt in another way.

    Houses without a number look like every other one of their street: of them nothing can be told.
    """
    added = [row for row in added if _tells_which_house(row.facts)]
    if not added:
        return []
    there: dict[tuple[str, ...], list[tuple[HouseFacts, int | None]]] = defaultdict(list)
    for house in known.houses.values():
        if house.is_standing:
            there[_key(house.facts)].append((house.facts, None))
    found = []
    for row in added:
        alike = there[_key(row.facts)]
        other = next((each for each in alike if _may_be_one(each[0], row.facts)), None)
        if other:
            found.append(LikelyTwins(row, *other))
        alike.append((row.facts, row.line))
    return found


def told_as_likely(found: Iterable[LikelyTwins], file: str) -> list[RowIssue]:
    words = _("%(houses)s are likely one building: two chats would be made for it")
    return [RowIssue(each.row.line, "likely_twin", words % {"houses": each.sentence}, file) for each in found]


def _tells_which_house(facts: HouseFacts) -> bool:
    """An address in one piece has its number inside; one in parts has it in a part of its own, or not at all."""
    return bool(facts.number) or not (facts.area or facts.city or facts.street)


def _key(facts: HouseFacts) -> tuple[str, ...]:
    """Names without their types; of an address that is kept in one piece, the whole of it."""
    if not facts.street or not facts.number:
        return (facts.address_key,)
    house = (comparable(part) for part in (facts.number, facts.building, facts.block, facts.letter))
    return (comparable(facts.area), _parted(facts.city)[1], _parted(facts.street)[1], *house)


def _may_be_one(one: HouseFacts, other: HouseFacts) -> bool:
    """ул. Мира and пер. Мира are two streets; where a type is missing they may be one."""
    kinds = {_parted(facts.street)[0] for facts in (one, other)} - {""}
    return len(kinds) < 2


@lru_cache(maxsize=8192)
def _parted(name: str) -> tuple[str, str]:
    """(type, name): `пр-кт 100-летия` and `проспект 100-летия` are parted alike."""
    first, _space, rest = name.partition(" ")
    word = comparable(first)
    if rest and (word in CITY_WORDS or word in STREET_WORDS or word in SAME_TYPE):
        return SAME_TYPE.get(word, word), comparable(rest)
    return "", comparable(name)
