"""Answers that are not the messenger's own, in the place of the emulator's: a proxy's page, a lost body, an odd JSON.

Beside `EmulatorTransport` and in front of it: what is answered oddly may have been carried out or not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx

from supervision.messenger.answers import OF_A_CHAT, OF_CODE
from supervision.messenger.emulator.routes import route
from supervision.messenger.errors import NoRights, NotFound, RequestRejected

PAGE = "<html><body>Access denied</body></html>"
Make = Callable[[], httpx.Response]
# "Not now" of nobody knows whom. To a read it is what it says; a write may have been carried out all the same.
PAGES_NOT_NOW: dict[str, Make] = {
    **{f"a page with {status}": partial(httpx.Response, status, html=PAGE) for status in (409, 429, 503)},
    **{
        f"no code with {status}": partial(httpx.Response, status, json={"message": "no healthy upstream"})
        for status in (429, 503)
    },
}
ODD: dict[str, Make] = {
    **PAGES_NOT_NOW,
    "a page with 403": lambda: httpx.Response(403, html=PAGE),
    "a page with 404": lambda: httpx.Response(404, html=PAGE),
    "a page with 401": lambda: httpx.Response(401, html=PAGE),
    "a page with 200": lambda: httpx.Response(200, html=PAGE),
    "an unknown code with 403": lambda: httpx.Response(403, json={"code": "waf.block", "message": "blocked"}),
    "an unknown code with 404": lambda: httpx.Response(404, json={"code": "route.unknown", "message": "no route"}),
    "an unknown code with 400": lambda: httpx.Response(400, json={"code": "header.size", "message": "too large"}),
    "408": lambda: httpx.Response(408),
    "451": lambda: httpx.Response(451, html=PAGE),
    "520": lambda: httpx.Response(520, html=PAGE),
    "530": lambda: httpx.Response(530),
    "a redirect": lambda: httpx.Response(302, headers={"location": "https://elsewhere.example/"}),
    "nothing": lambda: httpx.Response(200),
    "204": lambda: httpx.Response(204),
    "an empty object": lambda: httpx.Response(200, json={}),
    "a list": lambda: httpx.Response(200, json=[]),
    "a word for true": lambda: httpx.Response(200, json={"success": "true"}),
    "success null": lambda: httpx.Response(200, json={"success": None, "chat_id": None}),
    "nested without end": lambda: httpx.Response(200, content=b'{"a":' + b"[" * 200_000),
}
# Refusals in the messenger's own form that say nothing about what was asked for. A write takes each for a refusal.
NOT_ABOUT_IT: dict[str, Make] = {
    "success false": lambda: httpx.Response(200, json={"success": False}),
    "success false, in words": lambda: httpx.Response(200, json={"success": False, "message": "Failed"}),
    "success false, an unknown code": lambda: httpx.Response(200, json={"success": False, "code": "flood.wait"}),
    **{
        f"{code} with {status}": partial(httpx.Response, status, json={"success": False, "code": code, "message": "no"})
        for status in (200, 400, 404, 405)
        for code, kind in OF_CODE.items()
        if code not in OF_A_CHAT and issubclass(kind, NoRights | NotFound | RequestRejected)
    },
}
TO_READS = {name: make for name, make in {**ODD, **NOT_ABOUT_IT}.items() if name not in PAGES_NOT_NOW}
# "Not now" to a read, whoever says it: whoever asks waits, however long it lasts.
NOT_NOW: dict[str, Make] = {
    f"not now, {status}": partial(httpx.Response, status, json={"code": code, "message": "later"})
    for status, code in (
        *((409, "in.progress"), (429, "too.many.requests"), (500, "internal.error")),
        *((502, "bad.gateway"), (503, "service.unavailable"), (504, "gateway.timeout")),
    )
} | PAGES_NOT_NOW
# To a look at one chat: nothing is known of it, and others may be looked at. After 429 nobody is asked for a while.
SAYS_NOTHING = {**TO_READS, **{name: make for name, make in NOT_NOW.items() if "429" not in name}}
# one of each fate of its own: a status that refuses, one that the API has not, a success that says nothing
FEW = ("520", "not now, 409", "a page with 503", "message.not.found with 404")


@dataclass
class Oddity:
    make: Make
    operation: str
    times: int
    carried_out: bool


class OddTransport(httpx.BaseTransport):
    """`say` makes the next answers to an operation odd. Writes are noted by operation, chat and body."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self._oddities: list[Oddity] = []
        self._changes: list[tuple[str, Callable[[Any], Any]]] = []
        self.after: dict[str, Callable[[], object]] = {}  # what somebody does after each request of an operation
        self.writes: list[tuple[str, httpx.Request]] = []
        self.requests = 0

    def say(self, make: Make, *, operation: str, times: int = 1, carried_out: bool = False) -> None:
        self._oddities.append(Oddity(make, operation, times, carried_out))

    def change(self, operation: str, how: Callable[[Any], Any]) -> None:
        """The JSON of every answer to the operation is changed on its way."""
        self._changes.append((operation, how))

    def be_well(self) -> None:
        self._oddities, self._changes, self.after = [], [], {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        operation, _handler, _ids = route(request.method, request.url.path)
        self.requests += 1
        if request.method != "GET":
            self.writes.append((operation, request))
        oddity = next((one for one in self._oddities if one.operation == operation and one.times), None)
        if oddity is not None:
            oddity.times -= 1
            if oddity.carried_out:
                self._inner.handle_request(request)
            return oddity.make()
        response = self._inner.handle_request(request)
        if act := self.after.get(operation):
            act()
        for changed, how in self._changes:
            if changed == operation and response.status_code == 200:
                response = httpx.Response(200, json=how(response.json()))
        return response
