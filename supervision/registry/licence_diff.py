"""Known companies, licences and houses + lines of the licence register -> what would change. Pure.

`organisation_match.py` says which company a line is about; a house is known by its ФИАС GUID, else by its address where
that is the only one of its kind. Houses that are not known here are reported and never added: the licence register
describes none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.enums import LicenceStatus, OrganisationKind
from supervision.registry import successions
from supervision.registry.address_text import take_apart
from supervision.registry.drafts import Timeline
from supervision.registry.file_rows import (
    LicenceFacts,
    LicenceRow,
    OrganisationFacts,
    OrganisationKey,
    OrganisationRow,
    RowIssue,
)
from supervision.registry.known_rows import KnownHouse, KnownLicence, KnownOrganisation, KnownRegister
from supervision.registry.normalise import comparable
from supervision.registry.organisation_diff import OrganisationChange, OrganisationRef
from supervision.registry.organisation_match import OrganisationIndex, rivals_of
from supervision.registry.powers import PowersClaim
from supervision.registry.successions import LikelySuccession
from supervision.registry.timelines import timeline, timeline_of_older

UNKNOWN_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class LicenceChange:
    """`id` is None for a new licence; `organisation` is then whose it is."""

    id: int | None
    organisation: OrganisationRef
    facts: LicenceFacts
    ends: bool = False


@dataclass(slots=True)
class LicenceDiff:
    """`houses_named` and `houses_unknown` count houses, not lines."""

    organisations_added: list[OrganisationRow] = field(default_factory=list)
    organisations_changed: list[OrganisationChange] = field(default_factory=list)
    organisations_unchanged: int = 0
    licences_added: list[LicenceChange] = field(default_factory=list)
    licences_changed: list[LicenceChange] = field(default_factory=list)
    licences_unchanged: int = 0
    licences_missing: int = 0
    timelines: list[Timeline] = field(default_factory=list)
    successions: list[LikelySuccession] = field(default_factory=list)
    houses_named: int = 0
    houses_unknown: int = 0
    missing: list[KnownHouse] = field(default_factory=list)
    bad_rows: int = 0
    doubtful: int = 0
    issues: list[RowIssue] = field(default_factory=list)

    @property
    def houses_expected(self) -> int:
        """Those that the register named before, and those that it names now."""
        return len(self.missing) + self.houses_named - self.houses_unknown

    def lacks_more_than(self, percent: int) -> bool:
        return len(self.missing) * 100 > self.houses_expected * percent

    def parts(self) -> Iterable[object]:
        """What would be written; and which houses are missing, because their number is judged."""
        yield from self.organisations_added
        yield from self.organisations_changed
        yield from self.licences_added
        yield from self.licences_changed
        for each in self.timelines:
            for draft in each.changed:
                yield each.before[draft.id or 0], draft
            yield from each.added
            yield from each.withdrawn
        yield [house.fias_guid for house in self.missing]


def compare(
    known: KnownRegister,
    licences: Sequence[KnownLicence],
    rows: Sequence[LicenceRow],
    *,
    as_of: date,
    file: str,
    is_complete: bool = True,
    is_older: bool = False,
    missing_limit_percent: int = 100,
) -> LicenceDiff:
    """What the file lacks is gone only where it is complete and within the limit, whoever lets it through.

    `is_older`: a file of a later day was applied before; what that one said of a company, a licence, a house stands.
    """
    diff = LicenceDiff()
    rows = _without_contradictions(diff, rows, file)
    rows = _without_impostors(diff, known.organisations, rows, file)
    refs = _licensees(diff, known.organisations, rows, file)
    _licences(diff, licences, rows, refs, is_older=is_older)
    claims, unplaced = _claims(diff, known, rows, refs, file)
    _count_missing(diff, known, licences, claims.keys(), as_of)
    # lines that are left out are as good as unread
    is_complete = is_complete and not is_older and not diff.doubtful
    is_complete = is_complete and not diff.lacks_more_than(missing_limit_percent)
    names = {item.id: item.facts.name for item in known.organisations}
    for guid, said in claims.items():
        house = known.houses[guid]
        read = timeline_of_older if is_older else timeline
        found = read(house.id, house.facts.address, known.periods.get(house.id, ()), said, names=names,
                         as_of=as_of, file=file, is_complete=is_complete, unplaced=unplaced)  # fmt: skip
        diff.timelines.append(found)
        diff.doubtful += found.is_doubtful
        diff.issues += found.issues
    passing = successions.of_timelines(diff.timelines)
    diff.successions = successions.likely(passing, known.periods, known.organisations, as_of=as_of)
    diff.issues += successions.told(diff.successions, file)
    return diff


def licensee_key(facts: OrganisationFacts) -> OrganisationKey:
    """A number that passes its check, rather the ОГРН; one that fails it only together with the name."""
    numbers = (("ОГРН", facts.ogrn, facts.ogrn_is_wrong), ("ИНН", facts.inn, facts.inn_is_wrong))
    given = [(system, number, is_wrong) for system, number, is_wrong in numbers if number]
    system, number, is_wrong = next((each for each in given if not each[2]), given[0])
    return OrganisationKey(system, f"{number} {comparable(facts.name)}" if is_wrong else number)


def _without_contradictions(diff: LicenceDiff, rows: Sequence[LicenceRow], file: str) -> list[LicenceRow]:
    """Lines of a number that two companies claim mean neither; a line that stands twice counts once."""
    said: dict[str, dict[tuple[str, LicenceFacts], int]] = defaultdict(dict)
    for row in rows:
        said[row.licence.number].setdefault((row.licensee.inn or row.licensee.ogrn, row.licence), row.line)
    clashing = {number: list(lines.values()) for number, lines in said.items() if len(lines) > 1}
    for number, lines in clashing.items():
        diff.doubtful += 1
        message = _(
            "licence %(number)s stands with different companies, dates or statuses in lines %(lines)s; none of its "
            "lines is used. Correct the register."
        ) % {"number": number, "lines": ", ".join(map(str, lines[:5]))}
        diff.issues.append(RowIssue(lines[0], "licence_contradicts", message, file))
    kept: dict[object, LicenceRow] = {}
    for row in rows:
        if row.licence.number in clashing:
            diff.bad_rows += 1
            continue
        first = kept.setdefault(replace(row, line=0), row)
        if first is not row and row.powers:
            diff.bad_rows += 1
            message = _("repeats line %(other)s; left out") % {"other": first.line}
            diff.issues.append(RowIssue(row.line, "duplicate_line", message, file))
    return list(kept.values())


def _without_impostors(
    diff: LicenceDiff, known: Sequence[KnownOrganisation], rows: Sequence[LicenceRow], file: str
) -> list[LicenceRow]:
    """Lines whose number belongs to one company and whose other number to another one mean neither."""
    rivals = rivals_of(OrganisationIndex(known), (row.licensee for row in rows))
    kept: list[LicenceRow] = []
    told: set[OrganisationFacts] = set()
    for row in rows:
        facts = row.licensee
        if facts not in rivals:
            kept.append(row)
            continue
        diff.bad_rows += 1
        if facts not in told:
            told.add(facts)
            diff.doubtful += 1
            message = _("%(name)s shares a number with %(other)s and differs in another; its lines are left out") % {
                "name": facts.name,
                "other": rivals[facts].name,
            }
            diff.issues.append(RowIssue(row.line, "organisation_contradicts", message, file))
    return kept


def _licensees(
    diff: LicenceDiff, known: Sequence[KnownOrganisation], rows: Iterable[LicenceRow], file: str
) -> dict[OrganisationKey, OrganisationRef]:
    index = OrganisationIndex(known)
    refs: dict[OrganisationKey, OrganisationRef] = {}
    for row in rows:
        key = licensee_key(row.licensee)
        if key in refs:
            continue
        match = index.match(row.licensee)
        if match.is_one_of_several:
            diff.doubtful += 1
            words = _("ИНН %(inn)s stands for several organisations here; the first is taken")
            message = words % {"inn": row.licensee.inn}
            diff.issues.append(RowIssue(row.line, "ambiguous_organisation", message, file))
        refs[key] = _sort_in(diff, row, match.item, key)
    return refs


def _sort_in(
    diff: LicenceDiff, row: LicenceRow, match: KnownOrganisation | None, key: OrganisationKey
) -> OrganisationRef:
    """`key` names a new company until it has an id."""
    if match is None:
        diff.organisations_added.append(OrganisationRow(row.line, key, OrganisationKind.COMPANY.value, row.licensee))
        return OrganisationRef(None, key, row.licensee.name)
    facts, licensee = match.facts, row.licensee
    if not facts.ogrn and licensee.ogrn:
        facts = replace(facts, ogrn=licensee.ogrn, ogrn_is_wrong=licensee.ogrn_is_wrong)
    if not facts.inn and licensee.inn:
        facts = replace(facts, inn=licensee.inn, inn_is_wrong=licensee.inn_is_wrong)
    if facts == match.facts:
        diff.organisations_unchanged += 1
    else:
        diff.organisations_changed.append(OrganisationChange(match.id, match.facts, facts))
    return OrganisationRef(match.id, key, match.facts.name)


def _licences(
    diff: LicenceDiff,
    known: Sequence[KnownLicence],
    rows: Iterable[LicenceRow],
    refs: Mapping[OrganisationKey, OrganisationRef],
    *,
    is_older: bool,
) -> None:
    by_number = {(item.organisation_id, item.facts.number): item for item in known}
    # a spreadsheet takes the zeros off that a number begins with
    by_rest = {(item.organisation_id, item.facts.number.lstrip("0")): item for item in known}
    seen: set[int] = set()
    for key, facts in {(licensee_key(row.licensee), row.licence): None for row in rows}:
        ref = refs[key]
        item = by_number.get((ref.id or 0, facts.number)) or by_rest.get((ref.id or 0, facts.number))
        if item is None:
            status = facts.status or LicenceStatus.ACTIVE.value
            ends = status == LicenceStatus.ENDED
            diff.licences_added.append(LicenceChange(None, ref, replace(facts, status=status), ends))
            continue
        seen.add(item.id)
        after = LicenceFacts(
            item.facts.number, facts.status or item.facts.status, facts.issued_on or item.facts.issued_on
        )
        if after == item.facts or is_older:
            diff.licences_unchanged += 1
        else:
            ends = after.status == LicenceStatus.ENDED and item.facts.status != LicenceStatus.ENDED
            diff.licences_changed.append(LicenceChange(item.id, ref, after, ends))
    diff.licences_missing = sum(item.id not in seen for item in known)


def _claims(
    diff: LicenceDiff,
    known: KnownRegister,
    rows: Iterable[LicenceRow],
    refs: Mapping[OrganisationKey, OrganisationRef],
    file: str,
) -> tuple[dict[UUID, list[PowersClaim]], set[tuple[str, date]]]:
    """Lines by the house that they are about; and company and start of powers of those whose house is not known."""
    addresses = Counter(house.facts.address_key for house in known.houses.values())
    by_address = {house.facts.address_key: guid for guid, house in known.houses.items()}
    claims: dict[UUID, list[PowersClaim]] = defaultdict(list)
    unknown: dict[object, LicenceRow] = {}
    unplaced: set[tuple[str, date]] = set()
    for row in rows:
        if row.powers is None:
            continue
        guid = _house(known, row, addresses, by_address)
        ref = refs[licensee_key(row.licensee)]
        company = str(ref.id) if ref.id else " ".join(map(str, ref.key))
        if guid is None:
            unplaced.add((company, row.powers.since))
            unknown.setdefault(row.fias_guid or row.address, row)
            continue
        claims[guid].append(PowersClaim(row.line, company, ref, row.powers))
    diff.houses_unknown, diff.houses_named = len(unknown), len(unknown) + len(claims)
    for row in list(unknown.values())[:UNKNOWN_SHOWN]:
        diff.issues.append(_unknown_house(known, row, file))
    return dict(claims), unplaced


def _house(
    known: KnownRegister, row: LicenceRow, addresses: Mapping[str, int], by_address: Mapping[str, UUID]
) -> UUID | None:
    if row.fias_guid:
        guid = known.aliases.get(row.fias_guid, row.fias_guid)
        if guid in known.houses:
            return guid
        if guid in known.elsewhere:
            return None
    try:
        key = take_apart(row.address).address.key
    except ValueError:
        return None
    return by_address[key] if addresses.get(key) == 1 else None


def _unknown_house(known: KnownRegister, row: LicenceRow, file: str) -> RowIssue:
    named = row.address or f"GUID {row.fias_guid}"
    if row.fias_guid in known.elsewhere:
        message = _("%(house)s: the GUID belongs to a house of another region") % {"house": named}
        return RowIssue(row.line, "other_region", message, file)
    words = _("%(house)s is not known here; import it with the register of houses (ФРТ or ОЖФ) first")
    message = words % {"house": named}
    return RowIssue(row.line, "unknown_house", message, file)


def _count_missing(
    diff: LicenceDiff, known: KnownRegister, licences: Sequence[KnownLicence], named: Iterable[UUID], as_of: date
) -> None:
    """Houses that a licensed company manages and that the file does not name. They stay as they are."""
    licensed = {item.organisation_id for item in licences}
    present = set(named)
    for guid, house in known.houses.items():
        acting = (each for each in known.periods.get(house.id, ()) if each.since <= as_of < (each.until or date.max))
        if guid not in present and any(each.organisation_id in licensed and each.registered for each in acting):
            diff.missing.append(house)
