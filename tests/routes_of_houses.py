"""Of tests/routes.py: pages about houses, companies, who owns chats, and files."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.actions import absences
from supervision.enums import UploadState
from supervision.imports import importer
from supervision.imports.requests import ImportRequest
from supervision.models import Absence, House, ImportRun, Organisation, Upload
from tests.deed_scenes import (
    WHY,
    absence,
    house,
    inspector,
    listed,
    other_company,
    planned,
    tomorrow,
    upload,
)
from tests.deeds import demolished, operation
from tests.frt_files import houses_file, street
from tests.seats import Flow, Form, Made, Page, Seat, decision, many, nowhere, post, press
from tests.world import World

REASON: Form = {"reason": WHY}


def day(moment: Any) -> str:
    return f"{moment:%d.%m.%Y}"


def corrected(make: Any = house, **facts: object) -> Page:
    return decision("house_correct", make, lambda seat, made: {**facts, **REASON})


def replaced(**chosen: str) -> Page:
    def form(seat: Seat, made: House) -> Form:
        company = {} if chosen else {"organisation": Organisation.objects.get(name="ООО «Новая»").pk}
        return {**company, **chosen, "since": day(tomorrow(seat.w)), **REASON}

    def make(w: World) -> House:
        other_company(w)
        return house(w)

    return decision("house_replace_company", make, form)


def two_records(w: World) -> House:
    stays = house(w)
    w.house("г. Омск, улица Мира, дом 1", other_company(w), flats=60)
    return stays


def merging(seat: Seat, stays: House) -> Form:
    return {"other": str(House.objects.exclude(pk=stays.pk).get().fias_guid), "stays": "this", "chat": "", **REASON}


def successor(w: World) -> Organisation:
    found = planned(w).organisation
    w.representative(Organisation.objects.get(name="ООО «Старая»"), "Петров")
    assert found is not None
    return found


def carrying(seat: Seat, made: Organisation) -> Form:
    return {"predecessor": Organisation.objects.get(name="ООО «Старая»").pk, **REASON}


def to_somebody(seat: Seat, made: Made) -> Form:
    return {"inspector": seat.w.region.inspectors.get(full_name="Иванова").pk, **REASON}


def house_and_somebody(w: World) -> House:
    inspector(w)
    return house(w)


def company_and_somebody(w: World) -> Organisation:
    company = house_and_somebody(w).periods.get().organisation
    assert company is not None
    return company


def grid(seat: Seat, made: Made) -> Form:
    return {"box": [f"{seat.w.city().pk}:{seat.w.region.inspectors.get(full_name='Иванова').pk}"], **REASON}


def region_with_houses(w: World) -> Any:
    return house_and_somebody(w).region


def away(w: World) -> Any:
    """Owns chats, and a colleague would take them over."""
    house(w)
    w.inspector("Петров")
    return w.inspector("Иванова")


def leaving(seat: Seat, made: Made) -> Form:
    return {"since": day(tomorrow(seat.w)), **REASON}


def begun(w: World) -> Absence:
    house(w)
    gone, other = w.inspector("Иванова"), w.inspector("Петров")
    return absences.substitute(inspector=gone, substitute=other, since=w.today, until=None, by=w.by)


def imported(seat: Seat) -> Flow:
    importer.apply(ImportRequest(houses_file(seat.folder, street(2))), by=seat.w.by)
    return decision("importrun_undo", lambda w: ImportRun.objects.get(), lambda seat, made: dict(REASON))(seat)


def adoption(button: str) -> Page:
    """The list was read; what it names is linked, or not."""
    return lambda seat: press("adoption", button, lambda w: listed(w, seat.folder))(seat)


def read(w: World) -> Upload:
    return upload(w, UploadState.READ)


def remarked(w: World) -> list[object]:
    return [read(w).pk, "csv"]


taken = post(
    "admin:supervision_upload_new",
    lambda w: w.region,
    lambda seat, made: {"region": "55", "file": SimpleUploadedFile("a.csv", b"a;b\n1;2\n")},
    nowhere,
)
remarks = post("admin:supervision_upload_remarks", remarked, named=list)
demolish, restore, correct = corrected(state="demolished"), corrected(demolished, state="standing"), corrected(flats=12)
merge = decision("house_merge", two_records, merging)
succeed = decision("organisation_succession", successor, carrying)
undo = press("operation", "undo", operation, lambda seat, made: dict(REASON))
taken_along = post("admin:supervision_operation_export", operation, named=lambda made: [made.pk, "csv"])
give_houses = many("house", "give_inspector", house_and_somebody, to_somebody)
new_company = post(
    "admin:supervision_organisation_new",
    lambda w: w.region,
    lambda seat, made: {"kind": "uk", "name": "ООО «Новая»", "full_name": "", "inn": "", "ogrn": ""},
)
correct_company = decision(
    "organisation_correct", other_company, lambda seat, made: {"name": "ООО «Иная»", "reason": "Описка"}
)
give_company = decision("organisation_inspector", company_and_somebody, to_somebody)
draw = decision("zone_grid", region_with_houses, grid)
absent, leave = decision("inspector_absence", away, leaving), decision("inspector_dismiss", away, leaving)
dismiss = decision("inspector_dismiss", inspector, lambda seat, made: {"since": day(seat.w.today), **REASON})
other_leave = decision("absence_other", absence, lambda seat, made: {"until": "11.01.2027", **REASON})
end, call_off = (press("absence", "end", make, lambda seat, made: dict(REASON)) for make in (begun, absence))
again, give_up = (press("upload", button, read) for button in ("again", "cancel"))
apply = press("upload", "apply", read, lambda seat, made: {"seen": "seen", **REASON})
