"""Counts calls in strict sliding windows of one second, and keeps the figures that a run is judged by.

A refused call counts as an arrival in the figures, not against the window: what MAX does there is not known.
"""

from collections import deque
from dataclasses import dataclass, field

SECOND = 1.0


@dataclass(slots=True)
class Window:
    """At most `limit` entries in any second; None means no limit."""

    entries: deque[float] = field(default_factory=deque)

    def admits(self, now: float, limit: float | None) -> bool:
        self._forget(now)
        if limit is not None and len(self.entries) >= limit:
            return False
        self.entries.append(now)
        return True

    def _forget(self, now: float) -> None:
        while self.entries and self.entries[0] <= now - SECOND:
            self.entries.popleft()


@dataclass(slots=True)
class Arrivals:
    """What one token did. `most_in_a_second` is over every second, wherever it starts; refused calls included."""

    total: int = 0
    refused: int = 0
    over_allowed: int = 0
    most_in_a_second: int = 0
    first_at: float = 0.0
    last_at: float = 0.0
    _all: Window = field(default_factory=Window)
    _admitted: Window = field(default_factory=Window)

    def arrive(self, now: float, limit: float | None) -> bool:
        """Notes the call and says whether the budget admits it."""
        self._all.admits(now, None)
        held = len(self._all.entries)
        self.most_in_a_second = max(self.most_in_a_second, held)
        self.over_allowed += limit is not None and held > limit
        self.first_at = self.first_at or now
        self.last_at, self.total = now, self.total + 1
        admitted = self._admitted.admits(now, limit)
        self.refused += not admitted
        return admitted

    def figures(self) -> dict[str, float]:
        seconds = self.last_at - self.first_at
        return {
            "total": self.total,
            "refused_429": self.refused,
            "over_allowed": self.over_allowed,
            "most_in_a_second": self.most_in_a_second,
            "seconds": round(seconds, 3),
            "per_second": round((self.total - 1) / seconds, 2) if seconds else 0.0,
        }


class Budgets:
    """The windows of all tokens and chats, and the counts of operations."""

    def __init__(self) -> None:
        self.tokens: dict[str, Arrivals] = {}
        self.chats: dict[tuple[int, int], Window] = {}
        self.operations: dict[str, int] = {}
        self.remarks: dict[str, int] = {}

    def arrive(self, token: str, now: float, limit: float | None) -> bool:
        arrivals = self.tokens.get(token)
        if arrivals is None:
            arrivals = self.tokens[token] = Arrivals()
        return arrivals.arrive(now, limit)

    def post(self, place: tuple[int, int], now: float, limit: float | None) -> bool:
        """`place` is a chat, or a bot's dialog with a person."""
        return self.chats.setdefault(place, Window()).admits(now, limit)

    def count(self, operation: str) -> None:
        self.operations[operation] = self.operations.get(operation, 0) + 1

    def remark(self, words: str) -> None:
        """Something that is allowed and still says that a client differs from the official ones."""
        self.remarks[words] = self.remarks.get(words, 0) + 1
