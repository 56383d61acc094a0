"""Words, numbers and addresses of the register."""

import pytest

from supervision.registry import addresses
from supervision.registry.addresses import Address
from supervision.registry.normalise import (
    clean,
    comparable,
    is_open_end,
    organisation_kind,
    organisation_name,
    whole_number,
)
from supervision.registry.numbers import RegisterNumber, guid, inn, ogrn

MIRA = (("", ""), ("г.", "Омск"), ("ул.", "Мира"))


def build(number: str = "33", building: str = "", block: str = "", letter: str = "") -> Address:
    return addresses.build(*MIRA, (number, building, block, letter), "")


@pytest.mark.parametrize("nothing", ["", "-", " - ", "Не заполнено", "Не присвоен", "нет", "########", ".", "\xa0"])
def test_every_way_of_writing_nothing_is_nothing(nothing: str) -> None:
    assert clean(nothing) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 080", 1080), ("1\xa0080", 1080), ("54", 54), ("3625,00", 3625), ("", None), ("Не заполнено", None)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["54а", "3,5", "-4", "1e5", "²"])
def test_what_is_no_whole_number_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="не целое число"):
        whole_number(text)


def test_a_guid_is_the_same_in_capitals_and_braces() -> None:
    assert guid("{A0000000-0000-4000-8000-00000000000F}") == guid("a0000000-0000-4000-8000-00000000000f")


@pytest.mark.parametrize("text", ["", "нет", "00000000-0000-0000-0000-000000000000", "a0000000-0000-4000-8000"])
def test_what_is_no_guid_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="GUID"):
        guid(text)


@pytest.mark.parametrize("spelling", ["81-Б", "81 Б", "81б", "81 «Б»"])
def test_spellings_of_a_number_are_equal(spelling: str) -> None:
    assert comparable(spelling) == "81б"


@pytest.mark.parametrize(("one", "other"), [("32/1", "321"), ("3,4", "34"), ("1-1а", "11а")])
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


def test_latin_twins_and_yo_are_the_same_letters() -> None:
    assert comparable("ул. Королёва, 2A") == comparable("ул. Королева, 2А")


def test_an_address_leaves_the_region_out_and_names_all_parts() -> None:
    parts = (("р-н.", "Тарский"), ("г.", "Тара"), ("ул.", "Мира"))
    address = addresses.build(*parts, ("33", "2", "1", "А"), "обл. Омская, ...")
    assert address.text == "р-н Тарский, г. Тара, ул. Мира, д. 33, к. 1, стр. 2, литера А"
    assert address.municipality == "р-н Тарский"


def test_without_a_district_the_city_is_the_municipality() -> None:
    assert build().municipality == "г. Омск"


@pytest.mark.parametrize(
    ("short", "shown"),
    [("ул.", "ул. Мира"), ("ул", "ул Мира"), ("пр-кт.", "пр-кт Мира"), ("Проспект.", "проспект Мира"), ("", "Мира")],
)
def test_the_kind_of_a_street_stays_as_given_without_a_needless_dot(short: str, shown: str) -> None:
    assert addresses.named_place(short, "Мира") == shown


def test_an_address_that_stands_whole_in_the_house_number_is_taken_as_it_is() -> None:
    nothing = ("", "")
    whole = ("г Белая Калитва ул Энгельса д.40", "", "", "")
    address = addresses.build(nothing, nothing, nothing, whole, "д. г Белая Калитва ул Энгельса д.40")
    assert (address.text, address.municipality) == ("г Белая Калитва ул Энгельса д.40", "")


def test_a_line_that_tells_no_address_is_refused() -> None:
    nothing = ("", "")
    with pytest.raises(ValueError, match="ни населённого пункта, ни улицы"):
        addresses.build(nothing, nothing, nothing, ("12", "", "", ""), "д. 12")


def test_parts_of_a_house_are_told_apart_by_the_key() -> None:
    keys = {build(block="1").key, build(building="1").key, build(letter="1").key, build("331").key, build().key}
    assert len(keys) == 5


def test_one_street_has_one_key_under_both_words_for_avenue() -> None:
    assert addresses.place_key("пр-кт.", "Мира") == addresses.place_key("Проспект.", "Мира")
    assert addresses.place_key("ул.", "Мира") != addresses.place_key("пер.", "Мира")


def test_the_legal_form_is_written_in_cyrillic() -> None:
    assert organisation_name('OOO "УК  Тест"') == 'ООО "УК Тест"'


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ('ТСЖ"На углу"', "tszh"),
        ('Т.С.Ж  "Дружба-5"', "tszh"),
        ("Товарищество собственников жилья «Мира»", "tszh"),
        ('ТСЖ "ЖК "Солнечный"', "tszh"),
        ("ЖСК-107", "zhsk"),
        ('ПК  "ЖСК-88"', "zhsk"),
        ("Жилищно-строительный кооператив № 51", "zhsk"),
        ('ООО "ЖК "Наш дом"', "uk"),
        ('ООО "ЖКХ Сервис"', "uk"),
        ("OOO Труд", "uk"),
        ("ИП Один", "uk"),
        ("УК «ЛиК»", "uk"),
        ("МУПВ «Центральный»", "uk"),
        ("Администрация округа", "other"),
        ("Каскад", "other"),
    ],
)
def test_the_first_telling_word_of_a_name_decides_its_kind(name: str, kind: str) -> None:
    assert organisation_kind(name) == kind


def test_wrong_check_digits_are_flagged_and_kept() -> None:
    assert inn("7830002293") == RegisterNumber("7830002293")
    assert inn("7830002290") == RegisterNumber("7830002290", is_wrong=True)
    assert ogrn("1036102003618") == RegisterNumber("1036102003618")
    assert ogrn("1036102003610") == RegisterNumber("1036102003610", is_wrong=True)


def test_a_leading_zero_that_a_spreadsheet_dropped_comes_back() -> None:
    found = inn("101003826")
    assert (found.digits, found.is_wrong) == ("0101003826", False)
    assert "0101003826" in found.remark


@pytest.mark.parametrize(
    "text",
    [
        *("31.12.9999", "31.12.9999 00:00:00", "31.12.9999 23:59", "9999-12-31", "9999-12-31T00:00:00", "2958465"),
        *("2958465.0", "01.01.3000", "31.12.2999", "2500-01-01", "31.12.9999 г.", " 31.12.9999 "),
        *("бессрочно", "Бессрочный договор", "на неопределённый срок", "НЕ ОГРАНИЧЕН", "по настоящее время"),
    ],
)
def test_a_day_far_ahead_is_no_end(text: str) -> None:
    assert is_open_end(text)


@pytest.mark.parametrize("text", ["", "31.12.2026", "2026-12-31", "46387", "31.12.2099", "нет", "31.12.1999"])
def test_other_days_are_ends_or_nothing(text: str) -> None:
    assert not is_open_end(text)
