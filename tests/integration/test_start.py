"""A process whose settings cannot work says so and does not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKER = ("-m", "celery", "-A", "housechats", "worker", "--pool", "solo")


@pytest.mark.parametrize("command", [WORKER, ("manage.py", "check")], ids=["worker", "check"])
def test_a_certificate_file_that_is_not_there_is_told_at_the_start(command: tuple[str, ...]) -> None:
    wrong = os.environ | {"MESSENGER_CA_FILE": "no-such-root.pem"}
    ended = subprocess.run((sys.executable, *command), env=wrong, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode != 0
    assert "MESSENGER_CA_FILE='no-such-root.pem' cannot be used: No such file" in ended.stderr
    assert "Traceback" not in ended.stderr
