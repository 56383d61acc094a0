"""Known organisations + rows of the organisations file -> what would change, and which number means which organisation.

Pure. An organisation is known by its number in ФРТ, else by its ОГРН: the same company may stand in the register twice.
What people corrected stands against a file that says what it said before, and against one of that day or older.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from supervision.registry.known import KnownOrganisation
from supervision.registry.rows import OrganisationFacts, OrganisationRow, RowIssue


@dataclass(frozen=True, slots=True)
class OrganisationRef:
    """`id` is None for an organisation that the import will add; `frt_id` names it either way."""

    id: int | None
    frt_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    id: int
    before: OrganisationFacts
    after: OrganisationFacts


@dataclass(slots=True)
class OrganisationDiff:
    """`refs`: every number that a houses file may name."""

    refs: dict[int, OrganisationRef] = field(default_factory=dict)
    added: list[OrganisationRow] = field(default_factory=list)
    changed: list[OrganisationChange] = field(default_factory=list)
    unchanged: int = 0
    missing: int = 0
    bad_rows: int = 0
    issues: list[RowIssue] = field(default_factory=list)

    def parts(self) -> Iterable[object]:
        yield from self.added
        yield from self.changed


def compare(
    known: Sequence[KnownOrganisation], rows: Sequence[OrganisationRow] | None, file: str, *, as_of: date
) -> OrganisationDiff:
    """`rows` None: there is no file of organisations, so nothing is known to be missing."""
    diff = OrganisationDiff()
    by_number = {item.facts.frt_id: item for item in known if item.facts.frt_id is not None}
    for number, item in by_number.items():
        diff.refs[number] = OrganisationRef(item.id, number, item.facts.name)
    if rows is None:
        return diff
    rows = _without_repeats(diff, rows, file)
    numbers = {row.frt_id for row in rows}
    holders = {item.facts.ogrn: item for item in known if item.facts.ogrn}
    taken: dict[str, OrganisationRef] = {}
    seen: set[int] = set()
    # known numbers first: of two numbers with one ОГРН the known one stays the organisation
    for row in sorted(rows, key=lambda row: row.frt_id not in by_number):
        match = by_number.get(row.frt_id)
        if match is None and row.facts.ogrn in taken:
            diff.refs[row.frt_id] = taken[row.facts.ogrn]
            diff.issues.append(_same_ogrn(row, taken[row.facts.ogrn], file))
            continue
        if match is None and (holder := holders.get(row.facts.ogrn)) and holder.facts.frt_id not in numbers:
            match = holder
        facts = _with_free_ogrn(diff, row, match, holders, taken, file)
        ref = OrganisationRef(match.id if match else None, row.frt_id, facts.name)
        diff.refs[row.frt_id] = ref
        if facts.ogrn:
            taken[facts.ogrn] = ref
        if match:
            seen.add(match.id)
        _sort_in(diff, replace(row, facts=facts), match, as_of, file)
    diff.missing = sum(item.id not in seen for item in by_number.values())
    return diff


def _sort_in(
    diff: OrganisationDiff, row: OrganisationRow, match: KnownOrganisation | None, as_of: date, file: str
) -> None:
    if match is None:
        diff.added.append(row)
        return
    after = _as_corrected(diff, replace(row, facts=_filled(row.facts, match.facts)), match, as_of, file)
    if after != match.facts:
        diff.changed.append(OrganisationChange(match.id, match.facts, after))
    else:
        diff.unchanged += 1


def _as_corrected(
    diff: OrganisationDiff, row: OrganisationRow, match: KnownOrganisation, as_of: date, file: str
) -> OrganisationFacts:
    """The row's facts without those that would undo what people corrected. News of an older file are reported."""
    kept: dict[str, Any] = {}
    for name, correction in match.corrected.items():
        said, stands = getattr(row.facts, name), getattr(match.facts, name)
        if said == stands or (said != correction.before and correction.day < as_of):
            continue
        kept |= {each: getattr(match.facts, each) for each in (name, f"{name}_is_wrong") if hasattr(match.facts, each)}
        if said != correction.before:
            words = _("%(name)s: “%(said)s” in the file, corrected to “%(stands)s” on %(day)s; the correction stays")
            day = f"{correction.day:%d.%m.%Y}"
            message = words % {"name": match.facts.name, "said": said, "stands": stands, "day": day}
            diff.issues.append(RowIssue(row.line, "corrected_by_hand", message, file))
    return replace(row.facts, **kept)


def _filled(facts: OrganisationFacts, known: OrganisationFacts) -> OrganisationFacts:
    """An empty cell says nothing, so what is known stays."""
    if not facts.full_name:
        facts = replace(facts, full_name=known.full_name)
    if not facts.inn:
        facts = replace(facts, inn=known.inn, inn_is_wrong=known.inn_is_wrong)
    if not facts.ogrn:
        facts = replace(facts, ogrn=known.ogrn, ogrn_is_wrong=known.ogrn_is_wrong)
    return facts


def _with_free_ogrn(
    diff: OrganisationDiff,
    row: OrganisationRow,
    match: KnownOrganisation | None,
    holders: Mapping[str, KnownOrganisation],
    taken: Mapping[str, OrganisationRef],
    file: str,
) -> OrganisationFacts:
    """The row's facts, without its ОГРН where another organisation of the register holds that."""
    holder = holders.get(row.facts.ogrn)
    if row.facts.ogrn not in taken and (holder is None or holder is match):
        return row.facts
    words = _("ОГРН %(ogrn)s belongs to another organisation of the register; not taken over")
    message = words % {"ogrn": row.facts.ogrn}
    diff.issues.append(RowIssue(row.line, "ogrn_taken", message, file))
    return replace(row.facts, ogrn="", ogrn_is_wrong=False)


def _same_ogrn(row: OrganisationRow, ref: OrganisationRef, file: str) -> RowIssue:
    message = _(
        "number %(number)s has the ОГРН of number %(other)s (%(name)s) and is read as the same organisation"
    ) % {"number": row.frt_id, "other": ref.frt_id, "name": ref.name}
    return RowIssue(row.line, "same_ogrn", message, file)


def _without_repeats(diff: OrganisationDiff, rows: Sequence[OrganisationRow], file: str) -> list[OrganisationRow]:
    """A number that stands in two lines means neither, unless the lines say the same."""
    first: dict[int, OrganisationRow] = {}
    clashing: set[int] = set()
    for row in rows:
        other = first.setdefault(row.frt_id, row)
        if other is row:
            continue
        message = _("number %(number)s stands in line %(other)s already") % {"number": row.frt_id, "other": other.line}
        diff.issues.append(RowIssue(row.line, "duplicate_organisation", message, file))
        diff.bad_rows += 1
        if other.facts != row.facts:
            clashing.add(row.frt_id)
    return [row for row in first.values() if row.frt_id not in clashing]
