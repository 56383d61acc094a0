"""Uploads when workers die or meet, when files are bad, when strangers come by, and when they grow old."""

import csv
import threading
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from supervision.actions import upload_progress, uploads
from supervision.enums import Role, UploadState
from supervision.errors import Refused
from supervision.models import Event, House, ImportRun, Region, Upload
from supervision.registry import background, record
from supervision.registry.background import Worker
from supervision.registry.sources import housing_stock
from supervision.tasks import delete_old_uploads
from tests.frt_files import house, houses_file, street, text, written, zipped
from tests.register_files import OLD, licence, premises, stock_file, workbook
from tests.uploading import NEW, Desk, worked_on
from tests.world import World

NAME = "export-reestrmkd-55-20261101"
PATIENCE_SECONDS = 60  # of a test with a thread; nothing here depends on how fast the machine is


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "stored"
    return settings.MEDIA_ROOT


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world.region)


def houses(folder: Path, count: int = 3) -> Path:
    return houses_file(folder, street(count), day="20261101")


def stored_files(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


# --- workers -------------------------------------------------------------------------------------------------------


def test_the_upload_of_a_killed_worker_is_taken_up_again(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.upload(houses(tmp_path))
    assert upload_progress.begin(upload)  # and nothing more is heard of it
    assert background.waiting_regions() == []
    assert worked_on(upload).state == UploadState.READING
    world.wait(seconds=upload_progress.SILENCE_SECONDS)
    assert background.waiting_regions() == ["55"]
    assert worked_on(upload).state == UploadState.READ


def test_an_apply_that_was_killed_is_done_once(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    desk.press(upload, "apply", seen=upload.report["digest"])
    upload.refresh_from_db()
    assert upload_progress.begin(upload)
    world.wait(seconds=upload_progress.SILENCE_SECONDS)
    assert worked_on(upload).state == UploadState.APPLIED
    world.wait(seconds=upload_progress.SILENCE_SECONDS)
    assert worked_on(upload).state == UploadState.APPLIED
    assert ImportRun.objects.count() == 1


def test_a_file_that_kills_its_workers_is_not_tried_for_ever(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.upload(houses(tmp_path))
    for _attempt in range(upload_progress.MOST_ATTEMPTS):
        assert upload_progress.begin(upload)
        world.wait(seconds=upload_progress.SILENCE_SECONDS)
    assert worked_on(upload).state == UploadState.FAILED
    assert "3" in upload.message
    assert background.waiting_regions() == []


def test_two_workers_never_read_the_same(committed_world: World, tmp_path: Path) -> None:
    desk = Desk(committed_world.region)
    upload = desk.upload(houses(tmp_path))
    start = threading.Barrier(3)
    begun: list[bool] = []

    def run() -> None:
        mine = Upload.objects.get(pk=upload.pk)
        start.wait(timeout=PATIENCE_SECONDS)
        begun.append(upload_progress.begin(mine))
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=PATIENCE_SECONDS)
    assert sorted(begun) == [False, False, True]


def test_while_a_region_is_worked_on_nobody_else_begins(committed_world: World, tmp_path: Path) -> None:
    """The second worker meets the first one at its file, which is held open by a lock of the region."""
    desk = Desk(committed_world.region)
    upload = desk.upload(houses(tmp_path))
    with background._turn("55") as is_ours:
        assert is_ours
        other = threading.Thread(target=lambda: (background.work_on("55"), connections.close_all()))
        other.start()
        other.join(timeout=PATIENCE_SECONDS)
        upload.refresh_from_db()
        assert upload.state == UploadState.WAITING
    assert worked_on(upload).state == UploadState.READ


def test_an_import_by_the_command_only_delays_the_upload(committed_world: World, tmp_path: Path) -> None:
    world, desk = committed_world, Desk(committed_world.region)
    upload = desk.read(houses(tmp_path))
    held, done = threading.Event(), threading.Event()

    def command() -> None:
        with record.one_at_a_time(world.region):
            held.set()
            done.wait(timeout=PATIENCE_SECONDS)
        connection.close()

    other = threading.Thread(target=command)
    other.start()
    held.wait(timeout=PATIENCE_SECONDS)
    assert desk.apply(upload).state == UploadState.APPLYING
    done.set()
    other.join(timeout=PATIENCE_SECONDS)
    world.wait(seconds=upload_progress.SILENCE_SECONDS)
    assert worked_on(upload).state == UploadState.APPLIED


def test_what_was_given_up_while_it_was_read_stays_given_up(desk: Desk, tmp_path: Path) -> None:
    upload = desk.upload(houses(tmp_path))
    assert upload_progress.begin(upload)
    uploads.cancel(upload, by=desk.user)
    upload_progress.show(upload, {"counts": {}})
    upload.refresh_from_db()
    assert (upload.state, upload.report) == (UploadState.CANCELLED, {})


def test_streamed_files_tell_how_far_they_are(tmp_path: Path) -> None:
    lines = [premises(number, flat) for number in range(1, 60) for flat in range(1, 40)]
    path = stock_file(tmp_path, lines, day="02-11-2026")
    shares: list[float] = []
    housing_stock.read(zipped(tmp_path / "stock.zip", {path.name: path.read_bytes()}), shares.append)
    assert len(shares) > 1
    assert shares[-1] == max(shares) == 1
    assert min(shares) > 0


def test_progress_is_noted_and_keeps_the_upload_alive(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.upload(houses(tmp_path))
    upload_progress.begin(upload)
    world.wait(seconds=upload_progress.SILENCE_SECONDS - 1)
    Worker(upload).read(0.5)
    world.wait(seconds=upload_progress.SILENCE_SECONDS - 1)
    assert desk.progress(upload).json()["percent"] == 45
    assert background.waiting_regions() == []


def test_the_page_asks_for_progress_without_inline_scripts(desk: Desk, tmp_path: Path) -> None:
    upload = desk.upload(houses(tmp_path))
    page = desk.page(upload).content.decode()
    assert f'data-progress-url="/admin/supervision/upload/{upload.pk}/progress/"' in page
    assert '<meta http-equiv="refresh"' in page
    assert desk.progress(upload).json()["goes_on"]
    worked_on(upload)
    assert desk.progress(upload).json()["percent"] == 100
    assert "data-progress-url" not in desk.page(upload).content.decode()


def test_beat_wakes_a_region_only_where_something_waits(desk: Desk, tmp_path: Path) -> None:
    assert background.waiting_regions() == []
    desk.upload(houses(tmp_path))
    assert background.waiting_regions() == ["55"]


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
        (bomb, "unpacks to more than"),
        (cut, "cut off or damaged"),
        (other_region, "region 54"),
        (lambda folder: written(folder / f"{NAME}.csv", "nothing\nof use"), "column"),
        (lambda folder: written(folder / f"{NAME}.csv", b"\0" * 10_000), "zero bytes"),
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
    answer = desk.post(written(tmp_path / f"{NAME}.csv", b"x" * (3 * 1024 * 1024)))
    assert answer.status_code == 200
    assert "1" in answer.context["form"].errors["file"][0]
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


# --- people --------------------------------------------------------------------------------------------------------


def test_a_stranger_finds_nothing(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    stranger = Desk(Region.objects.get(pk="54"))
    assert stranger.page(upload).status_code == 404
    assert stranger.progress(upload).status_code == 404
    assert stranger.remarks(upload, "csv").status_code == 404
    assert stranger.press(upload, "apply", seen=upload.report["digest"]).status_code == 404
    stranger.region = world.region
    assert stranger.post(houses(tmp_path)).context["form"].errors["region"]


def test_a_reader_sees_and_changes_nothing(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    analyst = Desk(world.region, Role.ANALYST)
    page = analyst.page(upload)
    assert page.status_code == 200
    assert "press/apply" not in page.content.decode()
    assert analyst.press(upload, "apply", seen=upload.report["digest"]).status_code == 403
    assert analyst.client.get(reverse(NEW)).status_code == 403
    assert analyst.post(houses(tmp_path)).status_code == 403


def test_who_is_not_signed_in_is_asked_to(world: World) -> None:
    assert Client().get(reverse(NEW)).status_code == 302


def test_every_step_is_on_record(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    desk.apply(upload)
    names = list(Event.objects.filter(by=desk.user).order_by("pk").values_list("name", flat=True))
    assert names == ["upload.taken", "upload.confirmed", "register.imported"]


# --- age -----------------------------------------------------------------------------------------------------------


def test_old_files_are_deleted_and_their_record_stays(
    world: World, desk: Desk, tmp_path: Path, storage: Path, settings: Any
) -> None:
    applied, waiting = desk.apply(desk.read(houses(tmp_path))), desk.upload(houses(tmp_path))
    world.wait(days=settings.UPLOAD_KEEP_DAYS - 1)
    delete_old_uploads()
    assert len(stored_files(storage)) == 2
    world.wait(days=2)
    delete_old_uploads()
    assert stored_files(storage) == []
    assert set(Upload.objects.values_list("pk", "state")) == {(applied.pk, "applied"), (waiting.pk, "cancelled")}
    assert desk.page(applied).status_code == 200


def test_a_file_that_was_deleted_cannot_be_read_again(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(cut(tmp_path))
    world.wait(days=40)
    delete_old_uploads()
    with pytest.raises(Refused):
        uploads.read_again(upload, by=desk.user)
