"""Of tests/routes.py: what comes by a file of a kind and by a command, played as tests/seats.py plays a page."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from unittest import mock

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from supervision import seals
from supervision.actions import forgetting, inspectors, uploads
from supervision.imports import background, importer
from supervision.imports.requests import ImportRequest
from supervision.models import House, ImportRun, Inspector, MessengerAccount, Organisation, Seal, Upload
from tests.deed_scenes import WHY, found_chat, invited, program
from tests.deeds_of_signing_in import ANOTHER
from tests.frt_files import company, houses_file, organisations_file, street, written
from tests.fuzzing import NAMES
from tests.register_files import OLD
from tests.seats import Flow, Page, Seat
from tests.spoiling import PEOPLE, SOUND, table
from tests.uploading import worked_on

LINES = {sound.kind.name: sound for sound in (*SOUND, *PEOPLE)}


def file_of(seat: Seat, kind: str) -> Path:
    """A sound one, into a region where somebody stands for what it names."""
    if kind == "chats":
        return list_of_chats(seat)
    if kind.startswith("frt"):
        return houses_file(seat.folder, street(2))
    if kind == "inspectors":
        seat.w.city()
    if kind == "representatives":
        Organisation.objects.create(region=seat.w.region, name=OLD[1], kind="uk", inn=OLD[2])
    if kind in {"licences", "housing_stock"}:
        importer.apply(ImportRequest(houses_file(seat.folder, street(3))), by=seat.w.by)
    sound = LINES[kind]
    return written(seat.folder / f"{NAMES.get(kind, kind)}.csv", table(sound.lines, sound.delimiter))


def list_of_chats(seat: Seat) -> Path:
    number = found_chat(seat.w)
    seat.serve()
    return written(seat.folder / "chats.csv", f"ФИАС GUID;Чат\n{House.objects.get().fias_guid};{number}")


def stored(path: Path) -> ContentFile:
    return ContentFile(path.read_bytes(), path.name)


def by_file(kind: str) -> Page:
    """Read by a worker for an administrator; what is tried is to confirm it, and a worker comes by."""

    def page(seat: Seat) -> Flow:
        path = file_of(seat, kind)
        second = stored(organisations_file(seat.folder, [company(501)])) if kind == "frt_organisations" else None
        upload = uploads.take(seat.w.region, stored(path), by=seat.w.by, second=second)
        for _slice in range(3):  # a list of chats is read in slices
            worked_on(upload)
        address = reverse("admin:supervision_upload_press", args=[upload.pk, "apply"])
        form = {"seen": Upload.objects.get(pk=upload.pk).report.get("digest", ""), "reason": WHY}

        def flow() -> object:
            answer = seat.post(address, form)
            background.work_on(seat.w.region.pk)
            return answer

        return flow

    return page


# --- commands ---------------------------------------------------------------------------------------------------------

Command = Callable[[Seat], Flow]


def command(name: str, *arguments: object, **options: object) -> Flow:
    return partial(call_command, name, *arguments, **{"stdout": StringIO(), **options})


def importing(kind: str) -> Command:
    return lambda seat: command("import_people", file_of(seat, kind), region="55", apply=True)


def import_registry(seat: Seat) -> Flow:
    return command("import_registry", str(houses_file(seat.folder, street(2))), apply=True)


def undo_import(seat: Seat) -> Flow:
    report = importer.apply(ImportRequest(houses_file(seat.folder, street(2))), by=seat.w.by)
    assert not report.refusal
    return command("undo_import", ImportRun.objects.get().pk, reason=WHY)


def adopt_chats(seat: Seat) -> Flow:
    return command("adopt_chats", list_of_chats(seat), region="55", apply=True)


def approve(seat: Seat) -> Flow:
    MessengerAccount.objects.filter(pk="55").update(held_reason="Слишком много")
    return command("sync_chats", region="55", approve=WHY)


def retry(seat: Seat) -> Flow:
    later = timezone.now() + timedelta(hours=1)  # else it waits for a person, and no command goes on
    MessengerAccount.objects.filter(pk="55").update(trouble="Бот заблокирован", try_again_at=later)
    return command("sync_chats", region="55", apply=True)


def made_on_the_server(seat: Seat) -> Flow:
    def flow() -> object:
        with mock.patch.dict(os.environ, DJANGO_SUPERUSER_PASSWORD=ANOTHER):
            return command("createsuperuser", username="root", email="", interactive=False, verbosity=0)()

    return flow


def assign_role(seat: Seat) -> Flow:
    return command("assign_role", invited(seat.w).username, "head", region="55")


def withdraw_role(seat: Seat) -> Flow:
    return command("withdraw_role", invited(seat.w).username, region="55", reason=WHY)


def after_restore(seat: Seat) -> Flow:
    return command("after_restore")


def remove_segments(seat: Seat) -> Flow:
    program(seat.w)
    seals.seal_some()
    archive = seat.folder / "segments"
    return command("remove_audit_segments", up_to=Seal.objects.latest("pk").pk, archive=archive, apply=True)


def remove_old_records(seat: Seat) -> Flow:
    """Somebody whom the record names was forgotten."""
    added: Inspector = inspectors.add(region=seat.w.region, full_name="Ушедшая Анна", by=seat.w.by)
    forgetting.forget_inspector(added)
    return command("remove_old_records", apply=True)
