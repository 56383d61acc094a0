"""`python -m benchmarks.caller`: calls as fast as the schedule lets it and writes down when it sent each call.

A child of `pace`. The moment is taken where the request is handed to the socket, after everything that could still
hold it up inside the process; all callers of one machine read the same clock.
"""

import argparse
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import redis

from supervision.messenger.connect import connect
from supervision.messenger.errors import MessengerError
from supervision.messenger.throttle import RedisPace

THREADS = 4
NO_CHAT = -1  # a refusal is an answer


class Noting(httpx.HTTPTransport):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[float] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(time.clock_gettime(time.CLOCK_MONOTONIC))
        return super().handle_request(request)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("url", "token", "redis_url", "key"):
        parser.add_argument(name)
    parser.add_argument("rate", type=float)
    parser.add_argument("seconds", type=float)
    parser.add_argument("sent", type=Path, help="file of moments, a line each")
    given = parser.parse_args()
    transport = Noting()
    pace = RedisPace(redis.Redis.from_url(given.redis_url), given.key, given.rate)
    account = connect(url=given.url, token=given.token, provisioning="manual", pace=pace, transport=transport)
    end = time.monotonic() + given.seconds

    def call() -> None:
        while time.monotonic() < end:
            with suppress(MessengerError):
                account.chat(NO_CHAT)

    threads = [threading.Thread(target=call) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given.sent.write_text("\n".join(map(repr, transport.sent)))


if __name__ == "__main__":
    main()
