"""The interface end to end on one resource: a token, the list, one house, the schema."""

import pytest
from django.core.management import call_command

from supervision.models import House
from tests.programs import Caller
from tests.world import World


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def test_a_program_lists_the_houses_of_its_region_and_reads_one(world: World, program: Caller) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", cadastral_number="55:36:1:1", flats=40)
    expected = {
        "id": house.pk,
        "region": "55",
        "municipality": house.municipality_id,
        "fias_guid": str(house.fias_guid),
        "gis_guid": None,
        "frt_id": None,
        "cadastral_number": "55:36:1:1",
        "address": "г. Омск, ул. Мира, д. 1",
        "kind": "apartment",
        "state": "standing",
        "flats": 40,
        "floors": None,
        "built_year": None,
        "is_emergency": False,
        "inspector": None,
        "updated_at": program.get(f"/houses/{house.pk}/").json()["updated_at"],
    }
    assert program.get("/houses/").json() == {"results": [expected], "next": None, "previous": None}
    assert program.get(f"/houses/{house.pk}/").json() == expected


def test_a_house_of_another_region_does_not_exist(world: World, program: Caller) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    stranger = Caller.of("25")
    assert stranger.get("/houses/").json()["results"] == []
    assert stranger.problem("/houses/99/", 404) == {
        "type": "/api/problems/not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no such object, or it belongs to a region that you do not see.",
        "instance": "/api/v1/houses/99/",
        "errors": [],
    }
    hidden, missing = stranger.problem(f"/houses/{house.pk}/", 404), stranger.problem("/houses/99/", 404)
    assert {**hidden, "instance": ""} == {**missing, "instance": ""}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("region=55", [1, 2, 3]),
        ("region=25", []),
        ("kind=blocked", [3]),
        ("state=demolished", []),
        ("scope=in", [1, 2]),
        ("scope=without", []),
        ("manager=none", [2]),
        ("words=мира 2", [2]),
        ("cadastral_number=55:36:1:3", [3]),
        ("mine=1", []),
        ("ordering=-id", [3, 2, 1]),
    ],
)
def test_the_filters_of_the_list(world: World, program: Caller, query: str, numbers: list[int]) -> None:
    world.house("ул. Мира, д. 1", world.company("ООО «УК»"))
    world.house("ул. Мира, д. 2")
    world.house("ул. Мира, д. 3", cadastral_number="55:36:1:3")
    House.objects.filter(address__endswith="3").update(kind="blocked")
    found = program.get(f"/houses/?{query}").json()["results"]
    assert [int(house["address"][-1]) for house in found] == numbers


def test_the_houses_that_a_company_manages_today(world: World, program: Caller) -> None:
    company = world.company("ООО «УК»")
    world.house("ул. Мира, д. 1", company)
    world.house("ул. Мира, д. 2", world.company("ООО «Другая»"))
    found = program.get(f"/houses/?organisation={company.pk}").json()["results"]
    assert [house["address"] for house in found] == ["ул. Мира, д. 1"]


def test_the_schema_is_described_without_a_warning(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn")
    assert "openapi: 3.1.1" in capsys.readouterr().out
