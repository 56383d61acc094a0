"""Two changes of one house on one day: the first stands, unless the second names it and so knows of it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from supervision.models import House, ManagementPeriod, Organisation
from tests.programs import Caller, refusal
from tests.world import World

ONE, BULK = "/management-periods/", "/management-periods/bulk/"


@pytest.fixture
def house(world: World) -> House:
    house = world.house("ул. Мира, д. 1", world.company("ООО «Старая»"))
    for name in ("ООО «Первая»", "ООО «Вторая»"):
        world.company(name)
    return house


@pytest.fixture
def program(world: World, house: House) -> Caller:
    return Caller.of(world.region)


def passed(house: House, name: str, since: str = "2026-12-01", **more: Any) -> dict[str, Any]:
    return {"house": house.pk, "organisation": Organisation.objects.get(name=name).pk, "since": since, **more}


def managed(house: House) -> list[tuple[str, str]]:
    rows = ManagementPeriod.objects.filter(house=house).order_by("since")
    return [(str(row.organisation), f"{row.since}") for row in rows][1:]


def told(problem: Any) -> list[tuple[str, str]]:
    return [(error["field"], error["message"]) for error in problem["errors"]]


def test_a_planned_change_stands_against_another_of_the_same_day(house: House, program: Caller) -> None:
    number = program.post(ONE, passed(house, "ООО «Первая»")).json()["id"]
    words = (
        f"ул. Мира, д. 1: period {number} gives the house to ООО «Первая» from this very day. Cancel it before it "
        "starts, or name it in “replaces”."
    )
    second = passed(house, "ООО «Вторая»")
    assert told(refusal(program.post(ONE, second), 409)) == [("since", words)]
    assert told(refusal(program.post(BULK, {"changes": [second]}), 409)) == [("changes[0].since", words)]
    assert managed(house) == [("ООО «Первая»", "2026-12-01")]


@pytest.mark.parametrize("since", ["2026-12-01", "2026-11-20"])
@pytest.mark.parametrize("address", [ONE, BULK])
def test_who_names_the_period_puts_another_company_in_its_place(
    house: House, program: Caller, address: str, since: str
) -> None:
    number = program.post(ONE, passed(house, "ООО «Первая»", since)).json()["id"]
    change = passed(house, "ООО «Вторая»", since, replaces=number)
    answer = program.post(address, change if address == ONE else {"changes": [change]})
    assert answer.status_code in (201, 202)
    assert managed(house) == [("ООО «Вторая»", since)]


def test_a_period_that_is_not_there_is_not_replaced(house: House, program: Caller) -> None:
    former = house.periods.get().pk
    for number in (former, former + 1000):  # of another day, and of no house at all
        problem = refusal(program.post(ONE, passed(house, "ООО «Первая»", replaces=number)), 409)
        assert problem["errors"][0]["message"].startswith(f"There is no period {number} of this house")
    assert managed(house) == []


def test_of_six_at_once_one_is_taken(committed_world: World) -> None:
    house = committed_world.house("ул. Мира, д. 1", committed_world.company("ООО «Старая»"))
    names = [f"ООО «УК {number}»" for number in range(6)]
    asked = [{"house": house.pk, "organisation": committed_world.company(name).pk} for name in names]
    program = Caller.of(committed_world.region)

    def one(change: dict[str, Any]) -> int:
        try:
            return program.post(ONE, change | {"since": "2026-12-01"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(one, asked)) == [201] + [409] * 5
    assert len(managed(house)) == 1
