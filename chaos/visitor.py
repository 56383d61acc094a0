"""Somebody who opens pages, asks the interface and posts webhooks all the time: 503 is an answer, 500 is none."""

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from benchmarks import judgement
from benchmarks.judgement import Bar, say

PAUSE_SECONDS = 0.4
PATIENCE_SECONDS = 20
LEAST_PAGES = 50
PATHS = ("/accounts/login/", "/admin/supervision/chat/", "/admin/", "/api/v1/regions/", "/health/", "/metrics/")


@dataclass(slots=True)
class Visitor:
    """`answers` counts statuses by path; a refused connection (the web server is dead) is 0."""

    port: int
    person: User
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        browser = Client()
        browser.force_login(self.person)
        cookie = {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}
        self._thread = threading.Thread(target=self._ask_on, args=(cookie,), name="visitor")
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def statuses(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for (_path, status), count in self.answers.items():
            found[status] += count
        return found

    def broken(self) -> dict[tuple[str, int], int]:
        """Answers that say that the portal itself failed."""
        return {key: count for key, count in self.answers.items() if key[1] >= 500 and key[1] not in (503, 507)}

    def bars(self) -> list[Bar]:
        say(f"  answers of pages: {dict(self.statuses())} {self.broken() or ''}")
        return [
            judgement.exactly("pages answered with the portal's own fault", sum(self.broken().values()), 0),
            judgement.at_least("pages answered", self.statuses()[200], LEAST_PAGES),
        ]

    def _ask_on(self, cookie: dict[str, str]) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", cookies=cookie, timeout=PATIENCE_SECONDS) as client:
            while not self._over.wait(PAUSE_SECONDS):
                for path in PATHS:
                    self.answers[(path, self._status(client, path))] += 1
                with suppress(httpx.HTTPError):
                    status = client.post("/webhooks/max/55/", json={}).status_code
                    self.answers[("/webhooks/max/55/", status)] += 1

    def _status(self, client: httpx.Client, path: str) -> int:
        try:
            return client.get(path).status_code
        except httpx.HTTPError:
            return 0
