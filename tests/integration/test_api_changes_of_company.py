"""Changes of company by a program: one, ends, exclusions, cancellations, and thousands in one request."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.models import Event, ManagementPeriod, Operation, SyncRequest
from tests.programs import Caller, refusal
from tests.world import World

FIRST = date(2026, 12, 1)
LONG_AGO = date(2025, 1, 1)


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def periods(house: object) -> list[tuple[str, date, date | None]]:
    rows = ManagementPeriod.objects.filter(house=house).order_by("since")
    return [(str(row.organisation or "direct"), row.since, row.until) for row in rows]


def test_a_program_passes_a_house_to_another_company(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    house = world.house("ул. Мира, д. 1", old)
    SyncRequest.objects.all().delete()
    papers = {"basis": "Протокол", "document_number": "4", "registered_at": "2026-11-19T09:00:00Z"}
    asked = {"house": str(house.fias_guid), "organisation": new.pk, "since": "2026-12-01", "reason": "Письмо 7"}
    answer = program.post("/management-periods/", asked | papers)
    period = ManagementPeriod.objects.get(house=house, since=FIRST)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/management-periods/{period.pk}/")
    assert answer.json() == program.get(f"/management-periods/{period.pk}/").json()
    assert answer.json() == {
        **{"id": period.pk, "region": "55", "house": house.pk, "organisation": new.pk, "kind": "organisation"},
        **{"since": "2026-12-01", "until": None, "excluded_on": None, "source": "person"},
        **papers,
        "updated_at": answer.json()["updated_at"],
    }
    assert periods(house) == [("ООО «Старая»", LONG_AGO, FIRST), ("ООО «Новая»", FIRST, None)]
    event = Event.objects.latest("pk")
    assert (event.name, event.by, event.reason) == ("period.replaced", program.client.user, "Письмо 7")
    assert SyncRequest.objects.get().not_before == world.region.midnight(FIRST)


def test_the_houses_of_a_bulk_are_followed_until_the_messenger_has_them(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    world.inspector("Ольга Орлова")
    houses = world.houses(3, old)
    world.push()
    changes = [{"house": house.pk, "organisation": new.pk, "since": "2026-12-01"} for house in houses[:2]]
    changes.append({"house": str(houses[2].fias_guid), "organisation": None, "since": "2026-12-03"})
    answer = program.post("/management-periods/bulk/", {"changes": changes, "reason": "Выгрузка"})
    operation = Operation.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (202, f"/api/v1/operations/{operation.pk}/")
    assert answer.json() == {
        **{"operation": operation.pk, "region": "55", "houses": 3},
        "acts_at": "2026-11-30T18:00:00Z",
    }
    counts = []
    for day in (FIRST, date(2026, 12, 3)):
        counts.append(program.get(answer.headers["Location"]).json()["progress"]["counts"])
        world.go_to(day)
        world.push()
        program.renew()
    counts.append(program.get(answer.headers["Location"]).json()["progress"]["counts"])
    assert counts == [{"planned": 3}, {"planned": 1, "done": 2}, {"done": 3}]
    assert periods(houses[2])[-1] == ("direct", date(2026, 12, 3), None)


def test_each_house_of_a_bulk_says_where_it_stands(world: World, program: Caller) -> None:
    new = world.company("ООО «Новая»")
    houses = world.houses(2, world.company("ООО «Старая»"))
    days = ("2026-12-01", "2026-12-02")
    changes = [
        {"house": house.pk, "organisation": new.pk, "since": day} for house, day in zip(houses, days, strict=True)
    ]
    where = program.post("/management-periods/bulk/", {"changes": changes}).headers["Location"]
    found = program.get(f"{where}houses/").json()["results"]
    assert [(line["house"], line["since"], line["fate"]) for line in found] == [
        (house.pk, day, "planned") for house, day in zip(houses, days, strict=True)
    ]
    assert found[0]["fias_guid"] == str(houses[0].fias_guid)
    assert program.get(f"{where}houses/?fate=done").json()["results"] == []
    assert Caller.of("25").get(f"{where}houses/").status_code == 404


def test_a_bulk_is_taken_back_before_it_acts_but_for_what_was_decided_since(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    first, second = world.houses(2, old)
    changes = [{"house": house.pk, "organisation": new.pk, "since": "2026-12-01"} for house in (first, second)]
    where = program.post("/management-periods/bulk/", {"changes": changes}).headers["Location"]
    third = world.company("ООО «Третья»")
    given = {"house": second.pk, "organisation": third.pk, "since": "2026-12-01"}
    program.post("/management-periods/", given | {"replaces": second.periods.get(since=FIRST).pk})
    answer = program.post(f"{where}undo/", {"reason": "Ошибка выгрузки"})
    left = f"{second}: changed or planned otherwise since; see the house's own page"
    assert (answer.status_code, answer.json()) == (200, {"houses": 1, "left": [left]})
    assert periods(first) == [("ООО «Старая»", LONG_AGO, None)]
    assert periods(second)[-1] == ("ООО «Третья»", FIRST, None)
    counts = program.get(where).json()["progress"]["counts"]
    assert counts == {"taken_back": 2}


def test_more_houses_cost_no_more_statements(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    counts = []
    for number in (1, 2, 40):  # the first one fills caches of the process
        houses = world.houses(number, old, street=f"ул. Мира {number}")
        changes = [{"house": house.pk, "organisation": new.pk, "since": "2026-12-01"} for house in houses]
        with CaptureQueriesContext(connection) as made:
            assert program.post("/management-periods/bulk/", {"changes": changes}).status_code == 202
        counts.append(len(made))
    assert counts[1] == counts[2]


def test_what_acts_already_is_not_taken_back(world: World, program: Caller) -> None:
    house = world.house("ул. Мира, д. 1", world.company("ООО «Старая»"))
    changes = [{"house": house.pk, "organisation": None, "since": "2026-11-01"}]
    where = program.post("/management-periods/bulk/", {"changes": changes}).headers["Location"]
    problem = refusal(program.post(f"{where}undo/", {"reason": "Ошибка"}), 409)
    assert problem["detail"] == "It acts already: make a new change instead."


def test_a_dry_run_foresees_and_writes_nothing(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    world.inspector("Ольга Орлова")
    houses = world.houses(2, old)
    world.representative(old, "Старый Степан", joined=None)
    world.push()
    before = program.state()
    changes = [{"house": house.pk, "organisation": new.pk, "since": "2026-12-01"} for house in houses]
    answer = program.post("/management-periods/bulk/?dry_run=true", {"changes": changes})
    assert answer.status_code == 200
    shown = answer.json()
    assert {name: shown[name] for name in ("region", "houses", "chats", "most_changing", "is_beyond_limit")} == {
        **{"region": "55", "houses": 2, "chats": 2, "most_changing": 50, "is_beyond_limit": False}
    }
    assert shown["changing"] == 2 and shown["calls"] >= 2 and shown["minutes"] == 1
    assert program.state() == before


def test_an_end_an_exclusion_and_a_cancellation(world: World, program: Caller) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    house = world.house("ул. Мира, д. 1", old)
    made = program.post("/management-periods/", {"house": house.pk, "organisation": new.pk, "since": "2026-12-01"})
    assert program.post(f"{made.headers['Location']}cancel/", {"reason": "Ошибка"}).status_code == 204
    assert periods(house) == [("ООО «Старая»", LONG_AGO, None)]
    where = f"/management-periods/{house.periods.get().pk}/"
    excluded = program.post(f"{where}exclude/", {"on": "2026-11-10", "reason": "Приказ 1"}).json()
    ended = program.post(f"{where}end/", {"until": "2026-12-01", "reason": "Приказ 2"}).json()
    assert (excluded["excluded_on"], ended["until"]) == ("2026-11-10", "2026-12-01")
    names = Event.objects.order_by("-pk").values_list("name", flat=True)[:3]
    assert list(names) == ["period.ended", "period.excluded", "period.cancelled"]
    assert refusal(program.post(f"{where}cancel/", {"reason": "Ошибка"}), 409)["type"] == "/api/problems/powers-started"
