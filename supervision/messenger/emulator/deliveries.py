"""Webhooks on their way: one POST for each update and address, repeated until somebody answers 200.

All times are the emulator's own clock, so a test moves eight hours by one assignment. Sends nothing itself:
`Emulator.deliver` and pump.py do.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

from supervision.messenger.emulator.faults import FaultKind, Faults
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.state import State, Subscription

FIRST_RETRY_SECONDS, RETRY_FACTOR, MOST_RETRIES = 60.0, 2.5, 10
PATIENCE_SECONDS = 8 * 3600.0  # without one success the subscription is removed
HELD_SECONDS = 60.0  # an update to be overtaken waits so long where none follows
SECRET_HEADER = "X-Max-Bot-Api-Secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Post:
    """One HTTP request as the messenger makes it."""

    url: str
    headers: dict[str, str]
    body: bytes


# Gives the HTTP status; an httpx.HTTPError or OSError means that there was none.
Sender = Callable[[Post], int]


@dataclass(slots=True)
class Delivery:
    bot_id: int
    url: str
    update: Json
    failures: int = 0


class UpdateDeliveries:
    def __init__(self, state: State, faults: Faults, clock: Callable[[], float]) -> None:
        self._state = state
        self._faults = faults
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        self._waiting: list[tuple[float, int, Delivery]] = []
        self._held: dict[tuple[int, str], list[tuple[float, Delivery]]] = {}
        self._number = 0
        self.forget_counts()

    def forget_counts(self) -> None:
        self.counts = dict.fromkeys(("delivered", "failed", "given_up", "unsubscribed"), 0)

    def add(self, bot_id: int, update: Json) -> None:
        """For every subscription of the bot that wants this type."""
        for subscription in self._state.subscriptions.get(bot_id, {}).values():
            if subscription.wants(update["update_type"]):
                self._add(Delivery(bot_id, subscription.url, update))

    def take(self) -> tuple[Delivery, Post] | None:
        """The next one that is due. Whoever takes it settles it."""
        now = self._clock()
        self._unsubscribe_the_silent(now)
        self._release_held(now)
        while self._waiting and self._waiting[0][0] <= now:
            delivery = heappop(self._waiting)[2]
            if subscription := self._subscription(delivery):
                return delivery, post_of(delivery, subscription)
        return None

    def settle(self, delivery: Delivery, status: int | None) -> None:
        """Only 200 counts, as in MAX; None is no answer at all."""
        subscription, now = self._subscription(delivery), self._clock()
        if status == 200:
            self.counts["delivered"] += 1
            if subscription:
                subscription.failing_since = None
            return
        self.counts["failed"] += 1
        if subscription and subscription.failing_since is None:
            subscription.failing_since = now
        if delivery.failures >= MOST_RETRIES:
            self.counts["given_up"] += 1
            return
        pause = FIRST_RETRY_SECONDS * RETRY_FACTOR**delivery.failures
        delivery.failures += 1
        self._push(now + pause, delivery)

    def _add(self, delivery: Delivery) -> None:
        fault, now = self._faults.take_for_webhook(delivery.update["update_type"]), self._clock()
        if fault is FaultKind.DROP:
            return
        if fault is FaultKind.REORDER:
            self._held.setdefault((delivery.bot_id, delivery.url), []).append((now + HELD_SECONDS, delivery))
            return
        self._push(now, delivery)
        if fault is FaultKind.DUPLICATE:
            self._push(now, Delivery(delivery.bot_id, delivery.url, delivery.update))
        for _, overtaken in self._held.pop((delivery.bot_id, delivery.url), ()):
            self._push(now, overtaken)

    def _push(self, due_at: float, delivery: Delivery) -> None:
        self._number += 1
        heappush(self._waiting, (due_at, self._number, delivery))

    def _release_held(self, now: float) -> None:
        for place in [place for place, held in self._held.items() if held[0][0] <= now]:
            for _, delivery in self._held.pop(place):
                self._push(now, delivery)

    def _subscription(self, delivery: Delivery) -> Subscription | None:
        return self._state.subscriptions.get(delivery.bot_id, {}).get(delivery.url)

    def _unsubscribe_the_silent(self, now: float) -> None:
        for mine in self._state.subscriptions.values():
            for one in list(mine.values()):
                if one.failing_since is not None and now - one.failing_since >= PATIENCE_SECONDS:
                    del mine[one.url]
                    self.counts["unsubscribed"] += 1
                    self._state.shared_changed = True


def post_of(delivery: Delivery, subscription: Subscription) -> Post:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if subscription.secret is not None:
        headers[SECRET_HEADER] = subscription.secret
    return Post(delivery.url, headers, json.dumps(delivery.update, ensure_ascii=False).encode())
