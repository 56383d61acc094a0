"""Bytes of any kind: read as what was meant, or refused in words with the line, whatever kind of file they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.errors import BadFile
from supervision.registry.sources import chat_lists, encoding, frt, housing_stock, licences, people
from supervision.registry.sources.files import OpenedFile

USUAL_ENCODINGS = [
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    *("cp1251", "koi8-r", "cp866", "mac_cyrillic"),
]
REPRESENTATIVES = "ИНН;ФИО;ID в MAX\r\n7830002293;Иванова Мария;100200300\r\n"
INSPECTORS = "ФИО;Должность;ID в MAX;Муниципальные образования\r\nИванова Мария;инспектор;100200300;г. Омск\r\n"
CHATS = "ФИАС GUID;Чат\r\na0000000-0000-4000-8000-000000000001;-70800000000001\r\n"
LISTS: list[tuple[str, Callable[[Path], Any]]] = [
    (REPRESENTATIVES, people.read),
    (INSPECTORS, people.read),
    (CHATS, chat_lists.read),
]
ABOVE = ["", "{d}{d}\n", "sep={d}\n", "Список, по состоянию на 1; 2 и 3\n", '"Приложение; 1"\n\n']
WORDS = ["ИНН", "ФИО", "Чат", "Дом", "ФИАС", "Организация", "Мира", "Омск", "Иванова", "Должность"]
ANY_BYTES = st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))
READERS = [people.read, chat_lists.read, frt.read_houses, frt.read_organisations, licences.read, housing_stock.read]


def rows(found: Any) -> int:
    """Those that say something: not the ones that were left out as examples of the template, or could not be read."""
    if isinstance(found, chat_lists.ChatList):
        return sum(not line.problem for line in found.lines)
    return len(found.rows)


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    return path


def refused(read: Callable[[Path], Any], path: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize("name", USUAL_ENCODINGS)
@pytest.mark.parametrize("change", [str, str.upper, str.lower], ids=["as typed", "capitals", "small letters"])
@pytest.mark.parametrize(("text", "read"), LISTS, ids=["representatives", "inspectors", "chats"])
def test_a_short_list_is_read_in_every_usual_encoding(
    tmp_path: Path, text: str, read: Callable[[Path], Any], change: Callable[[str], str], name: str
) -> None:
    assert rows(read(saved(tmp_path, change(text).encode(name)))) == 1


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "above", ["", "{d}{d}\n", "sep={d}\n", "Список, по состоянию на 1; 2 и 3\n", '"Приложение; 1"\n\n']
)
@pytest.mark.parametrize(("text", "read"), LISTS, ids=["representatives", "inspectors", "chats"])
def test_separators_line_ends_and_titles_of_every_kind_are_understood(
    tmp_path: Path, text: str, read: Callable[[Path], Any], delimiter: str, ends: str, above: str
) -> None:
    whole = above.format(d=delimiter) + text.replace("\r\n", "\n").replace(";", delimiter)
    found = read(saved(tmp_path, whole.replace("\n", ends).encode("utf-8-sig")))
    assert rows(found) == 1


@pytest.mark.parametrize(("text", "read"), LISTS, ids=["representatives", "inspectors", "chats"])
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: text.encode("utf-16") + b"\n", id="half a character at the end"),
        pytest.param(lambda text: text.encode("utf-16-le")[:-3], id="cut in a character, no mark"),
        pytest.param(lambda text: text.encode("utf-16") + b"\x00\xd8\n\x00", id="half a surrogate"),
        pytest.param(lambda text: text.encode() + "Иван".encode()[:-1] + b"\r\n", id="half a letter"),
        pytest.param(lambda text: text.replace("003", "0\x003").replace("0000", "0\x000").encode(), id="NUL"),
        pytest.param(
            lambda text: text.replace("003", "0\ufffd3").replace("0000", "0\ufffd0").encode(), id="a lost letter"
        ),
    ],
)
def test_what_is_no_text_is_refused_in_words_with_the_line(
    tmp_path: Path, text: str, read: Callable[[Path], Any], spoil: Callable[[str], bytes]
) -> None:
    error = refused(read, saved(tmp_path, spoil(text)))
    assert error.code in {"encoding", "spoilt"}
    assert error.line in {2, 3}


@pytest.mark.parametrize("read", READERS, ids=lambda read: f"{read.__module__.rsplit('.', 1)[1]}.{read.__name__}")
def test_a_refusal_for_want_of_columns_names_what_was_found(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    error = refused(read, saved(tmp_path, "Номер п/п;Цвет;Вес\n1;синий;3\n".encode()))
    assert error.code == "missing_column"
    assert "цвет" in error.message.lower()


@pytest.mark.parametrize("read", READERS, ids=lambda read: f"{read.__module__.rsplit('.', 1)[1]}.{read.__name__}")
@settings(max_examples=150, deadline=None)
@given(data=ANY_BYTES)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, read: Any, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "list.csv"
    path.write_bytes(data)
    try:
        read(path)
    except BadFile as error:
        assert str(error)


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=4, unique=True))
@pytest.mark.parametrize("name", ["cp1251", "koi8-r", "cp866"])
def test_a_code_page_is_told_by_the_letters_of_a_few_words(name: str, words: list[str]) -> None:
    text = ";".join(words)
    found = encoding.detect(OpenedFile("list.csv", "", text.encode(name), ""))
    assert text.encode(name).decode(found) == text
