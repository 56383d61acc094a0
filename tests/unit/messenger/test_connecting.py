"""Connecting has the call's end too: many addresses that take no connection, and a resolver that does not answer."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from supervision.messenger.endings import deadline, end_in_time

SECONDS = 1.5


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Takes connections to 127.0.0.0/8 until its queue is full, which it is: whoever comes now hears nothing."""
    with socket.create_server(("0.0.0.0", 0), backlog=0) as server:  # noqa: S104
        port, waiting = server.getsockname()[1], []
        for number in range(2, 8):
            for _each in range(3):
                waiting.append(socket.socket())
                waiting[-1].setblocking(False)
                waiting[-1].connect_ex((f"127.0.0.{number}", port))
        yield port
        for one in waiting:
            one.close()


def resolving_to(*addresses: str) -> Any:
    really = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        if host in addresses:
            return really(host, port, *args, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo


def ask(url: str) -> tuple[BaseException, float]:
    began = time.monotonic()
    client = end_in_time(httpx.Client(timeout=1.0, trust_env=False))
    with client, deadline(SECONDS), pytest.raises(httpx.HTTPError) as caught:
        client.get(url)
    return caught.value, time.monotonic() - began


def test_many_silent_addresses_share_the_time_of_one_call(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to(*(f"127.0.0.{number}" for number in range(2, 8))))
    error, seconds = ask(f"http://many.example:{silent_port}/")
    assert isinstance(error, httpx.ConnectTimeout) and SECONDS / 2 < seconds < 2 * SECONDS


def test_after_silent_addresses_the_one_that_answers_is_found(
    silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing = "127.0.0.9"  # nobody listens there: told at once, after the silent ones
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("127.0.0.2", "127.0.0.3", refusing))
    with socket.socket() as free:
        free.bind(("127.0.0.9", 0))
        error, _seconds = ask(f"http://many.example:{free.getsockname()[1]}/")
    assert isinstance(error, httpx.ConnectError)


def test_a_resolver_that_does_not_answer_is_waited_for_as_long_as_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*args: Any, **more: Any) -> list[Any]:
        time.sleep(3 * SECONDS)
        raise socket.gaierror("too late")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    error, seconds = ask("http://nowhere.example/")
    assert isinstance(error, httpx.ConnectTimeout) and seconds < 2 * SECONDS
