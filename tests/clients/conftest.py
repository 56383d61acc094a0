"""An emulator in a process of its own, and each client in turn pointed at it. Installed by `make test-clients`."""

import os
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from client import Client
from messenger import NEIGHBOUR, OWNER, REPRESENTATIVE, STRANGER, TOKEN, Messenger
from of_maxapi import MaxApi
from official import Official

ROOT = Path(__file__).resolve().parents[2]
CLIENTS: dict[str, Callable[[str, str], Client]] = {"maxapi": MaxApi, "official": Official}
if find_spec("max_client"):  # generated where the schema lies beside the checkout
    from of_schema import OfSchema

    CLIENTS["of_schema"] = OfSchema
NO_SCHEMA = "no schema was beside the checkout when the clients were installed: nothing to generate this client from"


@pytest.fixture(scope="session")
def messenger() -> Iterator[Messenger]:
    # The addresses are never called: they keep the command from starting servers that the emulator has no need of.
    environment = {"HOUSECHATS_LOCAL": "1", "DATABASE_URL": "postgres:///none", "REDIS_URL": "redis://"}
    command = [str(ROOT / ".venv/bin/python"), "manage.py", "emulator", "--port", "0", "--rate", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with process:
        assert process.stdout
        said = process.stdout.readline().split()
        assert len(said) > 2, "the emulator did not start; its words are above"
        with httpx.Client(trust_env=False) as http:
            yield Messenger(said[2].rstrip("/"), http)
        process.terminate()


@pytest.fixture(scope="session", params=["maxapi", "of_schema", "official"])
def make_client(request: pytest.FixtureRequest, messenger: Messenger) -> Iterator[Callable[[str], Client]]:
    if request.param not in CLIENTS:
        pytest.skip(NO_SCHEMA)
    # maxapi 1.2.3 is older than November 2026 and takes no `bot_added` without the one who added the bot
    messenger.play("switch", bot_added_by=request.param == "maxapi")
    made: list[Client] = []

    def make(token: str) -> Client:
        made.append(CLIENTS[request.param](messenger.url, token))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture(scope="session")
def client(make_client: Callable[[str], Client]) -> Client:
    return make_client(TOKEN)


@pytest.fixture(scope="session")
def stranger(make_client: Callable[[str], Client]) -> Client:
    """The same client with the token of a bot that is in no chat."""
    return make_client(STRANGER)


@pytest.fixture
def chat_id(messenger: Messenger) -> int:
    """A house chat with its owner, the bot as administrator, a neighbour and a representative of the company."""
    chat_id = messenger.play("chat", owner_id=OWNER, title="Дом 1", token=TOKEN)["chat_id"]
    for user_id in (NEIGHBOUR, REPRESENTATIVE):
        messenger.play("join", chat_id=chat_id, user_id=user_id)
    return chat_id
