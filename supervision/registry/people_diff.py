"""Known people + rows of a people file -> what would change. Pure.

A person is known by the messenger id. People entered by name alone are waited for: a line that gives them a number
would make a second person of them, so it is not used and says what to do. Whoever is not in the file is reported and
stays: dismissal is a decision of its own, with chats to hand over first.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from supervision.registry.file_rows import InspectorRow, RepresentativeRow, RowIssue
from supervision.spelling import folded

Placed = TypeVar("Placed")

PLACE_TYPES = {
    *("р", "н", "рн", "район", "муниципальный", "округ", "мо", "г", "город", "городской", "с", "село", "п", "пос"),
    *("поселок", "рп", "пгт", "д", "деревня", "поселение", "сельское", "городское", "нп", "мкр", "дп"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """The municipalities of an inspector by name; all of them where `whole_region`."""

    municipalities: frozenset[str] = frozenset()
    whole_region: bool = False


@dataclass(frozen=True, slots=True)
class KnownInspector:
    id: int
    messenger_id: int
    full_name: str
    position: str
    area: Area
    is_dismissed: bool = False


@dataclass(frozen=True, slots=True)
class KnownRepresentative:
    """One that is or will be active."""

    id: int
    organisation_id: int
    messenger_id: int
    full_name: str


@dataclass(frozen=True, slots=True)
class PlacedInspector:
    """A row with its area; `known` is None for a new inspector, `area` None where the file names none."""

    row: InspectorRow
    area: Area | None
    known: KnownInspector | None = None


@dataclass(frozen=True, slots=True)
class PlacedRepresentative:
    row: RepresentativeRow
    organisation_id: int
    known: KnownRepresentative | None = None


@dataclass(slots=True)
class PeopleDiff(Generic[Placed]):
    added: list[Placed] = field(default_factory=list)
    changed: list[Placed] = field(default_factory=list)
    unchanged: int = 0
    missing: int = 0
    bad_rows: int = 0
    issues: list[RowIssue] = field(default_factory=list)

    def bad(self, line: int, code: str, message: str, file: str) -> None:
        self.bad_rows += 1
        self.issues.append(RowIssue(line, code, message, file))

    def parts(self) -> Iterable[object]:
        yield from self.added
        yield from self.changed


class InspectorsDiff(PeopleDiff[PlacedInspector]):
    """Of inspectors and the municipalities they answer for."""


class RepresentativesDiff(PeopleDiff[PlacedRepresentative]):
    """Of representatives of companies."""


class PlacesByName:
    """Finds a region's municipality by what people call it: `Омск` is `г. Омск`, `Тарский район` is `р-н Тарский`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)
        self._by_words: dict[tuple[str, ...], list[str]] = {}
        for name in self._names:
            self._by_words.setdefault(self._words(name), []).append(name)

    @staticmethod
    def _words(name: str) -> tuple[str, ...]:
        words = re.findall(r"\w+", folded(name))
        return tuple(sorted(word for word in words if word not in PLACE_TYPES))

    def find(self, text: str) -> str | None:
        if text in self._names:
            return text
        fits = self._by_words.get(self._words(text), [])
        return fits[0] if len(fits) == 1 else None

    def advice(self, text: str) -> str:
        near = difflib.get_close_matches(" ".join(self._words(text)), map(" ".join, self._by_words), n=3)
        names = sorted(name for words in near for name in self._by_words[tuple(words.split())])
        return ", ".join(names)


