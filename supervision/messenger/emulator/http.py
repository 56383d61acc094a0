"""The emulator's HTTP face without a socket: `answer(emulator, request) -> Answer`.

`transport.py` puts it under an httpx client of the same process; `server.py` serves it. A lost answer is the
exception `AnswerLost`, which each of the two turns into its own kind of cut connection.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from supervision.messenger.emulator import control, dialog_page, page, uploads
from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.faults import Fault, FaultKind
from supervision.messenger.emulator.parameters import Json, Query
from supervision.messenger.emulator.polling import NothingYet
from supervision.messenger.emulator.refusals import FORBIDDEN, Declined, Refusal, declined, malformed, unknown_path
from supervision.messenger.emulator.routes import Ids, Operation, route
from supervision.messenger.emulator.rules import Call
from supervision.messenger.emulator.stand_ins import HTML, StandIn

TOKEN = re.compile(r"emulator-[\w-]+")
POLL_SECONDS = 0.05
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: str
    authorization: str
    body: bytes
    content_type: str = ""
    base_url: str = ""  # where the emulator was asked: it names addresses of its own


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    content_type: str = JSON
    delay_ms: float = 0  # beside the emulator's own latency
    drip_ms: float = 0  # between one byte and the next; 0: the body comes whole
    headers: Mapping[str, str] = field(default_factory=dict)


class AnswerLost(Exception):
    """The connection is cut before the answer; whether the request was carried out is not to be told from outside."""


def answer(emulator: Emulator, request: Request) -> Answer:
    with emulator.lock:
        emulator.people.join_those_due()
        try:
            if request.method == "GET" and page.is_page(request.path):
                html = page.answer(emulator.state, request.path, parse_qs(request.query))
                return Answer(200, html.encode(), HTML)
            if dialog_page.is_page(emulator.state, request.path):
                return Answer(*dialog_page.answer(emulator, request.method, request.path, request.query, request.body))
            if request.path.startswith(uploads.PREFIX) and request.method == "POST":
                ticket = request.path.removeprefix(uploads.PREFIX)
                return reply(200, uploads.receive(emulator.state, ticket, request.content_type, request.body))
            if request.path.startswith(control.PREFIX):
                command = request.path.removeprefix(control.PREFIX)
                return reply(200, control.answer(emulator, command, json_body(request)))
            return bot_api(emulator, request)
        except Refusal as refusal:
            return reply(refusal.status, {"code": refusal.code, "message": refusal.message})
        except Declined as refusal:
            return reply(200, declined(refusal, with_code=not emulator.switches.refusals_without_code))


def bot_api(emulator: Emulator, request: Request) -> Answer:
    """In MAX's order as far as it is known: token, budget, path, operation."""
    token, query = request.authorization, parse_qs(request.query, keep_blank_values=True)
    if "access_token" in query or not TOKEN.fullmatch(token):
        raise Refusal(401, "verify.token", "Invalid access_token")
    operation, handler, ids = route(request.method, request.path)
    emulator.budgets.count(operation)
    if not emulator.budgets.arrive(token, emulator.clock(), emulator.rate):
        raise too_many(emulator.rate)
    if handler is None:
        raise unknown_path(request.path)
    fault = emulator.faults.take(operation)
    fail_by(fault, emulator)
    if fault and fault.stand_in and not fault.stand_in.carried_out:
        return answer_of(fault.stand_in)
    call = call_of(emulator, request, query)
    if operation == "send_message":
        spaced(emulator, call)
    return carry_out(emulator, fault, handler, call, ids)


def carry_out(emulator: Emulator, fault: Fault | None, handler: Operation, call: Call, ids: Ids) -> Answer:
    """Whatever becomes of the answer on its way back."""
    if fault and (fault.kind is FaultKind.LOSE_ANSWER or fault.stand_in):
        with suppress(Refusal, Declined, NothingYet):
            handler(call, *ids)
        if fault.stand_in:
            return answer_of(fault.stand_in)
        raise AnswerLost
    result = handler(call, *ids)
    answered = reply(*result) if isinstance(result, tuple) else reply(200, result)
    if fault and fault.kind is FaultKind.SLOW:
        return replace(answered, delay_ms=emulator.slow_ms)
    if fault and fault.kind is FaultKind.DRIP:
        return replace(answered, drip_ms=emulator.drip_ms)
    return answered


def answer_of(stand_in: StandIn) -> Answer:
    return Answer(stand_in.status, stand_in.body, stand_in.content_type, headers=stand_in.headers)


def call_of(emulator: Emulator, request: Request, query: Query) -> Call:
    return Call(
        query=query,
        body=json_body(request),
        remark=emulator.budgets.remark,
        state=emulator.state,
        people=emulator.people,
        happenings=emulator.happenings,
        polls=emulator.polls,
        switches=emulator.switches,
        bot_id=emulator.state.bot_of(request.authorization),
        path=request.path,
        base_url=request.base_url,
    )


def spaced(emulator: Emulator, call: Call) -> None:
    """A person's dialogs with two bots are two dialogs; a chat is one, whoever writes to it."""
    chat_id, person = call.number("chat_id"), call.number("user_id")
    place = (0, chat_id) if chat_id else (call.bot_id, person or 0)
    if not emulator.budgets.post(place, emulator.clock(), emulator.message_rate):
        raise too_many(emulator.message_rate)


def fail_by(fault: Fault | None, emulator: Emulator) -> None:
    """What keeps a call from being carried out."""
    kind = fault.kind if fault else None
    if kind is FaultKind.CUT:
        raise AnswerLost
    if kind is FaultKind.UNAVAILABLE:
        raise Refusal(503, "service.unavailable", "Service is temporarily unavailable")
    if kind is FaultKind.TOO_MANY:
        raise too_many(emulator.rate)
    if kind is FaultKind.REFUSE:
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


def ask_again(emulator: Emulator, waiting: NothingYet) -> Json:
    with emulator.lock:
        return waiting.again()


def reply(status: int, data: Any) -> Answer:
    return Answer(status, json.dumps(data, ensure_ascii=False).encode())
