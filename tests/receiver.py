"""A receiver of webhooks: a real HTTP server on this machine that keeps what it got and answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import time_machine
from django.utils import timezone
from standardwebhooks import Webhook

ADDRESS = "127.0.0.1"


@dataclass
class Receiver:
    """`answers` are given one after the other, the last one for ever: a status, headers, or "lost" for none at all."""

    secret: str = ""
    answers: list[Any] = field(default_factory=lambda: [204])
    got: list[tuple[Message, bytes]] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    meanwhile: threading.Event | None = None
    url: str = ""

    def next_answer(self) -> Any:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def messages(self) -> list[dict[str, Any]]:
        """What was told, each verified by the standard's own library at the moment it came in."""
        found = []
        for (headers, body), moment in zip(self.got, self.moments, strict=True):
            with time_machine.travel(moment, tick=False):
                found.append(Webhook(self.secret).verify(body, dict(headers.items())))
        return found

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.got]


def handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.moments.append(timezone.now())
            receiver.got.append((self.headers, body))
            if receiver.meanwhile:
                receiver.meanwhile.wait(timeout=600)
            answer = receiver.next_answer()
            if answer == "lost":
                self.connection.close()
                return
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            self.send_response(status)
            for name, value in {**headers, "Content-Length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def listening(receiver: Receiver | None = None) -> Iterator[Receiver]:
    receiver = receiver or Receiver()
    server = ThreadingHTTPServer((ADDRESS, 0), handler(receiver))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    receiver.url = f"http://{ADDRESS}:{server.server_port}/hook?of=55"
    try:
        yield receiver
    finally:
        if receiver.meanwhile:
            receiver.meanwhile.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def pouring(head: bytes, piece: bytes, *, most: int) -> Iterator[tuple[str, list[int]]]:
    """A receiver that answers with `head` and then `piece` after piece, without end, until the portal hangs up.

    Gives its address and, once the portal has hung up, how many bytes it could get rid of. It stops by itself at
    `most`, which a portal that reads everything would reach.
    """
    poured: list[int] = []

    class Pouring(handler(Receiver())):  # type: ignore[misc]
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            count = 0
            try:
                self.wfile.write(head)
                while count < most:
                    self.wfile.write(piece)
                    count += len(piece)
            except OSError:  # hung up
                pass
            self.close_connection = True
            poured.append(count)

    server = ThreadingHTTPServer((ADDRESS, 0), Pouring)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{ADDRESS}:{server.server_port}/", poured
    finally:
        server.shutdown()
        thread.join()
        server.server_close()  # waits for what is still being poured
