"""Harm counts only where it was seen to strike, and a run that takes too long is ended and leaves nothing behind."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.processes import Child, Emulator
from chaos import blows
from chaos.harm import Harm
from chaos.installation import Installation
from tests.architecture.source import ROOT

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")


def harm(tmp_path: Path) -> Harm:
    beat, second, web, worker = (Child(name, SLEEPS, tmp_path) for name in ("beat", "second", "web", "worker"))
    return Harm(Installation([worker], beat, second, web), Emulator("http://127.0.0.1:9"), 0, random.Random(1))  # noqa: S311


def test_a_kill_is_seen_by_the_process_that_is_gone() -> None:
    child = subprocess.Popen(SLEEPS)
    try:
        assert blows.kill(child.pid)  # though nobody has asked for its end yet
    finally:
        child.kill()
        child.wait()


def test_a_kill_of_what_has_ended_struck_nothing(tmp_path: Path) -> None:
    child = subprocess.Popen((sys.executable, "-c", "pass"))
    child.wait()
    assert not blows.kill(child.pid)
    deeds = harm(tmp_path).deeds()
    assert not deeds["web killed"]()  # never started
    assert not deeds["worker child killed"]()


def test_who_is_kept_alive_is_killed_and_seen_dead(tmp_path: Path) -> None:
    its = harm(tmp_path)
    its.portal.beat.start()
    assert its.deeds()["beat killed"]()


def test_a_kind_that_was_never_seen_is_a_row_that_falls_short(tmp_path: Path) -> None:
    its = harm(tmp_path)
    kinds = its.deeds()
    its.done.update(list(kinds))
    its.seen.update(list(kinds))
    its.seen["worker killed"] += 1
    assert all(bar.is_reached for bar in its.bars())
    for kind in kinds:
        seen = its.seen.pop(kind)
        assert not its.bars()[0].is_reached, kind
        its.seen[kind] = seen


@pytest.mark.walk
def test_a_run_that_takes_too_long_is_ended_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = os.environ | {"CHAOS_CHATS": "4", "CHAOS_MOST_SECONDS": "4", "TMPDIR": str(tmp_path)}
    command = (sys.executable, "-m", "chaos")
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "It took more than 4 s and was ended." in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(tmp_path) in _read(path)]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""
