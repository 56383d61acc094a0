"""Two requests at the same moment: one write, and one answer for both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.db import connections
from django.http import HttpResponse

from supervision.models import ManagementPeriod, Operation
from tests.programs import Caller, refusal
from tests.world import World

FIRST = date(2026, 12, 1)


def both(program: Caller, path: str, bodies: list[dict[str, object]], **headers: str) -> list[HttpResponse]:
    """The requests of two threads that start together."""
    start = Barrier(2)

    def one(body: dict[str, object]) -> HttpResponse:
        start.wait()
        try:
            return program.post(path, body, **headers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(one, bodies))


def test_the_same_request_twice_at_once_writes_once(committed_world: World) -> None:
    program = Caller.of(committed_world.region)
    houses = committed_world.houses(20, committed_world.company("ООО «Старая»"))
    changes = [{"house": house.pk, "organisation": None, "since": "2026-12-01"} for house in houses]
    answers = both(program, "/management-periods/bulk/", [{"changes": changes}] * 2, idempotency_key="night")
    assert {answer.status_code for answer in answers} <= {202, 409}
    assert [answer.status_code for answer in answers].count(409) <= 1
    assert Operation.objects.count() == 1
    again = program.post("/management-periods/bulk/", {"changes": changes}, idempotency_key="night")
    assert (again.status_code, again.json()["operation"]) == (202, Operation.objects.get().pk)
    assert ManagementPeriod.objects.filter(since=FIRST).count() == len(houses)


def test_two_who_want_the_same_house_do_not_both_get_it(committed_world: World) -> None:
    program = Caller.of(committed_world.region)
    house = committed_world.house("ул. Мира, д. 1", committed_world.company("ООО «Старая»"))
    bodies = [{"changes": [{"house": house.pk, "organisation": None, "since": "2026-12-01"}]}] * 2
    answers = both(program, "/management-periods/bulk/", bodies)
    taken, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert taken.status_code == 202
    assert refusal(refused, refused.status_code)["errors"]
    assert refused.status_code in (409, 422)
    assert ManagementPeriod.objects.filter(house=house, since=FIRST).count() == 1
