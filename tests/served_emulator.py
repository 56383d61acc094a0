"""The world's emulator over HTTP on loopback, for what opens its own way to the messenger: pages, commands, tasks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.server import listen, server


@contextmanager
def served(emulator: Emulator) -> Iterator[str]:
    """Gives the address; the server stops with the block."""
    listener = listen("127.0.0.1", 0)
    serving = server(emulator)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        serving.should_exit = True
        thread.join(timeout=60)
        listener.close()
