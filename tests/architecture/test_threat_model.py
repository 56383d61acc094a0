"""The table of threats names the tests that fail when a defence does: each exists, by its name, once."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

DOCUMENT = ROOT / "docs" / "threat-model.md"
TITLE = "## Who, what for, and what stops them"
NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)::(test_\w+)`")
NOTHING = "none"


def rows() -> list[tuple[str, str]]:
    """Who, and the cell that says by which tests it is shown."""
    table = DOCUMENT.read_text(encoding="utf-8").split(TITLE)[1].split("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| **")]
    return [(each[0].strip("*"), each[-1].strip()) for each in cells]


def named_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def files_with(file: str, test: str) -> list[Path]:
    found = [path for path in (ROOT / "tests").rglob("test_*.py") if f"/{path.relative_to(ROOT)}".endswith(f"/{file}")]
    return [path for path in found if test in named_in(path)]


def untrue(cell: str) -> Iterator[str]:
    """What stands in the cell and is no test, or could be several."""
    if cell == NOTHING:
        return
    if not NAMED.search(cell) or NAMED.sub("", cell).strip(" ,"):
        yield cell
    yield from (f"{file}::{test}" for file, test in NAMED.findall(cell) if len(files_with(file, test)) != 1)


@pytest.mark.parametrize(("who", "cell"), rows(), ids=[who[:40] for who, _cell in rows()])
def test_what_a_row_is_shown_by_is_there(who: str, cell: str) -> None:
    assert list(untrue(cell)) == []


def test_the_table_is_read() -> None:
    assert len(rows()) > 20
    assert sum(cell == NOTHING for _who, cell in rows()) == 1, "the messenger's operator alone"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "`test_seals.py`",
        "`test_seals.py::test_of_nobody`",
        "`test_nobody_here.py::test_a_whole_record_holds`",
        "`test_seals.py::test_a_whole_record_holds` and others",
    ],
)
def test_a_row_that_names_no_test_is_found(cell: str) -> None:
    assert list(untrue(cell))
