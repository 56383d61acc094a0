"""What programs write: the answer, the facts, the record and the mark; each as a click would have left them."""

from datetime import date
from typing import Any

import pytest

from supervision.enums import ApiScope, HouseState, Lane
from supervision.models import Chat, Event, House, Organisation, Representative, SyncRequest
from tests.programs import Caller, refusal
from tests.world import World

COMPANY = {"region": "55", "kind": "uk", "name": "ООО «УК Уют»", "inn": "7707083893", "ogrn": "1027700132195"}


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def last_event() -> tuple[str, str, str]:
    event = Event.objects.latest("pk")
    return event.name, event.by.username if event.by else "", event.reason


def marked() -> list[tuple[int, int]]:
    return list(SyncRequest.objects.order_by("chat").values_list("chat", "lane"))


def test_a_company_is_entered_and_corrected(program: Caller) -> None:
    made = program.post("/organisations/", COMPANY | {"reason": "Письмо 3"})
    company = Organisation.objects.get()
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/organisations/{company.pk}/")
    assert made.json() == {
        **{"id": company.pk, "frt_id": None, "full_name": "", "inspector": None},
        **{"inn_is_wrong": False, "ogrn_is_wrong": False, **COMPANY},
        "updated_at": made.json()["updated_at"],
    }
    assert last_event() == ("organisation.added", program.client.user.username, "Письмо 3")
    changed = program.patch(f"/organisations/{company.pk}/", {"full_name": "Общество"}, if_match=made.headers["ETag"])
    assert (changed.status_code, changed.json()) == (200, made.json() | {"full_name": "Общество"})
    assert last_event() == ("organisation.changed", program.client.user.username, "")


def test_a_new_name_marks_the_chats_that_show_it(world: World, program: Caller) -> None:
    company = world.company("ООО «Старая»")
    house = world.house("ул. Мира, д. 1", company)
    world.house("ул. Мира, д. 2")
    SyncRequest.objects.all().delete()
    program.patch(f"/organisations/{company.pk}/", {"name": "ООО «Новая»"})
    assert marked() == [(world.chat(house).pk, Lane.CREATE)]


def test_a_company_that_is_known_is_refused_by_name(program: Caller) -> None:
    number = program.post("/organisations/", COMPANY).json()["id"]
    problem = refusal(program.post("/organisations/", COMPANY | {"name": "ООО «Вторая»"}), 409)
    assert problem["detail"] == f"The region has an organisation with this ОГРН already: ООО «УК Уют» ({number})."
    assert Organisation.objects.count() == 1


def test_who_knows_an_older_state_is_told_how_it_stands(world: World, program: Caller) -> None:
    company = world.company("ООО «УК»")
    tag = program.get(f"/organisations/{company.pk}/").headers["ETag"]
    program.patch(f"/organisations/{company.pk}/", {"name": "ООО «Первая»"})
    problem = refusal(program.patch(f"/organisations/{company.pk}/", {"name": "ООО «Вторая»"}, if_match=tag), 412)
    assert problem["current"]["name"] == "ООО «Первая»"
    assert Organisation.objects.get().name == "ООО «Первая»"


def test_a_company_and_a_house_are_given_to_an_inspector(world: World, program: Caller) -> None:
    inspector = world.inspector("Ольга Орлова", zone=False)
    company = world.company("ООО «УК»")
    house = world.house("ул. Мира, д. 1", company)
    for where in (f"/organisations/{company.pk}/", f"/houses/{house.pk}/"):
        assert program.patch(where, {"inspector": inspector.pk}).json()["inspector"] == inspector.pk
        assert program.patch(where, {"inspector": None}).json()["inspector"] is None
    names = Event.objects.order_by("-pk").values_list("name", flat=True)[:4]
    assert list(names) == ["houses.assigned"] * 2 + ["organisation.assigned"] * 2


