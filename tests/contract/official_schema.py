"""The official schema 0.0.33 as a judge: does this JSON fit, and does it hold a field that the schema lacks?

OpenAPI 3.0 says `nullable`, and objects with a discriminator (Update, Button ...) are checked as what they name.
What the messenger has published since then and keeps out of the schema is added in `_brought_up_to_date`.
"""

from copy import deepcopy
from functools import cache
from typing import Any

import yaml
from contract_place import SCHEMA_FOLDER
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

METHODS = ("get", "post", "put", "patch", "delete")


@cache
def document() -> dict[str, Any]:
    text = (SCHEMA_FOLDER / "openapi-0.0.33.yaml").read_text(encoding="utf-8")
    return _brought_up_to_date(yaml.safe_load(text))


def _brought_up_to_date(document: dict[str, Any]) -> dict[str, Any]:
    """The changes of November 2026 (dev.max.ru, changelog-api), and `name`, which every official fixture has."""
    schemas = document["components"]["schemas"]
    schemas["SimpleQueryResult"]["properties"]["code"] = {"type": "string"}
    schemas["User"]["properties"]["name"] = {"type": "string"}
    schemas["BotAddedToChatUpdate"]["allOf"][1]["required"].remove("user")
    return document


def problems(schema: dict[str, Any], value: Any) -> list[str]:
    """Empty where the value fits and has no field beside the schema."""
    registry = Registry().with_resource("urn:max", Resource.from_contents(_strict(), default_specification=DRAFT4))
    errors = OAS30Validator(_located(schema), registry=registry).iter_errors(value)
    return [f"{list(error.absolute_path)}: {error.message}" for error in errors] + strange_fields(schema, value)


def named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def routes() -> dict[str, dict[str, Any]]:
    """`GET /chats/#/pin` and the like -> the operation of the schema."""
    return {
        f"{method.upper()} {_shape(path)}": operation
        for path, operations in document()["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }


def success(route: str) -> dict[str, Any]:
    """The schema of the operation's HTTP 200."""
    answer = routes()[route]["responses"]["200"]
    return _resolved(answer)["content"]["application/json"]["schema"]


def strange_fields(schema: dict[str, Any], value: Any, path: str = "") -> list[str]:
    """Objects of the schema are open, so a misspelt optional field would pass it."""
    schema = _chosen(schema, value)
    if isinstance(value, list):
        item = schema.get("items", {})
        return [found for each in value for found in strange_fields(item, each, f"{path}[]")]
    if not isinstance(value, dict) or "additionalProperties" in schema:
        return []
    known = properties(schema)
    found = [f"{path}.{name} is not in the schema" for name in value if name not in known]
    for name in value.keys() & known.keys():
        found += strange_fields(known[name], value[name], f"{path}.{name}")
    return found


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    schema = _resolved(schema)
    inherited = [properties(part) for part in schema.get("allOf", [])]
    return {name: each for part in inherited for name, each in part.items()} | schema.get("properties", {})


def actual(schema: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to, also where it is wrapped to carry a description."""
    schema = _resolved(schema)
    while "properties" not in schema and len(schema.get("allOf", [])) == 1:
        schema = _resolved(schema["allOf"][0])
    return schema


def _chosen(schema: dict[str, Any], value: Any) -> dict[str, Any]:
    """What a discriminator leads to."""
    schema = actual(schema)
    if "discriminator" not in schema or not isinstance(value, dict):
        return schema
    kind = schema["discriminator"]
    return _resolved({"$ref": kind["mapping"][value[kind["propertyName"]]]})


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = document()
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _shape(path: str) -> str:
    parts = path.split("/")
    return "/".join("$" if part == "{messageId}" else "#" if part.startswith("{") else part for part in parts)


@cache
def _strict() -> dict[str, Any]:
    """Every reference to a base with a discriminator becomes "one of its children, with that child's name".

    `nullable` beside `allOf` means that null is allowed, as the descriptions say; a validator would ask `allOf` first.
    """
    strict = deepcopy(document())
    _let_null_through(strict["components"]["schemas"])
    schemas = strict["components"]["schemas"]
    bases = {name: each["discriminator"] for name, each in schemas.items() if "discriminator" in each}
    for each in list(schemas.values()):
        _redirect(each, frozenset(bases), of_child=False)
    for name, kind in bases.items():
        field = kind["propertyName"]
        children = [
            {"allOf": [{"$ref": child}, {"properties": {field: {"enum": [value]}}, "required": [field]}]}
            for value, child in kind["mapping"].items()
        ]
        schemas[f"{name}.any"] = {"anyOf": children}
    return strict


def _let_null_through(node: Any) -> None:
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _let_null_through(each)
    if isinstance(node, dict) and node.get("nullable") is True and isinstance(node.get("allOf"), list):
        node["anyOf"] = [{"nullable": True, "enum": [None]}, {"allOf": node.pop("allOf")}]


def _redirect(node: Any, bases: frozenset[str], *, of_child: bool) -> None:
    """A child's own reference to its base, in its `allOf`, stays: it would refer to itself."""
    if isinstance(node, list):
        for each in node:
            _redirect(each, bases, of_child=of_child)
    if not isinstance(node, dict):
        return
    reference = node.get("$ref", "")
    if reference.split("/")[-1] in bases and not of_child:
        node["$ref"] = f"{reference}.any"
    for name, each in node.items():
        is_own_base = name == "allOf" and len(each) > 1
        _redirect(each, bases, of_child=is_own_base)


def _located(schema: dict[str, Any]) -> dict[str, Any]:
    """References of the answer's own schema lead into the strict document."""
    strict, located = _strict()["components"]["schemas"], deepcopy(schema)
    for node in (located, *located.get("allOf", [])):
        if "$ref" in node:
            name = node["$ref"].split("/")[-1]
            node["$ref"] = (
                f"urn:max#/components/schemas/{name}.any" if f"{name}.any" in strict else f"urn:max{node['$ref']}"
            )
    return located
