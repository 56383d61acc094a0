"""The emulator as one object: its chats, the people in them, its switches and the figures of a run."""

import time
from threading import RLock
from typing import Any

import httpx

from supervision.messenger.emulator.budget import Budgets
from supervision.messenger.emulator.deliveries import Delivery, Post, Sender, UpdateDeliveries
from supervision.messenger.emulator.dialog_people import DialogPeople
from supervision.messenger.emulator.faults import Faults
from supervision.messenger.emulator.happenings import Happenings
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.people import People
from supervision.messenger.emulator.polls import Polls
from supervision.messenger.emulator.state import State
from supervision.messenger.emulator.switches import Switches
from supervision.messenger.emulator.updates import Updates


class Emulator:
    """Switches may be changed while it runs. `rate` is calls a second for each token, None for no limit;
    `clock` gives the seconds in which rates and delays are counted.

    Whoever uses the parts from several threads holds `lock`, as the HTTP face does.
    """

    def __init__(
        self,
        *,
        rate: float | None = None,
        message_rate: float | None = 2,
        latency_ms: float = 0,
        auto_join_ms: int | None = None,
    ) -> None:
        self.lock = RLock()
        self.clock = time.perf_counter
        self.rate = rate
        self.message_rate = message_rate
        self.latency_ms = latency_ms
        self.slow_ms: float = 1000
        self.drip_ms: float = 1000
        self.state = State()
        self.switches = Switches()
        self.polls = Polls()
        self.faults = Faults()
        self.deliveries = UpdateDeliveries(self.state, self.faults, lambda: self.clock())
        self.happenings = Happenings(self.state, Updates(self.state, self._hear, lambda: self.switches))
        self.people = People(self.state, self.happenings, lambda: self.clock(), auto_join_ms=auto_join_ms)
        self.dialogs = DialogPeople(self.state, self.happenings)
        self.budgets = Budgets()

    def reset(self) -> None:
        """Forgets chats, faults and figures; the switches stay."""
        with self.lock:
            self.state.clear()
            self.polls.clear()
            self.deliveries.clear()
            self.people.forget()
            self.faults.clear()
            self.reset_stats()

    def _hear(self, bot_id: int, update: Json) -> None:
        self.polls.keep(bot_id, update)
        self.deliveries.add(bot_id, update)

    def deliver(self, send: Sender) -> int:
        """Posts the webhooks that are due now, one after the other; gives how many were posted."""
        count = 0
        while taken := self._take():
            delivery, post = taken
            status = status_of(send, post)
            with self.lock:
                self.deliveries.settle(delivery, status)
            count += 1
        return count

    def _take(self) -> tuple[Delivery, Post] | None:
        with self.lock:
            return self.deliveries.take()

    def reset_stats(self) -> None:
        with self.lock:
            self.budgets = Budgets()
            self.faults.struck.clear()
            self.deliveries.forget_counts()

    def stats(self) -> dict[str, Any]:
        """Calls by operation, for every token how they arrived (budget.Arrivals), what was odd, how webhooks fared, and
        how often a fault struck, by its kind."""
        with self.lock:
            tokens = {token: arrivals.figures() for token, arrivals in self.budgets.tokens.items()}
            return {
                "chats": len(self.state.chats),
                "operations": dict(self.budgets.operations),
                "tokens": tokens,
                "remarks": dict(self.budgets.remarks),
                "webhooks": dict(self.deliveries.counts),
                "faults": dict(self.faults.struck),
            }

    def world(self) -> list[dict[str, Any]]:
        """Every chat as it is, to compare with what it should be."""
        with self.lock:
            return [
                {
                    "chat_id": chat.chat_id,
                    "external_id": chat.provisioned[1] if chat.provisioned else None,
                    "title": chat.title,
                    "description": chat.description,
                    "icon": chat.icon,
                    "owner_id": chat.owner_id,
                    "admins": {
                        str(member.user_id): sorted(member.rights)
                        for member in chat.members.values()
                        if member.rights is not None and not self.state.is_bot(member.user_id)
                    },
                    "participants": sorted(chat.members),
                    "messages": len(chat.messages),
                    "texts": [message.text for message in chat.messages],
                    "pinned": chat.pinned,
                    "pinned_text": next((each.text for each in chat.messages if each.mid == chat.pinned), None),
                }
                for chat in self.state.chats.values()
            ]


def status_of(send: Sender, post: Post) -> int | None:
    """None where the receiver gave no answer; whatever else goes wrong in it is its own error and comes through."""
    try:
        return send(post)
    except (httpx.HTTPError, OSError):
        return None
