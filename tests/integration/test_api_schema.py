"""What the schema says of requests is what the portal takes; `make test-api` holds the whole of it to the portal."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from supervision.api.refusals_of_operations import REFUSALS
from tests.programs import Caller
from tests.world import World

RUSSIAN = "Официальные чаты домов"


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


@pytest.fixture
def schema(db: None) -> dict[str, Any]:
    return Client().get("/api/v1/schema/").json()


def parameters(schema: dict[str, Any], path: str) -> dict[str, dict[str, Any]]:
    known = schema["paths"][f"/api/v1{path}"]["get"]["parameters"]
    return {parameter["name"]: parameter["schema"] for parameter in known}


@pytest.mark.parametrize(
    "instant",
    [
        "2026-11-20T01:00:00+16:39",
        "2026-11-20T01:00:00-23:59",
        "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:59:59-10:00",
    ],
)
def test_an_instant_with_an_offset_that_the_database_does_not_know(program: Caller, instant: str) -> None:
    answer = program.get("/audit-events/?at_from=" + instant.replace("+", "%2B"))
    assert answer.status_code == (200 if instant.startswith("2026") else 400)


@pytest.mark.parametrize("instant", ["20261120T010000Z", "2026-11-20", "2026-W47-5T01:00:00Z", "2026-11-20T01Z"])
def test_an_instant_is_written_in_one_way(program: Caller, instant: str) -> None:
    problem = program.problem(f"/audit-events/?at_from={instant}", 400)
    assert [fault["field"] for fault in problem["errors"]] == ["at_from"]


@pytest.mark.parametrize("query", ["region=", "kind=", "inspector=", "fias_guid=", "words=%20", "cursor=", "fields="])
def test_a_parameter_that_says_nothing_is_refused(program: Caller, query: str) -> None:
    name = query.partition("=")[0]
    assert [fault["field"] for fault in program.problem(f"/houses/?{query}", 400)["errors"]] == [name]


def test_functions_of_a_client_are_named_after_what_they_do(schema: dict[str, Any]) -> None:
    names = {operation["operationId"] for methods in schema["paths"].values() for operation in methods.values()}
    writes = {
        each["operationId"] for methods in schema["paths"].values() for way, each in methods.items() if way != "get"
    }
    assert writes - {"token"} == REFUSALS.keys()
    expected = {"houses_list", "houses_retrieve", "houses_change", "houses_demolish", "houses_export"}
    assert expected <= names
    assert {"imports_uploads_confirm", "webhooks_remove", "webhooks_rotate_secret", "chats_journal_list"} <= names
    assert all(name.isascii() and name.replace("_", "").isalpha() for name in names)


def test_parameters_say_what_they_take_in_no_particular_language(schema: dict[str, Any]) -> None:
    houses = parameters(schema, "/houses/")
    assert houses["kind"] == {"type": "string", "enum": ["apartment", "blocked", "specialised", "unknown"]}
    assert houses["fields"]["pattern"].startswith("^(id|region|")
    assert "fields" not in parameters(schema, "/houses/export/")
    assert parameters(schema, "/organisations/")["inn_is_wrong"]["enum"] == ["0", "1"]
    assert parameters(schema, "/management-periods/")["acting_on"] == {"type": "string", "format": "date"}


def test_an_export_answers_no_304(schema: dict[str, Any]) -> None:
    assert "304" not in schema["paths"]["/api/v1/houses/export/"]["get"]["responses"]
    assert "304" in schema["paths"]["/api/v1/houses/{id}/"]["get"]["responses"]


def test_a_report_promises_no_304_for_it_has_no_etag(schema: dict[str, Any]) -> None:
    assert "304" not in schema["paths"]["/api/v1/reports/{name}/"]["get"]["responses"]


@pytest.mark.parametrize(
    "address", ["/inspectors/", "/inspectors/{id}/", "/representatives/", "/representatives/{id}/"]
)
def test_who_reads_people_needs_both_scopes(schema: dict[str, Any], address: str) -> None:
    security = schema["paths"][f"/api/v1{address}"]["get"]["security"]
    assert {"program": ["read", "people"]} in security


def test_null_stands_once_among_what_an_organisation_may_be(schema: dict[str, Any]) -> None:
    asked = schema["components"]["schemas"]["PeriodAskedRequest"]
    assert [kind["type"] for kind in asked["properties"]["organisation"]["oneOf"]] == ["integer", "string", "null"]
    assert asked["additionalProperties"] is False


def test_what_may_be_anything_may_be_null_too(schema: dict[str, Any]) -> None:
    assert "oneOf" not in schema["components"]["schemas"]["EventShown"]["properties"]["details"]


def test_schemas_do_not_tell_how_they_are_made(schema: dict[str, Any]) -> None:
    assert "description" not in schema["components"]["schemas"]["HouseShown"]


@pytest.mark.parametrize(
    ("languages", "lang", "title"),
    [("en", "en", "Official chats of houses"), ("de", "ru", RUSSIAN), ("", "ru", RUSSIAN), ("ru", "ru", RUSSIAN)],
)
def test_the_schema_and_its_page_are_in_the_reader_s_language(db: None, languages: str, lang: str, title: str) -> None:
    headers = {"Accept-Language": languages}
    schema, page = (Client().get(f"/api/{path}/", headers=headers) for path in ("v1/schema", "docs"))
    assert schema.headers["Content-Language"] == page.headers["Content-Language"] == lang
    assert schema.json()["info"]["title"] == title
    assert f"<title>{title}</title>" in page.content.decode()
    assert f'<html lang="{lang}">' in page.content.decode()


def test_the_page_of_the_schema_loads_nothing_from_outside(db: None) -> None:
    page = Client().get("/api/docs/").content.decode()
    loaded = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(loaded) >= 5
    assert all(address.startswith("/") for address in loaded), loaded


def test_the_schema_tells_servers_webhooks_problems_and_headers(schema: dict[str, Any]) -> None:
    assert schema["servers"] and "/api/token/" in schema["paths"]
    assert {"chat.changed", "management_period.changed", "webhook.test"} <= schema["webhooks"].keys()
    refused = schema["paths"]["/api/v1/management-periods/"]["post"]["responses"]["409"]
    assert "/api/problems/change-planned" in refused["x-problem-types"]
    houses = schema["paths"]["/api/v1/houses/"]["get"]["responses"]["200"]
    assert {"X-Request-ID", "RateLimit", "Link"} <= houses["headers"].keys()


def test_every_operation_has_a_summary_and_a_resource_that_is_told_of(schema: dict[str, Any]) -> None:
    told = {tag["name"]: tag.get("description") for tag in schema["tags"]}
    every = [each for part in ("paths", "webhooks") for methods in schema[part].values() for each in methods.values()]
    assert {tag for each in every for tag in each["tags"]} == told.keys()
    assert all(each["summary"] and not each["summary"].endswith(".") for each in every)
    assert all("security" in each for each in every)
    lists = {
        each["operationId"]: each["summary"] for each in every if each["operationId"].endswith(("_list", "_retrieve"))
    }
    assert (lists["work_orders_list"], lists["work_orders_retrieve"]) == (
        "Work orders, page by page",
        "Work orders, a single one",
    )
    assert told["houses"]


def test_what_always_comes_is_required(schema: dict[str, Any]) -> None:
    """In every answer: what the schema leaves open is what a reader has to ask for."""
    known = schema["components"]["schemas"]
    open_to_all = {
        name: left
        for name in answered(schema)
        if (left := known[name].get("properties", {}).keys() - set(known[name].get("required", ())))
    }
    assert open_to_all == {"HouseShown": {"included"}}


def answered(schema: dict[str, Any]) -> set[str]:
    """Names of the schemas that answers are made of, and those within them."""
    responses = [each["responses"] for methods in schema["paths"].values() for each in methods.values()]
    found: set[str] = set()
    waiting = referred([one.get("content", {}) for each in responses for one in each.values()])
    while waiting:
        found |= waiting
        waiting = {name for each in waiting for name in referred(schema["components"]["schemas"][each])} - found
    return found


def referred(part: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(part)))


def test_a_number_of_a_row_or_an_account_has_64_bits(schema: dict[str, Any]) -> None:
    """Of an integer without a format typed languages make one of 32 bits."""
    assert [where for where, each in integers(schema, "") if each.get("format") != "int64"] == []


def integers(part: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """All but those of a fixed choice."""
    if isinstance(part, dict):
        kind = part.get("type")
        if (kind == "integer" or (isinstance(kind, list) and "integer" in kind)) and "enum" not in part:
            yield where, part
        for name, inner in part.items():
            if name not in ("example", "examples"):
                yield from integers(inner, f"{where}/{name}")
    elif isinstance(part, list):
        for place, inner in enumerate(part):
            yield from integers(inner, f"{where}/{place}")


def test_no_resource_shares_its_tag_with_the_messages_to_webhooks(schema: dict[str, Any]) -> None:
    """Generators make a class of each tag, apart for the two parts of OpenAPI: one is lost then."""
    of_paths = {tag for path in schema["paths"].values() for each in path.values() for tag in each["tags"]}
    of_messages = {tag for path in schema["webhooks"].values() for each in path.values() for tag in each["tags"]}
    assert of_messages and not of_paths & of_messages
