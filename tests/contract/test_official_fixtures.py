"""Official answers and updates read by our client: each parses, and what we keep of it is what it said.

The way back is written here by hand, from our value to the fields of the fixture, and compared with the fixture itself.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from contract_place import SCHEMA_FOLDER

from supervision.messenger import wire
from supervision.messenger.answers import error_of
from supervision.messenger.errors import RequestRejected, TokenRejected

FOLDER = SCHEMA_FOLDER / "fixtures"
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the official fixtures are not beside this checkout")

NOT_KEPT = {"can_call", "edit", "delete", "view_stats"}  # rights that no chat of a house can be given
BY_PERSON = {"chat_id": "chat_id", "user_id": "user.user_id"}
BY_MESSAGE = {
    "chat_id": "message.recipient.chat_id",
    "user_id": "message.sender.user_id",
    "message_id": "message.body.mid",
}
KEPT_OF_UPDATES = {
    **dict.fromkeys(
        ("bot_added", "bot_removed", "bot_started", "bot_stopped", "user_added", "user_removed"), BY_PERSON
    ),
    **dict.fromkeys(("dialog_cleared", "dialog_muted", "dialog_unmuted", "dialog_removed"), BY_PERSON),
    **dict.fromkeys(("message_created", "message_edited"), BY_MESSAGE),
    "chat_title_changed": BY_PERSON | {"title": "title"},
    "message_callback": BY_MESSAGE | {"user_id": "callback.user.user_id"},
    "message_removed": {"chat_id": "chat_id", "user_id": "user_id", "message_id": "message_id"},
}


def fixture(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def at(data, path):
    return reduce(lambda value, name: value[name], path.split("."), data)


def to_milliseconds(moment):
    assert moment.utcoffset() == timedelta(0)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


# --- what we keep, back as the messenger wrote it; an empty text is what it leaves out


def person_back(view):
    return {"user_id": view.user_id, "name": view.name}


def member_back(view):
    flags = {"is_bot": view.is_bot, "is_owner": view.is_owner, "is_admin": view.is_admin}
    return person_back(view) | flags | {"permissions": {right.value for right in view.rights}, "alias": view.alias}


def message_back(view):
    body = {"mid": view.message_id, "text": view.text}
    return {"sender": view.sender_id, "timestamp": to_milliseconds(view.sent_at), "body": body}


def chat_back(view):
    texts = {"status": view.status, "title": view.title, "description": view.description, "link": view.link}
    numbers = {"chat_id": view.chat_id, "owner_id": view.owner_id, "participants_count": view.participants_count}
    return texts | numbers | {"pinned_message": message_back(view.pinned) if view.pinned else None}


def update_back(view):
    fields = {"chat_id": view.chat_id, "user_id": view.user_id, "message_id": view.message_id, "title": view.title}
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    return {"update_type": view.type, "timestamp": to_milliseconds(view.at)} | given


# --- the same fields of the fixture


def person_kept(data):
    names = [data["first_name"], data["last_name"]] if "last_name" in data else [data["first_name"]]
    return {"user_id": data["user_id"], "name": " ".join(names)}


def member_kept(data):
    flags = {name: data[name] for name in ("is_bot", "is_owner", "is_admin")}
    return person_kept(data) | flags | {"permissions": set(data["permissions"]) - NOT_KEPT, "alias": ""}


def message_kept(data):
    body = {"mid": data["body"]["mid"], "text": data["body"]["text"]}
    return {"sender": data["sender"]["user_id"], "timestamp": data["timestamp"], "body": body}


def chat_kept(data):
    texts = {name: data.get(name, "") for name in ("status", "title", "description", "link")}
    numbers = {name: data.get(name) for name in ("chat_id", "owner_id", "participants_count")}
    pinned = message_kept(data["pinned_message"]) if "pinned_message" in data else None
    return texts | numbers | {"pinned_message": pinned}


def update_kept(data):
    paths = KEPT_OF_UPDATES[data["update_type"]]
    kept = {"update_type": data["update_type"], "timestamp": data["timestamp"]}
    return kept | {name: at(data, path) for name, path in paths.items()}


# --- the comparison


def test_no_fixture_is_left_out():
    updates = {f"{way}.{kind}" for way in ("webhook", "update") for kind in KEPT_OF_UPDATES}
    chats = {*CHATS, "chats/get-chats", *MEMBERS, "chats/get-membership", "chats/get-pin-message"}
    ours = updates | chats | {"botInfo.ok", *ERRORS}
    there = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.json")}
    assert ours == there


@pytest.mark.parametrize("kind", KEPT_OF_UPDATES)
def test_an_update_comes_back_from_a_webhook_and_from_a_list(kind):
    pushed, (polled,) = fixture(f"webhook.{kind}"), fixture(f"update.{kind}")["updates"]
    assert update_back(wire.update(pushed)) == update_kept(pushed)
    assert update_back(wire.update(polled)) == update_kept(polled)


def test_the_bot_comes_back():
    data = fixture("botInfo.ok")
    assert person_back(wire.bot(data)) == person_kept(data)


CHATS = ("chats/chat-path-result", "chats/dialog-with-user", "chats/get-chat-by-id")


@pytest.mark.parametrize("name", CHATS)
def test_a_chat_comes_back(name):
    data = fixture(name)
    assert chat_back(wire.chat(data)) == chat_kept(data)


def test_a_chat_of_a_list_comes_back():
    (data,) = fixture("chats/get-chats")["chats"]
    assert chat_back(wire.chat(data)) == chat_kept(data)


MEMBERS = ("chats/get-admins", "chats/get-members")


@pytest.mark.parametrize("name", MEMBERS)
def test_members_come_back_with_the_rights_that_a_house_chat_knows(name):
    data = fixture(name)
    assert [member_back(view) for view in wire.members(data).items] == [member_kept(each) for each in data["members"]]


def test_the_bots_own_membership_comes_back():
    data = fixture("chats/get-membership")
    assert member_back(wire.member(data)) == member_kept(data)


def test_a_pinned_message_comes_back():
    data = fixture("chats/get-pin-message")
    assert message_back(wire.pinned(data)) == message_kept(data["message"])


ERRORS = {"error.invalid-token": (401, TokenRejected), "error.attachment.not.ready": (400, RequestRejected)}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_keeps_its_code(name):
    status, kind = ERRORS[name]
    error = error_of(status, fixture(name), operation="send_message", is_write=True)
    assert (type(error), error.status, error.code) == (kind, status, fixture(name)["code"])
