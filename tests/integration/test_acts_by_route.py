"""The same act by page, interface, file and command: whoever lacks the right gets nothing done by any of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from supervision.actions import inspectors
from supervision.enums import ApiScope, Role
from supervision.errors import Forbidden
from supervision.models import Event, House, Inspector, Organisation, Upload
from tests.browsing import signed_in
from tests.programs import Caller
from tests.uploading import Desk, worked_on
from tests.world import World

PEOPLE_FILE = "ФИО;Должность;ID в MAX;Муниципальные образования\nЧужой;инспектор;6666;все\n"
WITHOUT = tuple(scope for scope in ApiScope if scope not in (ApiScope.OWNERS, ApiScope.APPLY_PEOPLE))


@dataclass
class Place:
    """A house with its company and an owner; whoever tries would give it to `other`."""

    world: World
    tmp: Path
    house: House
    company: Organisation
    other: Inspector


@pytest.fixture
def place(world: World, tmp_path: Path) -> Place:
    company = world.company("ООО «УК»")
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    return Place(world, tmp_path, house, company, world.inspector("Инспектор 2", zone=False))


def house_by_page(place: Place, role: Role) -> None:
    client = signed_in(place.world, role.value, role)
    form = {"kind": place.house.kind, "flats": "", "state": place.house.state, "inspector": place.other.pk}
    client.post(
        reverse("admin:supervision_house_correct", args=[place.house.pk]), {**form, "reason": "Так", "confirm": "1"}
    )


def house_by_session_in_the_interface(place: Place, role: Role) -> None:
    client = signed_in(place.world, role.value, role)
    body = {"inspector": place.other.pk}
    answer = client.patch(f"/api/v1/houses/{place.house.pk}/", body, content_type="application/json")
    assert answer.status_code == 403


def house_by_writer(place: Place, role: Role) -> None:
    person = Desk(place.world.region, role).user
    with pytest.raises(Forbidden):
        inspectors.assign_houses(houses=[place.house], inspector=place.other, by=person)


def people_by_page(place: Place, role: Role) -> None:
    path = place.tmp / "Инспекторы.csv"
    path.write_bytes(PEOPLE_FILE.encode("cp1251"))
    desk = Desk(place.world.region, role)
    desk.apply(desk.read(path))


# what an inspector tries by every way there is, and the event that would stand for it
TRIED_BY_AN_INSPECTOR: dict[str, tuple[str, Callable[[Place, Role], None]]] = {
    "house, page": ("houses.assigned", house_by_page),
    "house, session in the interface": ("houses.assigned", house_by_session_in_the_interface),
    "house, writer": ("houses.assigned", house_by_writer),
    "people, file on the page": ("inspectors.imported", people_by_page),
}


@pytest.mark.parametrize("name", TRIED_BY_AN_INSPECTOR)
def test_an_inspector_does_not_do_a_heads_work(place: Place, name: str) -> None:
    event, tried = TRIED_BY_AN_INSPECTOR[name]
    tried(place, Role.INSPECTOR)
    place.house.refresh_from_db()
    assert not Event.objects.filter(name=event).exists()
    assert place.house.inspector is None
    assert not Inspector.objects.filter(messenger_id=6666).exists()


@pytest.mark.parametrize("path", ["/houses/{place.house.pk}/", "/organisations/{place.company.pk}/"])
def test_a_program_gives_owners_only_with_the_scope_for_it(place: Place, path: str) -> None:
    address, body = path.format(place=place), {"inspector": place.other.pk}
    assert Caller.of(place.world.region, scopes=WITHOUT).patch(address, body).status_code == 403
    assert not Event.objects.filter(name__endswith=".assigned").exists()
    assert Caller.of(place.world.region).patch(address, body).status_code == 200


@pytest.mark.parametrize(("scopes", "done"), [(WITHOUT, False), (tuple(ApiScope), True)])
def test_a_program_brings_people_only_with_the_scope_for_it(
    place: Place, scopes: tuple[ApiScope, ...], done: bool
) -> None:
    program = Caller.of(place.world.region, scopes=scopes)
    file = SimpleUploadedFile("Инспекторы.csv", PEOPLE_FILE.encode("cp1251"))
    upload = _sent(program, file)
    answer = program.post(f"/imports/uploads/{upload.pk}/confirm/", {"seen": upload.report["digest"]})
    assert answer.status_code == (202 if done else 403)
    assert worked_on(upload).message == ""
    assert Inspector.objects.filter(messenger_id=6666).exists() is done


def _sent(program: Caller, file: SimpleUploadedFile) -> Upload:
    from_program = {"authorization": f"Bearer {program.token}"}
    answer = Client().post("/api/v1/imports/", {"region": "55", "file": file}, headers=from_program)
    assert answer.status_code == 202, answer.content
    return worked_on(Upload.objects.latest("pk"))


def test_a_new_account_that_would_own_chats_stands_in_the_preview(place: Place) -> None:
    path = place.tmp / "Инспекторы.csv"
    path.write_bytes(PEOPLE_FILE.replace("все", "г. Омск").encode("cp1251"))
    place.world.houses(20)  # shared between two inspectors: some fall to the new one
    desk = Desk(place.world.region, Role.HEAD)
    upload = desk.read(path)
    page = desk.page(upload).content.decode()
    assert upload.report["counts"]["new_owners"] == upload.report["sections"][0]["total"] == 1
    assert "Чужой (6666)" in page
    desk.apply(upload)
    event = Event.objects.get(name="inspectors.imported")
    assert event.details["added"] == [{"name": "Чужой", "account": 6666}]


def test_which_shared_house_falls_to_whom_is_no_change_of_the_register(place: Place) -> None:
    """The lot goes by the number of whoever is new, and every preview gives another one and takes it back."""
    path = place.tmp / "Инспекторы.csv"
    path.write_bytes(PEOPLE_FILE.encode("cp1251"))
    desk = Desk(place.world.region, Role.HEAD)
    uploads = [desk.read(path) for _try in range(10)]
    assert len({upload.report["digest"] for upload in uploads}) == 1
    desk.apply(uploads[-1])
    assert Inspector.objects.filter(messenger_id=6666).exists()


def test_a_command_brings_people_and_says_which_command_it_was(place: Place) -> None:
    path = place.tmp / "Инспекторы.csv"
    path.write_bytes(PEOPLE_FILE.encode("cp1251"))
    call_command("import_people", path, region="55", apply=True)
    assert Event.objects.get(name="inspectors.imported").cause == "import_people"
