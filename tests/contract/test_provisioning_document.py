"""docs/provisioning.yaml is the contract: what we send and what the emulator answers must fit it."""

import json
from pathlib import Path

import httpx
import pytest
import yaml
from contract_place import NEIGHBOUR, OWNER, Place
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from supervision.messenger.connect import connect
from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.throttle import Unpaced

DOCUMENT = yaml.safe_load((Path(__file__).resolve().parents[2] / "docs" / "provisioning.yaml").read_text("utf-8"))
REGISTRY = Registry().with_resource("urn:ours", Resource.from_contents(DOCUMENT, default_specification=DRAFT4))
CREATE, TRANSFER = "/house-chats", "/house-chats/{chat_id}/owner"


def problems(pointer, value):
    reference = {"$ref": "urn:ours#/" + "/".join(part.replace("/", "~1") for part in pointer)}
    return [error.message for error in OAS30Validator(reference, registry=REGISTRY).iter_errors(value)]


def body_schema(path, method):
    return ["paths", path, method, "requestBody", "content", "application/json", "schema"]


@pytest.fixture
def recorded():
    """What the production client sends and gets."""
    exchanges, emulator = [], EmulatorTransport(Emulator())

    def note(request):
        response = emulator.handle_request(request)
        exchanges.append((json.loads(request.content), response.status_code, json.loads(response.read())))
        return response

    with connect(
        url="http://emulator",
        token="emulator-1",
        provisioning="api",
        pace=Unpaced(),
        transport=httpx.MockTransport(note),
    ) as account:
        for _ in range(2):
            chat = account.create_chat(external_id="1", title="Дом", description="", owner_id=OWNER)
        account.transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)
    return exchanges


def test_our_requests_fit_the_document(recorded):
    made, made_again, handed_over = (body for body, _, _ in recorded)
    assert problems(body_schema(CREATE, "post"), made) == problems(body_schema(CREATE, "post"), made_again) == []
    assert problems(body_schema(TRANSFER, "put"), handed_over) == []


def test_the_emulators_answers_fit_the_document(recorded):
    assert [status for _, status, _ in recorded] == [201, 200, 200]
    made, made_again, handed_over = (answer for _, _, answer in recorded)
    assert problems(["components", "schemas", "Chat"], made) == [] and made == made_again
    assert problems(["components", "schemas", "Result"], handed_over) == []


def test_refusals_fit_the_document():
    place = Place(emulator := Emulator(), "http://emulator", EmulatorTransport(emulator))
    answers = [place.raw("POST", CREATE, json={}), place.raw("PUT", "/house-chats/-1/owner", json={"owner_id": 5})]
    assert [answer.status_code for answer in answers] == [400, 404]
    assert [problems(["components", "schemas", "Error"], answer.json()) for answer in answers] == [[], []]
