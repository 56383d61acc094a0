"""The same thing several times over, timed."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def median_ms(what: Callable[[], Any], rounds: int) -> float:
    """Milliseconds of one round at the median; one round before fills what a running server has filled."""
    milliseconds = []
    for _round in range(rounds + 1):
        started = time.perf_counter()
        what()
        milliseconds.append((time.perf_counter() - started) * 1000)
    return statistics.median(milliseconds[1:])
