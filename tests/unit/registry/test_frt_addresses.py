"""Where the column of the number holds a village or a street, the address is read from the one line."""

from pathlib import Path

import pytest

from supervision.registry.file_rows import HouseRow
from supervision.registry.sources import frt
from tests.frt_files import house, houses_file


def read(folder: Path, **cells: str) -> HouseRow:
    (row,) = frt.read_houses(houses_file(folder, [house(1, **cells)])).rows
    return row


def of_area(number: str, whole: str, city: str = "", street: str = "") -> dict[str, str]:
    return {
        "shortname_area": "р-н.",
        "formalname_area": "Исилькульский",
        "shortname_city": "г." if city else "",
        "formalname_city": city,
        "shortname_street": "ул." if street else "",
        "formalname_street": street,
        "house_number": number,
        "address": f"обл. Омская, р-н. Исилькульский, {whole}",
    }


@pytest.mark.parametrize(
    ("cells", "text", "parts"),
    [
        (
            of_area("Гофнунгсталь", "д. Гофнунгсталь, ул. Комсомольская, д. 2"),
            "р-н Исилькульский, д. Гофнунгсталь, ул. Комсомольская, д. 2",
            ("д. Гофнунгсталь", "ул. Комсомольская", "2"),
        ),
        (
            of_area("ул.Ипподромная", "г. Исилькуль, д. ул.Ипподромная, д.21", city="Исилькуль"),
            "р-н Исилькульский, г. Исилькуль, ул. Ипподромная, д. 21",
            ("г. Исилькуль", "ул. Ипподромная", "21"),
        ),
        (
            of_area("мкр.Светлый", "г. Исилькуль, д. мкр.Светлый,уч.145,1", city="Исилькуль"),
            "р-н. Исилькульский, г. Исилькуль, мкр.Светлый, уч.145, 1",
            ("", "", ""),
        ),
        (
            of_area("", "г. Исилькуль, ул. Мира, д. 5", city="Исилькуль", street="Мира"),
            "р-н Исилькульский, г. Исилькуль, ул. Мира, д. 5",
            ("г. Исилькуль", "ул. Мира", "5"),
        ),
    ],
)
def test_a_number_that_is_none_leads_to_the_one_line(
    tmp_path: Path, cells: dict[str, str], text: str, parts: tuple[str, str, str]
) -> None:
    facts = read(tmp_path, **cells).facts
    assert facts.address == text
    assert (facts.city, facts.street, facts.number) == parts
    assert facts.municipality == "р-н Исилькульский"


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (of_area("5", "г. Исилькуль, ул. Ленина, д. 77", "Исилькуль", "Мира"), "г. Исилькуль, ул. Мира, д. 5"),
        (of_area("Б", "г. Исилькуль, ул. Мира, д. Б", "Исилькуль", "Мира"), "г. Исилькуль, ул. Мира, д. Б"),
        (of_area("", "г. Исилькуль, ул. Мира, д. ", "Исилькуль", "Мира"), "г. Исилькуль, ул. Мира"),
    ],
)
def test_the_columns_are_believed_where_they_tell_the_house_or_the_line_tells_no_more(
    tmp_path: Path, cells: dict[str, str], text: str
) -> None:
    assert read(tmp_path, **cells).facts.address == f"р-н Исилькульский, {text}"
