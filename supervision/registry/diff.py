"""Known facts + rows of a register file -> what would change. Pure: no database, no clock.

What a file may say and what it may not:
1. an empty cell and an absent line say nothing: nothing is erased, ended or deleted because of them;
2. the file changes a house's company, and a fact that a person corrected, only where it differs from the last import,
   not from what a person entered since;
3. what cannot be told apart (one GUID in two lines, an unknown organisation) is reported and not used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from supervision import house_facts
from supervision.house_facts import HouseFacts
from supervision.registry import dated_numbers, twins
from supervision.registry.file_rows import DatedNumber, HouseRow, OrganisationKey, RowIssue
from supervision.registry.known_rows import KnownHouse, KnownPeriod, KnownRegister
from supervision.registry.organisation_diff import OrganisationRef
from supervision.registry.twins import LikelyTwins
from supervision.registry.undated import PeriodVerdict, acting_on, decide

MISSING_SHOWN = 20


@dataclass(frozen=True, slots=True)
class HouseChange:
    id: int
    line: int
    before: HouseFacts
    after: HouseFacts

    @property
    def fields(self) -> frozenset[str]:
        names = house_facts.NAMES
        return frozenset(name for name in names if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, slots=True)
class Handover:
    """From the file's day on, this organisation manages this house."""

    fias_guid: UUID
    organisation: OrganisationRef
    replaces: bool
    address: str
    former_id: int | None = None


@dataclass(slots=True)
class RegisterDiff:
    """`remembered`: house id -> what the last import said, where that alone is new. `doubtful`: needs an approval.

    `aliases`: GUIDs that are new, by the own one of their house; `twins`: new houses that are likely no new ones;
    `dated`: houses of whose number a spreadsheet made a date, and nothing known here says which it was.
    """

    added: list[HouseRow] = field(default_factory=list)
    changed: list[HouseChange] = field(default_factory=list)
    unchanged: int = 0
    missing: list[KnownHouse] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    remembered: dict[int, OrganisationRef] = field(default_factory=dict)
    aliases: dict[UUID, UUID] = field(default_factory=dict)
    twins: list[LikelyTwins] = field(default_factory=list)
    dated: list[HouseRow] = field(default_factory=list)
    unknown: int = 0
    organisations_named: int = 0
    organisations_unknown: int = 0
    bad_rows: int = 0
    doubtful: int = 0
    issues: list[RowIssue] = field(default_factory=list)

    def parts(self) -> Iterable[object]:
        """What would be written; and which houses are missing, because their number is judged."""
        yield from self.added
        yield from self.changed
        yield from self.handovers
        yield from self.remembered.items()
        yield from self.aliases.items()
        yield [house.fias_guid for house in self.missing]


def compare(
    known: KnownRegister,
    rows: Iterable[HouseRow],
    refs: Mapping[OrganisationKey, OrganisationRef],
    *,
    as_of: date,
    file: str,
    is_older: bool = False,
) -> RegisterDiff:
    """`is_older`: a file of this register of a later day was applied before; what that one said stands."""
    diff = RegisterDiff()
    rows = list(rows)
    same = twins.same_houses(known, rows)
    diff.aliases = {guid: house.fias_guid for guid, house in same.items()}
    diff.issues += twins.told_as_same(same, rows, file)
    known = replace(known, aliases={**known.aliases, **diff.aliases})
    present: set[UUID] = set()
    take = completed if is_older else filled
    for row in _usable(diff, known, rows, present, file):
        own_guid = known.aliases.get(row.fias_guid, row.fias_guid)
        house = known.houses.get(own_guid)
        if row.dated and not (house and _is_known(row.dated, house.facts)):
            diff.dated.append(row)
        if house is None and not row.facts.address:
            message = _("the house is not known here and its address cannot be read; not added")
            _bad(diff, row.line, "no_address", message, file)
            continue
        ref = _organisation(diff, row, refs, file)
        if house is None:
            diff.added.append(row)
            if ref:
                diff.handovers.append(Handover(row.fias_guid, ref, replaces=False, address=row.facts.address))
            continue
        # a line under another GUID and address tells who manages the house; the address under its own GUID stays
        is_own = own_guid == row.fias_guid or own_guid in diff.aliases.values()
        after = take(row.facts, house) if is_own else house.facts
        if after != house.facts:
            diff.changed.append(HouseChange(house.id, row.line, house.facts, after))
        if ref:
            periods = known.periods.get(house.id, ())
            verdict = decide(house.organisation_id, ref.id, periods, as_of, is_older=is_older)
            if verdict is not PeriodVerdict.NOTHING:
                _hand_over(diff, house, ref, verdict, acting_on(periods, as_of), row.line, file)
        elif row.organisation is None and house.organisation_id is not None and not is_older:
            _manager_unknown(diff, row, file)
    diff.twins = twins.likely(known, diff.added)
    diff.issues += twins.told_as_likely(diff.twins, file)
    _count_the_rest(diff, known, present)
    return diff


def _is_known(dated: DatedNumber, known: HouseFacts) -> bool:
    return dated_numbers.could_be(dated.typed, getattr(known, dated.part))


def filled(facts: HouseFacts, house: KnownHouse) -> HouseFacts:
    """The file's facts, with what is known where the file's cell is empty, or says only what a person corrected.

    An address is taken as a whole, or not at all where it could not be read.
    """
    known = house.facts
    if facts == known:
        return known
    if not facts.address:
        facts = replace(facts, **{name: getattr(known, name) for name in house_facts.OF_ADDRESS})
    nothing = house_facts.NOTHING.items()
    kept = {name: getattr(known, name) for name, unsaid in nothing if getattr(facts, name) == unsaid}
    kept |= {name: getattr(known, name) for name, said in house.corrected.items() if getattr(facts, name) == said}
    return replace(facts, **kept)