def test_a_house_is_demolished_and_restored(world: World, program: Caller) -> None:
    house = world.house("ул. Мира, д. 1")
    SyncRequest.objects.all().delete()
    gone = program.post(f"/houses/{house.pk}/demolish/", {"reason": "Акт 12"})
    assert (gone.status_code, gone.json()["state"]) == (200, HouseState.DEMOLISHED)
    assert last_event() == ("house.demolished", program.client.user.username, "Акт 12")
    assert len(marked()) == 1
    assert refusal(program.post(f"/houses/{house.pk}/demolish/", {"reason": "Акт 12"}), 409)["errors"] == []
    assert program.post(f"/houses/{house.pk}/restore/", {"reason": "Ошибка"}).json()["state"] == "standing"


def test_a_representative_comes_changes_the_account_and_goes(world: World, program: Caller) -> None:
    company = world.company("ООО «УК»")
    asked = {"organisation": company.pk, "full_name": "Пётр Петров", "messenger_id": 4001}
    made = program.post("/representatives/", asked)
    assert (made.status_code, made.json()["since"]) == (201, "2026-11-20")
    where = f"/representatives/{made.json()['id']}/"
    moved = program.post(f"{where}account/", {"messenger_id": 4002})
    assert (moved.status_code, moved.json()["messenger_id"]) == (201, 4002)
    gone = program.post(f"{moved.headers['Location']}remove/", {"on": "2026-12-01", "reason": "Увольнение"})
    assert gone.json()["until"] == "2026-12-01"
    rows = Representative.objects.order_by("pk").values_list("messenger_id", "since", "until")
    today = world.today
    assert list(rows) == [(4001, today, today), (4002, today, date(2026, 12, 1))]
    assert last_event() == ("representative.removed", program.client.user.username, "Увольнение")


def test_who_is_gone_gets_no_rights_back_by_a_later_day(world: World, program: Caller) -> None:
    person = world.representative(world.company("ООО «УК»"), "Пётр Петров")
    where = f"/representatives/{person.pk}/remove/"
    assert program.post(where, {"on": "2026-12-01"}).status_code == 200
    assert refusal(program.post(where, {"on": "2026-12-24"}), 409)["detail"].endswith("no representative any more.")
    assert Representative.objects.get().until == date(2026, 12, 1)


def test_a_chat_is_frozen_and_thawed(world: World, program: Caller) -> None:
    chat = world.chat(world.house("ул. Мира, д. 1"))
    SyncRequest.objects.all().delete()
    frozen = program.post(f"/chats/{chat.pk}/freeze/", {"reason": "Спор собственников"}).json()
    assert (frozen["state"], frozen["reason"]) == ("frozen", "Спор собственников")
    assert (last_event()[0], marked()) == ("chat.frozen", [])
    thawed = program.post(f"/chats/{chat.pk}/thaw/").json()
    assert (thawed["state"], last_event()[0], marked()) == ("due", "chat.thawed", [(chat.pk, Lane.PERSON)])


@pytest.mark.parametrize(("way", "event"), [("look", "chat.look_requested"), ("push", "chat.push_requested")])
def test_one_chat_overtakes_and_many_wait_their_turn(world: World, program: Caller, way: str, event: str) -> None:
    chats = [world.chat(house).pk for house in world.houses(3)]
    SyncRequest.objects.all().delete()
    assert program.post(f"/chats/{chats[0]}/{way}/").status_code == 200
    answer = program.post("/sync-requests/", {"chats": chats[1:], "mode": way})
    assert (answer.status_code, answer.json()) == (202, {"chats": 2})
    assert marked() == [(chats[0], Lane.PERSON), *((chat, Lane.CREATE) for chat in chats[1:])]
    assert last_event()[0] == event


