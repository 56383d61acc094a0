"""The emulator's answers against the official schema 0.0.33, and official answers through our reader."""

import json
import re
from typing import Any

import official_schema
import pytest
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, SCHEMA_FOLDER, Place

from supervision.messenger import wire
from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.emulator.routes import ROUTES
from supervision.messenger.port import Right

pytestmark = pytest.mark.skipif(
    not SCHEMA_FOLDER.exists(), reason="the official schema and fixtures are not beside this checkout"
)
CHAT, HOOK = "/chats/{chat_id}", "https://portal.example/max"
OURS = {"create_chat": "Chat", "transfer_owner": "SimpleQueryResult"}  # the provisioning contract speaks MAX's words
# By operation: method and path (each {name} is of the lively chat), body.
ASKED: dict[str, list[tuple[str, Any]]] = {
    "me": [("GET /me", None)],
    "edit_commands": [("PATCH /me/commands", {"commands": [{"name": "help", "description": "Помощь"}]})],
    "chat": [(f"GET {CHAT}", None)],
    "edit_chat": [
        (f"PATCH {CHAT}", {"title": "Дом 2", "description": None, "notify": None}),
        (f"PATCH {CHAT}", {"icon": {"url": "https://portal.example/icon.png"}}),
    ],
    "send_action": [(f"POST {CHAT}/actions", {"action": "typing_on"})],
    "get_pin": [(f"GET {CHAT}/pin", None), ("GET /chats/{quiet_id}/pin", None)],
    "pin_message": [(f"PUT {CHAT}/pin", {"message_id": "{mid}", "notify": False})],
    "unpin_message": [(f"DELETE {CHAT}/pin", None)],
    "members": [
        (f"GET {CHAT}/members", None),
        (f"GET {CHAT}/members?count=1", None),
        (f"GET {CHAT}/members?user_ids=700,801", None),
    ],
    "add_members": [
        (f"POST {CHAT}/members", {"user_ids": [900]}),
        (f"POST {CHAT}/members", {"user_ids": [900, 901]}),
    ],
    "remove_member": [
        (f"DELETE {CHAT}/members?user_id=802&block=true", None),
        (f"DELETE {CHAT}/members?user_id=5", None),
    ],
    "membership": [(f"GET {CHAT}/members/me", None)],
    "leave_chat": [(f"DELETE {CHAT}/members/me", None)],
    "admins": [(f"GET {CHAT}/members/admins", None)],
    "grant_admin": [
        (f"POST {CHAT}/members/admins", {"admins": [{"user_id": 802, "permissions": [], "alias": None}]}),
        (f"POST {CHAT}/members/admins", {"admins": [{"user_id": 5, "permissions": []}]}),
    ],
    "revoke_admin": [(f"DELETE {CHAT}/members/admins/801", None), (f"DELETE {CHAT}/members/admins/802", None)],
    "messages": [("GET /messages?chat_id={chat_id}", None), ("GET /messages?message_ids={mid},mid.none", None)],
    "message": [("GET /messages/{mid}", None)],
    "send_message": [("POST /messages?chat_id={chat_id}", {"text": "Ещё", "format": "html", "attachments": []})],
    "edit_message": [("PUT /messages?message_id={mid}", {"text": "Иначе"})],
    "delete_message": [("DELETE /messages?message_id={mid}", None)],
    "subscriptions": [("GET /subscriptions", None)],
    "subscribe": [("POST /subscriptions", {"url": HOOK, "secret": "secret-1", "update_types": ["bot_added"]})],
    "unsubscribe": [(f"DELETE /subscriptions?url={HOOK}", None)],
    "updates": [("GET /updates?timeout=0", None)],
    "upload": [("POST /uploads?type=image", None), ("POST /uploads?type=video", None)],
    "create_chat": [("POST /house-chats", {"external_id": "2", "title": "Дом", "owner_id": 1})],
    "transfer_owner": [("PUT /house-chats/{chat_id}/owner", {"owner_id": 802})],
}
REFUSED = [
    ("POST /messages?chat_id={chat_id}", {"text": None}),
    ("GET /chats/-1", None),
    ("GET /chats", None),
    ("GET /messages/mid.none", None),
    ("POST /uploads?type=photo", None),
]


