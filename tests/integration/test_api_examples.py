"""Every operation of the interface has an example, which fits the schema and is what the portal answers.

RECORD_EXAMPLES=1 writes them anew from the answers: `RECORD_EXAMPLES=1 pytest --create-db` on this file alone.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from openapi_schema_validator import OAS31Validator

from supervision.api.example_answers import EXAMPLES, RECORDED
from tests.every_operation import operations
from tests.example_calls import LINES, OTHERWISE, REPORT, WRITES, Scene, Wanted, address
from tests.transactions import complete
from tests.world import World

FILE = "bytes of the file"
SECRET = {"secret", "access_token", "client_id", "client_secret"}
CODE = {"code", "link"}  # of an invitation
NDJSON = "application/x-ndjson"


class Undone(Exception):
    """Takes the rows back."""


@pytest.fixture
def schema(db: None) -> dict[str, Any]:
    return Client().get("/api/v1/schema/").json()


def examples(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each operation takes and gives, by a name for the report of a failure."""
    for path, methods in schema["paths"].items():
        for method, each in methods.items():
            taken = each.get("requestBody", {}).get("content", {})
            yield from ((f"{method} {path} takes {kind}", content) for kind, content in taken.items())
            for status, answer in each["responses"].items():
                if status < "300":
                    given = answer.get("content", {})
                    yield from ((f"{method} {path} gives {status} {kind}", one) for kind, one in given.items())


def values(content: dict[str, Any]) -> list[Any]:
    return [content["example"]] if "example" in content else [e["value"] for e in content.get("examples", {}).values()]


def test_every_operation_has_an_example_of_what_it_takes_and_gives(schema: dict[str, Any]) -> None:
    assert [name for name, content in examples(schema) if not values(content)] == []


def test_every_example_fits_the_schema(schema: dict[str, Any]) -> None:
    wrong = []
    for name, content in examples(schema):
        judge = OAS31Validator({**content["schema"], "components": schema["components"]})
        wrong += [f"{name}: {fault.message}" for value in values(content) for fault in judge.iter_errors(value)]
    assert not wrong, "\n".join(wrong)


def test_every_example_is_as_the_portal_answers(committed_world: World, tmp_path: Path) -> None:
    """Alike in members and kinds of values; numbers, names and instants are those of a region of that moment."""
    scene, found = Scene.of(committed_world, tmp_path), {}
    complete()
    for method, path, operation in operations():
        found[operation["operationId"]] = asked(scene, method, path, operation)
    found["token"] = token(scene)
    assert [each["refused"] for each in found.values() if "refused" in each] == []
    if os.environ.get("RECORD_EXAMPLES"):
        RECORDED.write_text(f"{json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)}\n", encoding="utf-8")
        pytest.skip("written anew")
    assert EXAMPLES.keys() == found.keys()
    assert [name for name, each in found.items() if shape(each) != shape(EXAMPLES[name])] == []


def asked(scene: Scene, method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """What was sent, and the answers by status; nothing of it stays written."""
    name, found = operation["operationId"], dict[str, Any]()
    for query in ("", *OTHERWISE.get(name, ())):
        try:
            with transaction.atomic():
                wanted = WRITES[name](scene) if method != "GET" else Wanted()
                target = "/api/v1/reports/" + REPORT if name == "reports_retrieve" else address(path, scene, wanted.row)
                answer = send(scene, method, target + query, wanted.body)
                told = masked(answered(answer), CODE if name == "invitations_create" else SECRET)
                raise Undone
        except Undone:
            pass
        if answer.status_code >= 300:
            return {"refused": f"{method} {target}: {answer.status_code} {told}"}
        if wanted.body is not None:
            found["request"] = {key: FILE if key == "file" else value for key, value in wanted.body.items()}
        if told is not None:
            found.setdefault("lines" if isinstance(told, str) else "answers", {})[str(answer.status_code)] = told
    return found


def send(scene: Scene, method: str, target: str, body: Any) -> Any:
    more = {"content_type": MULTIPART_CONTENT} if body and "file" in body else {}
    if target.endswith(LINES):
        target, more = target.removesuffix(LINES), {"accept": NDJSON}
    return scene.program.request(method, target, body, accept_language="ru", **more)


def answered(answer: Any) -> Any:
    """The first row of a list, and of an export its first and last line."""
    if answer.headers.get("Content-Type", "").startswith(NDJSON):
        lines = b"".join(answer.streaming_content).decode().splitlines()
        return "".join(f"{line}\n" for line in [*lines[:-1][:1], lines[-1]])
    if answer.status_code == 204:
        return None
    told = answer.json()
    for name in ("results", "rows"):
        if isinstance(told, dict) and isinstance(told.get(name), list):
            told[name] = told[name][:1]
    return told


def masked(told: Any, secret: set[str]) -> Any:
    """What is secret, though only of a test, is not shown."""
    if isinstance(told, dict):
        return {key: "…" if key in secret and value else masked(value, secret) for key, value in told.items()}
    return [masked(each, secret) for each in told] if isinstance(told, list) else told


def token(scene: Scene) -> dict[str, Any]:
    sent = {"grant_type": "client_credentials", "client_id": "…", "client_secret": "…"}
    return {"request": sent, "answers": {"200": masked(scene.program.ask_for_token().json(), SECRET)}}


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    if isinstance(value, str) and value.startswith("{"):
        return [shape(json.loads(line)) for line in value.splitlines()]
    return type(value).__name__
