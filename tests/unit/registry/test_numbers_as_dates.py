"""What a spreadsheet makes of a house number is seen as a date, and the number is proposed that it was made of."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.registry import dated_numbers
from supervision.registry.address_text import take_apart

WORDS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
EXCEL_BEGAN = date(1899, 12, 30)
YEAR = 2026
# how 5/1 comes back from a spreadsheet, by the format of the cell and by the program that saved it
OF_A_DAY: dict[str, Callable[[int, int], str]] = {
    "05.янв": lambda day, month: f"{day:02}.{WORDS[month - 1]}",
    "5-янв": lambda day, month: f"{day:02}-{WORDS[month - 1]}",
    "05.янв.2026": lambda day, month: f"{day:02}.{WORDS[month - 1]}.{YEAR}",
    "05.01": lambda day, month: f"{day:02}.{month:02}",
    "05.01.26": lambda day, month: f"{day:02}.{month:02}.26",
    "05.01.2026": lambda day, month: f"{day:02}.{month:02}.{YEAR}",
    "05/01/2026": lambda day, month: f"{day:02}/{month:02}/{YEAR}",
    "2026-01-05": lambda day, month: f"{date(YEAR, month, day)}",
    "2026-01-05 00:00:00": lambda day, month: f"{date(YEAR, month, day)} 00:00:00",
    "46027": lambda day, month: str((date(YEAR, month, day) - EXCEL_BEGAN).days),
}
# how 1/45 does: 45 is no day of January, so it is taken for the year
OF_A_YEAR: dict[str, Callable[[int, int], str]] = {
    "янв.45": lambda month, year: f"{WORDS[month - 1]}.{year:02}",
    "янв-45": lambda month, year: f"{WORDS[month - 1]}-{year:02}",
    "01.01.1945": lambda month, year: f"01.{month:02}.19{year:02}",
    "1945-01-01 00:00:00": lambda month, year: f"19{year:02}-{month:02}-01 00:00:00",
}


@pytest.mark.parametrize("way", OF_A_DAY)
@given(day=st.integers(1, 28), month=st.integers(1, 12))
def test_a_number_that_became_a_day_is_proposed(way: str, day: int, month: int) -> None:
    typed = OF_A_DAY[way](day, month)
    if way == "05.01" and min(day, month) > 9:
        assert not dated_numbers.is_date(typed), "12.10 may be a number as it stands"
        return
    found = dated_numbers.find((typed, "", "", ""), "")
    assert found and (found.part, found.typed, found.likely) == ("number", typed, f"{day}/{month}")
    assert dated_numbers.could_be(typed, f"{day}-{month}")
    assert not dated_numbers.could_be(typed, f"{day}")


@pytest.mark.parametrize("way", OF_A_YEAR)
@given(month=st.integers(1, 12), year=st.integers(32, 99))
def test_a_number_that_became_a_month_of_a_year_is_proposed(way: str, month: int, year: int) -> None:
    typed = OF_A_YEAR[way](month, year)
    found = dated_numbers.find((typed, "", "", ""), "")
    assert found and found.likely == f"{month}/{year}"
    assert dated_numbers.could_be(typed, f"{month}/{year}")


@pytest.mark.parametrize(
    ("whole", "likely"),
    [
        ("обл. Омская, г. Омск, ул. Мира, д. 5-1", "5-1"),
        ("644000, обл. Омская, г. Омск, ул. 10 лет Октября, д. 5 / 1", "5 / 1"),
        ("обл. Омская, г. Омск, ул. Мира, д. 05.01.2026", "5/1"),
        ("обл. Омская, г. Омск, ул. Мира, д. 7-1", "5/1"),
        ("", "5/1"),
    ],
)
def test_the_address_in_one_piece_tells_the_sign(whole: str, likely: str) -> None:
    found = dated_numbers.find(("05.янв", "", "", ""), whole)
    assert found and found.likely == likely


@pytest.mark.parametrize("part", dated_numbers.PARTS)
def test_every_part_of_a_house_may_be_a_date(part: str) -> None:
    found = dated_numbers.find(["12.мар" if name == part else "7" for name in dated_numbers.PARTS], "")
    assert found and (found.part, found.likely) == (part, "12/3")


def test_of_two_dates_nothing_is_proposed() -> None:
    assert dated_numbers.find(("05.янв", "", "12.мар", ""), "") is None


@pytest.mark.parametrize("text", ["5/1", "5-1", "12.10", "81-Б", "10 мкр", "1.1.2", "1201", "2а"])
def test_what_a_person_may_confirm(text: str) -> None:
    assert dated_numbers.is_number(text) and not dated_numbers.is_date(text)


@pytest.mark.parametrize("text", ["", "б/н", "05.янв", "46027", "5/1 " * 10])
def test_what_is_no_number_is_not_confirmed(text: str) -> None:
    assert not dated_numbers.is_number(text)


@pytest.mark.parametrize("number", ["05.янв", "янв.05", "05.01.2026", "2026-01-05", "1-мая"])
@pytest.mark.parametrize("sign", ["д. {}", "дом {}", "д. 5, к. {}", "д. 5, стр. {}"])
@pytest.mark.parametrize("street", ["ул. Мира", "Мира"])
def test_a_date_in_an_address_of_one_line_is_no_address(number: str, sign: str, street: str) -> None:
    """Also where not every piece of it was understood: the whole of it would be shown otherwise."""
    with pytest.raises(ValueError, match=number):
        take_apart(f"644000, Омская обл, г. Омск, {street}, {sign.format(number)}")


@pytest.mark.parametrize("street", ["8 Марта", "ул. 1 Мая", "ул. 9 Января", "ул. 12 Декабря"])
def test_a_street_named_after_a_day_is_none(street: str) -> None:
    assert "д. 5" in take_apart(f"644000, Омская обл, г. Омск, {street}, д. 5").address.text


@pytest.mark.parametrize("sign", ["д. ", "д.", "дом ", "к. ", "стр. "])
def test_the_sign_that_exports_put_before_a_number_hides_no_date(sign: str) -> None:
    assert dated_numbers.is_date(f"{sign}05.янв")
    found = dated_numbers.find((f"{sign}05.янв", "", "", ""), "")
    assert found is not None and found.likely == "5/1"
    assert not dated_numbers.is_date(f"{sign}12-3")
