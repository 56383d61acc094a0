"""The emulator's HTTP face without a socket: one routing table and `answer(emulator, request) -> Answer`.

`EmulatorTransport` puts it under an httpx client of the same process; `server.py` serves it. A lost answer is the
exception `AnswerLost`, which each of the two turns into its own kind of cut connection.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import httpx

from supervision.messenger.emulator import admins, chats, control, messages, page, provisioning
from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.faults import FaultKind
from supervision.messenger.emulator.rules import FORBIDDEN, Call, Declined, Json, Refusal, malformed

TOKEN = re.compile(r"emulator-[\w-]+")
JSON, HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"

# "#" stands for a number of the path, handed to the operation in order.
ROUTES: dict[str, tuple[str, Callable[..., Any]]] = {
    "GET /me": ("me", chats.me),
    "GET /chats/#": ("chat", chats.get_chat),
    "PATCH /chats/#": ("edit_chat", chats.edit_chat),
    "GET /chats/#/pin": ("get_pin", chats.get_pin),
    "PUT /chats/#/pin": ("pin_message", chats.pin_message),
    "DELETE /chats/#/pin": ("unpin_message", chats.unpin_message),
    "GET /chats/#/members": ("members", chats.members),
    "GET /chats/#/members/me": ("membership", chats.membership),
    "GET /chats/#/members/admins": ("admins", admins.admins),
    "POST /chats/#/members/admins": ("grant_admin", admins.grant_admin),
    "DELETE /chats/#/members/admins/#": ("revoke_admin", admins.revoke_admin),
    "GET /messages": ("messages", messages.get_messages),
    "POST /messages": ("send_message", messages.send_message),
    "POST /house-chats": ("create_chat", provisioning.create_chat),
    "PUT /house-chats/#/owner": ("transfer_owner", provisioning.transfer_owner),
}


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: str
    authorization: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    content_type: str = JSON


class AnswerLost(Exception):
    """The request was carried out and the connection is cut before the answer."""


def answer(emulator: Emulator, request: Request) -> Answer:
    with emulator.lock:
        emulator.people.join_those_due()
        try:
            if request.method == "GET" and page.is_page(request.path):
                html = page.answer(emulator.state, request.path, parse_qs(request.query))
                return Answer(200, html.encode(), HTML)
            if request.path.startswith(control.PREFIX):
                command = request.path.removeprefix(control.PREFIX)
                return reply(200, control.answer(emulator, command, json_body(request)))
            return bot_api(emulator, request)
        except Refusal as refusal:
            return reply(refusal.status, {"code": refusal.code, "message": refusal.message})
        except Declined as declined:
            return reply(200, {"success": False, "message": str(declined)})


def bot_api(emulator: Emulator, request: Request) -> Answer:
    """In MAX's order as far as it is known: token, budget, path, operation."""
    token, query = request.authorization, parse_qs(request.query) if request.query else {}
    if "access_token" in query or not TOKEN.fullmatch(token):
        raise Refusal(401, "verify.token", "Invalid access_token")
    operation, handler, ids = route(request)
    emulator.budgets.count(operation)
    if not emulator.budgets.arrive(token, emulator.clock(), emulator.rate):
        raise too_many(emulator.rate)
    if handler is None:
        raise Refusal(404, "not.found", f"Path {request.path} is not recognized")
    fault = emulator.faults.take(operation)
    refuse_by(fault, emulator)
    call = Call(emulator.state, emulator.people, emulator.state.bot_of(token), query, json_body(request))
    if operation == "send_message":
        spaced(emulator, call)
    result = handler(call, *ids)
    if fault is FaultKind.LOSE_ANSWER:
        raise AnswerLost
    return reply(*result) if isinstance(result, tuple) else reply(200, result)


def route(request: Request) -> tuple[str, Callable[..., Any] | None, list[int]]:
    ids: list[int] = []
    shape: list[str] = []
    for part in request.path.split("/"):
        is_number = part.isdecimal() or (part[:1] == "-" and part[1:].isdecimal())
        shape.append("#" if is_number else part)
        if is_number:
            ids.append(int(part))
    key = f"{request.method} {'/'.join(shape)}"
    if key == "DELETE /chats/#":  # undocumented in MAX, and refused to every bot in this way
        return "delete_chat", forbidden, ids
    operation, handler = ROUTES.get(key, ("unknown", None))
    return operation, handler, ids


def forbidden(call: Call, chat_id: int) -> Json:
    raise Declined(FORBIDDEN)


def spaced(emulator: Emulator, call: Call) -> None:
    chat_id = call.number("chat_id") or 0
    if not emulator.budgets.post(chat_id, emulator.clock(), emulator.message_rate):
        raise too_many(emulator.message_rate)


def refuse_by(fault: FaultKind | None, emulator: Emulator) -> None:
    if fault is FaultKind.UNAVAILABLE:
        raise Refusal(503, "service.unavailable", "Service is temporarily unavailable")
    if fault is FaultKind.TOO_MANY:
        raise too_many(emulator.rate)
    if fault is FaultKind.REFUSE:
        raise Declined(FORBIDDEN)


def too_many(limit: float | None) -> Refusal:
    words = f"Too many requests. Limit is: {limit or 0:g} calls per second."
    return Refusal(429, "too.many.requests", words)


def json_body(request: Request) -> Json:
    if not request.body:
        return {}
    try:
        data = json.loads(request.body)
    except ValueError:
        raise malformed("the body is not JSON") from None
    if not isinstance(data, dict):
        raise malformed("the body is not a JSON object")
    return data


def reply(status: int, data: Any) -> Answer:
    return Answer(status, json.dumps(data, ensure_ascii=False).encode())


class EmulatorTransport(httpx.BaseTransport):
    """`httpx.Client(transport=EmulatorTransport(emulator))`: the same answers without a socket, from any thread."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = Request(
            method=request.method,
            path=request.url.path,
            query=request.url.query.decode(),
            authorization=request.headers.get("authorization", ""),
            body=request.read(),
        )
        try:
            answered = answer(self.emulator, asked)
        except AnswerLost:
            raise httpx.ReadError("the connection was cut", request=request) from None
        patience = request.extensions.get("timeout", {}).get("read")
        if patience is not None and self.emulator.latency_ms > patience * 1000:
            time.sleep(patience)
            raise httpx.ReadTimeout("no answer in time", request=request)
        time.sleep(self.emulator.latency_ms / 1000)
        return httpx.Response(answered.status, content=answered.body, headers={"content-type": answered.content_type})
