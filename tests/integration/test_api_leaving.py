"""What is to go says so: in OpenAPI and in the answers that are concerned, and in no other."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from supervision.api import leaving
from supervision.api.leaving import LEAVING, Leaving
from tests.programs import Caller
from tests.world import World

GOING = Leaving(date(2026, 11, 1), date(2027, 11, 1), "Read /organisations/ instead.")
LATER = Leaving(date(2026, 12, 1), date(2028, 1, 1), "Read `kind` instead.")
SAID = {
    "Deprecation": "@1793491200",
    "Sunset": "Mon, 01 Nov 2027 00:00:00 GMT",
    "Link": '</api/docs/>; rel="deprecation"; type="text/html"',
}


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LEAVING, "licences_list", GOING)
    monkeypatch.setitem(LEAVING, "OrganisationShown.ogrn", LATER)


def said(answer: Any) -> dict[str, str]:
    return {name: answer.headers[name] for name in SAID if name in answer.headers}


def schema() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/v1/schema/", headers={"Accept-Language": "en"}).json()
    return found


@pytest.mark.usefixtures("declared")
def test_an_operation_that_goes_says_since_when_and_until_when(program: Caller) -> None:
    assert said(program.get("/licences/")) == SAID
    assert said(program.get("/licences/?nothing=1")) == SAID  # whoever is refused is to know it too
    for other in ("/licences/9/", "/houses/", "/regions/", "/", "/nowhere/"):
        assert said(program.get(other)) == {}, other


@pytest.mark.usefixtures("declared")
def test_a_field_that_goes_is_told_where_it_is_read(world: World, program: Caller) -> None:
    number = world.company("ООО «УК»").pk
    world.company("ООО «УК 2»")
    expected = {**SAID, "Deprecation": "@1796083200", "Sunset": "Sat, 01 Jan 2028 00:00:00 GMT"}
    for address in (f"/organisations/{number}/", "/organisations/", "/organisations/?fields=id,ogrn"):
        assert said(program.get(address)) == expected, address
    assert said(program.get("/organisations/?fields=id,name")) == {}
    page = said(program.get("/organisations/?page_size=1"))["Link"]
    assert 'rel="next"' in page and page.endswith(f", {SAID['Link']}")


@pytest.mark.usefixtures("declared")
def test_the_schema_marks_both(db: None) -> None:
    told = schema()
    operation = told["paths"]["/api/v1/licences/"]["get"]
    field = told["components"]["schemas"]["OrganisationShown"]["properties"]["ogrn"]
    assert operation["deprecated"] and field["deprecated"]
    assert "gone from 2027-11-01 on. Read /organisations/ instead." in operation["description"]
    assert field["description"].endswith(LATER.instead)


def test_what_is_declared_is_there_and_keeps_its_promise(db: None) -> None:
    """And nothing is marked that is not declared."""
    told = schema()
    operations = {each["operationId"] for path in told["paths"].values() for each in path.values()}
    forms = told["components"]["schemas"]
    names = operations | {f"{form}.{field}" for form in forms for field in forms[form].get("properties", {})}
    assert LEAVING.keys() <= names
    assert all(each.sunset - each.since >= timedelta(days=365) and each.instead for each in LEAVING.values())
    marked = {each["operationId"] for path in told["paths"].values() for each in path.values() if "deprecated" in each}
    assert marked == LEAVING.keys() & operations


def test_an_answer_knows_its_operation_by_the_name_in_the_schema(db: None) -> None:
    """The names are made anew from the address and the view's action."""
    wrong, known = [], 0
    for path, methods in schema()["paths"].items():
        actions = getattr(resolve(re.sub("{[^}]*}", "1", path)).func, "actions", {})
        words = [word for word in path.removeprefix("/api/v1/").split("/") if word and "{" not in word]
        for method, each in methods.items():
            if method in actions:
                known += 1
                wrong += (
                    [each["operationId"]] if leaving.operation_id(words, actions[method]) != each["operationId"] else []
                )
    assert (wrong, known > 60) == ([], True)
