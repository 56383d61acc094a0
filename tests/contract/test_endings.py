"""A call has an end, over a true socket: answers that drip, never stop, or unpack to a thousand times their size."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from supervision.messenger.connect import READ_SECONDS, connect
from supervision.messenger.endings import MOST_BYTES, TOTAL_SECONDS
from supervision.messenger.errors import AnswerUnknown, ForeignAnswer, MessengerError, Unavailable
from supervision.messenger.provisioning import AccountMessenger
from supervision.messenger.repetition import Repetition
from supervision.messenger.throttle import Unpaced
from supervision.queue.leases import LEASE_SECONDS

TOTAL = 0.5
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Parts = Callable[[], Iterator[bytes]]


@contextmanager
def answering(parts: Parts) -> Iterator[str]:
    """A server that sends these parts to whoever asks, until the other side hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)

    def serve(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(20)
            try:
                connection.recv(65536)
                for part in parts():
                    connection.sendall(part)
            except OSError:
                return

    def accept() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def client(url: str, total: float = TOTAL) -> AccountMessenger:
    once = Repetition(attempts=1)
    return connect(
        url=url, token="emulator-1", provisioning="manual", pace=Unpaced(), total_seconds=total, repetition=once
    )


def drip(start: bytes, byte: bytes) -> Parts:
    def parts() -> Iterator[bytes]:
        yield start
        for _ in range(1000):
            time.sleep(0.05)
            yield byte

    return parts


DRIPS = {
    "headers": drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "a body of a known length": drip(HEAD + b"Content-Length: 5000\r\n\r\n{", b" "),
    "a body without a length": drip(HEAD + b"Connection: close\r\n\r\n{", b" "),
    "chunks": drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}


@pytest.mark.parametrize("what", DRIPS)
def test_an_answer_that_drips_ends_with_the_calls_own_time(what: str) -> None:
    with answering(DRIPS[what]) as url, client(url) as account:
        for call, error in ((account.me, Unavailable), (lambda: account.revoke_admin(-1, user_id=1), AnswerUnknown)):
            started = time.monotonic()
            with pytest.raises(error):
                call()
            assert time.monotonic() - started < 8 * TOTAL  # generous: the machine may be busy


def endless() -> Iterator[bytes]:
    yield HEAD + b"Connection: close\r\n\r\n"
    for _ in range(200):
        yield b" " * 1_000_000


def bomb() -> Iterator[bytes]:
    packed = gzip.compress(b" " * (4 * MOST_BYTES))
    yield HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


@pytest.mark.parametrize("parts", [endless, bomb])
def test_no_more_is_read_than_any_answer_has_unpacked_bytes_counted(parts: Parts) -> None:
    with answering(parts) as url, client(url, total=20) as account:
        with pytest.raises(ForeignAnswer, match="longer than"):
            account.me()
        with pytest.raises(AnswerUnknown):
            account.revoke_admin(-1, user_id=1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity"])
def test_a_packed_answer_is_read_and_one_packed_otherwise_is_not(coding: str) -> None:
    body = b'{"user_id": 7, "first_name": "Bot", "is_bot": true}'
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}.get(coding, body)
    head = HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    with answering(lambda: iter([head + packed])) as url, client(url, total=20) as account:
        if coding == "br":
            with pytest.raises(ForeignAnswer):
                account.me()
        else:
            assert account.me().user_id == 7


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"members":['])
def test_what_is_nested_without_end_is_no_answer(opening: bytes) -> None:
    account = connect(
        url="http://max.example",
        token="emulator-1",
        provisioning="manual",
        pace=Unpaced(),
        transport=httpx.MockTransport(lambda _request: httpx.Response(200, content=opening * 200_000)),
    )
    with pytest.raises(MessengerError):
        account.admins(-1)


def test_turns_and_a_request_end_before_a_worker_loses_its_chat() -> None:
    turn_seconds = 15.0  # the longest wait for a turn (throttle.RedisPace); a message takes two, its chat's and its own
    assert READ_SECONDS < TOTAL_SECONDS
    assert 2 * turn_seconds + TOTAL_SECONDS < LEASE_SECONDS
