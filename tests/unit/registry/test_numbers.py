"""Numbers that identify, after spreadsheets have been at them."""

from itertools import permutations

import pytest

from supervision.registry import numbers
from supervision.registry.file_rows import OrganisationFacts
from supervision.registry.known_rows import KnownOrganisation
from supervision.registry.organisation_match import OrganisationIndex, contradict, rivals_of
from supervision.registry.sources.chat_lists import chat_named

INN, OTHER_INN, OGRN, OTHER_OGRN = "7830002293", "7707083893", "1036102003618", "1146181000460"
ADDED = ["{}", "{}.0", "{},0", "{}.00", "'{}", "’{}", '="{}"', '"{}"', " {} ", "\xa0{}\xa0", "{}\u200b"]
WORDS = ["отсутствует", "nan", "NaN", "None", "#Н/Д", "#N/A", "уточняется", "000000000000", "0"]


def spaced(number: str) -> str:
    return f"{number[:4]} {number[4:7]}\xa0{number[7:]}"


@pytest.mark.parametrize("added", ADDED)
def test_what_a_spreadsheet_adds_is_taken_off(added: str) -> None:
    assert numbers.inn(added.format(INN)) == numbers.RegisterNumber(INN)
    assert numbers.ogrn(added.format(OGRN)) == numbers.RegisterNumber(OGRN)
    assert numbers.identifier(added.format(4001)) == 4001
    assert numbers.licence_number(added.format("055000001")) == "055000001"


def test_spaces_inside_and_a_kpp_behind_are_taken_off() -> None:
    assert numbers.inn(spaced(INN)).digits == INN
    assert numbers.inn(f"{INN}/783001001").digits == INN
    assert numbers.inn(f"{INN} / 783001001").digits == INN


def test_a_guid_is_found_in_its_wrapping() -> None:
    text = "a0000000-0000-4000-8000-00000000000f"
    assert {str(numbers.guid(added.format(text))) for added in ("{}", "'{}", '="{}"', " {} ", "{{{}}}")} == {text}


@pytest.mark.parametrize(
    "text", ["7,83E+09", "7.83E+09", "7,83000E+9", "7,83Е+09", "1e5", "783000229", "78300022931", *WORDS]
)
def test_what_is_destroyed_is_no_inn_and_said(text: str) -> None:
    found = numbers.inn(text)
    assert (found.digits, found.is_wrong) == ("", False)
    assert text[:40] in found.remark


@pytest.mark.parametrize("text", ["1,0361E+12", "1.0361E+12", "103610200361", "10361020036180", *WORDS])
def test_what_is_destroyed_is_no_ogrn_and_said(text: str) -> None:
    found = numbers.ogrn(text)
    assert (found.digits, found.is_wrong) == ("", False)
    assert text in found.remark


@pytest.mark.parametrize("text", ["", "-", "Не заполнено", "нет", " \xa0"])
def test_nothing_is_nothing_and_needs_no_remark(text: str) -> None:
    assert numbers.inn(text) == numbers.ogrn(text) == numbers.RegisterNumber()
    assert numbers.identifier(text) is None


@pytest.mark.parametrize("text", ["4,001E+05", "1234567890123450000", "abc", "12-3"])
def test_an_identifier_that_lost_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="испорченный"):
        numbers.identifier(text)


def test_a_workbook_keeps_fifteen_digits_and_no_more() -> None:
    assert numbers.of_cell(6141045453.0) == "6141045453"
    assert numbers.of_cell(2.5) == "2.5"
    with pytest.raises(ValueError, match="испорченный"):
        numbers.identifier(numbers.of_cell(1234567890123456789.0))


@pytest.mark.parametrize("text", ["-70000000000005000000", "-7,0E+13"])
def test_the_id_of_a_chat_that_lost_digits_is_no_chat(text: str) -> None:
    with pytest.raises(ValueError):
        chat_named(text)


# --- one organisation, or two --------------------------------------------------------------------------------------


