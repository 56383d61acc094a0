"""The whole portal in processes of its own, with the demo region, as `make run` starts it on one's own machine.

Takes an empty folder for its data, the scripts that set the scene and settings of its own; gives the address, the
logins and what the scripts say of the scene. Everything is thrown away at the end. For test suites that live in
environments of their own.
"""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PYTHON = str(ROOT / ".venv/bin/python")
# Wide: a machine may be ten times slower than the one on which this was written.
START_SECONDS, SCENE_SECONDS, STOP_SECONDS = 900, 1800, 120
CONFIGURED = ("DATABASE_URL", "REDIS_URL", "MESSENGER_URL", "MESSENGER_PROVISIONING", "WEBHOOK_BASE_URL")


@dataclass(frozen=True)
class Portal:
    url: str
    messenger_url: str
    passwords: dict[str, str]
    scene: dict[str, Any]

    def play(self, command: str, **body: Any) -> Any:
        """Somebody does something in the messenger."""
        request = urllib.request.Request(  # noqa: S310 - our own emulator on loopback
            f"{self.messenger_url}/_emulator/{command}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)


@contextmanager
def running(folder: Path, *scripts: Path, configured: dict[str, str] | None = None) -> Iterator[Portal]:
    port, messenger_port = _free_ports(2)
    environment = {name: value for name, value in os.environ.items() if name not in CONFIGURED}
    environment |= {"HOUSECHATS_LOCAL_DIR": str(folder), "PYTHONUNBUFFERED": "1", "EMULATOR_PORT": str(messenger_port)}
    environment["HOUSECHATS_LOCAL_FLEETING"] = "1"  # deleted at the end
    # a slow walk must not be asked again who sits there, nor be thought gone
    environment |= {"STEP_UP_MINUTES": "600", "SESSION_IDLE_MINUTES": "600", **(configured or {})}
    log = folder.with_suffix(".log")
    command = [PYTHON, "manage.py", "run", "--port", str(port), "--emulator-port", str(messenger_port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        said = _wait_for_start(process, log)
        scene: dict[str, Any] = {}
        for script in scripts:
            scene |= _set_scene(environment, script)
        passwords = _passwords(said) | scene.pop("passwords", {})
        yield Portal(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{messenger_port}", passwords, scene)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        subprocess.run([PYTHON, "-m", "housechats.local", "forget"], cwd=ROOT, env=environment, check=True)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_for_start(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while "The portal:" not in (said := log.read_text(encoding="utf-8")):
        assert process.poll() is None, f"the portal did not start:\n{said}"
        assert time.monotonic() < end, f"the portal did not start in {START_SECONDS} s:\n{said}"
        time.sleep(0.2)
    return said


def _passwords(said: str) -> dict[str, str]:
    """`load_demo` prints each login once, indented: name and password."""
    pairs = (line.split() for line in said.splitlines() if line.startswith("  "))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _set_scene(environment: dict[str, str], script: Path) -> dict[str, Any]:
    """The script runs inside the portal's own Python; its last line, JSON, is what the tests need to know of it."""
    done = subprocess.run(
        [PYTHON, "manage.py", "shell", "--no-imports"],
        cwd=ROOT,
        env=environment,
        input=script.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        timeout=SCENE_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))
