"""A mail server of our own, spoken to over a socket, that can refuse a letter, or take it and lose the answer."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any


@dataclass
class Letters:
    """What was taken. `answer` is said after a letter: "" hangs up without a word."""

    port: int = 0
    answer: str = "250 OK"
    recipient_answer: str = "250 OK"
    taken: list[Message] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [letter.get_content() for letter in self.taken]  # type: ignore[attr-defined]


class _Talk(socketserver.StreamRequestHandler):
    letters: Letters

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "QUIT":
                return self.say("221 bye")
            if word == "DATA":
                self.say("354 go on")
                self._take()
                if not self.letters.answer:
                    return None
                self.say(self.letters.answer)
            else:
                self.say(self.letters.recipient_answer if word == "RCPT" else "250 OK")
        return None

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline().rstrip(b"\r\n")) != b".":
            lines.append(line.removeprefix(b"."))
        if not self.letters.answer.startswith(("4", "5")):
            self.letters.taken.append(message_from_bytes(b"\r\n".join(lines), policy=default))


@contextmanager
def listening(**how: Any) -> Iterator[Letters]:
    letters = Letters(**how)
    talk = type("Talk", (_Talk,), {"letters": letters})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        letters.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield letters
        finally:
            server.shutdown()
            thread.join()
