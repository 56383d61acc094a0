"""A refusal tells a program which rule it was and about which row, and its type leads to a page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from supervision.api.problem_types import TYPES
from supervision.models import House, ManagementPeriod, Organisation
from tests.programs import Caller, refusal
from tests.world import World

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def change(program: Caller, house: int, organisation: int, since: str) -> dict[str, Any]:
    body = {"house": house, "organisation": organisation, "since": since}
    return refusal(program.post("/management-periods/", body), 409)


def plan(program: Caller, house: House, company: Organisation) -> ManagementPeriod:
    """From New Year on, whoever manages the house until then."""
    body = {"house": house.pk, "organisation": company.pk, "since": NEW_YEAR.isoformat()}
    return ManagementPeriod.objects.get(pk=program.post("/management-periods/", body).json()["id"])


@pytest.mark.parametrize("slug", TYPES)
def test_every_type_leads_to_a_page_in_russian_and_in_english(db: None, slug: str) -> None:
    page = Client().get(f"/api/problems/{slug}").content.decode()
    assert '<div lang="ru">' in page and '<div lang="en">' in page
    assert f"/api/problems/{slug}" in Client().get("/api/problems/").content.decode()


def test_a_type_that_there_is_not_leads_nowhere(db: None) -> None:
    assert Client().get("/api/problems/made-up").status_code == 404


def test_conflicts_of_periods_are_told_apart(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    house = world.house("ул. Мира, д. 1", old)
    same = change(program, house.pk, old.pk, "2026-12-01")
    assert same["type"] == "/api/problems/managed-already"
    assert (same["house"], same["organisation"], same["houses"]) == (house.pk, old.pk, [house.pk])
    planned = plan(program, house, new)
    found = change(program, house.pk, new.pk, "2026-12-01")
    assert (found["type"], found["period"], found["since"]) == (
        "/api/problems/change-planned",
        planned.pk,
        "2027-01-01",
    )
    assert found["errors"][0]["type"] == found["type"]
    stands = change(program, house.pk, old.pk, "2027-01-01")
    assert (stands["type"], stands["period"]) == ("/api/problems/period-stands", planned.pk)


def test_several_kinds_at_once_are_told_each_at_its_place(world: World, program: Caller) -> None:
    company = world.company("ООО «УК»")
    first, second = world.houses(2, company)
    ManagementPeriod.objects.filter(house=second).delete()
    planned = plan(program, second, world.company("ООО «Другая»"))
    changes = [{"house": house.pk, "organisation": company.pk, "since": "2026-12-01"} for house in (first, second)]
    found = refusal(program.post("/management-periods/bulk/", {"changes": changes}), 409)
    assert (found["type"], found["houses"]) == ("/api/problems/houses-in-the-way", [first.pk, second.pk])
    kinds = [fault["type"].rpartition("/")[2] for fault in found["errors"]]
    assert (kinds, found["errors"][1]["period"]) == (["managed-already", "change-planned"], planned.pk)
