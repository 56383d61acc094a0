"""`manage.py run` with its real processes, from an empty folder to the last one's end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from housechats import local

pytestmark = pytest.mark.walk

PROJECT = Path(__file__).resolve().parents[2]
CONFIGURED = {"DATABASE_URL", "REDIS_URL", "HOUSECHATS_LOCAL", "MESSENGER_URL", "EMULATOR_PORT"}
SECONDS_TO_START = 600  # against hanging; migrating alone takes two minutes of a slow core


class Portal:
    def __init__(self, folder: Path) -> None:
        self.port, self.emulator_port = free_ports()
        self.environment = {k: v for k, v in os.environ.items() if k not in CONFIGURED}
        self.environment["HOUSECHATS_LOCAL_DIR"] = str(folder)
        self.log = folder / "run.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(self._command(), env=self.environment, stdout=log, stderr=log)

    def _command(self) -> list[str]:
        ports = ["--port", str(self.port), "--emulator-port", str(self.emulator_port)]
        return [sys.executable, str(PROJECT / "manage.py"), "run", *ports]

    def get(self, path: str, port: int | None = None) -> int:
        with urlopen(f"http://127.0.0.1:{port or self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while "Ctrl-C stops everything" not in self.log.read_text() or "ready." not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def start_another(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command(), env=self.environment, capture_output=True, text=True, timeout=120)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=120)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    yield portal
    if portal.process.poll() is None:
        portal.process.kill()  # its children end with it
        portal.process.wait()
    local.forget(tmp_path)


@pytest.mark.slow
def test_the_whole_portal_starts_answers_and_leaves_nothing_behind(portal: Portal) -> None:
    portal.wait()
    assert portal.get("/admin/login/") == 200  # led to the one door
    assert portal.get("/static/admin/css/base.css") == 200
    assert portal.get("/", portal.emulator_port) == 200

    another = portal.start_another()
    assert another.returncode == 1
    assert f"Port {portal.port} is in use" in another.stderr

    assert portal.stop() == 0
    for port in (portal.port, portal.emulator_port):
        with pytest.raises(URLError):
            portal.get("/", port)


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]
