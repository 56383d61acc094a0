"""Spoilt in way W, field F, source S: no cell of any file changes in silence who manages a house.

Every column that a source declares is spoilt in every way, in one line and in all of them, in a file that says what is
known, in one that brings a change, and in the first file of a region. What then manages a house is what the sound file
would have said, or what was known; where it is not the former, a remark or a refusal says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from supervision.errors import BadFile
from supervision.registry import diff, doubts, licence_diff, organisation_diff, stock_diff
from supervision.registry.file_rows import OrganisationFacts, RowIssue
from supervision.registry.known_rows import KnownHouse, KnownOrganisation, KnownPeriod, KnownRegister, Policy
from supervision.registry.normalise import calendar_day, clean
from supervision.registry.sources import frt, housing_stock, licences
from supervision.registry.undated import acting_on
from tests.frt_files import guid, house, houses_file
from tests.register_files import NEW, OLD
from tests.spoiling import HOUSES, SOUND, WAYS, Cells, Sound, table

AS_OF = date(2026, 11, 20)
SINCE = date(2019, 6, 1)
OLD_ID, NEW_ID = 1, 2
BY_INN = {OLD[2]: "1", NEW[2]: "2"}
BEFORE = {guid(1): "1", guid(2): "2", guid(3): "1"}
POLICY = Policy(frozenset({"apartment"}), 0, 5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`managers` by house: the company on the file's day, a known one by its id, a new one by its name and numbers."""

    managers: dict[str, str]
    remarks: list[str]
    refusal: str = ""


def known_register(folder: Path) -> KnownRegister:
    rows = frt.read_houses(houses_file(folder, [house(number) for number in HOUSES])).rows
    companies = [
        KnownOrganisation(OLD_ID, OrganisationFacts(501, OLD[1], OLD[1], OLD[2], OLD[3])),
        KnownOrganisation(NEW_ID, OrganisationFacts(502, NEW[1], NEW[1], NEW[2], NEW[3])),
    ]
    acting = {1: OLD_ID, 2: NEW_ID, 3: OLD_ID}
    houses = {
        row.fias_guid: KnownHouse(number, row.fias_guid, row.facts, organisation_id=acting[number])
        for number, row in zip(HOUSES, rows, strict=True)
    }
    periods = {number: [KnownPeriod(number, acting[number], SINCE, None, id=number)] for number in HOUSES}
    return KnownRegister(houses, organisations=companies, periods=periods)


def managers_of(known: KnownRegister) -> dict[str, str]:
    """On the file's day, before the file."""
    found = {}
    for own, item in known.houses.items():
        acting = acting_on(known.periods.get(item.id, ()), AS_OF)
        if acting:
            found[str(own)] = str(acting.organisation_id)
    return found


def register_read(known: KnownRegister, found: diff.RegisterDiff, names: dict[object, str]) -> dict[str, str]:
    after = managers_of(known)
    for handover in found.handovers:
        ref = handover.organisation
        after[str(handover.fias_guid)] = str(ref.id) if ref.id else names[ref.key]
    return after


def told(name: str, inn: str, ogrn: str) -> str:
    """A company that is new with the file."""
    return f"{name}|{inn}|{ogrn}"


def of_new(rows: list) -> dict[object, str]:  # type: ignore[type-arg]
    return {row.key: told(row.facts.name, row.facts.inn, row.facts.ogrn) for row in rows}


def frt_outcome(known: KnownRegister, houses: Path, companies: Path) -> Outcome:
    export, others = frt.read_houses(houses), frt.read_organisations(companies)
    compared = organisation_diff.compare(known.organisations, others.rows, "uo.csv", as_of=AS_OF)
    found = diff.compare(known, export.rows, compared.refs, as_of=AS_OF, file="mkd.csv")
    issues = [*export.table.issues, *others.table.issues, *compared.issues, *found.issues]
    refusal = doubts.refusal(export.table, found) or doubts.too_many_bad_rows(others.table)
    refusal = refusal or doubts.doubts(found, known, POLICY)
    return Outcome(register_read(known, found, of_new(compared.added)), sentences(issues), refusal)


def licences_outcome(known: KnownRegister, path: Path) -> Outcome:
    register = licences.read(path)
    found = licence_diff.compare(known, [], register.rows, as_of=AS_OF, file="r.csv", is_complete=not register.bad_rows)
    names = {f"{row.key.system} {row.key.number}": told(row.facts.name, row.facts.inn, row.facts.ogrn)
             for row in found.organisations_added}  # fmt: skip
    own = {item.id: str(fias) for fias, item in known.houses.items()}
    after = managers_of(known)
    for each in found.timelines:
        acting = [draft.company for draft in each.drafts if draft.covers(AS_OF)]
        after.pop(own[each.house_id], None)
        if acting:
            after[own[each.house_id]] = names.get(acting[0], acting[0])
    refusal = doubts.too_many_bad(register.bad_rows + found.bad_rows, register.lines)
    refusal = refusal or doubts.no_house_known(found) or doubts.licence_doubts(found, POLICY)
    return Outcome(after, sentences([*register.issues, *found.issues]), refusal)


