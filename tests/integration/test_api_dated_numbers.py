"""A program and house numbers of which a spreadsheet made dates: none is guessed, and each that it names is taken."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from supervision.enums import UploadState
from supervision.models import Chat, Event, House, HouseAlias, ManagementPeriod, Organisation, SyncRequest, Upload
from tests.frt_files import AUGUST, guid, house, houses_file
from tests.import_command import run
from tests.programs import V1, Caller, refusal
from tests.uploading import worked_on
from tests.world import World

SOUND = 12  # of more bad lines a file is not believed
OTHERS = range(5, 5 + SOUND)


@pytest.fixture(autouse=True)
def known(tmp_path: Path, settings: Any, world: World) -> None:
    """Known: д. 5-1, д. 7 and those that the file spares."""
    settings.MEDIA_ROOT = tmp_path / "stored"
    rows = [house(1, house_number="5-1"), house(2, house_number="7"), *map(house, OTHERS)]
    run(houses_file(tmp_path, rows), "--apply")


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    lines = (house(1, house_number="05.янв"), house(2, house_number="07.фев"), house(3, house_number="2026-05-12"))
    return houses_file(tmp_path, [*lines, *map(house, OTHERS)], day=AUGUST)


def send(program: Caller, path: Path, *numbers: str) -> HttpResponse:
    headers = {"Authorization": f"Bearer {program.token}", "Accept-Language": "en"}
    form = {"region": "55", "file": SimpleUploadedFile(path.name, path.read_bytes()), "numbers": numbers}
    return Client().post(f"{V1}/imports/", form, headers=headers)


def applied(program: Caller, path: Path, *numbers: str) -> Upload:
    where = send(program, path, *numbers).headers["Location"]
    upload = worked_on(Upload.objects.latest("pk"))
    seen = {"seen": program.get(where).json()["report"]["digest"], "reason": "Ежемесячная выгрузка"}
    assert program.post(f"{where}confirm/", seen).status_code == 202
    assert worked_on(upload).state == UploadState.APPLIED
    return upload


def world_of_houses() -> list[list[tuple[Any, ...]]]:
    models = (House, HouseAlias, Organisation, ManagementPeriod, Chat, SyncRequest)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def address(number: int) -> str:
    return House.objects.get(fias_guid=guid(number)).address.removeprefix("г. Омск, ул. Мира, ")


def test_a_program_that_confirms_without_a_word_of_the_numbers_changes_nothing(program: Caller, spoilt: Path) -> None:
    """Whatever reason it sends along."""
    before = world_of_houses()
    upload = applied(program, spoilt)
    assert [each["guid"] for each in upload.report["dated_numbers"]] == [guid(2), guid(3)]
    assert world_of_houses() == before


def test_the_numbers_that_it_names_are_taken_and_no_other(program: Caller, spoilt: Path) -> None:
    houses, chats = House.objects.count(), Chat.objects.count()
    others = list(House.objects.exclude(fias_guid=guid(3)).order_by("pk").values())
    upload = applied(program, spoilt, f"{guid(3)}=12-5")
    assert address(3) == "д. 12-5"
    assert list(House.objects.exclude(fias_guid=guid(3)).order_by("pk").values()) == others
    assert (House.objects.count(), Chat.objects.count()) == (houses + 1, chats + 1)
    assert [each["guid"] for each in upload.report["dated_numbers"]] == [guid(2)]
    event = Event.objects.get(name="upload.taken")
    assert (event.by, event.details["numbers"]) == (program.client.user, {guid(3): "12-5"})


def test_a_number_for_a_house_that_is_sound_changes_nothing(program: Caller, spoilt: Path) -> None:
    before = world_of_houses()
    upload = applied(program, spoilt, f"{guid(5)}=99")
    assert "number_not_needed" in {issue["code"] for issue in upload.report["issues"]}
    assert world_of_houses() == before


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(["12-5"], id="no house"),
        pytest.param([f"{guid(3)}"], id="no number"),
        pytest.param([f"{guid(3)}="], id="an empty number"),
        pytest.param([f"{guid(3)}=05.янв"], id="a date again"),
        pytest.param([f"{guid(3)}=б/н"], id="no digit"),
        pytest.param(["3=12-5"], id="no GUID"),
        pytest.param([f"{guid(3)}=12-5", f"{guid(3)}=5"], id="one house twice"),
        pytest.param([f"{guid(number)}=5" for number in range(201)], id="more than a person would read"),
    ],
)
def test_what_names_no_house_and_number_is_refused(program: Caller, spoilt: Path, numbers: list[str]) -> None:
    faults = refusal(send(program, spoilt, *numbers), 422)["errors"]
    assert {fault["field"].partition("[")[0].partition(".")[0] for fault in faults} == {"numbers"}
    assert not Upload.objects.exists()
