"""The schedule of an account alone: four processes of callers, beside four busy ones, and while Redis is emptied.

Judged twice: by the moments at which callers sent, and by those at which the emulator received. Part of `push_rate`.
"""

import os
import sys
import time
from pathlib import Path

import redis
from django.conf import settings

from benchmarks import judgement
from benchmarks.judgement import Bar, say
from benchmarks.processes import Child, Emulator

TOKEN, KEY = "emulator-pace", "pace:benchmark"
CALLERS, BUSY = 4, 4
SECONDS, QUICK_SECONDS = 600, 20
FLUSH_SECONDS, FLUSHES, BETWEEN_FLUSHES_SECONDS = 40, 4, 7
BUSY_LOOP = "while True: pass"
CORES = 2  # of a larger machine these are used and no more, or the busy processes would be beside nobody


def measure(messenger: Emulator, folder: Path, *, rate: int, quick: bool) -> list[Bar]:
    seconds = QUICK_SECONDS if quick else SECONDS
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(own)[:CORES])  # children are where their parent is
    try:
        bars = _run(messenger, folder, f"pace beside {BUSY} busy processes", rate=rate, seconds=seconds, busy=BUSY)
    finally:
        os.sched_setaffinity(0, own)
    return bars + _run(messenger, folder, "pace, Redis emptied", rate=rate, seconds=FLUSH_SECONDS, flushes=FLUSHES)


def _run(
    messenger: Emulator, folder: Path, name: str, *, rate: int, seconds: int, busy: int = 0, flushes: int = 0
) -> list[Bar]:
    messenger.ask("reset_stats")
    files = [folder / f"sent-{number}" for number in range(CALLERS)]
    given = (messenger.url, TOKEN, settings.REDIS_URL, KEY, str(rate), str(seconds))
    command = (sys.executable, "-m", "benchmarks.caller", *given)
    callers = [Child(f"caller{n}", (*command, str(file)), folder) for n, file in enumerate(files)]
    loads = [Child(f"busy{n}", (sys.executable, "-c", BUSY_LOOP), folder) for n in range(busy)]
    try:
        for child in (*loads, *callers):
            child.start()
        for _ in range(flushes):
            time.sleep(BETWEEN_FLUSHES_SECONDS)
            redis.Redis.from_url(settings.REDIS_URL).flushall()
        for child in callers:
            if child.process is None or child.process.wait(seconds + 60) != 0:
                raise RuntimeError(f"a caller failed:\n{child.log}")
    finally:
        for child in (*loads, *callers):
            child.kill()
    sent = sorted(float(line) for file in files for line in file.read_text().split())
    return _judge(name, sent, messenger.stats(TOKEN), rate=rate)


def _judge(name: str, sent: list[float], received: dict[str, float], *, rate: int) -> list[Bar]:
    used = 100 * (len(sent) - 1) / (sent[-1] - sent[0]) / rate
    say(f"{name}: {len(sent)} calls, {used:.2f} % of {rate}/s")
    say(f"  most received in a second {received['most_in_a_second']}, refused {received['refused_429']}")
    return [
        judgement.at_most(f"{name}: most sent in a second", most_in_a_second(sent), rate),
        judgement.exactly(f"{name}: calls refused with 429", int(received["refused_429"]), 0),
    ]


def most_in_a_second(moments: list[float]) -> int:
    """Of moments in order, in any window of a second that leaves out its end."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= 1:
            first += 1
        most = max(most, last - first + 1)
    return most