WRITES: dict[str, tuple[ApiScope, dict[str, Any]]] = {
    "POST /organisations/": (ApiScope.REGISTER, COMPANY),
    "PATCH /organisations/{organisation}/": (ApiScope.REGISTER, {"name": "Другая"}),
    "PATCH /houses/{house}/": (ApiScope.REGISTER, {"inspector": None}),
    "POST /houses/{house}/demolish/": (ApiScope.REGISTER, {"reason": "Акт"}),
    "POST /management-periods/": (
        ApiScope.REGISTER,
        {"house": "{house}", "organisation": None, "since": "2026-12-01"},
    ),
    "POST /management-periods/{period}/end/": (ApiScope.REGISTER, {"until": "2026-12-01", "reason": "Акт"}),
    "POST /representatives/": (
        ApiScope.WRITE_PEOPLE,
        {"organisation": "{organisation}", "full_name": "Пётр", "messenger_id": 4001},
    ),
    "POST /chats/{chat}/freeze/": (ApiScope.CHATS, {"reason": "Спор"}),
    "POST /sync-requests/": (ApiScope.CHATS, {"chats": ["{chat}"]}),
}


@pytest.fixture
def asked(world: World, request: pytest.FixtureRequest) -> tuple[str, str, Any]:
    """The write of the test's parameter with the numbers of rows that there are."""
    company = world.company("ООО «УК»")
    house = world.house("ул. Мира, д. 1", company)
    rows = {"organisation": company, "house": house, "period": house.periods.get(), "chat": world.chat(house)}
    numbers = {name: row.pk for name, row in rows.items()}
    method, path = request.param.split()

    def real(value: Any) -> Any:
        if isinstance(value, list):
            return [real(each) for each in value]
        return numbers[value.strip("{}")] if isinstance(value, str) and value.startswith("{") else value

    body = {name: real(value) for name, value in WRITES[request.param][1].items()}
    return method, path.format(**numbers), body


@pytest.mark.parametrize("asked", WRITES, indirect=True)
def test_a_program_of_another_region_changes_nothing(asked: tuple[str, str, Any]) -> None:
    stranger = Caller.of("25")
    before = stranger.state()
    answer = stranger.request(*asked)
    assert answer.status_code in (404, 422)
    assert stranger.state() == before


@pytest.mark.parametrize("asked", WRITES, indirect=True)
def test_a_program_that_may_only_read_changes_nothing(world: World, asked: tuple[str, str, Any]) -> None:
    reader = Caller.of(world.region, scopes=(ApiScope.READ,))
    before = reader.state()
    assert refusal(reader.request(*asked), 403)["type"] == "/api/problems/scope-missing"
    assert reader.state() == before


@pytest.mark.parametrize("asked", WRITES, indirect=True)
def test_the_same_key_carries_a_write_out_once(world: World, asked: tuple[str, str, Any]) -> None:
    program = Caller.of(world.region)
    first = program.request(*asked, idempotency_key="k-1")
    after = program.state()
    second = program.request(*asked, idempotency_key="k-1")
    assert 200 <= first.status_code < 300
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert program.state() == after


@pytest.mark.parametrize("asked", [name for name in WRITES if "}" in name], indirect=True)
def test_a_write_that_knows_an_older_state_is_refused(world: World, asked: tuple[str, str, Any]) -> None:
    program = Caller.of(world.region)
    before = program.state()
    assert refusal(program.request(*asked, if_match='"older"'), 412)["current"]["id"]
    assert program.state() == before


def test_nothing_of_the_world_stays_when_one_chat_is_a_strangers(world: World, program: Caller) -> None:
    chat = world.chat(world.house("ул. Мира, д. 1"))
    House.objects.update(region="55")
    before = Chat.objects.values_list("observed_at", "spec_version").get()
    problem = refusal(program.post("/sync-requests/", {"chats": [chat.pk, 999_999, chat.pk]}), 422)
    assert [fault["field"] for fault in problem["errors"]] == ["chats[1]", "chats[2]"]
    assert Chat.objects.values_list("observed_at", "spec_version").get() == before
