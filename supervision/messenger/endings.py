"""A call has an end: one deadline over all of it, and so many bytes of answer and no more.

httpx limits each wait by itself: an answer that drips a byte every few seconds never ends by that. `end_in_time` puts
the rest of the call's time under every wait of a client's sockets (connecting, TLS, headers, body). Where a name has
many addresses and none takes a connection, they share what is left. The resolver has no deadline of its own, so it is
waited for in a thread; what it says later (resolv.conf says when it gives up) is heard by nobody. `body_of` reads no
further than MOST_BYTES, unpacked bytes for an answer that came packed. All raise httpx's own errors.
"""

import queue
import socket
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

# A turn in the schedule takes at most 15 s, as does one for a message to the chat (throttle.py): with this 55 s, below
# the 60 s for which a worker holds a chat.
TOTAL_SECONDS = 25.0
MOST_BYTES = 8 * 1024 * 1024  # a page of a hundred messages is a tenth of it
LONGEST_CONNECTING = 60.0  # seconds, where neither a call nor a client says
PACKED = 32 + zlib.MAX_WBITS  # gzip or zlib, as the answer's own header says
UNPACKABLE = ("gzip", "deflate")

_ends_at: ContextVar[float] = ContextVar("ends_at", default=float("inf"))


class TooLate(httpx.ReadTimeout):
    """The call's own time is over, though the answer still trickles in."""


class TooLarge(httpx.DecodingError):
    """The answer is longer than any that the messenger gives."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Whatever is waited for in this block and thread is waited for until then."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def body_of(response: httpx.Response) -> bytes:
    """The whole body, unpacked. The response was sent with `stream=True` and is closed afterwards."""
    try:
        if response.is_stream_consumed:  # an answer made in this process
            return _joined([response.content])
        coding = response.headers.get("content-encoding", "identity").strip().lower() or "identity"
        if coding == "identity":
            return _joined(response.iter_raw())
        if coding not in UNPACKABLE:
            raise httpx.DecodingError("packed in a way that was not asked for")
        return _unpacked(response.iter_raw())
    finally:
        response.close()


def _joined(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        _check(len(body))
    return bytes(body)


def _unpacked(parts: Iterable[bytes]) -> bytes:
    unpacking, body = zlib.decompressobj(PACKED), bytearray()
    try:
        for part in parts:
            body += unpacking.decompress(part, MOST_BYTES + 1 - len(body))
            _check(len(body))
        body += unpacking.flush()
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from None
    _check(len(body))
    return bytes(body)


def _check(length: int) -> None:
    if length > MOST_BYTES:
        raise TooLarge(f"longer than {MOST_BYTES} bytes")
    if time.monotonic() > _ends_at.get():
        raise TooLate("the whole answer was not there in time")


def end_in_time(client: httpx.Client) -> httpx.Client:
    """Puts the deadline under the client's sockets, also those to a proxy. Transports without sockets stay."""
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.ConnectionPool):
            pool._network_backend = Hurried(pool._network_backend)
    return client


def _left(timeout: float | None) -> float | None:
    """Seconds to wait: the usual ones, or what is left of the call."""
    left = _ends_at.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the call's time is over")
    return left if timeout is None else min(timeout, left)


def _left_to_connect() -> float:
    left = _ends_at.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ConnectTimeout("the call's time is over")
    return left


def _addresses(host: str, port: int) -> list[str]:
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=resolve, daemon=True).start()
    left = _left_to_connect()
    try:
        found = answers.get(timeout=min(left, threading.TIMEOUT_MAX))
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from None
    if isinstance(found, Exception):
        raise httpcore.ConnectError(str(found))
    return found


class HurriedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return HurriedStream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Hurried(httpcore.NetworkBackend):
    """The sockets of a client, each wait cut by the deadline of the call."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any) -> HurriedStream:
        addresses = _addresses(host, port)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError(f"{host} has no address")
        for number, address in enumerate(addresses):
            share = _left_to_connect() / (len(addresses) - number)
            wait = min(LONGEST_CONNECTING if timeout is None else timeout, share)
            try:
                return HurriedStream(self._backend.connect_tcp(address, port, wait, *rest, **more))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(self, path: str, timeout: float | None = None, *rest: Any, **more: Any) -> HurriedStream:
        return HurriedStream(self._backend.connect_unix_socket(path, _left(timeout), *rest, **more))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)
