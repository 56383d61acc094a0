"""`manage.py emulator` as a process: starts, answers, stops at SIGTERM, keeps its chats."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
# The command alone: no database, no Redis and no application of the portal are needed for it.
START = """
import sys
from django.conf import settings
settings.configure(EMULATOR_PORT=0)
from supervision.management.commands.emulator import Command
Command().run_from_argv(["manage.py", "emulator", *sys.argv[1:]])
"""
HOUSE = {"external_id": "1", "title": "Дом", "description": "", "owner_id": 7}


@pytest.fixture
def start():
    started = []

    def begin(*options):
        arguments = [sys.executable, "-c", START, *options]
        process = subprocess.Popen(
            arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def address_of(process):
    return process.stdout.readline().split()[2].rstrip("/")


def make_chat(address):
    return httpx.post(f"{address}/house-chats", json=HOUSE, headers={"Authorization": "emulator-1"}, trust_env=False)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_emulator_keeps_its_chats_for_the_next_run(start, tmp_path, sign):
    options = ("--port", "0", "--state", str(tmp_path / "chats.jsonl"))
    first = start(*options)
    assert make_chat(address_of(first)).status_code == 201
    first.send_signal(sign)
    assert first.communicate(timeout=10)[1] == "" and first.returncode == 0
    assert make_chat(address_of(start(*options))).status_code == 200


class Receiver(BaseHTTPRequestHandler):
    """Answers 200 and keeps on its server what came."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append((self.path, self.headers["X-Max-Bot-Api-Secret"], body["update_type"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        """Nothing is written: the test reads `came`."""


@pytest.fixture
def receiver():
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.came = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def eventually(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_running_emulator_posts_webhooks_by_itself_and_keeps_subscriptions(start, tmp_path, receiver):
    options = ("--port", "0", "--allow-http-webhooks", "--state", str(tmp_path / "chats.jsonl"))
    hook = {"url": f"http://127.0.0.1:{receiver.server_port}/max", "secret": "secret-1"}
    token = {"Authorization": "emulator-1"}
    first = start(*options)
    with httpx.Client(base_url=address_of(first), headers=token, trust_env=False) as http:
        assert http.post("/subscriptions", json=hook).json() == {"success": True}
        made = http.post("/_emulator/chat", json={"owner_id": 7, "title": "Дом", "token": "emulator-1"})
        assert made.status_code == 200
    assert eventually(lambda: len(receiver.came) == 2)
    assert receiver.came == [("/max", "secret-1", kind) for kind in ("bot_added", "bot_admin_permissions_changed")]
    first.send_signal(signal.SIGTERM)
    assert first.communicate(timeout=60)[1] == ""
    with httpx.Client(base_url=address_of(start(*options)), headers=token, trust_env=False) as http:
        assert [each["url"] for each in http.get("/subscriptions").json()["subscriptions"]] == [hook["url"]]


def test_somebody_who_waits_for_updates_does_not_keep_the_emulator_from_ending(start):
    process = start("--port", "0")
    host, port = address_of(process).removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as waiting:
        waiting.sendall(b"GET /updates?timeout=90 HTTP/1.1\r\nHost: emulator\r\nAuthorization: emulator-1\r\n\r\n")
        stats = f"http://{host}:{port}/_emulator/stats"
        assert eventually(lambda: "updates" in httpx.post(stats, trust_env=False).json()["operations"])
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60)[1] == "" and process.returncode == 0


def test_a_taken_port_is_said_in_words(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start("--port", str(taken.getsockname()[1]))
        errors = process.communicate(timeout=10)[1]
    assert process.returncode == 1 and "Choose another --port" in errors and "Traceback" not in errors


def test_a_state_file_that_is_something_else_is_said_in_words(start, tmp_path):
    (tmp_path / "letter").write_text("Здравствуйте", encoding="utf-8")
    process = start("--port", "0", "--state", str(tmp_path / "letter"))
    errors = process.communicate(timeout=10)[1]
    assert process.returncode == 1 and "not a state of the emulator" in errors and "Traceback" not in errors
