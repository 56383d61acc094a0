"""The group of processes behind `make run`, tried with small children."""

import io
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from housechats.processes import Patience, Process, run

PROJECT = Path(__file__).resolve().parents[2]
HURRIED = Patience(restart=0.05, stop=0.5)
OBEDIENT = "import signal; print('works'); signal.pause()"
STUBBORN = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('works'); signal.pause(); signal.pause()"
)
# Runs the named children in a process of its own, which can be sent signals.
PARENT = """
import sys
from housechats.processes import Patience, Process, run
names = sys.argv[2::2]
children = [Process(n, [sys.executable, "-c", code]) for n, code in zip(names, sys.argv[3::2])]
sys.exit(run(children, out=sys.stdout, patience=Patience(stop=float(sys.argv[1]))))
"""


def child(name: str, code: str, restarts: int = 0) -> Process:
    return Process(name, [sys.executable, "-c", textwrap.dedent(code)], restarts)


def parent(*children: str, stop: float = 5) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PARENT, str(stop), *children]
    group = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert group.stdout
    for _ in children[::2]:
        assert "works" in group.stdout.readline()
    return group


def test_lines_carry_the_name_of_their_process() -> None:
    out = io.StringIO()
    run([child("beat", "print('one\\ntwo', end='')")], out=out, patience=HURRIED)
    assert out.getvalue().splitlines()[:2] == ["beat | one", "beat | two"]


def test_a_process_that_dies_too_often_ends_the_whole_with_its_code() -> None:
    out = io.StringIO()
    assert run([child("worker", "exit(7)", restarts=2), child("web", OBEDIENT)], out=out, patience=HURRIED) == 7
    assert out.getvalue().count("starts again") == 2
    assert "worker | ended with code 7 for the 3. time" in out.getvalue()
    assert "web    | stops" in out.getvalue()


def test_a_process_that_ends_without_an_error_is_not_a_success() -> None:
    assert run([child("web", "")], out=io.StringIO(), patience=HURRIED) == 1


def test_a_process_that_recovers_is_kept(tmp_path: Path) -> None:
    code = f"""
        import pathlib, os, signal
        seen = pathlib.Path({str(tmp_path / "seen")!r})
        if not seen.exists():
            seen.touch(); exit(3)
        os.kill(os.getppid(), signal.SIGTERM); signal.pause()
        """
    assert run([child("worker", code, restarts=1)], out=io.StringIO(), patience=HURRIED) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_they_end_in_the_reverse_of_their_order(number: signal.Signals) -> None:
    group = parent("emulator", OBEDIENT, "worker", OBEDIENT, "web", OBEDIENT)
    group.send_signal(number)
    lines = group.communicate(timeout=30)[0].splitlines()
    assert [line.split()[0] for line in lines if line.endswith("stops")] == ["web", "worker", "emulator"]
    assert group.returncode == 0


def test_a_process_that_does_not_stop_is_killed_after_a_while() -> None:
    group = parent("worker", STUBBORN, stop=0.3)
    group.terminate()
    group.communicate(timeout=30)
    assert group.returncode == 0


def test_a_second_interrupt_does_not_wait() -> None:
    group = parent("worker", STUBBORN, stop=60)
    group.send_signal(signal.SIGINT)
    assert group.stdout
    assert "stops" in group.stdout.readline()
    group.send_signal(signal.SIGINT)
    group.communicate(timeout=30)
    assert group.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_nothing_is_left_when_the_whole_is_killed(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    group = parent("web", f"import os; open({str(pid)!r}, 'w').write(str(os.getpid()))\n{OBEDIENT}")
    group.kill()
    group.communicate(timeout=30)
    assert ended(lambda: Path(f"/proc/{pid.read_text()}/cmdline").read_bytes() == b"")


def ended(gone: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if gone():
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
