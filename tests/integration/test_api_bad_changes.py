"""Changes of company that cannot be understood: each is told with its place and why, and nothing is written."""

from typing import Any

import pytest

from supervision.api.bulk import MOST_CHANGES, MOST_FAULTS
from supervision.enums import HouseState
from supervision.models import House, ManagementPeriod, Organisation, Region
from tests.programs import Caller, refusal
from tests.world import World

pytestmark = pytest.mark.walk

BULK = "/management-periods/bulk/"
INN = "7707083893"


@pytest.fixture
def program(world: World) -> Caller:
    world.company("ООО «Старая»")
    Organisation.objects.filter(name="ООО «Старая»").update(inn=INN)
    world.house("ул. Мира, д. 1", Organisation.objects.get())
    world.house("ул. Мира, д. 2", Organisation.objects.get())
    return Caller.of(world.region)


def change(**given: Any) -> dict[str, Any]:
    """A change that would be made, but for what is given."""
    house = House.objects.order_by("pk")[0]
    return {"house": house.pk, "organisation": None, "since": "2026-12-01", **given}


def faults(program: Caller, *changes: Any, status: int = 422) -> list[tuple[str, str]]:
    before = program.state()
    problem = refusal(program.post(BULK, {"changes": list(changes)}), status)
    assert problem["errors_total"] == len(problem["errors"])
    assert program.state() == before
    return [(fault["field"], fault["message"]) for fault in problem["errors"]]


UNKNOWN_HOUSE = "There is no such house, or it belongs to a region that you do not see."
UNKNOWN_COMPANY = "No organisation in the region's register has this number."


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"since": "1949-12-31"}, "since", "Check the year: nothing changes in 1949."),
        ({"since": "2101-01-01"}, "since", "Check the year: nothing changes in 2101."),
        ({"since": "завтра"}, "since", "Write the day as YYYY-MM-DD."),
        ({"since": "20261201"}, "since", "Write the day as YYYY-MM-DD."),
        ({"since": "2026-W49-2"}, "since", "Write the day as YYYY-MM-DD."),
        ({"since": "2026-12-1"}, "since", "Write the day as YYYY-MM-DD."),
        ({"since": None}, "since", "This field may not be null."),
        (
            {"registered_at": "20261119T090000Z"},
            "registered_at",
            "Write the instant as YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
        ),
        ({"registered_at": "1900-01-01T00:00:00Z"}, "registered_at", "Check the year: nothing changes in 1900."),
        ({"organisation": "7707083894"}, "organisation", "7707083894 is no ИНН: check its digits."),
        ({"organisation": "77070 83893"}, "organisation", "77070 83893 is no ИНН: check its digits."),
        ({"organisation": "3664069397"}, "organisation", UNKNOWN_COMPANY),
        ({"organisation": 2**40}, "organisation", UNKNOWN_COMPANY),
        (
            {"organisation": True},
            "organisation",
            "Name the organisation by its number or its ИНН; null is direct management.",
        ),
        ({"house": 2**40}, "house", UNKNOWN_HOUSE),
        ({"house": 2**70}, "house", "Name the house by its number or its ФИАС GUID."),
        ({"house": "b58b0a5c-7b5f-4c5e-9c3f-0b8b7a1f0a11"}, "house", UNKNOWN_HOUSE),
        ({"house": "дом"}, "house", "Name the house by its number or its ФИАС GUID."),
        ({"house": ["a"]}, "house", "Name the house by its number or its ФИАС GUID."),
        ({"basis": "с" * 201}, "basis", "Ensure this field has no more than 200 characters."),
        ({"until": "2027-01-01"}, "until", "There is no such field."),
    ],
)
def test_what_is_wrong_with_a_change(program: Caller, given: dict[str, Any], field: str, words: str) -> None:
    assert faults(program, change(**given)) == [(f"changes[0].{field}", words)]


@pytest.mark.parametrize("item", [None, 5, "x", [1]])
def test_what_is_no_change_at_all(program: Caller, item: Any) -> None:
    ((field, _words),) = faults(program, item)
    assert field == "changes[0]"


def test_two_changes_of_one_house(program: Caller) -> None:
    guid = str(House.objects.order_by("pk")[0].fias_guid)
    words = "changes[0] is about this house already: one change of a house a request."
    assert faults(program, change(), change(house=guid, since="2027-01-01")) == [("changes[1].house", words)]


