"""What is broken: every kind once, then any, by a seeded die; and whether it was seen to break, each time from outside.

A deed that struck nothing proves nothing: a kill of a worker that had just died, a fault that no call met. Those that
were not seen are done again; a kind that never was is a row of the table that falls short.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks import judgement
from benchmarks.judgement import Bar, say
from benchmarks.processes import Child, Emulator
from chaos import blows
from chaos.installation import Installation

FAULT_SECONDS, MOST_FAULT_SECONDS = 4.0, 16.0
SHARES = {"unavailable": 0.6, "too_many": 0.3, "lose_answer": 0.3, "cut": 0.4, "slow": 0.3}
OF_WEBHOOKS = {"duplicate": 0.8, "reorder": 0.5, "drop": 0.3}
MOST_AGAIN = 3  # deeds that were not seen, all of them once more


@dataclass(slots=True)
class Harm:
    """`emulator_pid` is the messenger's process. `done` counts deeds by kind, `seen` those that were seen to strike."""

    portal: Installation
    messenger: Emulator
    emulator_pid: int
    dice: random.Random
    done: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    most_in_a_second: int = 0  # calls of an account, as far as they were counted

    def deeds(self) -> dict[str, Callable[[], bool]]:
        """By kind: strikes, and says whether that was seen."""
        faults = {f"messenger: {kind}": self._fault(kind, share) for kind, share in (SHARES | OF_WEBHOOKS).items()}
        return {
            "worker child killed": self._kill_child,
            "worker killed": lambda: _killed(self.dice.choice(self.portal.workers)),
            "beat killed": lambda: _killed(self.portal.beat),
            "web killed": lambda: _killed(self.portal.web),
            "a second beat": self._second_beat,
            "Redis emptied": blows.empty_redis,
            "Redis killed": blows.kill_redis,
            "PostgreSQL restarted": lambda: blows.restart_database("fast"),
            "PostgreSQL crashed": lambda: blows.restart_database("immediate"),
            "messenger hung": self._hang,
            **faults,
        }

    def go_on(self, *, until: float, pause: float, kills: int) -> None:
        """Every deed once in any order, and workers' children so often; then any, until the monotonic moment, and what
        was not seen once more."""
        deeds = self.deeds()
        order = [*deeds, *["worker child killed"] * kills]
        self.dice.shuffle(order)
        again = 0
        while time.monotonic() < until or order:
            self._do(order.pop() if order else self.dice.choice(list(deeds)), deeds)
            time.sleep(pause * self.dice.uniform(0.5, 1.5))
            if not order and time.monotonic() >= until and again < MOST_AGAIN:
                order, again = [name for name in deeds if not self.seen[name]], again + 1
        self.messenger.ask("clear_faults")
        if self.portal.second_beat.process:
            self.portal.second_beat.kill()

    def bars(self) -> list[Bar]:
        kinds = self.deeds()
        unseen = [name for name in kinds if not self.seen[name]]
        say("\n".join(f"  {name}: {self.done[name]} times, seen {self.seen[name]}" for name in kinds))
        return [
            judgement.exactly("kinds of harm that struck, seen from outside", len(kinds) - len(unseen), len(kinds)),
            judgement.at_least("worker children and workers killed", self._kills(), 2),
        ]

    def _do(self, name: str, deeds: dict[str, Callable[[], bool]]) -> None:
        was_seen = deeds[name]()
        say(f"  {name}{'' if was_seen else ' (struck nothing)'}")
        self.done[name] += 1
        self.seen[name] += was_seen

    def _kills(self) -> int:
        return self.seen["worker child killed"] + self.seen["worker killed"]

    def _kill_child(self) -> bool:
        children = [child for worker in self.portal.workers for child in self.portal.children_of(worker)]
        return bool(children) and blows.kill(self.dice.choice(children))

    def note_rate(self) -> None:
        """How fast calls came until now; counted anew from here on."""
        tokens = self.messenger.ask("stats")["tokens"].values()
        self.most_in_a_second = max(self.most_in_a_second, *(one["most_in_a_second"] for one in tokens), 0)
        self.messenger.ask("reset_stats")

    def _hang(self) -> bool:
        """What was sent one after the other meanwhile is read at one stroke: that second says nothing of the rate."""
        self.note_rate()
        was_seen = blows.hang(self.emulator_pid, self.messenger.url)
        time.sleep(blows.BREATH_SECONDS)
        self.messenger.ask("reset_stats")
        return was_seen

    def _second_beat(self) -> bool:
        """Beside the first one until the next deed of this kind, or until peace."""
        second = self.portal.second_beat
        if second.process is not None:
            second.kill()
            second.process = None
        second.start()
        time.sleep(blows.BREATH_SECONDS)
        return all(beat.process and beat.process.poll() is None for beat in (self.portal.beat, second))

    def _fault(self, kind: str, share: float) -> Callable[[], bool]:
        def strike() -> bool:
            before = self._struck(kind)
            self.messenger.ask("fault", kind=kind, rate=share, seed=self.dice.randrange(1 << 16))
            time.sleep(FAULT_SECONDS)
            until = time.monotonic() + MOST_FAULT_SECONDS
            while not (was_seen := self._struck(kind) > before) and time.monotonic() < until:
                time.sleep(0.5)  # webhooks are rarer than calls
            self.messenger.ask("clear_faults")
            return was_seen

        return strike

    def _struck(self, kind: str) -> int:
        return int(self.messenger.ask("stats")["faults"].get(kind, 0))


def _killed(child: Child) -> bool:
    """Whether it was there and is not any more: a number that answers no signal is nobody's."""
    number = child.pid
    was_there = blows.is_alive(number)
    child.kill()
    return was_there and not blows.is_alive(number)
