"""Faults on demand: the next N calls of an operation fail in a chosen way."""

from dataclasses import dataclass
from enum import StrEnum

ANY = "*"


class FaultKind(StrEnum):
    LOSE_ANSWER = "lose_answer"  # carried out, then the connection is cut
    UNAVAILABLE = "unavailable"  # 503, not carried out
    TOO_MANY = "too_many"  # 429, not carried out
    REFUSE = "refuse"  # HTTP 200 with success:false, not carried out


@dataclass(slots=True)
class Fault:
    kind: FaultKind
    operation: str
    times: int


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, kind: str, *, operation: str = ANY, times: int = 1) -> None:
        """`operation` is a name of the routing table (http.py), or * for every one."""
        self._waiting.append(Fault(FaultKind(kind), operation, times))

    def take(self, operation: str) -> FaultKind | None:
        for fault in self._waiting:
            if fault.operation in (operation, ANY):
                fault.times -= 1
                self._waiting = [each for each in self._waiting if each.times > 0]
                return fault.kind
        return None

    def clear(self) -> None:
        self._waiting = []
