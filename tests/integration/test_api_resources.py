"""What each resource shows, to whom. Houses have a file of their own."""

from datetime import date
from typing import Any

import pytest

from supervision.actions import chats, operations
from supervision.enums import ApiScope, ImportKind, WorkOrderKind
from supervision.models import Event, House, ImportIssue, ImportRun, Municipality, Organisation, WorkOrder
from tests.programs import Caller
from tests.world import World

LISTS = (
    *("/regions/", "/municipalities/", "/houses/", "/organisations/", "/licences/", "/management-periods/"),
    *("/inspectors/", "/representatives/", "/chats/", "/work-orders/", "/imports/", "/sync-requests/"),
    *("/operations/", "/audit-events/"),
)


@pytest.fixture
def town(world: World) -> World:
    """One house with company, owner, administrator and everything that comes of it."""
    company = world.company("ООО «УК 1»")
    inspector = world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    world.representative(company, "Представитель 1", joined=house)
    world.push()
    company.licences.create(number="55-1", issued_on=date(2015, 5, 1))
    order = {"kind": WorkOrderKind.HAND_OVER, "instruction": "Передать Инспектору 1", "inspector": inspector}
    WorkOrder.objects.create(chat=world.chat(house), **order)
    run = ImportRun.objects.create(region=world.region, kind=ImportKind.FRT, file_name="1.csv", by=world.by)
    ImportIssue.objects.create(run=run, line=7, code="bad_guid", message="Строка пропущена")
    operations.replace_company(
        houses=[house], organisation=world.company("ООО «УК 2»"), since=date(2027, 1, 1), by=world.by, reason="Приказ"
    )
    return world


def rows(program: Caller, path: str) -> list[dict[str, Any]]:
    response = program.get(path)
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.parametrize("path", LISTS)
def test_a_program_sees_the_rows_of_its_region_and_reads_each(town: World, path: str) -> None:
    program, stranger = Caller.of(town.region), Caller.of("25")
    found = rows(program, path)
    assert found
    for row in found:
        key = row.get("id", row.get("code", row.get("chat")))
        whole = program.get(f"{path}{key}/").json()
        assert {name: whole[name] for name in row} == row
        assert stranger.get(f"{path}{key}/").status_code == 404
    assert all(row.get("code", row.get("region")) == "25" for row in rows(stranger, path))


@pytest.mark.parametrize("path", ["/chats/{chat}/journal/", "/imports/{run}/issues/"])
def test_what_belongs_to_a_strangers_object_does_not_exist(town: World, path: str) -> None:
    address = path.format(chat=town.region.chats.get().pk, run=ImportRun.objects.get().pk)
    assert rows(Caller.of(town.region), address)
    assert Caller.of("25").get(address).status_code == 404


def test_a_chat_says_what_it_should_be_what_it_is_and_what_is_to_do(town: World) -> None:
    chat = town.region.chats.get()
    owner = town.region.inspectors.get()
    shown = Caller.of(town.region).get(f"/chats/{chat.pk}/").json()
    assert (shown["state"], shown["state_words"]) == ("planned", "Due on 01.01.2027")
    assert shown["link"] == chat.link
    person = {"inspector": owner.pk, "messenger_id": owner.messenger_id, "name": "Инспектор 1"}
    assert shown["standing"]["wished"]["owner"] == person
    assert shown["standing"]["observed"]["owner"]["messenger_id"] == owner.messenger_id
    [administrator] = shown["standing"]["observed"]["administrators"]
    assert (administrator["name"], administrator["alias"]) == ("Представитель 1", "ООО «УК 1»")
    assert shown["standing"]["wished"]["valid_until"] == "2027-01-01"


def test_people_are_not_named_without_their_scope(town: World) -> None:
    program = Caller.of(town.region, scopes=(ApiScope.READ,))
    chat = town.region.chats.get()
    paths = [path for path in LISTS if path not in ("/inspectors/", "/representatives/")]
    paths += [f"/chats/{chat.pk}/", f"/chats/{chat.pk}/journal/"]
    texts = {path: program.get(path).content.decode() for path in paths}
    ids = [str(town.region.inspectors.get().messenger_id), str(chat.house.chat.observed_owner_id)]
    told = [path for path, text in texts.items() for name in ("Инспектор", "Представитель", *ids) if name in text]
    assert told == []
    assert program.get("/inspectors/").status_code == 403


