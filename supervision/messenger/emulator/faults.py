"""Faults on demand: the next N calls of an operation fail in a chosen way, or a share of them by a seeded die.

A proxy's answer in place of the messenger's is asked for by its name (stand_ins.NAMED), or given whole.
What goes wrong with webhooks is asked for in the same way; there an update's type stands for the operation.
"""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from supervision.messenger.emulator.stand_ins import NAMED, StandIn

ANY = "*"
ALWAYS = 1.0


class FaultKind(StrEnum):
    CUT = "cut"  # the connection is cut before anything is carried out
    LOSE_ANSWER = "lose_answer"  # carried out, then the connection is cut
    UNAVAILABLE = "unavailable"  # 503, not carried out
    TOO_MANY = "too_many"  # 429, not carried out
    REFUSE = "refuse"  # HTTP 200 with success:false, not carried out
    SLOW = "slow"  # carried out, answered after `slow_ms`
    DRIP = "drip"  # carried out, answered a byte at a time with `drip_ms` between
    STAND_IN = "stand_in"  # a proxy answers
    DUPLICATE = "duplicate"  # a webhook: posted twice
    REORDER = "reorder"  # a webhook: posted after the next one to the same address
    DROP = "drop"  # a webhook: never posted


OF_WEBHOOKS = frozenset({FaultKind.DUPLICATE, FaultKind.REORDER, FaultKind.DROP})


@dataclass(slots=True)
class Fault:
    """`times` is None for a fault that stays until `clear`."""

    kind: FaultKind
    operation: str
    times: int | None
    rate: float
    die: Random
    stand_in: StandIn | None = None

    def strikes(self, operation: str) -> bool:
        if self.operation not in (operation, ANY) or self.times == 0:
            return False
        # the die is thrown for fitting calls only, so that one fault's sequence does not depend on other calls
        if self.rate < ALWAYS and self.die.random() >= self.rate:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """`struck` counts by kind what went wrong on demand since the figures were reset."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.struck: Counter[str] = Counter()

    def add(self, kind: str, *, operation: str = ANY, times: int | None = 1, carried_out: bool = False) -> None:
        """`operation` is a name of the routing table (routes.py) or an update's type, or * for every one.

        `carried_out` is for the answers of proxies only; `times` is None for all calls until `clear`.
        """
        self._add(kind, operation, times, ALWAYS, Random(0), carried_out)  # noqa: S311

    def add_share(
        self,
        kind: str,
        *,
        rate: float,
        seed: int,
        operation: str = ANY,
        times: int | None = None,
        carried_out: bool = False,
    ) -> None:
        """Strikes this share of the calls, for the same seed and calls the same ones; `times` at most."""
        if not 0 <= rate <= 1:
            raise ValueError(f"rate={rate} is not a share: 0 to 1 expected")
        self._add(kind, operation, times, rate, Random(seed), carried_out)  # noqa: S311

    def add_answer(self, stand_in: StandIn, *, operation: str = ANY, times: int | None = 1) -> None:
        """Any status with any body, whatever the messenger itself would have said."""
        fault = Fault(FaultKind.STAND_IN, operation, times, ALWAYS, Random(0), stand_in)  # noqa: S311
        self._waiting.append(fault)

    def _add(self, kind: str, operation: str, times: int | None, rate: float, die: Random, carried_out: bool) -> None:
        if named := NAMED.get(kind):
            stand_in = replace(named, carried_out=carried_out)
            self._waiting.append(Fault(FaultKind.STAND_IN, operation, times, rate, die, stand_in))
        elif carried_out or kind == FaultKind.STAND_IN:
            raise ValueError(f"{kind} is no answer of a proxy: {', '.join(NAMED)}")
        else:
            self._waiting.append(Fault(FaultKind(kind), operation, times, rate, die))

    def take(self, operation: str) -> Fault | None:
        """What happens to this call."""
        return self._take(operation, of_webhooks=False)

    def take_for_webhook(self, update_type: str) -> FaultKind | None:
        fault = self._take(update_type, of_webhooks=True)
        return fault.kind if fault else None

    def clear(self) -> None:
        self._waiting = []

    def _take(self, operation: str, *, of_webhooks: bool) -> Fault | None:
        for fault in self._waiting:
            if (fault.kind in OF_WEBHOOKS) == of_webhooks and fault.strikes(operation):
                self._waiting = [each for each in self._waiting if each.times != 0]
                self.struck[fault.kind.value] += 1
                return fault
        return None
