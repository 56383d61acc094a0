"""Known organisations + rows of the organisations file -> what would change, and which number means which organisation.

Pure. `organisation_match.py` says which organisation a line is about; the same company may stand in the register twice.
What people corrected stands against a file that says what it said before, and against one of that day or older.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from supervision.registry.file_rows import OrganisationFacts, OrganisationKey, OrganisationRow, RowIssue
from supervision.registry.known_rows import KnownOrganisation
from supervision.registry.organisation_match import OrganisationIndex, contradict, is_another


@dataclass(frozen=True, slots=True)
class OrganisationRef:
    """`id` is None for an organisation that the import will add; `key` names it either way."""

    id: int | None
    key: OrganisationKey
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    id: int
    before: OrganisationFacts
    after: OrganisationFacts


@dataclass(slots=True)
class OrganisationDiff:
    """`refs`: every number that a houses file may name."""

    refs: dict[OrganisationKey, OrganisationRef] = field(default_factory=dict)
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
    known: Sequence[KnownOrganisation],
    rows: Sequence[OrganisationRow] | None,
    file: str,
    *,
    as_of: date,
    is_older: bool = False,
) -> OrganisationDiff:
    """`rows` None: there is no file of organisations, so nothing is known to be missing.

    `is_older`: a file of a later day was applied before; of a known company this one tells only what is not known.
    """
    diff = OrganisationDiff()
    by_key = {_frt(item.facts.frt_id): item for item in known if item.facts.frt_id is not None}
    for key, item in by_key.items():
        diff.refs[key] = OrganisationRef(item.id, key, item.facts.name)
    if rows is None:
        return diff
    rows = _without_repeats(diff, rows, file)
    keys, index = {row.key for row in rows}, OrganisationIndex(known)
    holders = {item.facts.ogrn: item for item in known if item.facts.ogrn}
    taken: dict[str, tuple[OrganisationRef, OrganisationFacts]] = {}
    seen: set[int] = set()
    # known numbers first: of two numbers with one ОГРН the known one stays the organisation
    for row in sorted(rows, key=lambda row: row.key not in by_key):
        match = by_key.get(row.key)
        if match is None and (twin := _twin(row, taken)):
            diff.refs[row.key] = twin
            diff.issues.append(_same_ogrn(row, twin, file))
            continue
        if match is None and (holder := index.match(row.facts).item) and holder.id not in seen:
            match = holder if holder.facts.frt_id is None or _frt(holder.facts.frt_id) not in keys else None
        facts = _with_free_ogrn(diff, row, match, holders, taken, file)
        if is_older and match and not is_another(match, facts):
            facts = replace(_filled(match.facts, facts), frt_id=match.facts.frt_id or facts.frt_id)
        ref = OrganisationRef(match.id if match else None, row.key, facts.name)
        diff.refs[row.key] = ref
        if facts.ogrn:
            taken[facts.ogrn] = ref, facts
        if match:
            seen.add(match.id)
        _sort_in(diff, replace(row, facts=facts), match, as_of, file)
    diff.missing = sum(item.id not in seen for item in by_key.values())
    return diff


def _frt(number: int) -> OrganisationKey:
    return OrganisationKey("ФРТ", number)


def _twin(
    row: OrganisationRow, taken: Mapping[str, tuple[OrganisationRef, OrganisationFacts]]
) -> OrganisationRef | None:
    """Another line with this ОГРН; none where it fails its check, or where the ИНН of the two contradict each other."""
    found = taken.get(row.facts.ogrn)
    if found is None or row.facts.ogrn_is_wrong or contradict(found[1], row.facts):
        return None
    return found[0]


def _sort_in(
    diff: OrganisationDiff, row: OrganisationRow, match: KnownOrganisation | None, as_of: date, file: str
) -> None:
    if match is None:
        diff.added.append(row)
        return
    if is_another(match, row.facts):
        diff.unchanged += 1
        words = _(
            "%(key)s is known here as %(known)s with another ОГРН or ИНН; nothing of the line is taken over. If the "
            "company was reorganised, enter its new numbers on its page; if it is another company, replace it on the "
            "houses."
        )
        message = words % {"key": f"{row.key.system} {row.key.number}", "known": match.facts.name}
        diff.issues.append(RowIssue(row.line, "organisation_contradicts", message, file))
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
    taken: Mapping[str, object],
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
    ) % {"number": row.key.number, "other": ref.key.number, "name": ref.name}
    return RowIssue(row.line, "same_ogrn", message, file)


def _without_repeats(diff: OrganisationDiff, rows: Sequence[OrganisationRow], file: str) -> list[OrganisationRow]:
    """A number that stands in two lines means neither, unless the lines say the same."""
    first: dict[OrganisationKey, OrganisationRow] = {}
    clashing: set[OrganisationKey] = set()
    for row in rows:
        other = first.setdefault(row.key, row)
        if other is row:
            continue
        message = _("number %(number)s stands in line %(other)s already") % {
            "number": row.key.number,
            "other": other.line,
        }
        diff.issues.append(RowIssue(row.line, "duplicate_organisation", message, file))
        diff.bad_rows += 1
        if other.facts != row.facts:
            clashing.add(row.key)
    return [row for row in first.values() if row.key not in clashing]
