"""`manage.py emulator` as a process: starts, answers, stops at SIGTERM, keeps its chats."""

import signal
import socket
import subprocess
import sys
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
