"""Uploads when workers die or meet, when strangers come by, and when files grow old."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.actions import uploads
from supervision.enums import Role, UploadState
from supervision.errors import Refused
from supervision.imports import background, import_record, upload_progress
from supervision.imports.background import Worker
from supervision.models import Event, House, ImportRun, Region, Upload
from supervision.registry.sources import housing_stock
from supervision.tasks import delete_old_uploads
from tests.browsing import sign_in
from tests.frt_files import zipped
from tests.register_files import premises, stock_file
from tests.uploading import NEW, Desk, desk, houses, storage, stored_files, worked_on
from tests.world import World

__all__ = ["desk", "storage"]

NAME = "export-reestrmkd-55-20261101"
PATIENCE_SECONDS = 60  # of a test with a thread; nothing here depends on how fast the machine is


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


def test_uploads_never_take_every_worker(transactional_db: None) -> None:
    taken: list[bool] = []
    everybody_asked = threading.Barrier(background.AT_ONCE + 1)

    def work(region: str) -> None:
        with background._turn(region) as is_ours:
            taken.append(is_ours)
            everybody_asked.wait(timeout=PATIENCE_SECONDS)
        connection.close()

    workers = [threading.Thread(target=work, args=[region]) for region in ("54", "55", "70")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=PATIENCE_SECONDS)
    assert sorted(taken) == [False, True, True]


def test_an_import_by_the_command_only_delays_the_upload(committed_world: World, tmp_path: Path) -> None:
    world, desk = committed_world, Desk(committed_world.region)
    upload = desk.read(houses(tmp_path))
    held, done = threading.Event(), threading.Event()

    def command() -> None:
        with import_record.one_at_a_time(world.region):
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


@pytest.mark.parametrize("loses", ["the login", "the role"])
def test_a_file_whose_confirmer_may_it_no_more_is_not_applied(
    world: World, desk: Desk, tmp_path: Path, loses: str
) -> None:
    upload = desk.read(houses(tmp_path))
    desk.press(upload, "apply", seen=upload.report["digest"])
    upload.refresh_from_db()
    assert (upload.state, upload.confirmed_by) == (UploadState.APPLYING, desk.user)
    if loses == "the login":
        User.objects.filter(pk=desk.user.pk).update(is_active=False)
    else:
        access.withdraw_role(desk.user, desk.region)
    assert worked_on(upload).state == UploadState.FAILED and upload.message
    assert not ImportRun.objects.exists() and not House.objects.exists()


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


def test_for_an_analyst_there_are_no_uploads(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    analyst = Desk(world.region, Role.ANALYST)
    assert analyst.page(upload).status_code == 404
    assert analyst.press(upload, "apply", seen=upload.report["digest"]).status_code == 404
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
    sign_in(desk.client, desk.user)  # a month ago is long for a session
    assert desk.page(applied).status_code == 200


def test_a_file_that_was_deleted_cannot_be_read_again(world: World, desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    world.wait(days=40)
    delete_old_uploads()
    with pytest.raises(Refused):
        uploads.read_again(upload, by=desk.user)