def completed(facts: HouseFacts, house: KnownHouse) -> HouseFacts:
    """What is known, with the file's facts where nothing is: all that an older file may tell. No address."""
    free = [name for name, unsaid in house_facts.NOTHING.items() if getattr(house.facts, name) == unsaid]
    return replace(house.facts, **{name: getattr(facts, name) for name in free if name not in house.corrected})


def _usable(
    diff: RegisterDiff, known: KnownRegister, rows: Iterable[HouseRow], present: set[UUID], file: str
) -> Iterable[HouseRow]:
    """One row a house. Fills `present` with the own GUIDs of all houses that the file names, usable or not."""
    first: dict[UUID, HouseRow] = {}
    repeats: dict[UUID, list[HouseRow]] = {}
    for row in rows:
        if row.fias_guid in known.elsewhere:
            _bad(diff, row.line, "other_region", _("the GUID belongs to a house of another region"), file)
        elif first.setdefault(row.fias_guid, row) is not row:
            repeats.setdefault(row.fias_guid, []).append(row)
    for guid, others in repeats.items():
        _report_repeats(diff, first, guid, others, file)
    present.update(known.aliases.get(guid, guid) for guid in (*first, *repeats))
    named: set[UUID] = set()
    for guid, row in first.items():
        own = known.aliases.get(guid)
        if own is None:
            yield row
        elif own not in first and own not in named:
            named.add(own)
            yield row


def _report_repeats(
    diff: RegisterDiff, first: dict[UUID, HouseRow], guid: UUID, others: list[HouseRow], file: str
) -> None:
    rows = [first[guid], *others]
    lines = ", ".join(str(row.line) for row in rows)
    diff.doubtful += 1
    if all((row.facts, row.organisation) == (rows[0].facts, rows[0].organisation) for row in others):
        repeats = _("repeats line %(other)s (GUID %(guid)s); left out") % {"other": rows[0].line, "guid": guid}
        for row in others:
            _bad(diff, row.line, "duplicate_guid", repeats, file)
        return
    del first[guid]
    differ = _("GUID %(guid)s stands in lines %(lines)s that differ; none is used") % {"guid": guid, "lines": lines}
    for row in rows:
        _bad(diff, row.line, "duplicate_guid", differ, file)


def _organisation(
    diff: RegisterDiff, row: HouseRow, refs: Mapping[OrganisationKey, OrganisationRef], file: str
) -> OrganisationRef | None:
    if row.organisation is None:
        return None
    diff.organisations_named += 1
    ref = refs.get(row.organisation)
    if ref is None:
        diff.organisations_unknown += 1
        diff.doubtful += 1
        message = _(
            "organisation %(number)s is not in the register of organisations; who manages is left as it was"
        ) % {"number": row.organisation.number}
        _bad(diff, row.line, "unknown_organisation", message, file)
    return ref


def _hand_over(
    diff: RegisterDiff,
    house: KnownHouse,
    ref: OrganisationRef,
    verdict: PeriodVerdict,
    acting: KnownPeriod | None,
    line: int,
    file: str,
) -> None:
    values = {"address": house.facts.address, "company": ref.name}
    if verdict is PeriodVerdict.CONFLICT:
        words = _(
            "%(address)s: %(company)s manages the house in the file, but another change is known for that day or later"
        )
        diff.issues.append(RowIssue(line, "period_conflict", words % values, file))
    elif verdict is PeriodVerdict.LATE:
        words = _(
            "%(address)s: the file names %(company)s, which left the house before; it has likely not heard who came "
            "after, so nothing changes. Replace the company by hand if the file is right."
        )
        diff.issues.append(RowIssue(line, "manager_late", words % values, file))
    elif verdict is PeriodVerdict.OLDER:
        words = _("%(address)s: %(company)s in this file, which is older than one that was imported; nothing changes")
        diff.issues.append(RowIssue(line, "older_file", words % values, file))
    else:
        diff.remembered[house.id] = ref
    if verdict in (PeriodVerdict.START, PeriodVerdict.REPLACE):
        former = acting.organisation_id if acting else None
        replaces = verdict is PeriodVerdict.REPLACE
        diff.handovers.append(Handover(house.fias_guid, ref, replaces, house.facts.address, former))


def _manager_unknown(diff: RegisterDiff, row: HouseRow, file: str) -> None:
    diff.unknown += 1
    words = _("%(address)s: the file names no organisation any more; the acting one stays")
    message = words % {"address": row.facts.address}
    diff.issues.append(RowIssue(row.line, "manager_unknown", message, file))


def _count_the_rest(diff: RegisterDiff, known: KnownRegister, present: set[UUID]) -> None:
    diff.missing = [house for guid, house in known.houses.items() if house.is_standing and guid not in present]
    touched = len(diff.changed) + len(diff.missing)
    gone = sum(not house.is_standing and guid not in present for guid, house in known.houses.items())
    diff.unchanged = len(known.houses) - touched - gone
    for house in diff.missing[:MISSING_SHOWN]:
        words = _("%(address)s (GUID %(guid)s) is not in the file; it stays as it is")
        message = words % {"address": house.facts.address, "guid": house.fias_guid}
        diff.issues.append(RowIssue(None, "house_missing", message))
    if (more := len(diff.missing) - MISSING_SHOWN) > 0:
        message = _("more houses that are not in the file: %(n)s") % {"n": more}
        diff.issues.append(RowIssue(None, "house_missing", message))


def _bad(diff: RegisterDiff, line: int, code: str, message: str, file: str) -> None:
    diff.bad_rows += 1
    diff.issues.append(RowIssue(line, code, message, file))
