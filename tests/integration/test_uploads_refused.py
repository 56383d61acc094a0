"""Uploads that cannot be read or kept, and the lists of bad lines that people take along."""

import csv
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from supervision.actions import uploads
from supervision.enums import UploadState
from supervision.models import Event, House, Upload
from supervision.registry.sources.kinds import KINDS
from tests.frt_files import house, houses_file, street, text, written, zipped
from tests.register_files import OLD, licence, workbook
from tests.uploading import Desk, desk, houses, storage, stored_files, worked_on

__all__ = ["desk", "storage"]

NAME = "export-reestrmkd-55-20261101"


# --- bad files -----------------------------------------------------------------------------------------------------


def bomb(folder: Path) -> Path:
    path = folder / "Реестр лицензий 20.11.2026.xlsx"
    with zipfile.ZipFile(BytesIO(workbook([licence(OLD, 1, "01.05.2020")]))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    members["xl/worksheets/sheet1.xml"] = b"<worksheet>" + b" " * 200_000_000 + b"</worksheet>"
    return zipped(path, members)


def cut(folder: Path) -> Path:
    whole = zipped(folder / "whole.zip", {f"{NAME}.csv": text(street(200)).encode()}).read_bytes()
    return written(folder / f"{NAME}.zip", whole[: len(whole) // 2])


def other_region(folder: Path) -> Path:
    return written(folder / "export-reestrmkd-54-20261101.csv", text(street(3)))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (bomb, "распаковывается больше чем"),
        (cut, "обрезан или повреждён"),
        (other_region, "— 54"),
        (lambda folder: written(folder / f"{NAME}.csv", "nothing\nof use"), "не похож ни на один из файлов"),
        (lambda folder: written(folder / f"{NAME}.csv", b"\0" * 10_000), "только нулевые байты"),
    ],
    ids=["bomb", "cut", "region", "columns", "zeros"],
)
def test_a_file_that_cannot_be_read_says_why_on_its_page(desk: Desk, tmp_path: Path, made: Any, words: str) -> None:
    upload = desk.read(made(tmp_path))
    assert upload.state == UploadState.FAILED
    assert words in upload.message
    assert words in desk.page(upload).content.decode()


def test_a_file_that_is_too_large_is_refused_and_not_kept(
    desk: Desk, tmp_path: Path, storage: Path, settings: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = desk.post(written(tmp_path / f"{NAME}.csv", b"x" * (1024 * 1024 + 1)))
    assert answer.status_code == 200
    assert "1" in answer.context["form"].errors["file"][0]
    answer = desk.post(written(tmp_path / f"{NAME}.csv", b"x" * (3 * 1024 * 1024)))
    assert answer.status_code == 413
    assert "слишком велик" in answer.content.decode()
    assert not Upload.objects.exists()
    assert not storage.exists()


def test_a_file_that_vanished_from_storage_is_said_to_have(desk: Desk, tmp_path: Path, storage: Path) -> None:
    upload = desk.upload(houses(tmp_path))
    for path in stored_files(storage):
        path.unlink()
    assert worked_on(upload).state == UploadState.FAILED
    assert "FILES_DIR" in upload.message


def test_a_stored_file_that_changed_after_the_preview_is_not_applied(desk: Desk, tmp_path: Path, storage: Path) -> None:
    upload = desk.read(houses(tmp_path))
    stored_files(storage)[0].write_text(text(street(5)), encoding="utf-8-sig")
    assert desk.apply(upload).state == UploadState.FAILED
    assert not House.objects.exists()


def test_names_are_text_and_never_paths(desk: Desk, tmp_path: Path, storage: Path) -> None:
    path = houses(tmp_path)
    upload = desk.read(path, name=f"<img src=x onerror=alert(1)>{NAME}.csv")
    assert upload.state == UploadState.READ, upload.message
    page = desk.page(upload).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    assert [path.name.isalnum() for path in stored_files(storage)] == [True]
    assert uploads.plain_name("..\\..\\etc\\passwd") == "passwd"


def test_two_files_of_one_name_are_kept_apart(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first, second = houses(tmp_path), houses(tmp_path / "other", 5)
    assert [desk.read(path).report["counts"]["houses"]["added"] for path in (first, second)] == [3, 5]


# --- remarks -------------------------------------------------------------------------------------------------------


@pytest.fixture
def remarked(desk: Desk, tmp_path: Path) -> Upload:
    rows = [*street(40), house(41, houseguid="=HYPERLINK(1)")]
    return desk.read(houses_file(tmp_path, rows, day="20261101"))


def test_bad_lines_are_saved_as_csv_with_numbers_and_reasons(desk: Desk, remarked: Upload) -> None:
    answer = b"".join(desk.remarks(remarked, "csv").streaming_content).decode("utf-8-sig")
    _head, *rows = csv.reader(StringIO(answer), delimiter=";")
    assert [(row[1], bool(row[3])) for row in rows] == [("42", True)]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert Event.objects.get(name="upload.issues_exported").by == desk.user


def test_bad_lines_are_saved_as_a_workbook(desk: Desk, remarked: Upload) -> None:
    answer = b"".join(desk.remarks(remarked, "xlsx").streaming_content)
    rows = CalamineWorkbook.from_filelike(BytesIO(answer)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [42.0]


def test_at_most_a_thousand_remarks_are_kept(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses_file(tmp_path, [house(n, houseguid="no") for n in range(1, 1500)], day="20261101"))
    assert len(upload.report["issues"]) <= 1000


# --- the day of a file whose name does not tell it ------------------------------------------------------------------


@pytest.fixture(params=["дома.csv", "export-reestrmkd-55-20260231.csv", "дома с 01.11.2026 по 20.11.2026.csv"])
def undated(request: pytest.FixtureRequest, desk: Desk, tmp_path: Path) -> Upload:
    """None, none that is one, or several."""
    return desk.read(houses(tmp_path), name=request.param)


def test_a_file_whose_name_tells_no_day_is_asked_for_it(desk: Desk, undated: Upload) -> None:
    page = desk.page(undated).content.decode()
    assert 'type="date" name="as_of" required' in page
    assert "На какой день составлен этот файл?" in page
    assert "Не удалось прочитать" not in page
    desk.press(undated, "again", as_of="2026-11-20")
    read = worked_on(undated)
    assert (read.state, str(read.as_of)) == (UploadState.READ, "2026-11-20")
    desk.apply(read)
    assert House.objects.count() == 3


@pytest.mark.parametrize("day", ["", "завтра", "2026-13-01", "0001-01-01"])
def test_no_day_is_no_answer(desk: Desk, undated: Upload, day: str) -> None:
    answer = desk.press(undated, "again", as_of=day)
    assert "Укажите, на какой день" in answer.content.decode()
    undated.refresh_from_db()
    assert undated.state == UploadState.FAILED


def test_a_day_is_asked_for_only_where_nothing_else_is_wrong(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(written(tmp_path / "x.csv", "Цвет;Вес\n1;2\n"))
    assert 'name="as_of"' not in desk.page(upload).content.decode()


def test_templates_are_offered_and_their_files_can_be_uploaded(desk: Desk, tmp_path: Path) -> None:
    page = desk.client.get("/admin/supervision/upload/new/").content.decode()
    for kind in KINDS:
        url = f"/admin/supervision/upload/template/{kind.name}/"
        assert url in page
        assert desk.client.get(url).content.startswith(b"PK")
    assert desk.client.get("/admin/supervision/upload/template/other/").status_code == 404