def test_the_journal_of_a_chat_is_the_newest_first(town: World) -> None:
    chat = town.region.chats.get()
    journal = rows(Caller.of(town.region), f"/chats/{chat.pk}/journal/?outcome=done")
    assert [line["step"] for line in journal][-1] == "CreateChat"
    assert [line["id"] for line in journal] == sorted((line["id"] for line in journal), reverse=True)


def test_instants_are_in_utc_and_days_are_days(town: World) -> None:
    [run] = rows(Caller.of(town.region), "/imports/")
    assert run["applied_at"] == "2026-11-20T03:00:00Z"
    [period, planned] = rows(Caller.of(town.region), "/management-periods/")
    assert (period["since"], period["until"], planned["since"]) == ("2025-01-01", "2027-01-01", "2027-01-01")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("/chats/?state=created", 1),
        ("/chats/?state=with_admin", 1),
        ("/chats/?state=frozen", 0),
        ("/chats/?fias_guid=00000000-0000-0000-0000-000000000000", 0),
        ("/chats/?municipality=999999", 0),
        ("/chats/?organisation={company}", 1),
        ("/chats/?organisation={successor}", 0),
        ("/houses/?register=no_gis_guid", 1),
        ("/houses/?register=several_guids", 0),
        ("/management-periods/?municipality=999999", 0),
        ("/management-periods/?acting_on=2026-12-31", 1),
        ("/management-periods/?since_from=2026-01-01", 1),
        ("/management-periods/?start=soon", 0),
        ("/management-periods/?excluded=1", 0),
        ("/work-orders/?open=1", 1),
        ("/work-orders/?open=0", 0),
        ("/work-orders/?age=day", 1),
        ("/work-orders/?age=week", 0),
        ("/work-orders/?municipality=999999", 0),
        ("/sync-requests/?queue=planned", 1),
        ("/sync-requests/?queue=parked", 0),
        ("/sync-requests/?municipality=999999", 0),
        ("/organisations/?number=none", 2),
        ("/organisations/?number=wrong", 0),
        ("/sync-requests/?state=parked", 0),
        ("/sync-requests/?lane=20", 1),
        ("/organisations/?words=УК", 2),
        ("/organisations/?inn_is_wrong=0", 2),
        ("/licences/?status=ended", 0),
        ("/inspectors/?dismissed=0", 1),
        ("/audit-events/?name=operation.undone", 0),
        ("/audit-events/?at_to=2026-11-20T00:00:00Z", 0),
        ("/operations/?kind=replace_company", 1),
    ],
)
def test_filters(town: World, query: str, count: int) -> None:
    company, successor = Organisation.objects.order_by("pk").values_list("pk", flat=True)
    asked = query.format(company=company, successor=successor)
    assert len(rows(Caller.of(town.region), asked)) == count


def test_rows_of_a_municipality(town: World) -> None:
    place = Municipality.objects.create(region=town.region, name="Омск")
    House.objects.update(municipality=place)
    for path in ("/houses/", "/chats/", "/management-periods/", "/work-orders/", "/sync-requests/"):
        found = rows(Caller.of(town.region), f"{path}?municipality={place.pk}")
        assert len(found) == len(rows(Caller.of(town.region), path)) > 0


def test_chats_by_owner_seen_and_by_the_rules(town: World) -> None:
    program, owner = Caller.of(town.region), town.region.inspectors.get()
    assert len(rows(program, f"/chats/?owner_seen={owner.pk}")) == 1
    assert len(rows(program, f"/chats/?owner_wished={owner.pk}")) == 1
    assert rows(Caller.of("25"), f"/chats/?owner_wished={owner.pk}") == []


def test_a_frozen_chat_says_why(town: World) -> None:
    chat = town.region.chats.get()
    chats.freeze(chat, reason="Спор о доме", by=town.by)
    shown = Caller.of(town.region).get(f"/chats/{chat.pk}/?fields=state,reason").json()
    assert shown == {"id": chat.pk, "state": "frozen", "reason": "Спор о доме"}


def test_an_operation_says_how_far_it_got(town: World) -> None:
    [operation] = rows(Caller.of(town.region), "/operations/")
    progress = Caller.of(town.region).get(f"/operations/{operation['id']}/").json()["progress"]
    assert progress == {"total": 1, "is_over": False, "counts": {"planned": 1}, "remark": "", "held_by": ""}


def test_events_of_the_installation_are_for_who_sees_everything(town: World) -> None:
    names = {event["name"] for event in rows(Caller.of(town.region), "/audit-events/")}
    assert "program.created" not in names
    assert Event.objects.filter(name="program.created").exists()
