"""Who is told when a file ends, and when it brings that a company has lost its licence."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from supervision.enums import Role, UploadState
from supervision.models import Notice, Organisation
from supervision.notice_kinds import NoticeKind
from tests.frt_files import houses_file, street
from tests.licence_registers import load, load_frt
from tests.news import kinds, with_login
from tests.register_files import OLD, licence
from tests.uploading import Desk, worked_on
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


def test_whoever_brought_a_file_hears_that_it_was_read_and_that_it_was_applied(world: World, tmp_path: Path) -> None:
    desk = Desk(world.region)
    upload = desk.read(houses_file(tmp_path, street(3)))
    told = Notice.objects.get(user=desk.user)
    assert (told.kind, told.subject, told.occasion) == (NoticeKind.IMPORT, str(upload.pk), UploadState.READ)
    desk.apply(upload)
    told.refresh_from_db()
    assert told.occasion == UploadState.APPLIED
    assert Notice.objects.count() == 1


def test_a_file_that_cannot_be_read_is_told_too(world: World, tmp_path: Path) -> None:
    desk = Desk(world.region)
    path = tmp_path / "export-reestrmkd-55-20261101.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    desk.read(path)
    assert list(Notice.objects.values_list("occasion", flat=True)) == [UploadState.FAILED]


def test_heads_and_the_companys_inspector_hear_of_a_licence_that_ended(world: World, tmp_path: Path) -> None:
    load_frt(tmp_path, street(6))
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    inspector, petrova = with_login(world, "Петрова", zone=False)
    _other, stranger = with_login(world, "Другой", zone=False)
    Organisation.objects.filter(name=OLD[1]).update(inspector=inspector)
    assert kinds(world.by) == []
    load(tmp_path, licence(OLD, 1, "01.06.2019", status="Прекращена"), day="21.11.2026")
    assert kinds(world.by) == kinds(petrova) == [NoticeKind.LICENCE]
    assert kinds(stranger) == []
    load(tmp_path, licence(OLD, 1, "01.06.2019", status="Прекращена"), day="22.11.2026")
    assert Notice.objects.count() == 2, "it ended once"


def test_a_program_that_sends_a_file_is_told_by_no_bell(world: World, tmp_path: Path) -> None:
    program = User.objects.create_user("program")
    desk = Desk(world.region, Role.INSPECTOR, program)
    upload = desk.upload(houses_file(tmp_path, street(3)))
    User.objects.filter(pk=program.pk).update(is_staff=False)
    worked_on(upload)
    assert Notice.objects.count() == 0
