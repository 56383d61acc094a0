"""`python -m chaos` (make chaos): the run, and the table at its end. Ends with 1 where a row falls short.

CHAOS_CHATS (600) chats of two regions; CHAOS_SEED for the die, printed; CHAOS_SECONDS (150) of harm at least;
CHAOS_REST_SECONDS (240) until everything rests; CHAOS_MOST_SECONDS (600) in all.
"""

import os
import random
import secrets
import socket
import sys
import time
from datetime import timedelta

from benchmarks import judgement
from benchmarks.judgement import say
from benchmarks.place import machine, place

CHATS = int(os.environ.get("CHAOS_CHATS", "600"))
SEED = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(1 << 31))
HARM_SECONDS = float(os.environ.get("CHAOS_SECONDS", "150"))
MOST_SECONDS = int(os.environ.get("CHAOS_MOST_SECONDS", "600"))
KILLS, LEAST_KILLS = 30, 6
NOT_RUN = (
    ("clocks a minute off", "no shim of the clock is part of this run (libfaketime)"),
    (
        "a full disk",
        "no small file system of its own is part of this run (tests/integration/test_outages.py tries one)",
    ),
    (
        "backup and restore in mid-push",
        "not part of this run (tests/scenarios/test_restore.py plays it in one process)",
    ),
)


def main() -> int:
    port = _free_port()
    began = time.monotonic()
    with place(emulator_port=port, most_seconds=MOST_SECONDS) as folder:
        say(f"chaos: {CHATS} chats, seed {SEED} (CHAOS_SEED={SEED} plays it again)\n{machine()}\n")
        from chaos.run import Bounds, run  # the models can only be imported in a place that is set up

        bounds = Bounds(CHATS, HARM_SECONDS, _kills(), ends=began + MOST_SECONDS)
        bars = run(folder, port, bounds, random.Random(SEED))
    say(f"\n{judgement.table(bars, quick=False)}")
    for what, why in NOT_RUN:
        say(f"not run  {what}: {why}")
    say(f"{timedelta(seconds=round(time.monotonic() - began))} in all")
    return 0 if judgement.is_passed(bars, quick=False) else 1


def _kills() -> int:
    """Of workers' children: thirty for six hundred chats."""
    return max(LEAST_KILLS, KILLS * min(CHATS, 600) // 600)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
