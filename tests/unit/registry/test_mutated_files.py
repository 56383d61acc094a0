"""Mutated files of every kind are read or refused in words, in bounded time (`tests/fuzzing.py`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.errors import BadFile
from supervision.registry.sources import chat_lists, frt, housing_stock, licences, people, recognise
from tests.fuzzing import FILES, KINDS, SECONDS_FOR_ONE, Watch, mutated
from tests.spoiling import Sound

READERS: dict[str, Callable[[Path], Any]] = {
    "frt_houses": frt.read_houses,
    "frt_organisations": frt.read_organisations,
    "licences": licences.read,
    "housing_stock": housing_stock.read,
    "inspectors": people.read,
    "representatives": people.read,
    "chats": chat_lists.read,
}


@pytest.mark.parametrize("sound", KINDS, ids=[sound.kind.name for sound in KINDS])
def test_a_mutated_file_is_read_or_refused_in_words(tmp_path: Path, sound: Sound) -> None:
    watch, read = Watch(), 0
    for number in range(FILES):
        path = mutated(sound, number, tmp_path)

        def look(path: Path = path) -> None:
            nonlocal read
            recognise.sort_of(path)
            recognise.kind_of(path)
            try:
                READERS[sound.kind.name](path)
                read += 1
            except BadFile as error:
                assert str(error).strip()

        watch.time(look)
        assert watch.slowest < SECONDS_FOR_ONE, number
    watch.tell(f"{sound.kind.name}, {read} of them read")
    assert 0 < read < FILES
