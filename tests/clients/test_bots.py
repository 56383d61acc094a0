"""Bots of other people's frameworks, each a process of its own that polls: a person starts, presses and reads."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from messenger import REPRESENTATIVE, Messenger
from official import INSTALLED

HERE = Path(__file__).parent
NODE = str(INSTALLED / "python/bin/node")
BOTS = {
    "maxapi": [sys.executable, str(HERE / "bot_of_maxapi.py")],
    "official": [NODE, str(HERE / "bot_of_official.mjs"), str(INSTALLED)],
}
SECONDS = 120  # a slow machine starts node and polls in a few of them


@pytest.fixture(params=BOTS)
def token(request: pytest.FixtureRequest, messenger: Messenger) -> Iterator[str]:
    """The token of a bot that runs."""
    token = f"emulator-{uuid4().hex}"
    process = subprocess.Popen([*BOTS[request.param], messenger.url, token], start_new_session=True)
    yield token
    os.killpg(process.pid, signal.SIGTERM)  # node runs below a process of its own
    process.wait()


def shown(messenger: Messenger, token: str, text: str) -> dict[str, object]:
    """The only message of the dialog, once it says so."""
    end = time.monotonic() + SECONDS
    while True:
        messages = messenger.play("dialog", token=token, user_id=REPRESENTATIVE)["messages"]
        if [each["text"] for each in messages] == [text]:
            return messages[0]
        assert time.monotonic() < end, f"«{text}» expected alone, the dialog holds {messages}"
        time.sleep(0.05)


@pytest.mark.parametrize(("button", "then", "left"), [("Это я", "Все чаты вступлены", 1), ("Не я", "Не вы", 0)])
def test_a_bot_asks_is_answered_and_edits_its_message(
    messenger: Messenger, token: str, button: str, then: str, left: int
) -> None:
    messenger.play("start", token=token, user_id=REPRESENTATIVE, payload="i-1")
    asked = shown(messenger, token, "Приглашение i-1")
    messenger.play("press", token=token, user_id=REPRESENTATIVE, button=button)
    told = shown(messenger, token, then)
    assert told["mid"] == asked["mid"]
    assert len([one for row in told["buttons"] for one in row]) == left
