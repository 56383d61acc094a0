"""The emulator's answers against the official schema 0.0.33."""

import json
import re

import official_schema
import pytest
from asked import ASKED, Lively
from contract_place import SCHEMA_FOLDER

from supervision.messenger.emulator.routes import ROUTES

pytestmark = pytest.mark.skipif(
    not SCHEMA_FOLDER.exists(), reason="the official schema and fixtures are not beside this checkout"
)
OURS = {"create_chat": "Chat", "transfer_owner": "SimpleQueryResult"}  # the provisioning contract speaks MAX's words
REFUSED = [
    ("POST /messages?chat_id={chat_id}", {"text": None}),
    ("GET /chats/-1", None),
    ("GET /chats", None),
    ("GET /messages/mid.none", None),
    ("POST /uploads?type=photo", None),
]


def answer_of(lively: Lively, request, body):
    method, path, query, filled = lively.request(request, body)
    answer = lively.place.raw(method, path, params=query, json=filled or None)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_fits_the_schema_and_has_no_field_beside_it(lively, route):
    operation, _ = ROUTES[route]
    schema = official_schema.named(OURS[operation]) if operation in OURS else official_schema.success(route)
    for request, body in ASKED[operation]:
        shape = re.sub(r"[{](?:dialog_)?mid[}]", "$", request.split("?")[0])
        assert re.sub(r"[{]\w+[}]|\b\d+\b", "#", shape) == route, "the request is one of another route"
        status, answer = answer_of(lively, request, body)
        assert status in (200, 201), answer
        assert official_schema.problems(schema, answer) == []


def test_every_operation_of_the_schema_for_house_chats_is_answered():
    elsewhere = {route for route in official_schema.routes() if re.search("comments|/videos", route)}
    assert official_schema.routes().keys() - ROUTES.keys() == elsewhere


@pytest.mark.parametrize("request_, body", REFUSED)
def test_every_refusal_fits_the_schema(lively, request_, body):
    status, answer = answer_of(lively, request_, body)
    assert 400 <= status < 500
    assert official_schema.problems(official_schema.named("Error"), answer) == []


def test_the_judge_sees_a_strange_field_a_missing_one_and_a_wrong_update():
    schema = official_schema.named("Update")
    update = json.loads((SCHEMA_FOLDER / "fixtures/webhook.chat_title_changed.json").read_text(encoding="utf-8"))
    assert [line.split()[0] for line in official_schema.problems(schema, update)] != []  # official ones carry more
    del update["user_id"], update["user"]["avatar_url"], update["user"]["full_avatar_url"]
    assert official_schema.problems(schema, update) == []
    assert official_schema.problems(schema, update | {"titel": "Дом"}) == [".titel is not in the schema"]
    assert official_schema.problems(schema, {name: value for name, value in update.items() if name != "title"})


def test_the_judge_lets_null_through_where_the_schema_does_and_nowhere_else():
    pin = official_schema.named("GetPinnedMessageResult")
    assert official_schema.problems(pin, {"message": None}) == []
    assert official_schema.problems(pin, {"message": 5}) != []
    assert official_schema.problems(official_schema.named("SendMessageResult"), {"message": None}) != []
