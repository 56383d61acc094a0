"""Uploaded files: read in the background, shown, applied when a person said so; the importers are the commands'."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.urls import reverse

from supervision.enums import Role, UploadState
from supervision.imports import background, upload_progress
from supervision.models import Chat, Event, House, ImportRun, Inspector, Licence, Upload
from tests.frt_files import company, organisations_file, written
from tests.register_files import OLD, licence, licences_file, premises, stock_file
from tests.served_emulator import served
from tests.uploading import Desk, desk, houses, said, storage, worked_on
from tests.world import TOKEN, World

__all__ = ["desk", "storage"]

DAY = "20261101"


def counts(upload: Upload) -> dict[str, Any]:
    return upload.report["counts"]


# --- every kind of file --------------------------------------------------------------------------------------------


def test_a_file_is_read_and_shown_and_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    assert (upload.state, upload.percent, upload.message) == (UploadState.READ, 100, "")
    assert counts(upload)["houses"]["added"] == 3
    assert "г. Омск, ул. Мира, д. 1" in desk.page(upload).content.decode()
    assert not House.objects.exists()
    assert not ImportRun.objects.exists()


def test_what_was_seen_is_applied_and_leads_to_its_record(desk: Desk, tmp_path: Path) -> None:
    organisations = organisations_file(tmp_path, [company(501, "ООО «Одна»", "7830002293")], day=DAY)
    upload = desk.apply(desk.read(houses(tmp_path, 3, 501), organisations))
    assert upload.state == UploadState.APPLIED
    assert House.objects.count() == 3
    run = ImportRun.objects.get()
    assert (upload.run, run.by, run.file_name) == (run, desk.user, f"export-reestrmkd-55-{DAY}.csv")
    assert reverse("admin:supervision_importrun_change", args=[run.pk]) in desk.page(upload).content.decode()


def test_a_second_apply_of_the_same_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.apply(desk.read(houses(tmp_path)))
    again = desk.read(houses(tmp_path))
    assert counts(again)["houses"] == {"added": 0, "changed": 0, "unchanged": 3, "missing": 0}
    before = list(House.objects.values())
    assert desk.apply(again).state == UploadState.APPLIED
    assert list(House.objects.values()) == before


def test_the_licence_register_is_recognised(desk: Desk, tmp_path: Path) -> None:
    desk.apply(desk.read(houses(tmp_path)))
    upload = desk.read(licences_file(tmp_path, [licence(OLD, 1, "01.05.2020")], day="02.11.2026"))
    assert (upload.report["kind"], counts(upload)["licences"]["added"]) == ("licences", 1)
    assert desk.apply(upload).state == UploadState.APPLIED
    assert Licence.objects.count() == 1


def test_the_housing_stock_is_recognised(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(stock_file(tmp_path, [premises(1), premises(1, 1), premises(2, 1)], day="02-11-2026"))
    assert (upload.report["kind"], counts(upload)["houses"]["added"]) == ("housing_stock", 2)
    assert desk.apply(upload).state == UploadState.APPLIED


def test_people_are_recognised(world: World, tmp_path: Path) -> None:
    desk = Desk(world.region, Role.HEAD)
    people = "ФИО;Должность;ID в MAX;Муниципальные образования\nИнспектор 1;старший;1001;все\n"
    upload = desk.read(written(tmp_path / "Инспекторы.csv", people, "cp1251"))
    assert (upload.report["kind"], counts(upload)["people"]["added"]) == ("inspectors", 1)
    assert not Inspector.objects.exists()
    assert desk.apply(upload).state == UploadState.APPLIED
    assert Inspector.objects.get().full_name == "Инспектор 1"


def test_existing_chats_are_read_in_the_messenger_and_linked_by_the_head(
    world: World, tmp_path: Path, settings: Any
) -> None:
    owner = world.inspector("Инспектор 1")
    first = world.house("г. Омск, ул. Мира, д. 1")
    chat = world.emulator.people.create_chat(owner_id=owner.messenger_id, title="Наш дом")
    world.emulator.people.add_bot(chat.chat_id, TOKEN, as_admin=True)
    inspector, head = Desk(world.region), Desk(world.region, Role.HEAD)
    path = written(tmp_path / "chats.csv", f"ФИАС GUID;Чат\n{first.fias_guid};{chat.chat_id}\n")
    with served(world.emulator) as address:
        settings.MESSENGER_URL, settings.MESSENGER_TOKENS = address, {"": TOKEN}
        upload = inspector.read(path)
        assert counts(upload) == {"chats": {"fits": 1}}
        assert inspector.press(upload, "apply", seen=upload.report["digest"]).status_code == 403
        assert head.apply(upload).state == UploadState.APPLIED
    assert Chat.objects.get(house=first).messenger_id == chat.chat_id


def test_a_messenger_that_is_away_only_delays_a_list_of_chats(world: World, tmp_path: Path, settings: Any) -> None:
    first = world.house("г. Омск, ул. Мира, д. 1")
    settings.MESSENGER_URL, settings.MESSENGER_TOKENS = "http://127.0.0.1:9", {"": TOKEN}
    upload = Desk(world.region).read(written(tmp_path / "chats.csv", f"ФИАС GUID;Чат\n{first.fias_guid};-100\n"))
    assert upload.state == UploadState.READING
    assert upload.message
    assert background.waiting_regions() == []
    world.wait(seconds=upload_progress.SILENCE_SECONDS)
    assert background.waiting_regions() == ["55"]


# --- what is shown before, and what is refused ----------------------------------------------------------------------


def test_nothing_is_applied_before_somebody_confirms(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    assert worked_on(upload).state == UploadState.READ
    assert not House.objects.exists()


def test_a_file_in_which_houses_are_missing_needs_a_reason(desk: Desk, tmp_path: Path) -> None:
    desk.apply(desk.read(houses(tmp_path, 40)))
    upload = desk.read(houses(tmp_path, 10, day="20261102"))
    assert upload.report["refusal"]
    assert desk.apply(upload).state == UploadState.READ
    assert desk.apply(upload, reason="Тридцать домов снесены").state == UploadState.APPLIED
    assert Event.objects.get(name="register.imported", reason="Тридцать домов снесены").by == desk.user


def test_an_older_file_is_read_again_with_a_reason(desk: Desk, tmp_path: Path) -> None:
    desk.apply(desk.read(houses(tmp_path, day="20261110")))
    upload = desk.read(houses(tmp_path, 4, day="20261101"))
    assert upload.state == UploadState.FAILED
    assert "10.11.2026" in upload.message
    desk.press(upload, "again", reason="Прислали не по порядку")
    assert worked_on(upload).state == UploadState.READ
    assert desk.apply(upload).state == UploadState.APPLIED


def test_a_reason_for_the_day_hides_no_missing_houses(desk: Desk, tmp_path: Path) -> None:
    desk.apply(desk.read(houses(tmp_path, 40, day="20261110")))
    upload = desk.read(houses(tmp_path, 10, day="20261101"))
    desk.press(upload, "again", reason="Прислали не по порядку")
    assert worked_on(upload).report["refusal"]


def test_facts_that_changed_since_the_preview_are_shown_anew(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path, 3))
    call_command("import_registry", str(houses(tmp_path, 2)), "--apply", stdout=StringIO())
    seen = upload.report["digest"]
    assert desk.apply(upload).state == UploadState.READ
    assert upload.message
    assert counts(upload)["houses"]["added"] == 1
    assert House.objects.count() == 2
    desk.press(upload, "apply", seen=seen)
    assert worked_on(upload).state == UploadState.READ
    assert desk.apply(upload).state == UploadState.APPLIED
    assert House.objects.count() == 3


def test_a_file_that_was_given_up_is_not_applied(desk: Desk, tmp_path: Path) -> None:
    upload = desk.read(houses(tmp_path))
    desk.press(upload, "cancel")
    assert str(UploadState.CANCELLED.label) in said(desk.press(upload, "apply", seen=upload.report["digest"]))
    assert worked_on(upload).state == UploadState.CANCELLED
    assert not House.objects.exists()
