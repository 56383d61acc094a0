"""How a call of tests/deeds.py is written: what has to be there before, and the act on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browsing import browser_of
from tests.deed_scenes import administrator
from tests.world import World

Call = Callable[[], object]
Deed = Callable[[World, Path], Call]


def post(w: World, path: str, **form: str) -> Call:
    """A click of an administrator's."""
    client = browser_of(administrator(w))
    return lambda: read_whole(client.post(path, form))


def read_whole(answer: Any) -> None:
    """A file that is streamed is closed at its end."""
    if answer.streaming:
        b"".join(answer.streaming_content)


def on(make: Callable[[World], object], act: Callable[..., object], name: str = "", **given: object) -> Deed:
    """`act` on what `make` has made (its parameter `name`, or the first), by the world's head."""

    def deed(w: World, folder: Path) -> Call:
        made = make(w)
        values = {key: value(w) if callable(value) else value for key, value in given.items()}
        return lambda: act(**{name: made}, by=w.by, **values) if name else act(made, by=w.by, **values)

    return deed