def compare_inspectors(
    known: Sequence[KnownInspector],
    rows: Sequence[InspectorRow],
    places: PlacesByName,
    file: str,
    *,
    by_name: Collection[str] = (),
) -> InspectorsDiff:
    """`by_name` are the names of those in office who are not known in the messenger."""
    diff, waited_for = InspectorsDiff(), set(map(_folded, by_name))
    by_id = {item.messenger_id: item for item in known}
    for row in rows:
        if unknown := [name for name in row.municipalities if places.find(name) is None]:
            diff.bad(row.line, "unknown_municipality", _no_municipality(unknown[0], places.advice(unknown[0])), file)
            continue
        found = by_id.get(row.messenger_id)
        if found and found.is_dismissed:
            diff.bad(row.line, "dismissed", _("the inspector with this messenger id is dismissed"), file)
            continue
        if found is None and _folded(row.full_name) in waited_for:
            diff.bad(row.line, "known_by_name", _by_name_only(), file)
            continue
        names = frozenset(name for text in row.municipalities if (name := places.find(text)))
        area = Area(names, row.whole_region) if names or row.whole_region else None
        placed = PlacedInspector(row, area, found)
        if found is None:
            diff.added.append(placed)
        elif _differs(placed, found):
            diff.changed.append(placed)
        else:
            diff.unchanged += 1
    in_office = {item.messenger_id for item in known if not item.is_dismissed}
    _report_missing(diff, in_office - {row.messenger_id for row in rows})
    return diff


def _no_municipality(name: str, near: str) -> str:
    values = {"name": name, "near": near}
    if not near:
        return _("no municipality “%(name)s” in the region.") % values
    return _("no municipality “%(name)s” in the region. Perhaps: %(near)s.") % values


def _no_organisation(inn: str, near: str) -> str:
    values = {"inn": inn, "near": near}
    if not near:
        return _("no organisation with ИНН %(inn)s in the region.") % values
    return _("no organisation with ИНН %(inn)s in the region. Perhaps: %(near)s.") % values


def _by_name_only() -> str:
    return _(
        "a person of this name is entered without a messenger id: invite them, and the number comes with their answer. "
        "A namesake is entered on the page, not by a file."
    )


def _folded(name: str) -> str:
    return " ".join(folded(name).split())


def _differs(placed: PlacedInspector, known: KnownInspector) -> bool:
    said = (placed.row.full_name, placed.row.position or known.position, placed.area or known.area)
    return said != (known.full_name, known.position, known.area)


def compare_representatives(
    known: Sequence[KnownRepresentative],
    rows: Sequence[RepresentativeRow],
    organisations: Mapping[str, Sequence[int]],
    file: str,
    *,
    by_name: Collection[tuple[int, str]] = (),
) -> RepresentativesDiff:
    """`organisations` are ids by ИНН; a company that stands in the register twice gets its people twice. `by_name` are
    company and name of those who are not known in the messenger."""
    diff, waited_for = RepresentativesDiff(), {(company, _folded(name)) for company, name in by_name}
    by_key = {(item.organisation_id, item.messenger_id): item for item in known}
    named = set()
    for row in rows:
        if row.inn not in organisations:
            near = difflib.get_close_matches(row.inn, organisations, n=1, cutoff=0.8)
            diff.bad(row.line, "unknown_inn", _no_organisation(row.inn, "".join(near)), file)
        for organisation in organisations.get(row.inn, ()):
            named.add((organisation, row.messenger_id))
            found = by_key.get((organisation, row.messenger_id))
            if found is None and (organisation, _folded(row.full_name)) in waited_for:
                diff.bad(row.line, "known_by_name", _by_name_only(), file)
            elif found is None:
                diff.added.append(PlacedRepresentative(row, organisation))
            elif found.full_name != row.full_name:
                diff.changed.append(PlacedRepresentative(row, organisation, found))
            else:
                diff.unchanged += 1
    _report_missing(diff, by_key.keys() - named)
    return diff


def _report_missing(diff: PeopleDiff[Any], keys: Iterable[object]) -> None:
    diff.missing = len(list(keys))
    if diff.missing:
        words = _("known persons who are not in the file: %(n)s; they stay until they are dismissed or removed")
        message = words % {"n": diff.missing}
        diff.issues.append(RowIssue(None, "person_missing", message))
