"""docs/provisioning.yaml as the tests ask it: what it says of an answer, and whether a value fits."""

from functools import reduce
from pathlib import Path
from typing import Any

import yaml
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

FOLDER = Path(__file__).resolve().parents[2] / "docs"
DOCUMENT = yaml.safe_load((FOLDER / "provisioning.yaml").read_text("utf-8"))
PAGE = (FOLDER / "provisioning.md").read_text("utf-8")
REGISTRY = Registry().with_resource("urn:ours", Resource.from_contents(DOCUMENT, default_specification=DRAFT4))
CREATE, TRANSFER = ("/house-chats", "post"), ("/house-chats/{chat_id}/owner", "put")
OPERATIONS = (CREATE, TRANSFER)


def request_of(operation: tuple[str, str]) -> dict[str, Any]:
    """Schema and example of the body that the portal sends."""
    path, method = operation
    return DOCUMENT["paths"][path][method]["requestBody"]["content"]["application/json"]


def answers_of(operation: tuple[str, str]) -> dict[str, dict[str, Any]]:
    """Schema and, but for `default`, example of each answer, by status."""
    path, method = operation
    answers = DOCUMENT["paths"][path][method]["responses"]
    return {status: _resolved(answer)["content"]["application/json"] for status, answer in answers.items()}


def problems(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in OAS30Validator(_absolute(schema), registry=REGISTRY).iter_errors(value)]


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    return reduce(lambda found, name: found[name], value["$ref"].removeprefix("#/").split("/"), DOCUMENT)


def _absolute(value: Any) -> Any:
    """References of the document hold inside it; a schema taken out of it has to name it."""
    if isinstance(value, list):
        return [_absolute(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: f"urn:ours{each}" if name == "$ref" else _absolute(each) for name, each in value.items()}
