"""One building, one house: when a new GUID is the known house, and when somebody should look."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from supervision.registry import diff
from supervision.registry.file_rows import HouseRow
from supervision.registry.known_rows import KnownHouse, KnownRegister
from supervision.registry.sources import frt
from tests.frt_files import guid, house, houses_file

AS_OF = date(2026, 11, 20)


def rows(folder: Path, *lines: dict[str, object]) -> list[HouseRow]:
    return frt.read_houses(houses_file(folder, lines)).rows


def register(*known: HouseRow, is_standing: bool = True) -> KnownRegister:
    houses = {
        row.fias_guid: KnownHouse(number, row.fias_guid, row.facts, is_standing=is_standing)
        for number, row in enumerate(known, start=1)
    }
    return KnownRegister(houses)


def compared(known: KnownRegister, said: list[HouseRow]) -> diff.RegisterDiff:
    return diff.compare(known, said, {}, as_of=AS_OF, file="f.csv")


def codes(found: diff.RegisterDiff) -> list[tuple[int | None, str]]:
    return [(issue.line, issue.code) for issue in found.issues]


def test_a_new_guid_at_the_only_house_of_its_address_and_number_is_that_house(tmp_path: Path) -> None:
    known = register(*rows(tmp_path, house(1), house(2)))
    said = rows(tmp_path, house(1, houseguid=guid(71), floor_count_max=9), house(2))
    found = compared(known, said)
    assert {str(new): str(own) for new, own in found.aliases.items()} == {guid(71): guid(1)}
    assert (found.added, found.missing, [change.fields for change in found.changed]) == ([], [], [{"floors"}])
    assert codes(found) == [(2, "same_house")]
    later = replace(known, aliases={said[0].fias_guid: rows(tmp_path, house(1))[0].fias_guid})
    again = compared(later, said)
    assert (again.aliases, again.added, again.missing, codes(again)) == ({}, [], [], [])


@pytest.mark.parametrize(
    ("here", "said"),
    [
        pytest.param([house(1)], [house(1), house(1, houseguid=guid(71))], id="the file names both"),
        pytest.param([house(1)], [house(1, houseguid=guid(71), id=77)], id="another number in ФРТ"),
        pytest.param([house(1)], [house(1, houseguid=guid(71), id="")], id="no number in ФРТ"),
        pytest.param([house(1)], [house(1, houseguid=guid(71), block=2)], id="another address"),
        pytest.param([house(1), house(1, houseguid=guid(2))], [house(1, houseguid=guid(71))], id="two at the address"),
        pytest.param([house(1)], [house(1, houseguid=guid(71)), house(1, houseguid=guid(72))], id="two claim it"),
    ],
)
def test_what_may_be_another_building_is_another_house(
    tmp_path: Path, here: list[dict[str, object]], said: list[dict[str, object]]
) -> None:
    found = compared(register(*rows(tmp_path, *here)), rows(tmp_path, *said))
    assert (found.aliases, len(found.added) > 0) == ({}, True)


def test_a_demolished_house_takes_no_new_guid(tmp_path: Path) -> None:
    known = register(*rows(tmp_path, house(1)), is_standing=False)
    found = compared(known, rows(tmp_path, house(1, houseguid=guid(71))))
    assert (found.aliases, len(found.added)) == ({}, 1)


def street_of(number: int, kind: str, name: str, **more: object) -> dict[str, object]:
    return house(number, shortname_street=kind, formalname_street=name, house_number=26, **more)


@pytest.mark.parametrize(
    ("one", "other", "is_likely"),
    [
        (("пр-кт.", "100-летия"), ("проспект", "100-летия"), True),
        (("ул.", "Мира"), ("улица", "Мира"), True),
        (("ул.", "Мира"), ("", "Мира"), True),
        (("", "ул. Мира"), ("ул.", "Мира"), True),
        (("ул.", "Мира"), ("пер.", "Мира"), False),
        (("ул.", "Мира"), ("ул.", "Мирная"), False),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_likely_twins_are_shown_before_anything_is_applied(
    tmp_path: Path, one: tuple[str, str], other: tuple[str, str], is_likely: bool, is_known: bool
) -> None:
    first, second = rows(tmp_path, street_of(1, *one), street_of(2, *other))
    found = compared(register(first), [first, second]) if is_known else compared(KnownRegister(), [first, second])
    assert [each.row for each in found.twins] == ([second] if is_likely else [])
    assert codes(found) == ([(3, "likely_twin")] if is_likely else [])
    if is_likely:
        assert first.facts.address in found.issues[0].message


@pytest.mark.parametrize("street", [("ул.", "Мира"), ("", "")])
def test_houses_without_a_number_are_nobodys_twins(tmp_path: Path, street: tuple[str, str]) -> None:
    """Whole villages of the real exports have no numbers: each house would be the twin of all others."""
    kind, name = street
    lines = [house(number, shortname_street=kind, formalname_street=name, house_number="") for number in (1, 2, 3)]
    said = rows(tmp_path, *lines)
    assert compared(KnownRegister(), said).twins == compared(register(said[0]), said[1:]).twins == []


def test_houses_of_a_village_without_streets_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    said = rows(tmp_path, *(house(n, shortname_street="", formalname_street="", house_number=7) for n in (1, 2)))
    assert [each.row for each in compared(KnownRegister(), said).twins] == [said[1]]


def test_an_address_in_one_piece_has_its_number_inside(tmp_path: Path) -> None:
    parts = dict.fromkeys(
        ("formalname_city", "formalname_area", "formalname_street", "shortname_area", "shortname_city",
         "shortname_street", "house_number"), ""
    )  # fmt: skip
    said = rows(tmp_path, *(house(number, address="г. Омск, ул. Мира, д. 5", **parts) for number in (1, 2)))
    assert [each.row for each in compared(KnownRegister(), said).twins] == [said[1]]
