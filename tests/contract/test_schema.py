"""The emulator's answers against the official schema 0.0.33."""

from typing import Any

import pytest
import yaml
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, SCHEMA_FOLDER, Place
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from supervision.messenger.emulator import Emulator, EmulatorTransport

pytestmark = pytest.mark.skipif(
    not SCHEMA_FOLDER.exists(), reason="the official schema and fixtures are not beside this checkout"
)
CHAT = "/chats/{chat_id}"
ANSWERS = [
    ("GET", "/me", None, "BotInfo"),
    ("GET", CHAT, None, "Chat"),
    ("PATCH", CHAT, {"title": "Дом 2", "notify": None}, "Chat"),
    ("GET", f"{CHAT}/members", None, "ChatMembersList"),
    ("GET", f"{CHAT}/members?count=1", None, "ChatMembersList"),
    ("GET", f"{CHAT}/members/me", None, "ChatMember"),
    ("GET", f"{CHAT}/members/admins", None, "ChatMembersList"),
    ("POST", f"{CHAT}/members/admins", {"admins": [{"user_id": 802, "permissions": []}]}, "SimpleQueryResult"),
    ("POST", f"{CHAT}/members/admins", {"admins": [{"user_id": 5, "permissions": []}]}, "SimpleQueryResult"),
    ("DELETE", f"{CHAT}/members/admins/801", None, "SimpleQueryResult"),
    ("GET", f"{CHAT}/pin", None, "GetPinnedMessageResult"),
    ("PUT", f"{CHAT}/pin", {"message_id": "{mid}"}, "SimpleQueryResult"),
    ("DELETE", f"{CHAT}/pin", None, "SimpleQueryResult"),
    ("GET", "/messages?chat_id={chat_id}", None, "MessageList"),
    ("POST", "/messages?chat_id={chat_id}", {"text": "Ещё"}, "SendMessageResult"),
    ("POST", "/messages?chat_id={chat_id}", {"text": None}, "Error"),
    ("GET", "/chats/-1", None, "Error"),
    ("GET", "/chats", None, "Error"),
    ("POST", "/house-chats", {"external_id": "2", "title": "Дом", "owner_id": 1}, "Chat"),
]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    text = (SCHEMA_FOLDER / "openapi-0.0.33.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@pytest.fixture
def lively() -> tuple[Place, dict[str, Any]]:
    """A chat with an administrator, a neighbour and a pinned message."""
    emulator = Emulator()
    place = Place(emulator, "http://emulator", EmulatorTransport(emulator))
    account = place.account()
    chat = account.create_chat(external_id="1", title="Дом", description="Чат", owner_id=OWNER)
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        emulator.people.join(chat.chat_id, user_id)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК")
    mid = account.send_message(chat.chat_id, text="Объявление").message_id
    account.pin_message(chat.chat_id, message_id=mid)
    return place, {"chat_id": chat.chat_id, "mid": mid}


@pytest.mark.parametrize("method, path, body, schema", ANSWERS)
def test_every_answer_fits_the_schema_and_has_no_field_beside_it(document, lively, method, path, body, schema):
    place, ids = lively
    filled = {name: value.format(**ids) if value == "{mid}" else value for name, value in (body or {}).items()}
    answer = place.raw(method, path.format(**ids), json=filled or None).json()
    registry = Registry().with_resource("urn:max", Resource.from_contents(document, default_specification=DRAFT4))
    validator = OAS30Validator({"$ref": f"urn:max#/components/schemas/{schema}"}, registry=registry)
    assert [error.message for error in validator.iter_errors(answer)] == []
    assert strange_fields(document, {"$ref": schema}, answer) == []


def strange_fields(document: dict[str, Any], schema: dict[str, Any], value: Any, path: str = "") -> list[str]:
    """Objects of the schema are open, so a misspelt optional field would pass it."""
    known = properties(document, schema)
    if isinstance(value, list):
        item = schema.get("items", {})
        return [found for each in value for found in strange_fields(document, item, each, f"{path}[]")]
    if not isinstance(value, dict):
        return []
    found = [f"{path}.{name}" for name in value if name not in known]
    for name, each in value.items():
        found += strange_fields(document, known.get(name, {}), each, f"{path}.{name}")
    return found


def properties(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return properties(document, document["components"]["schemas"][schema["$ref"].split("/")[-1]])
    inherited = [properties(document, part) for part in schema.get("allOf", [])]
    return {name: each for part in inherited for name, each in part.items()} | schema.get("properties", {})
