"""Templates: the reader of every kind of file takes its own, and a file of another kind is told what it is."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.registry import templates
from supervision.registry.file_rows import RowIssue
from supervision.registry.sources import chat_lists, frt, housing_stock, licences, people, recognise
from supervision.registry.sources.declared import KindOfFile
from supervision.registry.sources.kinds import BY_NAME, KINDS
from supervision.registry.sources.recognise import Sort

READERS: dict[str, Callable[[Path], Any]] = {
    "frt_houses": frt.read_houses,
    "frt_organisations": frt.read_organisations,
    "licences": licences.read,
    "housing_stock": housing_stock.read,
    "inspectors": people.read,
    "representatives": people.read,
    "chats": chat_lists.read,
}
SORTS = {"inspectors": Sort.PEOPLE, "representatives": Sort.PEOPLE, "chats": Sort.CHATS}
REGISTERS = {"licences": ImportKind.LICENCES, "housing_stock": ImportKind.HOUSING_STOCK}
IDS = [kind.name for kind in KINDS]


def read(kind: KindOfFile, path: Path) -> tuple[list[Any], list[RowIssue]]:
    """Rows that are used, and everything that is remarked."""
    found = READERS[kind.name](path)
    if isinstance(found, chat_lists.ChatList):
        return [line for line in found.lines if not line.problem], []
    tables = [found.table] if isinstance(found, frt.Export) else getattr(found, "tables", [found])
    return list(found.rows), [issue for table in tables for issue in table.issues]


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "from a template.xlsx"
    path.write_bytes(data)
    return path


def filled(kind: KindOfFile, lines: list[tuple[str, ...]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, kind.header)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, line)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_reader_accepts_its_own_template_and_leaves_the_examples_out(tmp_path: Path, kind: KindOfFile) -> None:
    rows, issues = read(kind, saved(tmp_path, templates.workbook(kind)))
    assert rows == []
    assert {issue.code for issue in issues} <= {"example"}
    assert len(issues) == (0 if kind.name == "chats" else len(kind.lines))


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_lines_written_over_the_examples_are_read_without_a_remark(tmp_path: Path, kind: KindOfFile) -> None:
    changed = {"000000000001": "00000000000a", "000000000002": "00000000000b", "Отчество": "Иная", "1002003": "1002004"}

    def another(cell: str) -> str:
        for old, new in changed.items():
            cell = cell.replace(old, new)
        return cell.replace("Пример", "Другая").replace("Образец", "Третья").replace("Имя", "Слово")

    lines = [tuple(map(another, line)) for line in kind.lines]
    assert not set(lines) & set(kind.lines)
    rows, issues = read(kind, saved(tmp_path, filled(kind, lines)))
    assert issues == []
    assert len(rows) == (1 if kind.name == "housing_stock" else 2)  # the second line is a flat of the first one


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_template_is_recognised_as_what_it_is(tmp_path: Path, kind: KindOfFile) -> None:
    path = saved(tmp_path, templates.workbook(kind))
    assert recognise.sort_of(path) is SORTS.get(kind.name, Sort.REGISTER)
    if kind.name not in SORTS:
        assert recognise.kind_of(path) is REGISTERS.get(kind.name, ImportKind.FRT)


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_every_column_is_explained_with_every_caption(kind: KindOfFile) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(templates.workbook(kind)))
    cells = {row[0]: row[1:] for row in book.get_sheet_by_index(1).to_python() if row[0]}
    for column in kind.columns.values():
        assert cells[column.captions[0]][1] == str(column.meaning)
        assert all(caption in cells[column.captions[0]][2] for caption in column.captions[1:])


@pytest.mark.parametrize("read_as", READERS)
@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_file_of_another_kind_is_named_as_what_it_is(tmp_path: Path, kind: KindOfFile, read_as: str) -> None:
    if READERS[read_as] is READERS[kind.name]:
        return
    with pytest.raises(BadFile) as caught:
        READERS[read_as](saved(tmp_path, templates.workbook(kind)))
    assert caught.value.code == "missing_column"
    assert str(BY_NAME[kind.name].title) in caught.value.message


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_a_missing_column_is_named_with_what_was_found_instead(tmp_path: Path, kind: KindOfFile) -> None:
    for place, column in enumerate(kind.columns.values()):
        if not column.is_needed or (kind.name == "licences" and place == 0):
            continue
        line = tuple("Чужой столбец" if at == place else cell for at, cell in enumerate(kind.header))
        path = tmp_path / "x.csv"
        delimiter = "|" if kind.name == "housing_stock" else ";"
        path.write_bytes("\r\n".join([delimiter.join(line), delimiter.join(kind.lines[0])]).encode("utf-8-sig"))
        with pytest.raises(BadFile) as caught:
            READERS[kind.name](path)
        assert column.captions[0].lower() in caught.value.message.lower()
        assert "чужой столбец" in caught.value.message.lower() or place > 11
