"""Every limit that the official schema sets to a parameter or a body is refused with 400 by the emulator.

What to try is read from the schema, so that a new operation or parameter is tried without a line here.
"""

import official_schema
import pytest
from asked import ASKED
from contract_place import SCHEMA_FOLDER

from supervision.messenger.emulator.routes import ROUTES

pytestmark = pytest.mark.skipif(not SCHEMA_FOLDER.exists(), reason="the official schema is not beside this checkout")
OFFICIAL = official_schema.routes() if SCHEMA_FOLDER.exists() else {}
JUDGED = sorted(ROUTES.keys() & OFFICIAL.keys())
INT64 = 1 << 63


def beyond(schema):
    """Values that a field or parameter of this schema may not have."""
    schema = official_schema.actual(schema)
    kind = schema.get("type")
    if kind == "integer":
        yield from ("many", INT64, schema.get("minimum", -INT64) - 1, schema.get("maximum", INT64 - 1) + 1)
    if kind == "boolean":
        yield "maybe"
    if "enum" in schema:
        yield "nonsense"
    if kind == "string":
        yield from ["я" * (schema["maxLength"] + 1)] if "maxLength" in schema else []
        yield from [""] if schema.get("minLength") else []


def beyond_in_query(schema):
    actual = official_schema.actual(schema)
    yield from beyond(schema)
    if actual.get("type") == "array":
        item = official_schema.actual(actual["items"])
        yield from ("many", "5,5") if item["type"] == "integer" else ("mid.5,mid.5",)


def beyond_in_body(schema):
    actual = official_schema.actual(schema)
    yield from beyond(schema)
    if actual.get("type") in ("string", "boolean", "array"):
        yield 5
    if actual.get("type") == "array":
        item = next(beyond(actual["items"]), 5)
        yield from ([item], [[]])
        yield from [[700 + number for number in range(actual["maxItems"] + 1)]] if "maxItems" in actual else []


def queries():
    for route in JUDGED:
        for parameter in OFFICIAL[route].get("parameters", []):
            if parameter["in"] == "query":
                for value in beyond_in_query(parameter["schema"]):
                    yield pytest.param(route, parameter["name"], value, id=f"{route}?{parameter['name']}={value!s:.20}")


def bodies():
    for route in JUDGED:
        if content := OFFICIAL[route].get("requestBody"):
            schema = content["content"]["application/json"]["schema"]
            for name, each in official_schema.properties(schema).items():
                for value in beyond_in_body(each):
                    yield pytest.param(route, name, value, id=f"{route} {name}={value!s:.20}")


def base_of(lively, route):
    """A request that is carried out: method, path, query and body."""
    return lively.request(*ASKED[ROUTES[route][0]][0])


@pytest.mark.parametrize("route, name, value", list(queries()))
def test_a_parameter_outside_the_schema_is_refused(lively, route, name, value):
    method, path, query, body = base_of(lively, route)
    answer = lively.place.raw(method, path, params=query | {name: value}, json=body or None)
    assert (answer.status_code, answer.json()["code"]) == (400, "proto.payload")


@pytest.mark.parametrize("route, name, value", list(bodies()))
def test_a_body_outside_the_schema_is_refused(lively, route, name, value):
    method, path, query, body = base_of(lively, route)
    answer = lively.place.raw(method, path, params=query, json=body | {name: value})
    assert (answer.status_code, answer.json()["code"]) == (400, "proto.payload")


def lacking():
    for route in JUDGED:
        names = [
            one["name"] for one in OFFICIAL[route].get("parameters", []) if one["in"] == "query" and one["required"]
        ]
        if content := OFFICIAL[route].get("requestBody"):
            names += official_schema.actual(content["content"]["application/json"]["schema"]).get("required", [])
        yield from ((route, name) for name in names)


@pytest.mark.parametrize("route, name", list(lacking()))
def test_a_missing_parameter_is_refused(lively, route, name):
    method, path, query, body = base_of(lively, route)
    query.pop(name, None)
    body.pop(name, None)
    assert lively.place.raw(method, path, params=query, json=body or None).status_code == 400


@pytest.mark.parametrize("route", [route for route in ROUTES if "#" in route])
def test_an_id_that_64_bits_do_not_hold_is_refused(lively, route):
    method, path = route.split(" ")
    answer = lively.place.raw(method, path.replace("#", str(INT64)))
    assert (answer.status_code, answer.json()["code"]) == (400, "proto.payload")


def test_a_single_value_written_twice_is_refused(lively):
    answer = lively.place.raw("GET", f"/messages?chat_id={lively.chat_id}&chat_id=-1")
    assert answer.status_code == 400


def test_an_array_written_by_repetition_is_read_and_remarked(lively):
    place = lively.place
    answer = place.raw("GET", f"/chats/{lively.chat_id}/members?user_ids=700&user_ids=801")
    assert [member["user_id"] for member in answer.json()["members"]] == [700, 801]
    assert place.emulator.stats()["remarks"] == {"user_ids: repeated, official clients separate by commas": 1}
    place.raw("GET", f"/chats/{lively.chat_id}/members?user_ids=700,801")
    assert sum(place.emulator.stats()["remarks"].values()) == 1
