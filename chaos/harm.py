"""What is broken: every kind once, then any, by a seeded die; each deed is counted and said."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.judgement import say
from benchmarks.processes import Emulator
from chaos.installation import Installation, empty_redis, kill, kill_redis, restart_database

FAULT_SECONDS = 4.0
HUNG_SECONDS = 6.0
SHARES = {"unavailable": 0.6, "too_many": 0.3, "lose_answer": 0.3, "cut": 0.4, "slow": 0.3}
OF_WEBHOOKS = {"duplicate": 0.5, "reorder": 0.3, "drop": 0.2}


@dataclass(slots=True)
class Harm:
    """`emulator_pid` is the messenger's process, which is stopped for some seconds and goes on."""

    portal: Installation
    messenger: Emulator
    emulator_pid: int
    dice: random.Random
    done: Counter[str] = field(default_factory=Counter)

    def deeds(self) -> dict[str, Callable[[], None]]:
        faults = {f"messenger: {kind}": self._fault(kind, share) for kind, share in (SHARES | OF_WEBHOOKS).items()}
        return {
            "worker child killed": self._kill_child,
            "worker killed": lambda: self.dice.choice(self.portal.workers).kill(),
            "beat killed": self.portal.beat.kill,
            "web killed": self.portal.web.kill,
            "a second beat": self._second_beat,
            "Redis emptied": empty_redis,
            "Redis killed": kill_redis,
            "PostgreSQL restarted": lambda: restart_database("fast"),
            "PostgreSQL crashed": lambda: restart_database("immediate"),
            "messenger hung": self._hang,
            **faults,
        }

    def go_on(self, *, until: float, pause: float, kills: int) -> None:
        """Every deed once in any order, and workers' children so often; then any, until the monotonic moment."""
        deeds = self.deeds()
        order = [*deeds, *["worker child killed"] * kills]
        self.dice.shuffle(order)
        while time.monotonic() < until or order:
            name = order.pop() if order else self.dice.choice(list(deeds))
            say(f"  {name}")
            deeds[name]()
            self.done[name] += 1
            time.sleep(pause * self.dice.uniform(0.5, 1.5))
        self.messenger.ask("clear_faults")

    def _kill_child(self) -> None:
        children = [child for worker in self.portal.workers for child in self.portal.children_of(worker)]
        kill(self.dice.sample(children, min(1, len(children))))

    def _second_beat(self) -> None:
        if self.portal.second_beat.process is None:
            self.portal.second_beat.start()
        else:
            self.portal.second_beat.kill()
            self.portal.second_beat.process = None

    def _hang(self) -> None:
        """Takes connections and answers nothing."""
        os.kill(self.emulator_pid, signal.SIGSTOP)
        try:
            time.sleep(HUNG_SECONDS)
        finally:
            os.kill(self.emulator_pid, signal.SIGCONT)

    def _fault(self, kind: str, share: float) -> Callable[[], None]:
        def strike() -> None:
            self.messenger.ask("fault", kind=kind, rate=share, seed=self.dice.randrange(1 << 16))
            if kind in SHARES:
                time.sleep(FAULT_SECONDS)
                self.messenger.ask("clear_faults")

        return strike
