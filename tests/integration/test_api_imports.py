"""Register files sent by a program: taken, read, seen, confirmed; each step as in the portal's wizard."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from supervision.enums import ApiScope, UploadState
from supervision.models import Chat, Event, House, ImportRun, Representative, Upload
from tests.frt_files import houses_file, street
from tests.programs import EVERYTHING, V1, Caller, refusal
from tests.uploading import worked_on
from tests.world import World

DAY = "20261101"
PEOPLE = "ИНН;ФИО;MAX ID\n7707083893;Петров Пётр Петрович;4001\n".encode()
WITHOUT_PEOPLE = tuple(scope for scope in EVERYTHING if scope != ApiScope.PEOPLE)


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "stored"
    return settings.MEDIA_ROOT


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


@pytest.fixture
def houses(tmp_path: Path) -> SimpleUploadedFile:
    path = houses_file(tmp_path, street(3), day=DAY)
    return SimpleUploadedFile(path.name, path.read_bytes())


def send(program: Caller, file: SimpleUploadedFile | None, *, key: str = "", **form: Any) -> HttpResponse:
    headers = {"Authorization": f"Bearer {program.token}", "Accept-Language": "en"}
    headers |= {"Idempotency-Key": key} if key else {}
    fields = {"region": "55", **form} | ({"file": file} if file else {})
    return Client().post(f"{V1}/imports/", fields, headers=headers)


def test_a_file_is_taken_read_seen_and_applied(program: Caller, houses: SimpleUploadedFile) -> None:
    taken = send(program, houses)
    upload = Upload.objects.get()
    assert (taken.status_code, taken.headers["Location"]) == (202, f"/api/v1/imports/uploads/{upload.pk}/")
    assert (taken.json()["state"], taken.json()["report"], upload.by) == ("waiting", {}, program.client.user)
    worked_on(upload)
    read = program.get(taken.headers["Location"]).json()
    assert (read["state"], read["percent"], read["report"]["counts"]["houses"]["added"]) == ("read", 100, 3)
    assert not House.objects.exists()
    seen = {"seen": read["report"]["digest"], "reason": "Ежемесячная выгрузка"}
    assert program.post(f"{taken.headers['Location']}confirm/", seen).status_code == 202
    worked_on(upload)
    done = program.get(taken.headers["Location"]).json()
    assert (done["state"], done["run"]) == ("applied", ImportRun.objects.get().pk)
    assert (House.objects.count(), Chat.objects.count()) == (3, 3)
    names = Event.objects.filter(by=program.client.user).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["upload.taken", "upload.confirmed", "register.imported"]


def test_what_was_not_seen_is_not_applied(program: Caller, houses: SimpleUploadedFile) -> None:
    where = send(program, houses).headers["Location"]
    upload = worked_on(Upload.objects.get())
    problem = refusal(program.post(f"{where}confirm/", {"seen": "another"}), 409)
    assert problem["detail"] == "Something changed since you looked. Look at “current”, then confirm its digest."
    assert problem["current"]["report"]["digest"]
    assert program.post(f"{where}cancel/").json()["state"] == "cancelled"
    assert refusal(program.post(f"{where}confirm/", {"seen": upload.report["digest"]}), 409)
    assert not House.objects.exists()


def test_bad_lines_are_listed(program: Caller, tmp_path: Path) -> None:
    path = houses_file(tmp_path, [*street(2), {**street(3)[2], "houseguid": "нет такого"}], day=DAY)
    where = send(program, SimpleUploadedFile(path.name, path.read_bytes())).headers["Location"]
    worked_on(Upload.objects.get())
    report = program.get(where).json()["report"]
    assert (4, path.name) in [(issue["line"], issue["file"]) for issue in report["issues"]]


def test_a_file_that_is_none_says_so(program: Caller) -> None:
    where = send(program, SimpleUploadedFile("houses.csv", b"\x00\x01\x02")).headers["Location"]
    worked_on(Upload.objects.get())
    shown = program.get(where).json()
    assert shown["state"] == UploadState.FAILED
    assert "houses.csv" in shown["message"]


def test_people_are_for_programs_that_may_know_them(world: World) -> None:
    company = world.company("ООО «УК»")
    type(company).objects.update(inn="7707083893")
    program = Caller.of(world.region, scopes=WITHOUT_PEOPLE)
    where = send(program, SimpleUploadedFile("people.csv", PEOPLE)).headers["Location"]
    upload = worked_on(Upload.objects.get())
    shown = program.get(where)
    assert (upload.state, shown.json()["report"]["kind"]) == ("read", "representatives")
    assert "Петров" in str(upload.report) and "Петров" not in shown.content.decode()
    problem = refusal(program.post(f"{where}confirm/", {"seen": upload.report["digest"]}), 403)
    assert problem["type"] == "/api/problems/scope-missing"
    assert not Representative.objects.exists()


@pytest.mark.parametrize("scopes", [EVERYTHING, WITHOUT_PEOPLE])
@pytest.mark.parametrize("content", [b"\x00\x01\x02", PEOPLE, b"a;b\n1;2\n"])
def test_no_program_reads_the_name_of_anothers_file(world: World, content: bytes, scopes: tuple[ApiScope, ...]) -> None:
    """Readable or not: in no member of the answer, and what could not be read is taken for a file of people."""
    sender, other = Caller.of(world.region), Caller.of(world.region, scopes=scopes)
    where = send(sender, SimpleUploadedFile("Primeta.csv", content)).headers["Location"]
    worked_on(Upload.objects.get())
    assert "Primeta" in sender.get(where).content.decode()
    assert "Primeta" not in other.get(where).content.decode()
    assert "Primeta" not in other.get("/imports/uploads/").content.decode()


def test_who_sent_a_file_without_the_scope_for_people_is_told_why_it_is_unreadable(world: World) -> None:
    program = Caller.of(world.region, scopes=WITHOUT_PEOPLE)
    where = send(program, SimpleUploadedFile("houses.csv", b"a;b\n1;2\n")).headers["Location"]
    worked_on(Upload.objects.get())
    assert program.get(where).json()["report"]["issues"]


def test_the_same_key_takes_a_file_once(program: Caller, houses: SimpleUploadedFile) -> None:
    first = send(program, houses, key="july")
    houses.seek(0)
    assert send(program, houses, key="july").content == first.content
    other = SimpleUploadedFile(houses.name, b"id;other\n")
    assert refusal(send(program, other, key="july"), 422)["type"] == "/api/problems/key-used-otherwise"
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [({"region": "25"}, "region"), ({"as_of": "1949-01-01"}, "as_of"), ({"kind": "frt"}, "kind")],
)
def test_a_form_that_does_not_fit(program: Caller, houses: SimpleUploadedFile, form: Any, field: str) -> None:
    assert [fault["field"] for fault in refusal(send(program, houses, **form), 422)["errors"]] == [field]
    assert not Upload.objects.exists()


def test_a_form_without_its_file(program: Caller) -> None:
    assert refusal(send(program, None), 422)["errors"] == [{"field": "file", "message": "No file was submitted."}]


def test_a_file_beyond_the_ceiling(program: Caller, houses: SimpleUploadedFile, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    body = SimpleUploadedFile("big.csv", b"x" * (2 * 1024 * 1024))
    problem = refusal(send(program, body), 413)
    assert "MB" in problem["detail"]
    assert not Upload.objects.exists()


def test_a_strangers_file_does_not_exist(program: Caller, houses: SimpleUploadedFile) -> None:
    where = send(program, houses).headers["Location"]
    stranger = Caller.of("25")
    assert stranger.get(where).status_code == 404
    assert stranger.post(f"{where}cancel/").status_code == 404
    assert Upload.objects.get().state == UploadState.WAITING
