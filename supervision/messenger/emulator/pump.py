"""Posts the webhooks of a running emulator in the background; in process a test calls `Emulator.deliver` instead."""

from threading import Event, Thread

import httpx

from supervision.messenger.emulator.deliveries import Post, Sender
from supervision.messenger.emulator.emulator import Emulator

ANSWER_SECONDS = 30.0  # the messenger waits no longer
LOOK_SECONDS = 0.1


def over_http(client: httpx.Client) -> Sender:
    def send(post: Post) -> int:
        return client.post(post.url, headers=post.headers, content=post.body).status_code

    return send


class Pump:
    """One POST after the other: a receiver that takes its thirty seconds holds up the rest of this emulator."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._stopped = Event()
        # a receiver that is slow to answer must not hold up the end of the process
        self._thread = Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        with httpx.Client(timeout=ANSWER_SECONDS, trust_env=False) as client:
            send = over_http(client)
            while not self._stopped.wait(LOOK_SECONDS):
                self._emulator.deliver(send)