@pytest.fixture
def lively() -> tuple[Place, dict[str, Any]]:
    """A chat with an administrator, a neighbour and a pinned message, and one in which nothing happened."""
    emulator = Emulator()
    emulator.switches.set("add_members", "works")
    emulator.people.forbid_adding(901)
    place = Place(emulator, "http://emulator", EmulatorTransport(emulator))
    account = place.account()
    chat = account.create_chat(external_id="1", title="Дом", description="Чат", owner_id=OWNER)
    for user_id in (REPRESENTATIVE, NEIGHBOUR):
        emulator.people.join(chat.chat_id, user_id)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК")
    mid = account.send_message(chat.chat_id, text="Объявление").message_id
    account.pin_message(chat.chat_id, message_id=mid)
    quiet = account.create_chat(external_id="quiet", title="Двор", description="", owner_id=OWNER)
    return place, {"chat_id": chat.chat_id, "mid": mid, "quiet_id": quiet.chat_id}


def ask(lively, request, body):
    place, ids = lively
    method, path = request.format(**ids).split(" ")
    filled = {name: ids["mid"] if value == "{mid}" else value for name, value in (body or {}).items()}
    answer = place.raw(method, path, json=filled or None)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_fits_the_schema_and_has_no_field_beside_it(lively, route):
    operation, _ = ROUTES[route]
    schema = official_schema.named(OURS[operation]) if operation in OURS else official_schema.success(route)
    for request, body in ASKED[operation]:
        shape = re.sub(r"[{](?:mid)[}]", "$", request.split("?")[0])
        assert re.sub(r"[{]\w+[}]|\b\d+\b", "#", shape) == route, "the request is one of another route"
        status, answer = ask(lively, request, body)
        assert status in (200, 201), answer
        assert official_schema.problems(schema, answer) == []


def test_every_operation_of_the_schema_for_house_chats_is_answered():
    elsewhere = {route for route in official_schema.routes() if re.search("comments|/videos|/answers", route)}
    assert official_schema.routes().keys() - ROUTES.keys() == elsewhere


@pytest.mark.parametrize("request_, body", REFUSED)
def test_every_refusal_fits_the_schema(lively, request_, body):
    status, answer = ask(lively, request_, body)
    assert 400 <= status < 500
    assert official_schema.problems(official_schema.named("Error"), answer) == []


def test_the_judge_sees_a_strange_field_a_missing_one_and_a_wrong_update():
    schema = official_schema.named("Update")
    update = json.loads((SCHEMA_FOLDER / "fixtures/webhook.chat_title_changed.json").read_text(encoding="utf-8"))
    assert [line.split()[0] for line in official_schema.problems(schema, update)] != []  # official ones carry `name`
    del update["user_id"], update["user"]["name"], update["user"]["avatar_url"], update["user"]["full_avatar_url"]
    assert official_schema.problems(schema, update) == []
    assert official_schema.problems(schema, update | {"titel": "Дом"}) == [".titel is not in the schema"]
    assert official_schema.problems(schema, {name: value for name, value in update.items() if name != "title"})


READERS = {
    "botInfo.ok.json": wire.bot,
    "chats/chat-path-result.json": wire.chat,
    "chats/dialog-with-user.json": wire.chat,
    "chats/get-chat-by-id.json": wire.chat,
    "chats/get-admins.json": wire.members,
    "chats/get-members.json": wire.members,
    "chats/get-membership.json": wire.member,
    "chats/get-pin-message.json": wire.sent_message,
}


@pytest.mark.parametrize("name", READERS)
def test_official_answers_are_read(name):
    assert READERS[name](json.loads((SCHEMA_FOLDER / "fixtures" / name).read_text(encoding="utf-8")))


def test_an_official_owner_has_the_rights_that_we_know():
    data = json.loads((SCHEMA_FOLDER / "fixtures/chats/get-admins.json").read_text(encoding="utf-8"))
    bot, owner = wire.members(data)
    assert owner.is_owner and owner.rights == bot.rights == frozenset(Right)