def test_a_change_behind_one_that_is_planned(program: Caller) -> None:
    assert program.post(BULK, {"changes": [change(since="2027-01-01")]}).status_code == 202
    words = "ул. Мира, д. 1: a change on 01.01.2027 is planned; cancel it first"
    assert faults(program, change(), status=409) == [("changes[0].since", words)]


def test_a_company_that_manages_the_house_already_stands_in_the_way(program: Caller) -> None:
    words = "ул. Мира, д. 1: managed by this organisation on that date already"
    assert faults(program, change(organisation=INN), status=409) == [("changes[0].since", words)]
    alone = refusal(program.post("/management-periods/", change(organisation=INN)), 409)
    assert alone["type"] == "/api/problems/managed-already"
    assert [(error["field"], error["message"]) for error in alone["errors"]] == [("since", words)]
    mixed = faults(program, change(organisation=INN), {})
    assert ("changes[0].since", words) in mixed and len(mixed) == 4


def test_an_inn_that_two_companies_of_the_region_have(world: World, program: Caller) -> None:
    other = world.company("ООО «Тёзка»")
    Organisation.objects.update(inn=INN)
    first = Organisation.objects.exclude(pk=other.pk).get()
    ((field, words),) = faults(program, change(organisation=INN))
    assert field == "changes[0].organisation"
    assert words.endswith(f"name one by its number: {first.pk}, {other.pk}.")


def test_every_fault_is_told_at_once(program: Caller) -> None:
    found = faults(program, change(since="x"), change(), change(organisation=2**40, house=2**40), {})
    assert [field for field, _words in found] == [
        *("changes[0].since", "changes[3].house", "changes[3].organisation", "changes[3].since"),
        *("changes[2].house", "changes[2].organisation"),
    ]


def test_a_house_of_another_region_looks_like_one_that_is_not_there(world: World, program: Caller) -> None:
    Region.objects.get(pk="25")
    stranger = House.objects.order_by("pk")[1]
    House.objects.filter(pk=stranger.pk).update(region="25")
    assert faults(program, change(), change(house=stranger.pk)) == [("changes[1].house", UNKNOWN_HOUSE)]
    of_both = Caller.of("55", "25")
    ((field, words),) = faults(of_both, change(), change(house=stranger.pk))
    assert (field, words.split(":")[0]) == ("changes[1].house", "One request is about one region")


def test_too_many_changes_and_none(program: Caller) -> None:
    before = program.state()
    too_many = refusal(program.post(BULK, {"changes": [change()] * (MOST_CHANGES + 1)}), 422)
    assert too_many["errors"] == [
        {"field": "changes", "message": "At most 10000 changes in one request."},
    ]
    assert refusal(program.post(BULK, {"changes": []}), 422)["errors"][0]["field"] == "changes"
    assert refusal(program.post(BULK, {}), 422)["errors"][0]["field"] == "changes"
    assert refusal(program.post(BULK, [change()]), 422)["errors"]
    assert program.state() == before


def test_of_very_many_faults_the_first_are_listed(program: Caller) -> None:
    problem = refusal(program.post(BULK, {"changes": [{"house": 1}] * MOST_FAULTS}), 422)
    assert (len(problem["errors"]), problem["errors_total"]) == (MOST_FAULTS, 2 * MOST_FAULTS)
    assert problem["detail"] == "Nothing was written: 2000 things are wrong."


def test_a_request_of_fifty_megabytes(program: Caller) -> None:
    problem = refusal(
        program.post(BULK, '{"changes": "' + "x" * 50_000_000 + '"}', content_type="application/json"), 413
    )
    assert problem["detail"] == "The request has 48 MB, 10 MB are taken at most."


@pytest.mark.parametrize("query", ["?dry_run=perhaps", "?dryrun=true", "?dry_run=true&dry_run=false"])
def test_a_parameter_that_is_not_known(program: Caller, query: str) -> None:
    before = program.state()
    assert program.post(BULK + query, {"changes": [change()]}).status_code == 400
    assert program.state() == before


@pytest.mark.parametrize("text", ['{"changes": [', "[" * 100_000, '{"changes": NaN}', "\x00"])
def test_what_is_no_json(program: Caller, text: str) -> None:
    assert refusal(program.post(BULK, text, content_type="application/json"), 400)["type"] == "/api/problems/malformed"


