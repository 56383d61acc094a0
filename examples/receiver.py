"""Takes the portal's webhooks and brings the row that each tells of into the copy of `mirror.py`.

    HOUSECHATS_WEBHOOK_SECRET=whsec_... python examples/receiver.py copy.sqlite --port 8100

The signature is that of Standard Webhooks. A message is heeded once by its id; it carries the row as it stood when the
message was made, so what was written twice is right too. Before the answer the row is kept: what was answered with 2xx
does not come again. Stands behind a server that speaks TLS.
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mirror import keep, opened

OLDEST_SECONDS = 300
LONGEST = 1_000_000
RESOURCES = {"chat": "chats", "management_period": "management-periods"}


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether one of the signatures is by the secret, and the message is not an old one sent again by somebody else."""
    name, moment = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not moment.isdecimal() or abs(now - int(moment)) > OLDEST_SECONDS:
        return False
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return False
    right = base64.b64encode(hmac.new(key, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest())
    given = [one.partition(",")[2] for one in headers.get("webhook-signature", "").split() if one.startswith("v1,")]
    return any(hmac.compare_digest(right, one.encode()) for one in given)


def heed(copy: sqlite3.Connection, name: str, message: dict[str, Any]) -> bool:
    """Brings the row into the copy; False where the message was heeded before. The id is kept with the row."""
    what, _dot, _event = str(message["type"]).partition(".")
    with copy:
        if not copy.execute("INSERT OR IGNORE INTO heard VALUES (?)", (name,)).rowcount:
            return False
        if what in RESOURCES:
            gone = {"removed": True} if message["type"].endswith(".removed") else {}
            keep(copy, RESOURCES[what], {"updated_at": message["timestamp"], **message["data"], **gone})
    return True


def handler(path: str, secret: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > LONGEST:
                return self._answer(413)
            body = self.rfile.read(length)
            if not is_genuine(secret, {key.lower(): value for key, value in self.headers.items()}, body, time.time()):
                return self._answer(401)
            copy = opened(path)  # one a request: a connection of SQLite belongs to its thread
            try:
                heed(copy, self.headers["webhook-id"], json.loads(body))
            finally:
                copy.close()
            return self._answer(204)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    return Handler


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Takes the portal's webhooks.")
    parser.add_argument("copy")
    parser.add_argument("--port", type=int, default=8100)
    asked = parser.parse_args(arguments)
    secret = os.environ["HOUSECHATS_WEBHOOK_SECRET"]
    ThreadingHTTPServer(("127.0.0.1", asked.port), handler(asked.copy, secret)).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
