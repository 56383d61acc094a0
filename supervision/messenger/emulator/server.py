"""Serves the emulator over HTTP: a bare ASGI application under uvicorn, one process, one event loop."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import Any

import uvicorn

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.http import POLL_SECONDS, Answer, AnswerLost, Request, answer, ask_again, reply
from supervision.messenger.emulator.polling import NothingYet
from supervision.messenger.emulator.pump import Pump
from supervision.messenger.emulator.store import Store

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
SAVE_SECONDS = 3


def application(emulator: Emulator) -> Application:
    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        request = await read_request(scope, receive)
        try:
            answered = answer(emulator, request)
        except NothingYet as waiting:
            answered = await poll(emulator, waiting)
        except AnswerLost:
            await cut(send)
            return
        if delay_ms := emulator.latency_ms + answered.delay_ms:
            await asyncio.sleep(delay_ms / 1000)
        await say(answered, send)

    return app


async def say(answered: Answer, send: Send) -> None:
    headers = {"content-type": answered.content_type, "content-length": str(len(answered.body)), **answered.headers}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answered.status, "headers": raw})
    if answered.drip_ms:
        for byte in answered.body:
            await asyncio.sleep(answered.drip_ms / 1000)
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
        await send({"type": "http.response.body"})
    else:
        await send({"type": "http.response.body", "body": answered.body})


async def poll(emulator: Emulator, waiting: NothingYet) -> Answer:
    end = time.monotonic() + waiting.seconds
    while True:
        data = ask_again(emulator, waiting)
        if data["updates"] or time.monotonic() >= end:
            return reply(200, data)
        await asyncio.sleep(POLL_SECONDS)


async def read_request(scope: dict[str, Any], receive: Receive) -> Request:
    body = b""
    if scope["method"] not in ("GET", "DELETE"):
        more = True
        while more:
            part = await receive()
            body += part.get("body", b"")
            more = part.get("more_body", False)
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        authorization=headers.get(b"authorization", ""),
        body=body,
        content_type=headers.get(b"content-type", ""),
        base_url=f"{scope['scheme']}://{headers.get(b'host', '')}",
    )


async def cut(send: Send) -> None:
    """Promises a body and sends none: uvicorn then closes the connection, and the client has no answer."""
    headers = [(b"content-length", b"1")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


class Server(uvicorn.Server):
    """uvicorn that posts the webhooks, and saves the emulator's chats every few seconds and at its end."""

    def __init__(self, config: uvicorn.Config, store: Store | None, pump: Pump | None) -> None:
        super().__init__(config)
        self._store = store
        self._pump = pump

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal is how it is meant to stop; uvicorn would raise it once more after the end."""
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """uvicorn's own heartbeat, ten times a second."""
        if counter % (SAVE_SECONDS * 10) == 0:
            self._save()
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._pump is not None:
            self._pump.start()

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        if self._pump is not None:
            self._pump.stop()
        await super().shutdown(sockets)
        self._save()

    def _save(self) -> None:
        if self._store is not None:
            self._store.save()


def listen(host: str, port: int) -> socket.socket:
    """Raises OSError where the port is taken; port 0 takes a free one."""
    # asyncio switches Nagle's delay off only where the protocol is named: without it every answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(512)  # whoever reads the printed address may call at once and waits in line
    return listener


def serve(emulator: Emulator, listener: socket.socket, *, store: Store | None = None) -> None:
    """Until SIGTERM or Ctrl-C; the answers under way are finished and the chats saved."""
    server(emulator, store=store).run(sockets=[listener])


def server(emulator: Emulator, *, store: Store | None = None, posts_webhooks: bool = True) -> Server:
    """Without `posts_webhooks` whoever holds the emulator calls its `deliver`."""
    config = uvicorn.Config(
        application(emulator),
        lifespan="off",
        access_log=False,
        server_header=False,
        log_level="critical",  # the answers that are lost on purpose are no errors of the server
        timeout_graceful_shutdown=3,
        timeout_keep_alive=60,
    )
    return Server(config, store, Pump(emulator) if posts_webhooks else None)