def test_a_name_that_no_text_can_hold(program: Caller) -> None:
    problem = refusal(program.post(BULK, '{"\\ud800": 1}', content_type="application/json"), 400)
    assert problem["type"] == "/api/problems/malformed"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"reason": "\\ud800", "changes": []}', "reason"),
        ('{"changes": [{}, {"basis": "\\udfff"}]}', "changes[1].basis"),
        ('{"changes": [1], "changes": [2]}', "changes"),
        ('{"changes": [{"house": 1, "since": "x", "house": 2}]}', "house"),
    ],
)
def test_what_no_text_can_hold_and_what_stands_twice_is_named(program: Caller, text: str, field: str) -> None:
    problem = refusal(program.post(BULK, text, content_type="application/json"), 400)
    assert [fault["field"] for fault in problem["errors"]] == [field]


def test_no_json_is_told_with_its_place(program: Caller) -> None:
    problem = refusal(program.post(BULK, '{"changes": [1,\n 2', content_type="application/json"), 400)
    assert problem["detail"] == "This is no JSON: look at line 2, column 3."


@pytest.mark.parametrize("body", ["5", "[]", "null", '"x"'])
def test_what_is_no_object_is_refused_in_our_words(program: Caller, body: str) -> None:
    for address in (BULK, "/management-periods/", "/organisations/"):
        problem = refusal(program.post(address, body, content_type="application/json"), 422)
        assert problem["errors"] == [{"field": "", "message": "Send a JSON object."}]


def test_one_change_names_its_field_without_a_place(program: Caller) -> None:
    problem = refusal(program.post("/management-periods/", change(organisation="1", since="1949-01-01")), 422)
    assert [fault["field"] for fault in problem["errors"]] == ["organisation", "since"]
    assert ManagementPeriod.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"inn": "7707083894"}, "inn"),
        ({"ogrn": "1027700132196"}, "ogrn"),
        ({"inn": 7707083893.5}, "inn"),
        ({"kind": "bank"}, "kind"),
        ({"name": ""}, "name"),
        ({"name": "\x00"}, "name"),
        ({"region": "25"}, "region"),
        ({"region": "995"}, "region"),
        ({"inspector": 5}, "inspector"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_company_that_does_not_fit(program: Caller, given: dict[str, Any], field: str) -> None:
    before = program.state()
    asked = {"region": "55", "kind": "uk", "name": "ООО «УК»", **given}
    problem = refusal(program.post("/organisations/", asked), 422)
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert program.state() == before


WRONG_NUMBERS = {
    "inn": ["7707083894", "77070 83893", "770708389З", "٧٧٠٧٠٨٣٨٩٣", "77070838930"],
    "ogrn": ["1027700132196", "10277 00132195", "102770013219O"],
}


@pytest.mark.parametrize(
    ("field", "number"), [(field, number) for field, numbers in WRONG_NUMBERS.items() for number in numbers]
)
def test_a_company_is_corrected_with_right_numbers_only(program: Caller, field: str, number: str) -> None:
    before = Organisation.objects.values().get()
    problem = refusal(program.patch(f"/organisations/{before['id']}/", {field: number}), 422)
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert number in problem["errors"][0]["message"]
    assert Organisation.objects.values().get() == before


@pytest.mark.parametrize(("what", "field"), [("end", "until"), ("exclude", "on")])
@pytest.mark.parametrize("day", ["1949-12-31", "2101-01-01", "0001-01-01", "20261201", "2026-02-30", None])
def test_a_period_ends_on_a_day_that_can_be(program: Caller, what: str, field: str, day: str | None) -> None:
    before = list(ManagementPeriod.objects.order_by("pk").values())
    address = f"/management-periods/{before[0]['id']}/{what}/"
    problem = refusal(program.post(address, {field: day, "reason": "Письмо"}), 422)
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert list(ManagementPeriod.objects.order_by("pk").values()) == before


def test_a_demolished_house_passes_to_nobody_in_bulk_or_alone(world: World, program: Caller) -> None:
    House.objects.filter(address="ул. Мира, д. 1").update(state=HouseState.DEMOLISHED)
    words = "ул. Мира, д. 1: demolished, nobody can take it over"
    other = House.objects.get(address="ул. Мира, д. 2").pk
    assert faults(program, change(), change(house=other)) == [("changes[0].house", words)]
    alone = refusal(program.post("/management-periods/", change()), 422)
    assert [(fault["field"], fault["message"]) for fault in alone["errors"]] == [("house", words)]
