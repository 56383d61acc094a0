"""Which known organisation a line of any file is about: one way for all registers. Pure.

Known by its number in ФРТ, else by its ОГРН, else by its ИНН; only numbers that pass their check join, and only where
no other number of the two contradicts. A number that fails its check joins together with an equal name.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations

from supervision.registry.file_rows import OrganisationFacts
from supervision.registry.known_rows import KnownOrganisation
from supervision.registry.normalise import comparable


@dataclass(frozen=True, slots=True)
class OrganisationMatch:
    """`contradicts`: known under a number of the line, but another number says that it is somebody else.

    `is_one_of_several`: the number stands for several organisations here; the first is given.
    """

    item: KnownOrganisation | None = None
    contradicts: KnownOrganisation | None = None
    is_one_of_several: bool = False


class OrganisationIndex:
    """The organisations of a region by their numbers."""

    def __init__(self, known: Iterable[KnownOrganisation]) -> None:
        self._by_frt: dict[int, KnownOrganisation] = {}
        self._by_number: dict[str, list[KnownOrganisation]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], KnownOrganisation] = {}
        for item in known:
            if item.facts.frt_id is not None:
                self._by_frt[item.facts.frt_id] = item
            for number, is_wrong in _numbers(item.facts):
                if is_wrong:
                    self._by_name[number, comparable(item.facts.name)] = item
                else:
                    self._by_number[number].append(item)

    def match(self, facts: OrganisationFacts) -> OrganisationMatch:
        if facts.frt_id is not None and (item := self._by_frt.get(facts.frt_id)):
            return OrganisationMatch(contradicts=item) if is_another(item, facts) else OrganisationMatch(item)
        for number, is_wrong in _numbers(facts):
            if is_wrong:
                continue
            found = self._by_number.get(number, [])
            fitting = [item for item in found if not contradict(item.facts, facts)]
            if fitting:
                return OrganisationMatch(fitting[0], is_one_of_several=len(fitting) > 1)
            if found:
                return OrganisationMatch(contradicts=found[0])
        name = comparable(facts.name)
        named = (self._by_name.get((number, name)) for number, is_wrong in _numbers(facts) if is_wrong)
        return OrganisationMatch(next((item for item in named if item and not contradict(item.facts, facts)), None))


def _numbers(facts: OrganisationFacts) -> Iterable[tuple[str, bool]]:
    """ОГРН before ИНН, each with whether it fails its check. Their lengths differ."""
    return (pair for pair in ((facts.ogrn, facts.ogrn_is_wrong), (facts.inn, facts.inn_is_wrong)) if pair[0])


def _shared(one: OrganisationFacts, other: OrganisationFacts) -> list[bool]:
    """Whether the ОГРН and ИНН that both have, and that pass their checks, are equal."""
    pairs = (
        (one.ogrn, one.ogrn_is_wrong, other.ogrn, other.ogrn_is_wrong),
        (one.inn, one.inn_is_wrong, other.inn, other.inn_is_wrong),
    )
    return [
        mine == its for mine, is_wrong, its, is_its_wrong in pairs if mine and its and not (is_wrong or is_its_wrong)
    ]


def contradict(one: OrganisationFacts, other: OrganisationFacts) -> bool:
    return not all(_shared(one, other))


def is_another(item: KnownOrganisation, facts: OrganisationFacts) -> bool:
    """Any other number under one ФРТ number is another organisation. What people corrected is no contradiction."""
    shared = _shared(item.facts, facts)
    return bool(shared) and not any(shared) and not {"inn", "ogrn"} & item.corrected.keys()


def rivals_of(
    index: OrganisationIndex, said: Iterable[OrganisationFacts]
) -> dict[OrganisationFacts, OrganisationFacts]:
    """Among companies that one file names, those that can be joined with none, each with the one it contradicts.

    A company that is known here is the real one. Where several are unknown, nobody can tell which is: all are given.
    """
    found: dict[OrganisationFacts, OrganisationFacts] = {}
    is_known: dict[OrganisationFacts, bool] = {}
    # by a number and whether only known companies count: the other number -> the first company that has both
    beside: dict[tuple[str, bool], dict[str, OrganisationFacts]] = defaultdict(dict)
    for facts in dict.fromkeys(said):
        match = index.match(facts)
        if match.contradicts:
            found[facts] = match.contradicts.facts
            continue
        is_known[facts] = match.item is not None
        for number, other in _pairs(facts):
            for only_known in {False, is_known[facts]}:
                beside[number, only_known].setdefault(other, facts)
    for facts, only_known in is_known.items():
        rivals = (each for number, other in _pairs(facts)
                  for its, each in beside[number, only_known].items() if its != other)  # fmt: skip
        if rival := next(rivals, None):
            found[facts] = rival
    return found


def _pairs(facts: OrganisationFacts) -> list[tuple[str, str]]:
    """Each of the two numbers with the other's, where both are there and pass their checks."""
    numbers = [number for number, is_wrong in _numbers(facts) if not is_wrong]
    return list(permutations(numbers, 2))
