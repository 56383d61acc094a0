"""Reports through the interface: whole answers, the figures of the page, people only for whoever may know them."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User

from supervision.api.reports import MOST_ROWS
from supervision.enums import ApiScope, RequestState, Role
from supervision.models import DailySnapshot, Event, House, Municipality, Region, SyncRequest
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import NarrowedBy
from tests.browsing import entered
from tests.programs import Caller
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

WITHOUT_PEOPLE = (ApiScope.READ,)


@pytest.fixture
def town(world: World) -> World:
    """Two houses of one company and inspector, and yesterday's and today's snapshot."""
    company, owner = world.company("ООО «УК 1»"), world.inspector("Иванов Иван")
    world.houses(2, company)
    world.push()
    world.representative(company, "Петров Пётр")
    for house in House.objects.all():
        world.join(house, company.representatives.get())
    SyncRequest.objects.update(state=RequestState.PARKED, reason=f"{owner.full_name} не отвечает")
    for day in (19, 20):
        at = world.region.midnight(date(2026, 11, day))
        DailySnapshot.objects.create(region=world.region, day=date(2026, 11, day), taken_at=at, in_scope=2, with_chat=1)
    return world


def lines(program: Caller, path: str) -> list[Any]:
    answer = program.get(path, accept="application/x-ndjson")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def page(name: str, **given: str) -> Any:
    """What the page shows to the head of the region."""
    user = User.objects.get_or_create(username="chief")[0]
    client = entered(user, Role.HEAD, Region.objects.get(pk="55"))
    return client.get(f"/admin/reports/{name}/", given).context


def test_the_list_says_which_reports_there_are_and_what_they_may_be_asked(town: World) -> None:
    answer = Caller.of(town.region).get("/reports/").json()
    assert (answer["next"], answer["previous"]) == (None, None)
    assert [report["name"] for report in answer["results"]] == list(REPORTS)
    [quality] = [report for report in answer["results"] if report["name"] == "register_quality"]
    assert quality == {
        "name": "register_quality",
        "title": "Quality of the register",
        "about": "What is missing or doubtful in the register: the rows behind each figure are to be set right.",
        "parameters": [part.value for part in REPORTS["register_quality"].narrowed],
        "figures": [],
    }


def test_a_report_is_given_whole(town: World) -> None:
    answer = Caller.of(town.region).get("/reports/companies/?region=55").json()
    columns = answer.pop("columns")
    assert answer == {
        "name": "companies",
        "title": "Companies of a region",
        "as_of": "2026-11-20T03:00:00Z",
        "asked": {"region": "55"},
        "rows": [
            {"company": "ООО «УК 1»", "inn": "", "houses": 2, "chats": 2, "with_admin": 0, "share": 0.0, "people": 1}
        ],
        "total": answer["total"],
        "notes": answer["notes"],
        "is_cut": False,
    }
    assert {column["key"] for column in columns} == set(answer["rows"][0])
    assert columns[5] == {
        "key": "share",
        "caption": "With an administrator, share",
        "kind": "share",
        "rule": "Per cent of the chats created.",
    }


@pytest.mark.parametrize("name", REPORTS)
def test_the_figures_are_those_of_the_page(town: World, name: str) -> None:
    answer, shown = Caller.of(town.region).get(f"/reports/{name}/", accept_language="ru").json(), page(name)
    assert [column["key"] for column in answer["columns"]] == [head["column"].key for head in shown["heads"]]
    assert [column["rule"] for column in answer["columns"] if column["rule"]] == [
        str(rule) for _c, rule in shown["rules"]
    ]
    assert answer["notes"] == [str(note) for note in shown["notes"]]
    assert len(answer["rows"]) == len(shown["lines"])
    for row, line in zip(answer["rows"], shown["lines"], strict=True):
        for column, cell in zip(answer["columns"], line.cells, strict=True):
            value = row.get(column["key"])
            if column["kind"] in ("count", "text"):
                assert cell.words.replace("\xa0", "") == ("—" if value is None else str(value))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.walk
def test_as_lines_it_is_the_same(town: World, name: str) -> None:
    program = Caller.of(town.region)
    whole = program.get(f"/reports/{name}/").json()
    head, *rows, last = lines(program, f"/reports/{name}/")
    assert {**head, "rows": rows, "is_cut": False} == whole
    assert last == {"at_end": True, "rows": len(rows)}


def test_as_lines_it_is_on_record_and_as_a_page_it_is_not(town: World) -> None:
    program = Caller.of(town.region)
    program.get("/reports/companies/?region=55")
    assert not Event.objects.filter(name="report.exported").exists()
    lines(program, "/reports/companies/?region=55")
    event = Event.objects.get(name="report.exported")
    assert (event.by, event.region) == (program.client.user, town.region)
    asked = {"program": "ГИС ЖКХ", "report": "companies", "asked": {"region": "55"}}
    assert event.details == {**asked, "regions": ["55"], "rows": 1}


def test_a_long_report_is_cut_and_whole_as_lines(town: World) -> None:
    names = [Municipality(region=town.region, name=f"Район {number:04}") for number in range(MOST_ROWS + 1)]
    for place in Municipality.objects.bulk_create(names):
        at = town.region.midnight(town.today)
        DailySnapshot.objects.create(region=town.region, municipality=place, day=town.today, taken_at=at)
    program = Caller.of(town.region)
    answer = program.get("/reports/region/?region=55").json()
    assert (len(answer["rows"]), answer["is_cut"]) == (MOST_ROWS, True)
    *_rows, last = lines(program, "/reports/region/?region=55")
    assert last["rows"] > MOST_ROWS


@pytest.mark.parametrize(
    ("path", "slug", "field"),
    [
        ("country/?colour=red", "unknown-filter", "colour"),
        ("country/?region=55", "unknown-filter", "region"),
        ("country/?day=yesterday", "bad-parameter", "day"),
        ("country/?day=1949-12-31", "bad-parameter", "day"),
        ("country/?day=20261120", "bad-parameter", "day"),
        ("country/?day=2026-W47-5", "bad-parameter", "day"),
        ("country/?figure=beauty", "bad-parameter", "figure"),
        ("country/?day=2026-11-20&day=2026-11-19", "bad-parameter", "day"),
        ("companies/?region=99", "bad-parameter", "region"),
        ("companies/?region=%00", "bad-parameter", "region"),
        ("coverage/?municipality=99999999999999999999", "bad-parameter", "municipality"),
        ("changes/?since=2026-11-20&until=2026-11-19", "bad-parameter", "since"),
    ],
)
@pytest.mark.walk
def test_what_may_not_be_asked_is_named(town: World, path: str, slug: str, field: str) -> None:
    problem = Caller.of(town.region).problem(f"/reports/{path}", 400)
    assert (problem["type"], [fault["field"] for fault in problem["errors"]]) == (f"/api/problems/{slug}", [field])


def test_a_report_that_there_is_not(town: World) -> None:
    program = Caller.of(town.region)
    assert program.problem("/reports/beauty/", 404)["type"] == "/api/problems/not-found"
    assert program.problem("/reports/country/", 406, accept="text/csv")["type"] == "/api/problems/not-acceptable"


# --- who ---


def test_a_strangers_region_does_not_exist(town: World) -> None:
    stranger = Caller.of("25")
    theirs, nowhere = (stranger.problem(f"/reports/companies/?region={code}", 400) for code in ("55", "99"))
    assert theirs == nowhere
    assert [row for row in stranger.get("/reports/companies/").json()["rows"] if row["houses"]] == []


def asked_in_every_way(program: Caller) -> str:
    """Every report of region 55 with every figure."""
    text = ""
    for report in REPORTS.values():
        for figure in report.figures or ("",):
            given = {"region": "55"} if NarrowedBy.REGION in report.narrowed else {}
            answer = program.get(f"/reports/{report.name}/?{urlencode(given | ({'figure': figure} if figure else {}))}")
            assert answer.status_code == 200, answer.content
            text += answer.content.decode()
    return text


@pytest.mark.walk
def test_without_the_scope_people_stay_counts(town: World) -> None:
    told = asked_in_every_way(Caller.of(town.region))
    assert "Иванов Иван" in told
    told = asked_in_every_way(Caller.of(town.region, scopes=WITHOUT_PEOPLE))
    assert "Иванов" not in told and "Петров" not in told


def test_without_the_scope_an_inspector_is_no_parameter(town: World) -> None:
    inspector = town.region.inspectors.get()
    named = [report.name for report in REPORTS.values() if NarrowedBy.INSPECTOR in report.narrowed]
    assert named
    for name in named:
        path = f"/reports/{name}/?inspector={inspector.pk}"
        assert Caller.of(town.region).get(path).status_code == 200
        problem = Caller.of(town.region, scopes=WITHOUT_PEOPLE).problem(path, 400)
        assert [fault["field"] for fault in problem["errors"]] == ["inspector"]
