"""What is read, and what is refused before it can do harm."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from supervision.errors import BadFile
from supervision.registry import provenance
from supervision.registry.file_rows import OrganisationKey
from supervision.registry.sources import frt, sheets
from supervision.registry.sources.files import OpenedFile
from tests import frt_files
from tests.frt_files import guid, house, houses_file, street, text, written, zipped
from tests.unit.registry.test_texts import USUAL_ENCODINGS

NAME = "export-reestrmkd-55-20260701"
CITY = text(street(20))


def refused(path: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        frt.read_houses(path)
    return caught.value


def codes(path: Path) -> list[tuple[int | None, str]]:
    return [(issue.line, issue.code) for issue in frt.read_houses(path).table.issues]


@pytest.mark.parametrize("encoding", USUAL_ENCODINGS)
def test_russian_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    export = frt.read_houses(written(tmp_path / "houses.csv", CITY, encoding))
    assert export.rows[0].facts.address == "г. Омск, ул. Мира, д. 1"


@pytest.mark.parametrize("encoding", ["utf-32", "iso8859-5", "cp855"])
def test_other_encodings_are_refused_and_never_read_as_garbage(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "houses.csv"
    path.write_bytes(CITY.encode(encoding))
    assert refused(path).code in {"encoding", "missing_column"}


def test_text_that_was_spoilt_before_is_refused(tmp_path: Path) -> None:
    twice = CITY.encode().decode("cp1251", errors="ignore")
    assert refused(written(tmp_path / "houses.csv", twice)).code == "encoding"
    lost = CITY.encode("ascii", errors="replace")
    assert refused(written(tmp_path / "lost.csv", lost)).code == "encoding"


def test_a_broken_byte_names_its_line(tmp_path: Path) -> None:
    lines = CITY.encode().splitlines(keepends=True)
    lines[4] = lines[4].replace("Омск".encode(), "Омск".encode()[:-1])
    error = refused(written(tmp_path / "houses.csv", b"".join(lines)))
    assert (error.code, error.line) == ("encoding", 5)


@pytest.mark.parametrize(("delimiter", "name"), [(",", "запятые"), ("\t", "табуляции"), ("|", "вертикальные черты")])
def test_a_wrong_delimiter_is_named(tmp_path: Path, delimiter: str, name: str) -> None:
    error = refused(written(tmp_path / "houses.csv", text(street(3), delimiter=delimiter)))
    assert error.code == "delimiter"
    assert name in error.message


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    columns = [name for name in frt_files.HOUSE_COLUMNS if name not in {"houseguid", "block"}]
    error = refused(written(tmp_path / "houses.csv", text(street(3), columns)))
    assert error.code == "missing_column"
    assert "houseguid, block" in error.message


def test_columns_are_found_by_name_and_optional_ones_may_be_absent(tmp_path: Path) -> None:
    columns = [name for name in reversed(frt_files.HOUSE_COLUMNS) if name not in {"id", "built_year", "is_alarm"}]
    (first, *_) = frt.read_houses(written(tmp_path / "houses.csv", text(street(3), columns))).rows
    assert (first.facts.flats, first.facts.built_year, first.facts.is_emergency) == (60, None, None)


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"\xef\xbb\xbf", "empty"), (b"\n \r\n", "empty"), (text([]), "no_rows")]
)
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes | str, code: str) -> None:
    assert refused(written(tmp_path / "houses.csv", content)).code == code


def test_lines_are_those_of_the_file_also_after_a_line_break_in_a_field(tmp_path: Path) -> None:
    rows = [house(1, address="два\nряда"), house(2, houseguid="нет в ФИАС"), house(3)]
    path = houses_file(tmp_path, rows)
    assert codes(path) == [(4, "bad_line")]
    assert [row.line for row in frt.read_houses(path).rows] == [2, 5]


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ("a;b;c", "columns"),
        (text([house(9, house_number="1\0")]).splitlines()[1], "spoilt"),
        (text([house(9, formalname_street="Ми\ufffdа")]).splitlines()[1], "spoilt"),
        (text([house(9, houseguid="12")]).splitlines()[1], "bad_line"),
        (text([house(9)]).splitlines()[1].replace("Мира", '"Мира" улица'), "quotes"),
    ],
)
def test_a_bad_line_is_left_out_and_the_others_are_read(tmp_path: Path, spoilt: str, code: str) -> None:
    lines = CITY.splitlines()
    path = written(tmp_path / "houses.csv", "\r\n".join([*lines[:3], spoilt, *lines[3:]]))
    export = frt.read_houses(path)
    assert (len(export.rows), export.table.bad_rows) == (20, 1)
    assert codes(path) == [(4, code)]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"formalname_street": "М" * 400},
        {"formalname_city": "", "formalname_street": "", "house_number": "7"},
        *(
            {"house_number": number}
            for number in ("05.янв", "янв.05", "5-май", "05.01.2026", "2026-01-05 00:00:00", "46027")
        ),
        *({name: "12.мар"} for name in ("building", "block", "letter")),
    ],
)
def test_a_line_with_a_good_guid_is_not_lost_for_its_address(tmp_path: Path, spoilt: dict[str, str]) -> None:
    path = houses_file(tmp_path, [house(1), house(2, 501, **spoilt)])
    row = frt.read_houses(path).rows[1]
    assert (str(row.fias_guid), row.organisation, row.facts.address) == (guid(2), OrganisationKey("ФРТ", 501), "")
    assert codes(path) == [(3, "bad_address")]


@pytest.mark.parametrize("number", ["1", "5/1", "12-3", "5.1", "32/1", "81-Б", "2а", "120", "10 мкр", "1.1.2", "1201"])
def test_what_is_no_date_is_a_house_number(tmp_path: Path, number: str) -> None:
    assert frt.read_houses(houses_file(tmp_path, [house(1, house_number=number)])).rows[0].facts.number == number


def test_a_quotation_mark_that_is_not_closed_names_its_line(tmp_path: Path) -> None:
    content = CITY.replace(";Мира;3;", ';"Мира;3;')
    error = refused(written(tmp_path / "houses.csv", content))
    assert (error.code, error.line) == ("open_quote", 4)


def test_what_cannot_be_true_is_left_empty_and_reported(tmp_path: Path) -> None:
    path = houses_file(tmp_path, [house(1, built_year=91, living_quarters_count="15 864", floor_count_max="пять")])
    facts = frt.read_houses(path).rows[0].facts
    assert (facts.built_year, facts.flats, facts.floors) == (None, None, None)
    assert codes(path) == [(2, "implausible"), (2, "bad_number"), (2, "implausible")]


def test_a_zip_with_one_csv_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / f"{NAME}.zip", {f"{NAME}.csv": CITY.encode(), "__MACOSX/._x.csv": b"x"})
    assert len(frt.read_houses(path).rows) == 20


def test_a_cut_off_zip_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "houses.zip", {"houses.csv": CITY.encode()})
    path.write_bytes(path.read_bytes()[:-40])
    assert refused(path).code == "damaged_zip"


@pytest.mark.parametrize("cut", range(5, 300, 45))
def test_a_zip_that_lost_bytes_in_the_middle_says_so(tmp_path: Path, cut: int) -> None:
    path = zipped(tmp_path / "houses.zip", {"houses.csv": CITY.encode()})
    raw = path.read_bytes()
    path.write_bytes(raw[:cut] + raw[cut + 11 :])
    assert refused(path).code == "damaged_zip"


def test_a_damaged_zip_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "houses.zip", {"houses.csv": CITY.encode()})
    raw = bytearray(path.read_bytes())
    raw[120:140] = bytes(20)
    path.write_bytes(raw)
    assert refused(path).code == "damaged_zip"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"a.csv": b"x", "b.csv": b"y"}, "not_one_csv"),
        ({"readme.txt": b"x"}, "not_one_csv"),
        ({"inner.zip": b"x"}, "nested_zip"),
        ({"../houses.csv": b"x"}, "unsafe_zip"),
        ({f"{number}.txt": b"" for number in range(2_001)}, "zip_bomb"),
        ({"houses.csv": bytes(3_000_000)}, "zip_bomb"),
    ],
)
def test_an_archive_that_is_no_export_is_refused_unopened(tmp_path: Path, members: dict[str, bytes], code: str) -> None:
    assert refused(zipped(tmp_path / "houses.zip", members)).code == code


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "houses.zip", {"houses.csv": CITY.encode()})
    raw = bytearray(path.read_bytes())
    raw[raw.rfind(b"PK\x01\x02") + 8] |= 1  # the flag of the central directory
    path.write_bytes(raw)
    assert refused(path).code == "encrypted_zip"


def test_an_archive_that_lies_about_its_size_is_never_read_past_it(tmp_path: Path) -> None:
    path = zipped(tmp_path / "houses.zip", {"houses.csv": bytes(3_000_000)})
    raw = bytearray(path.read_bytes())
    size_at = raw.rfind(b"PK\x01\x02") + 24
    raw[size_at : size_at + 4] = (50_000).to_bytes(4, "little")
    path.write_bytes(raw)
    assert refused(path).code == "damaged_zip"


def test_a_workbook_passes_the_same_guards(tmp_path: Path) -> None:
    path = zipped(tmp_path / "people.xlsx", {"xl/worksheets/sheet1.xml": bytes(20_000_000)})
    with pytest.raises(BadFile, match="в 200 раз"):
        sheets.read(path, ())


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.zip").code == "unreadable"
    assert refused(tmp_path).code == "unreadable"


REGIONS = provenance.RegionNames(
    {"55": "Омская область", "89": "Ямало-Ненецкий автономный округ", "83": "Ненецкий автономный округ"}
    | {"86": "Ханты-Мансийский автономный округ — Югра", "16": "Республика Татарстан", "14": "Республика Саха (Якутия)"}
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Омская", "55"),
        ("Ненецкий", "83"),
        ("Ямало-Ненецкий", "89"),
        ("Ханты-Мансийский Автономный округ - Югра", "86"),
        ("Татарстан", "16"),
        ("Саха /Якутия/", "14"),
        ("Атлантида", None),
        ("", None),
    ],
)
def test_regions_are_recognised_as_files_write_them(text: str, code: str | None) -> None:
    assert REGIONS.code(text) == code


def test_name_and_content_must_agree_on_the_region() -> None:
    name = frt.Name("export-reestrmkd-16-20260701.csv", "16", date(2026, 7, 1))
    with pytest.raises(BadFile, match=r"— 55, имя .* — 16"):
        provenance.region_code("x.csv", [name], [], REGIONS, "55")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("export-reestrmkd-55-20260231.zip", "не дата"),
        ("Реестр лицензий 32.11.2026.xlsx", "не дата"),
        ("Сведения по ОЖФ Омская обл на 2026-13-01.csv", "не дата"),
        ("Реестр с 01.11.2026 по 20.11.2026.xlsx", "несколько дней"),
        ("Реестр 20.11.2026, выгружен 20261121.xlsx", "несколько дней"),
        ("дома.csv", "нет даты"),
    ],
)
def test_a_name_that_tells_no_day_or_several_is_asked_about_and_an_answer_is_enough(name: str, words: str) -> None:
    names = provenance.said_by(OpenedFile(name, "", b"", ""), REGIONS)
    with pytest.raises(BadFile, match=words) as caught:
        provenance.day(name, names, None)
    assert caught.value.code == "no_date"
    assert provenance.day(name, names, date(2026, 11, 20)) == date(2026, 11, 20)


def test_one_day_that_stands_twice_is_one(tmp_path: Path) -> None:
    found = provenance.name_of("20.11.2026 Реестр лицензий на 2026-11-20.xlsx", REGIONS)
    assert found is not None and found.day == date(2026, 11, 20)


def test_a_zip_is_never_unpacked_to_the_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path / "houses.zip", {"houses.csv": CITY.encode()})
    frt.read_houses(path)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize(
    "name",
    [
        *("export-reestrmkd-55-20261120.zip", "Реестр лицензий 20.11.2026.xlsx", "Реестр лицензий 2026-11-20.zip"),
        *("Сведения по ОЖФ Омская обл на 20-11-2026_2.csv", "дома 20261120.csv", "20_11_2026.xlsx", "2026.11.20.xlsx"),
        *("Реестр лицензий 20.11.2026 (1).xlsx", "Копия 20.11.2026 — исправлено.csv", "reestr-55-20261120-v2.csv"),
    ],
)
def test_the_day_is_read_from_every_name_that_the_guide_shows(name: str) -> None:
    found = provenance.name_of(name, REGIONS)
    assert found is not None
    assert found.day == date(2026, 11, 20)


@pytest.mark.parametrize("name", ["дома.csv", "055000001.xlsx", "20261399.csv", "12345678901.csv", "дома 2026.csv"])
def test_a_name_without_a_day_tells_none(name: str) -> None:
    assert provenance.name_of(name, REGIONS) is None
