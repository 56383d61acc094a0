"""The emulator under an httpx client of the same process, without a socket."""

import time
from collections.abc import Iterator

import httpx

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.http import POLL_SECONDS, Answer, AnswerLost, Request, answer, ask_again, reply
from supervision.messenger.emulator.polling import NothingYet


class Drip(httpx.SyncByteStream):
    """A byte at a time, each of them within the client's patience or not at all."""

    def __init__(self, answered: Answer, patience: float | None, request: httpx.Request) -> None:
        self._answered, self._patience, self._request = answered, patience, request

    def __iter__(self) -> Iterator[bytes]:
        seconds = self._answered.drip_ms / 1000
        for byte in self._answered.body:
            if self._patience is not None and seconds > self._patience:
                time.sleep(self._patience)
                raise httpx.ReadTimeout("no more of the answer in time", request=self._request)
            time.sleep(seconds)
            yield bytes([byte])


class EmulatorTransport(httpx.BaseTransport):
    """`httpx.Client(transport=EmulatorTransport(emulator))`: the same answers without a socket, from any thread."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = Request(
            method=request.method,
            path=request.url.path,
            query=request.url.query.decode(),
            authorization=request.headers.get("authorization", ""),
            body=request.read(),
            content_type=request.headers.get("content-type", ""),
            base_url=f"{request.url.scheme}://{request.url.netloc.decode()}",
        )
        try:
            answered = self._answer(asked)
        except AnswerLost:
            raise httpx.ReadError("the connection was cut", request=request) from None
        patience = request.extensions.get("timeout", {}).get("read")
        seconds = (self.emulator.latency_ms + answered.delay_ms) / 1000
        if patience is not None and seconds > patience:
            time.sleep(patience)
            raise httpx.ReadTimeout("no answer in time", request=request)
        time.sleep(seconds)
        headers = {"content-type": answered.content_type, **answered.headers}
        if not answered.drip_ms:
            return httpx.Response(answered.status, content=answered.body, headers=headers)
        headers["content-length"] = str(len(answered.body))
        return httpx.Response(answered.status, stream=Drip(answered, patience, request), headers=headers)

    def _answer(self, asked: Request) -> Answer:
        """Long polling waits in the caller's thread; meanwhile other threads go on."""
        try:
            return answer(self.emulator, asked)
        except NothingYet as waiting:
            end = time.monotonic() + waiting.seconds
            while True:
                data = ask_again(self.emulator, waiting)
                if data["updates"] or time.monotonic() >= end:
                    return reply(200, data)
                time.sleep(POLL_SECONDS)
