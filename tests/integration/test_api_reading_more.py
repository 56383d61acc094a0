"""What mirrors and readers of many rows have: ids, include, bounds, links, numbers of requests, packing, the index."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from supervision.enums import ApiScope
from supervision.models import ApiRequest, Organisation
from tests.programs import Caller
from tests.transactions import complete
from tests.world import World


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def test_many_rows_by_their_numbers(world: World, program: Caller) -> None:
    houses = world.houses(120)
    wanted = [house.pk for house in houses[:110]]
    assert ids(program.get(f"/houses/?ids={','.join(map(str, wanted))},999999")) == wanted
    assert program.problem("/houses/?ids=a", 400)["errors"][0]["field"] == "ids"
    too_many = ",".join(map(str, range(1, 502)))
    assert program.problem(f"/houses/?ids={too_many}", 400)["errors"][0]["field"] == "ids"


def test_any_of_several_values_and_bounds(world: World, program: Caller) -> None:
    first, second, third = world.houses(3)
    for house, flats in ((first, 10), (second, 20), (third, 30)):
        house.flats = flats
        house.save()
    assert ids(program.get("/houses/?flats__gte=20&flats__lte=30")) == [second.pk, third.pk]
    assert ids(program.get("/houses/?kind__in=blocked,specialised")) == []
    assert len(ids(program.get("/houses/?kind__in=apartment,unknown"))) == 3
    assert program.problem("/houses/?kind__in=apartment,castle", 400)["errors"][0]["field"] == "kind__in"


def test_what_belongs_to_a_house_comes_with_it(world: World, program: Caller) -> None:
    company = world.company("ООО «УК»")
    house, bare = world.house("ул. Мира, д. 1", company), world.house("ул. Мира, д. 2")
    found = program.get("/houses/?include=organisation,chat").json()["results"]
    assert [row["included"]["organisation"] and row["included"]["organisation"]["name"] for row in found] == [
        "ООО «УК»",
        None,
    ]
    assert found[0]["included"]["chat"]["house"] == house.pk
    assert found[0]["included"]["chat"]["updated_at"].endswith("Z")
    whole = program.get(f"/houses/{bare.pk}/?include=inspector").json()
    assert whole["included"] == {"inspector": None}
    assert "included" not in program.get(f"/houses/{house.pk}/").json()
    assert program.problem("/houses/?include=roof", 400)["errors"][0]["field"] == "include"
    reader = Caller.of(world.region, scopes=(ApiScope.READ,))
    assert reader.problem("/houses/?include=inspector", 403)["scope"] == "people"


def test_links_stand_beside_cursors(world: World, program: Caller) -> None:
    world.houses(2)
    answer = program.get("/houses/?page_size=1")
    following = answer.json()["next"]
    assert answer.headers["Link"] == f'<{following}>; rel="next"'
    assert 'rel="prev"' in program.get(following).headers["Link"]


def test_the_number_of_a_request_is_taken_over_and_logged(world: World, program: Caller) -> None:
    assert program.get("/houses/", x_request_id="gis-17").headers["X-Request-ID"] == "gis-17"
    assert ApiRequest.objects.filter(request_id="gis-17").count() == 1
    made = program.get("/houses/", x_request_id="<b>").headers["X-Request-ID"]
    assert made.isalnum() and len(made) == 32


def test_lists_are_packed_and_single_objects_are_not(world: World, program: Caller) -> None:
    houses = world.houses(20)
    packed = program.get("/houses/", accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(packed.content))["results"]) == 20
    for refused in ("gzip;q=0", "br", ""):
        assert "Content-Encoding" not in program.get("/houses/", accept_encoding=refused).headers
    assert "Content-Encoding" not in program.get(f"/houses/{houses[0].pk}/", accept_encoding="gzip").headers


def test_the_index_leads_to_every_list(world: World, program: Caller) -> None:
    index = Client().get("/api/v1/").json()
    assert len(index["resources"]) > 15
    for address in index["resources"].values():
        assert program.get(address).status_code == 200


def test_an_export_is_packed_and_says_until_when_it_is_complete(committed_world: World) -> None:
    committed_world.houses(3)
    complete()
    program = Caller.of(committed_world.region)
    answer = program.get("/houses/export/", accept_encoding="gzip")
    lines = [json.loads(line) for line in gzip.decompress(b"".join(answer.streaming_content)).splitlines()]
    assert (len(lines), lines[-1]["at_end"]) == (4, True)
    assert lines[-1]["complete_until"].endswith("Z")
    part = program.get("/houses/export/?limit=1")
    assert json.loads(b"".join(part.streaming_content).splitlines()[-1])["complete_until"] is None


def test_who_renames_a_company_changes_its_own_line(committed_world: World) -> None:
    committed_world.house("ул. Мира, д. 1", committed_world.company("ООО «УК»"))
    complete()
    program = Caller.of(committed_world.region)
    cursor = json.loads(b"".join(program.get("/organisations/export/").streaming_content).splitlines()[-1])["next"]
    Organisation.objects.update(name="ООО «Другая»")
    complete()
    lines = b"".join(program.get(f"/organisations/export/?updated_since={cursor}").streaming_content).splitlines()
    assert [json.loads(line)["name"] for line in lines[:-1]] == ["ООО «Другая»"]
