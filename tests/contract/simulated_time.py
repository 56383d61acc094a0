"""Threads that live in one simulated time: one of them runs at a moment, the next one when it sleeps."""

import heapq
import threading
from collections.abc import Callable


class SimulatedTime:
    """`now` is in seconds. `sleep` belongs to the threads that `run` starts."""

    def __init__(self, now: float) -> None:
        self.now = now
        self._waiting: list[tuple[float, int, threading.Event]] = []
        self._number = 0
        self._hand_back = threading.Event()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        mine = threading.Event()
        self._enter(seconds, mine)
        self._hand_back.set()
        mine.wait()

    def run(self, jobs: list[Callable[[], None]]) -> None:
        """Until all have ended; what one of them raises is raised here."""
        threads, self._failures = [self._thread(job) for job in jobs], list[BaseException]()
        while self._waiting:
            self.now, _, turn = heapq.heappop(self._waiting)
            self._hand_back.clear()
            turn.set()
            self._hand_back.wait()
        for thread in threads:
            thread.join()
        if self._failures:
            raise self._failures[0]

    def _thread(self, job: Callable[[], None]) -> threading.Thread:
        mine = threading.Event()
        self._enter(0.0, mine)

        def live() -> None:
            mine.wait()
            try:
                job()
            except BaseException as error:
                self._failures.append(error)
            self._hand_back.set()

        thread = threading.Thread(target=live)
        thread.start()
        return thread

    def _enter(self, seconds: float, turn: threading.Event) -> None:
        self._number += 1
        heapq.heappush(self._waiting, (self.now + seconds, self._number, turn))
