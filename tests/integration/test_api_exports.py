"""Rows by change as NDJSON: a copy that is kept up by cursors, of what the program may see, under concurrent writes."""

import json
from typing import Any

import pytest

from supervision.models import Event, House, ManagementPeriod, Region
from tests.programs import Caller
from tests.transactions import complete, other_connection
from tests.world import World

RENAME = "UPDATE supervision_house SET cadastral_number = %s WHERE id = %s"


def read(program: Caller, path: str, cursor: str | None = None, **query: object) -> tuple[list[Any], dict[str, Any]]:
    """The lines of one answer, and its last one."""
    given = query | ({"updated_since": cursor} if cursor else {})
    answer = program.get(f"{path}?" + "&".join(f"{name}={value}" for name, value in given.items()))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-ndjson")
    *lines, last = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    return lines, last


@pytest.fixture
def program(committed_world: World) -> Caller:
    return Caller.of(committed_world.region)


def test_a_copy_is_kept_up_by_cursors(committed_world: World, program: Caller) -> None:
    first, second = committed_world.houses(2)
    complete()
    lines, last = read(program, "/houses/export/")
    assert [line["id"] for line in lines] == [first.pk, second.pk]
    assert lines[0]["fias_guid"] == str(first.fias_guid)
    assert last["at_end"]
    House.objects.filter(pk=first.pk).update(cadastral_number="55:36:1:1")
    complete()
    lines, _last = read(program, "/houses/export/", last["next"])
    assert [(line["id"], line["cadastral_number"]) for line in lines] == [(first.pk, "55:36:1:1")]


def test_a_long_copy_comes_in_parts(committed_world: World, program: Caller) -> None:
    houses = [house.pk for house in committed_world.houses(5)]
    complete()
    seen, cursor, ends = [], None, []
    while not ends or not ends[-1]:
        lines, last = read(program, "/houses/export/", cursor, limit=2)
        seen += [line["id"] for line in lines]
        cursor = last["next"]
        ends.append(last["at_end"])
    assert (seen, ends) == (houses, [False, False, True])


def test_a_period_that_was_taken_back_is_told(committed_world: World, program: Caller) -> None:
    house = committed_world.house("ул. Мира, д. 1", committed_world.company("ООО «УК»"))
    period = ManagementPeriod.objects.get(house=house)
    complete()
    lines, last = read(program, "/management-periods/export/")
    assert [line["id"] for line in lines] == [period.pk]
    number = period.pk
    period.delete()
    complete()
    assert read(program, "/management-periods/export/", last["next"])[0] == [{"id": number, "removed": True}]


def test_a_first_load_can_leave_out_what_is_gone(committed_world: World, program: Caller) -> None:
    company = committed_world.company("ООО «УК»")
    stays, goes = (
        ManagementPeriod.objects.get(house=committed_world.house(f"ул. Мира, д. {number}", company))
        for number in (1, 2)
    )
    gone = goes.pk
    goes.delete()
    complete()
    all_lines, last = read(program, "/management-periods/export/")
    assert {"id": gone, "removed": True} in all_lines
    lines, last_without = read(program, "/management-periods/export/", removed=0)
    assert [line["id"] for line in lines] == [stays.pk]
    assert last_without["next"] == last["next"]  # a copy goes on from the same place


def test_what_commits_late_is_not_passed_over(committed_world: World, program: Caller) -> None:
    """The first writer is still at work when the second has ended: the reader gets neither before both are sure."""
    slow, fast = committed_world.houses(2)
    complete()
    cursor = read(program, "/houses/export/")[1]["next"]
    with other_connection() as other:
        other.execute(RENAME, ["slow", slow.pk])
        House.objects.filter(pk=fast.pk).update(cadastral_number="fast")
        lines, last = read(program, "/houses/export/", cursor)
        assert (lines, last["at_end"]) == ([], True)
        other.commit()
    complete()
    lines, _last = read(program, "/houses/export/", last["next"])
    assert {(line["id"], line["cadastral_number"]) for line in lines} == {(slow.pk, "slow"), (fast.pk, "fast")}


def test_rows_of_other_regions_are_in_no_export(committed_world: World, program: Caller) -> None:
    committed_world.house("ул. Мира, д. 1", committed_world.company("ООО «УК»"))
    complete()
    for path in ("/houses/export/", "/chats/export/", "/management-periods/export/"):
        assert len(read(program, path)[0]) == 1
    other = Region.objects.get(pk="25")
    with_no_house = Caller.of(other)
    for path in ("/houses/export/", "/chats/export/", "/management-periods/export/"):
        assert read(with_no_house, path)[0] == []


@pytest.mark.parametrize(
    ("query", "kind", "field"),
    [
        ("limit=0", "bad-parameter", "limit"),
        ("limit=100001", "bad-parameter", "limit"),
        ("limit=ten", "bad-parameter", "limit"),
        ("updated_since=x", "bad-cursor", "updated_since"),
        ("since=2026-01-01", "unknown-filter", "since"),
    ],
)
def test_what_cannot_be_asked(world: World, query: str, kind: str, field: str) -> None:
    problem = Caller.of(world.region).problem(f"/houses/export/?{query}", 400)
    assert problem["type"] == f"/api/problems/{kind}"
    assert [fault["field"] for fault in problem["errors"]] == [field]


def test_the_cursor_of_another_list_is_refused(world: World) -> None:
    program = Caller.of(world.region)
    cursor = read(program, "/houses/export/")[1]["next"]
    assert program.problem(f"/chats/export/?updated_since={cursor}", 400)["type"] == "/api/problems/bad-cursor"


def test_more_lines_cost_no_more_queries(
    committed_world: World, program: Caller, django_assert_max_num_queries: Any
) -> None:
    committed_world.houses(30)
    complete()
    with django_assert_max_num_queries(25):
        assert len(read(program, "/chats/export/")[0]) == 30


# --- on record ---


def recorded(name: str = "list.exported") -> list[Any]:
    return list(Event.objects.filter(name=name).order_by("pk").values_list("by__username", "region", "details"))


def test_an_export_is_on_record_with_its_program_filter_and_number(committed_world: World, program: Caller) -> None:
    committed_world.houses(3)
    complete()
    _lines, last = read(program, "/houses/export/", limit=2)
    read(program, "/houses/export/", last["next"])
    known = {"program": "ГИС ЖКХ", "list": "house", "regions": ["55"]}
    login = program.client.user.username
    assert recorded() == [
        (login, "55", {**known, "filter": {"limit": "2"}, "rows": 2}),
        (login, "55", {**known, "filter": {"updated_since": last["next"]}, "rows": 1}),
    ]


def test_an_export_of_several_regions_names_them_all(committed_world: World) -> None:
    other = Region.objects.get(pk="25")
    committed_world.houses(1)
    complete()
    read(Caller.of(committed_world.region, other), "/chats/export/")
    ((_by, region, details),) = recorded()
    assert (region, details["list"], details["regions"], details["rows"]) == (None, "chat", ["25", "55"], 1)


def test_who_asks_often_and_gets_nothing_new_leaves_nothing_on_record(program: Caller) -> None:
    assert read(program, "/houses/export/")[0] == []
    assert recorded() == []


def test_an_export_that_is_broken_off_is_on_record_all_the_same(committed_world: World, program: Caller) -> None:
    committed_world.houses(2)
    complete()
    answer = program.get("/houses/export/")
    next(iter(answer.streaming_content))
    answer.close()
    ((_by, _region, details),) = recorded()
    assert (details["rows"], details["broken_off"]) == (2, True)