def facts(inn: str = "", ogrn: str = "", name: str = "ООО «Дом»", frt_id: int | None = None) -> OrganisationFacts:
    one, other = numbers.inn(inn), numbers.ogrn(ogrn)
    return OrganisationFacts(frt_id, name, "", one.digits, other.digits, one.is_wrong, other.is_wrong)


def index(*known: OrganisationFacts) -> OrganisationIndex:
    return OrganisationIndex(KnownOrganisation(number, item) for number, item in enumerate(known, start=1))


@pytest.mark.parametrize(("inn", "ogrn"), [(INN, OGRN), (INN, ""), ("", OGRN), (INN, "1,04E+12"), ("7,8E+09", OGRN)])
def test_a_company_is_found_by_whatever_number_is_left(inn: str, ogrn: str) -> None:
    found = index(facts(OTHER_INN, OTHER_OGRN), facts(INN, OGRN)).match(facts(inn, ogrn, name="Иначе"))
    assert found.item is not None
    assert found.item.id == 2


@pytest.mark.parametrize(("inn", "ogrn"), [(INN, OTHER_OGRN), (OTHER_INN, OGRN)])
def test_a_number_whose_bearers_contradict_each_other_joins_nobody(inn: str, ogrn: str) -> None:
    found = index(facts(INN, OGRN)).match(facts(inn, ogrn))
    assert found.item is None
    assert found.contradicts is not None


@pytest.mark.parametrize("text", ["1,0361E+12", "отсутствует", "0000000000000"])
def test_an_unreadable_number_joins_nobody(text: str) -> None:
    assert index(facts("", text, name="Альфа")).match(facts("", text, name="Альфа")).item is None


def test_a_number_that_fails_its_check_joins_only_with_the_name() -> None:
    wrong = "7830002290"
    known = index(facts(wrong, name="ООО «Дом»"))
    assert known.match(facts(wrong, name="ООО «Дом»")).item is not None
    assert known.match(facts(wrong, name="ООО «Сад»")).item is None


def test_a_number_of_frt_with_every_other_number_changed_is_somebody_else() -> None:
    known = index(facts(INN, OGRN, frt_id=501))
    assert known.match(facts(OTHER_INN, OTHER_OGRN, frt_id=501)).contradicts is not None
    assert known.match(facts(INN, "", frt_id=501)).item is not None


# the bearers of one number, in any order; which are known here; which are left out
A, B, C = facts(INN, OGRN, "А"), facts(INN, OTHER_OGRN, "Б"), facts(OTHER_INN, OGRN, "В")
ALONE, ITSELF = facts(OTHER_INN, "", "Г"), facts(INN, OGRN, "ООО «А»")


@pytest.mark.parametrize(
    ("known", "said", "left_out"),
    [
        pytest.param([], [A, B, ALONE], [A, B], id="of two unknown ones neither"),
        pytest.param([], [A, B, C], [A, B, C], id="of three neither"),
        pytest.param([A], [A, B], [B], id="the known one is the real one"),
        pytest.param([A], [ITSELF, B], [B], id="under another name too"),
        pytest.param([facts("", OGRN)], [A, B], [B], id="by the number that is known"),
        pytest.param([facts("", OGRN), facts("", OTHER_OGRN)], [A, B], [A, B], id="two known ones claim one number"),
        pytest.param([], [A, ITSELF, facts(INN, ""), facts("", OGRN)], [], id="one company under several names"),
        pytest.param([], [facts("7830002290", OGRN), facts("7830002290", OTHER_OGRN)], [], id="a number that fails"),
    ],
)
def test_lines_that_contradict_each_other_are_all_left_out_whatever_their_order(
    known: list[OrganisationFacts], said: list[OrganisationFacts], left_out: list[OrganisationFacts]
) -> None:
    for order in permutations(said):
        found = rivals_of(index(*known), order)
        assert found.keys() == set(left_out)
        assert all(contradict(one, other) for one, other in found.items())
