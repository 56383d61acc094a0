"""A house number of which a spreadsheet made a date changes nothing until a person says which number it was."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from supervision.actions import uploads
from supervision.enums import UploadState
from supervision.errors import Refused
from supervision.models import Event, House, Upload
from tests.frt_files import AUGUST, guid, house, houses_file
from tests.import_command import codes, refused, run
from tests.register_files import OLD, licence, licences_file
from tests.uploading import Desk, worked_on
from tests.world import World

SOUND = 12


@pytest.fixture(autouse=True)
def known(tmp_path: Path, settings: Any, world: World) -> None:
    """Known: д. 5-1 and д. 7 of ул. Мира."""
    settings.MEDIA_ROOT = tmp_path / "stored"
    run(houses_file(tmp_path, [house(1, house_number="5-1"), house(2, house_number="7")]), "--apply")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world.region)


def spoilt(folder: Path) -> Path:
    """Both known ones with a date, and two that are new."""
    lines = (house(1, house_number="05.янв"), house(2, house_number="07.фев"), house(3, house_number="2026-05-12"))
    whole = "обл. Омская, г. Омск, ул. Мира, д. 9-3"
    others = [house(number) for number in range(5, 5 + SOUND)]  # of more bad lines a file is not believed
    return houses_file(folder, [*lines, house(4, house_number="09.мар", address=whole), *others], day=AUGUST)


def asked(upload: Upload) -> list[tuple[str, str]]:
    return [(each["guid"], each["likely"]) for each in upload.report["dated_numbers"]]


def addresses() -> dict[str, str]:
    """Of those houses that stand in the file beside the sound ones."""
    rows = House.objects.filter(fias_guid__lt=guid(5)).values_list("fias_guid", "address")
    return {str(fias_guid): address.removeprefix("г. Омск, ул. Мира, ") for fias_guid, address in rows}


def confirm(desk: Desk, upload: Upload, **numbers: str) -> Any:
    return desk.press(upload, "numbers", **{f"number-{guid(int(name[1:]))}": text for name, text in numbers.items()})


def test_a_number_that_nothing_tells_is_asked_with_a_proposal(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(spoilt(tmp_path))
    assert asked(upload) == [(guid(2), "7/2"), (guid(3), "12/5"), (guid(4), "9-3")], "5-1 is known, and could be it"
    page = desk.page(upload).content.decode()
    assert f'name="number-{guid(3)}" value="12/5"' in page
    assert f"number-{guid(1)}" not in page


def test_unconfirmed_it_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    assert desk.apply(desk.read(spoilt(tmp_path))).state == UploadState.APPLIED
    assert addresses() == {guid(1): "д. 5-1", guid(2): "д. 7"}


def test_confirmed_it_is_shown_and_then_applied(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(spoilt(tmp_path))
    before = upload.report["digest"]
    confirm(desk, upload, h2="7/2", h3="12-5", h4="")
    upload = worked_on(upload)
    assert (upload.state, asked(upload)) == (UploadState.READ, [(guid(4), "9-3")])
    assert addresses() == {guid(1): "д. 5-1", guid(2): "д. 7"}, "only shown"
    page = desk.page(upload).content.decode()
    assert "ул. Мира, д. 12-5" in page and "ул. Мира, д. 7/2" in page
    assert upload.report["digest"] != before
    assert desk.apply(upload).state == UploadState.APPLIED
    assert addresses() == {guid(1): "д. 5-1", guid(2): "д. 7/2", guid(3): "д. 12-5"}
    event = Event.objects.get(name="upload.read_again")
    assert (event.by, event.details["numbers"]) == (desk.user, {guid(2): "7/2", guid(3): "12-5"})


def test_what_was_confirmed_stays_confirmed_when_the_next_are(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(spoilt(tmp_path))
    confirm(desk, upload, h3="12-5")
    confirm(desk, worked_on(upload), h2="7/2", h4="9-3")
    upload = worked_on(upload)
    assert asked(upload) == []
    assert desk.apply(upload).state == UploadState.APPLIED
    assert addresses()[guid(3)] == "д. 12-5" and addresses()[guid(4)] == "д. 9-3"


def test_what_was_shown_without_the_numbers_is_not_applied_with_them(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(spoilt(tmp_path))
    seen = upload.report["digest"]
    confirm(desk, upload, h3="12-5")
    upload = worked_on(upload)
    with pytest.raises(Refused):
        uploads.confirm(upload, seen=seen, by=desk.user)


@pytest.mark.parametrize("typed", ["", "   ", "05.янв", "б/н", "1/" * 40])
def test_what_is_no_number_is_refused_in_words_and_nothing_is_read_anew(desk: Desk, tmp_path: Path, typed: str) -> None:
    upload = desk.read(spoilt(tmp_path))
    answer = confirm(desk, upload, h2="7/2", h3=typed) if typed.strip() else confirm(desk, upload, h3=typed)
    assert answer.status_code == 200 and list(answer.context["messages"])
    upload.refresh_from_db()
    assert (upload.state, upload.numbers) == (UploadState.READ, None)


def test_a_house_that_was_not_asked_about_is_not_renamed(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(spoilt(tmp_path))
    confirm(desk, upload, h1="99", h5="98", h3="12-5")
    upload = worked_on(upload)
    assert upload.numbers == {guid(3): "12-5"}


def test_the_command_takes_a_number_for_each_house(tmp_path: Path) -> None:
    path = spoilt(tmp_path)
    looked = run(path)
    assert [each["likely"] for each in looked["dated_numbers"]] == ["7/2", "12/5", "9-3"]
    done = run(path, "--apply", "--number", f"{guid(3)}=12-5", "--number", f"{guid(4)}=9-3")
    assert [code for _line, code in codes(done)].count("number_confirmed") == 2
    assert addresses() == {guid(1): "д. 5-1", guid(2): "д. 7", guid(3): "д. 12-5", guid(4): "д. 9-3"}


def test_a_number_that_no_line_needs_is_told(tmp_path: Path) -> None:
    stranger = uuid.UUID(int=7)
    report = run(spoilt(tmp_path), "--number", f"{stranger}=1", "--number", f"{guid(5)}=6")
    told = [issue["message"] for issue in report["issues"] if issue["code"] == "number_not_needed"]
    assert len(told) == 2 and str(stranger) in told[0]


def test_a_register_without_a_column_of_numbers_refuses_them(tmp_path: Path) -> None:
    path = licences_file(tmp_path, [licence(OLD, 1, "01.06.2019")], day="20.11.2026")
    message, _report = refused(path, "--number", f"{guid(1)}=6")
    assert "номер" in message.lower()