def stock_outcome(known: KnownRegister, path: Path) -> Outcome:
    stock = housing_stock.read(path)
    matched = stock_diff.match(known, stock.rows, as_of=AS_OF, leads=True, taken=frozenset(), file="s.csv")
    found = diff.compare(known, matched.rows, matched.organisations.refs, as_of=AS_OF, file="s.csv")
    found.doubtful += matched.doubtful
    bad = found.bad_rows + matched.bad_rows + sum(each.bad_rows for each in stock.tables)
    refusal = doubts.too_many_bad(bad, len(stock.rows) + bad) or doubts.doubts(found, known, POLICY)
    issues = [issue for each in stock.tables for issue in each.issues] + matched.issues + found.issues
    return Outcome(register_read(known, found, of_new(matched.organisations.added)), sentences(issues), refusal)


def sentences(issues: list[RowIssue]) -> list[str]:
    return [f"{issue.line} {issue.code} {issue.message}" for issue in issues]


def outcome(known: KnownRegister, folder: Path, sound: Sound, lines: tuple[Cells, ...]) -> Outcome:
    """Of a file with these lines, beside a sound one where two belong together."""
    path = folder / f"{sound.kind.name}.csv"
    path.write_bytes(table(lines, sound.delimiter).encode("utf-8-sig"))
    try:
        if sound.kind.name == "licences":
            return licences_outcome(known, path)
        if sound.kind.name == "housing_stock":
            return stock_outcome(known, path)
        others = {each.kind.name: each for each in SOUND}
        beside = "frt_organisations" if sound.kind.name == "frt_houses" else "frt_houses"
        other = folder / f"{beside}.csv"
        if not other.exists():
            other.write_bytes(table(others[beside].lines, ";").encode("utf-8-sig"))
        return frt_outcome(known, *((path, other) if beside == "frt_organisations" else (other, path)))
    except BadFile as error:
        return Outcome(managers_of(known), [], str(error))


Spoil = Callable[[str], str]


def ways(lines: tuple[Cells, ...], column: str) -> list[tuple[str, Spoil]]:
    """Without those that make a sound cell of it: a date another date, a number of ФРТ that of another company."""
    cells = {line[column] for line in lines}
    return [(way, spoil) for way, spoil in WAYS.items() if not any(is_sound(column, spoil(cell)) for cell in cells)]


def is_sound(column: str, cell: str) -> bool:
    if column == "management_organization_id":
        return cell in {"501", "502"}
    try:
        return "Дата" in column and calendar_day(cell) is not None
    except ValueError:
        return False


def spoilt(lines: tuple[Cells, ...], column: str, spoil: Spoil, *, everywhere: bool) -> tuple[Cells, ...]:
    place = slice(None) if everywhere else slice(1)
    changed = [{**line, column: spoil(line[column])} for line in lines[place]]
    return (*changed, *lines[len(changed) :])


CELLS = [
    pytest.param(sound, column, id=f"{sound.kind.name}-{number}-{column[:30]}")
    for sound in SOUND
    for number, column in enumerate(sound.kind.header)
]


def described(way: str, found: Outcome) -> str:
    return f"{way}: {found.managers}; {found.refusal}; {found.remarks}"


@pytest.mark.parametrize("everywhere", [False, True], ids=["one cell", "the whole column"])
@pytest.mark.parametrize(("sound", "column"), CELLS)
def test_a_spoilt_cell_changes_nobody_in_a_file_that_says_what_is_known(
    tmp_path: Path, sound: Sound, column: str, everywhere: bool
) -> None:
    known = known_register(tmp_path)
    assert outcome(known, tmp_path, sound, sound.lines) == Outcome(BEFORE, [], "")
    for way, spoil in ways(sound.lines, column):
        found = outcome(known, tmp_path, sound, spoilt(sound.lines, column, spoil, everywhere=everywhere))
        assert found.managers == BEFORE or found.refusal, described(way, found)


CHANGING = [each for each in CELLS if each.values[0].lines != each.values[0].change]


@pytest.mark.parametrize(("sound", "column"), CHANGING)
def test_a_spoilt_cell_beside_a_change_lets_it_through_or_says_so(tmp_path: Path, sound: Sound, column: str) -> None:
    known = known_register(tmp_path)
    right = outcome(known, tmp_path, sound, sound.change)
    assert right.managers == {**BEFORE, guid(1): "2"}
    for way, spoil in ways(sound.change, column):
        found = outcome(known, tmp_path, sound, spoilt(sound.change, column, spoil, everywhere=False))
        for fias, company in found.managers.items():
            assert company in {right.managers.get(fias), BEFORE.get(fias)} or found.refusal, described(way, found)
        if found.managers != right.managers:
            assert found.refusal or found.remarks, described(way, found)


@pytest.mark.parametrize(("sound", "column"), [each for each in CELLS if each.values[0].kind.name != "licences"])
def test_a_spoilt_column_of_a_first_file_joins_no_companies(tmp_path: Path, sound: Sound, column: str) -> None:
    right = outcome(KnownRegister(), tmp_path, sound, sound.lines).managers
    assert len(set(right.values())) == 2
    for way, spoil in ways(sound.lines, column):
        found = outcome(KnownRegister(), tmp_path, sound, spoilt(sound.lines, column, spoil, everywhere=True))
        if found.refusal:
            continue
        for fias, company in found.managers.items():
            same = {other for other, its in found.managers.items() if its == company}
            meant = {other for other, its in right.items() if its == right.get(fias)}
            assert fias not in right or same & right.keys() <= meant, described(way, found)
        missing = right.keys() - found.managers.keys()
        if missing and len(found.managers) < len(right) and clean(spoil(sound.lines[0][column])).strip("0"):
            assert found.remarks, described(way, found)
