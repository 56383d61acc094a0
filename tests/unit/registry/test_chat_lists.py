"""Lists of existing chats: what is understood, what is told of the lines that are not."""

from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter

from supervision.errors import BadFile
from supervision.registry.sources import chat_lists
from supervision.registry.sources.chat_lists import chat_named
from tests.frt_files import guid, written


def read(folder: Path, text: str) -> chat_lists.ChatList:
    return chat_lists.read(written(folder / "chats.csv", text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-70000000000005", -70000000000005),
        (" - 70 000 000 000 005 ", -70000000000005),
        ("−70000000000005", -70000000000005),
        ("-70000000000005.0", -70000000000005),
        ("https://max.ru/join/AbC_d-9", "https://max.ru/join/AbC_d-9"),
        ("http://www.MAX.ru/join/AbC/?utm=1", "https://max.ru/join/AbC"),
        ("max.ru/join/AbC#x", "https://max.ru/join/AbC"),
    ],
)
def test_a_chat_is_named_by_its_id_or_its_link(typed: str, meant: int | str) -> None:
    assert chat_named(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "0", "9223372036854775808", "1.5", "дом 5", "https://max.ru/other/AbC", "https://max.ru.evil.ru/join/AbC",
     "https://evil.ru/max.ru/join/AbC", "https://max.ru/join/", "٣"],
)  # fmt: skip
def test_anything_else_is_no_chat(typed: str) -> None:
    with pytest.raises(ValueError):
        chat_named(typed)


@pytest.mark.parametrize(
    "table",
    [
        "ФИАС GUID;Чат\n{house};-7",
        "houseguid,link\n{house},-7",
        "Дом;Адрес;Ссылка на чат\n{house};ул. Мира;-7",
        "chat id;house guid\n-7;{house}",
    ],
)
def test_captions_are_understood_in_both_languages_and_any_order(tmp_path: Path, table: str) -> None:
    line = read(tmp_path, table.format(house=guid(1))).lines[0]
    assert (line.house, line.chat) == (UUID(guid(1)), -7)


def test_a_bad_line_keeps_its_number_and_says_what_is_wrong(tmp_path: Path) -> None:
    found = read(tmp_path, f"ФИАС;Чат\n{guid(1)};-5\n\nнет;-6\n{guid(2)};дом\n{guid(3)}\n").lines
    assert [(line.line, bool(line.problem)) for line in found] == [(2, False), (4, True), (5, True), (6, True)]
    assert "ФИАС GUID" in found[1].problem
    assert (found[2].house_typed, found[2].chat_typed) == (guid(2), "дом")


def test_a_workbook_with_a_title_above_the_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chats.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Список чатов города"])
        sheet.write_row(2, 0, ["ФИАС GUID", "ID чата"])
        sheet.write_row(3, 0, [guid(1), -70000000000005])
    line = chat_lists.read(path).lines[0]
    assert (line.line, line.house, line.chat) == (4, UUID(guid(1)), -70000000000005)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("ФИАС;Чат\n", "no_rows"), ("ФИАС;Адрес\n1;2\n", "missing_column")]
)
def test_what_is_no_such_list_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(tmp_path, text)
    assert caught.value.code == code
