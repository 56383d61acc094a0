"""A stranger's row does not exist for a program: no operation of the interface gives, names, confirms or changes it.

The operations are those of the interface's own description (`tests/every_operation.py`), the rows one of every kind
(`tests/strangers.py`). An answer about a stranger's row is held against the answer about a row that there is not.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supervision.models import Region
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import NarrowedBy
from tests.every_operation import BODIES, Asked, narrowed_lists, open_lists, operations, single_rows, writes
from tests.programs import Caller
from tests.sampled import IS_WHOLE
from tests.strangers import Strangers
from tests.transactions import complete
from tests.world import World

pytestmark = pytest.mark.walk

HEADERS = ("Content-Type", "ETag", "Location", "Allow", "Content-Language", "WWW-Authenticate")
CODES = st.permutations(["23", "25", "54", "55", "66", "77"])
PARTS = 4
SHOWN = {
    *("Chat", "Event", "House", "ImportIssue", "ImportRun", "Inspector", "Licence", "ManagementPeriod"),
    *(
        "Municipality",
        "Operation",
        "Organisation",
        "Representative",
        "SyncRequest",
        "WorkOrder",
    ),  # of others' uploads nothing is told that marks a row
}
RATE = 100_000  # the clock stands still

in_any_regions = settings(
    max_examples=4 if IS_WHOLE else 2,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # an example says all that it found: to look for a smaller one takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Undone(Exception):
    """Takes an example's rows back."""


def settled(*codes: str) -> list[Strangers]:
    return [Strangers(Region.objects.get(pk=code)).settle() for code in codes]


def answer(program: Caller, asked: Asked) -> str:
    """What is told. What a write changed is taken back, so that the next request finds the same."""
    mark = transaction.savepoint()
    content = asked.content
    if isinstance(content, dict) and "file" in content:
        headers = {"Authorization": f"Bearer {program.token}", "Accept-Language": "en"}
        response = Client().post(asked.address, content, headers=headers)
    else:
        response = program.request(asked.method, asked.address, content)
    text = told(response)
    transaction.savepoint_rollback(mark)
    return text


def told(response: Any) -> str:
    """Status, headers and body."""
    body = response.getvalue().decode()
    if "json" in response.headers.get("Content-Type", "") and body[:1] in "{[":
        body = "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for line in body.splitlines() if line)
    heads = [f"{name}: {response.headers[name]}" for name in HEADERS if name in response.headers]
    return "\n".join([str(response.status_code), *heads, body])


def without(text: str, *values: str) -> str:
    """An answer may repeat what was asked: as it was sent, or as an address writes it."""
    forms = {form for value in values for form in (value, quote(value), value.lower())}
    return re.sub("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in sorted(forms)), "·", text)


def betrayed(program: Caller, asked: Iterable[Asked], theirs: Strangers) -> Iterator[str]:
    """Requests that tell something of the stranger's."""
    for each in asked:
        text = answer(program, each)
        if found := theirs.marks.findall(without(text, each.value) if each.value else text):
            yield f"{each.method} {each.address}: {sorted(set(found))}"
        if each.value:
            nobody = each.of(theirs.nobody_s(each.value))
            other = answer(program, nobody)
            if without(text, each.value, nobody.value) != without(other, each.value, nobody.value):
                yield f"{each.method} {each.address} {each.content}:\n{text}\nbut of nobody:\n{other}"


def asked_reports(theirs: Strangers) -> Iterator[Asked]:
    for report in REPORTS.values():
        path = f"/api/v1/reports/{report.name}/"
        yield from (Asked("GET", f"{path}?figure={figure}", "") for figure in report.figures)
        yield Asked("GET", path, "")
        for part in report.narrowed:
            if part in (NarrowedBy.REGION, NarrowedBy.MUNICIPALITY, NarrowedBy.ORGANISATION, NarrowedBy.INSPECTOR):
                yield Asked("GET", f"{path}?{part.value}={{value}}", str(theirs.rows[part.value].pk))


def test_every_write_of_the_interface_is_tried() -> None:
    assert {each["operationId"] for method, _path, each in operations() if method != "GET"} == set(BODIES)


def test_lists_objects_and_reports_tell_nothing_of_strangers(world: World) -> None:
    _own, theirs = settled("25", "55")
    asked = [*open_lists(), *single_rows(theirs), *asked_reports(theirs)]
    assert list(betrayed(Caller.of("25", rate=RATE), asked, theirs)) == []


@in_any_regions
@given(data=st.data(), codes=CODES, part=st.integers(0, PARTS - 1))
def test_no_filter_tells_of_strangers(world: World, data: st.DataObject, codes: list[str], part: int) -> None:
    """Each example tries a part of all the filters, each with one of the stranger's values."""
    with pytest.raises(Undone), transaction.atomic():
        own, theirs = settled(*codes[:2])
        pick = lambda values: data.draw(st.sampled_from(values))  # noqa: E731
        asked = list(narrowed_lists(theirs, pick))[part::PARTS]
        found = list(betrayed(Caller.of(own.region, rate=RATE), asked, theirs))
        assert not found, "\n".join(found)
        raise Undone


@settings(in_any_regions, max_examples=2 if IS_WHOLE else 1)
@given(codes=CODES)
def test_what_is_written_neither_finds_nor_touches_strangers(world: World, codes: list[str]) -> None:
    with pytest.raises(Undone), transaction.atomic():
        own, theirs = settled(*codes[:2])
        program, before = Caller.of(own.region, rate=RATE), theirs.record()
        found = list(betrayed(program, writes(own, theirs), theirs))
        assert not found, "\n".join(found)
        assert theirs.record() == before
        raise Undone


def test_the_requests_would_tell_of_rows_that_one_may_see(world: World) -> None:
    """Else they would pass whatever the interface shows."""
    (theirs,) = settled("55")
    program = Caller.of("55", rate=RATE)
    lists = [each for each in open_lists() if "?" not in each.path]
    asked = [*lists, *single_rows(theirs), *asked_reports(theirs)]
    seen = set(theirs.marks.findall("\n".join(answer(program, each) for each in asked)))
    shown = {type(row).__name__ for row in theirs.rows.values() for column in row._meta.concrete_fields
             if f"{getattr(row, column.attname)}" in seen}  # fmt: skip
    assert shown >= SHOWN


def test_there_is_a_strangers_row_of_every_kind(world: World) -> None:
    (theirs,) = settled("55")
    empty = {name for name, rows in theirs.record().items() if not rows and not name.endswith("Event")}
    assert empty == set()


@pytest.mark.parametrize("path", ["/houses/", "/organisations/", "/management-periods/", "/inspectors/"])
def test_a_cursor_of_a_stranger_leads_to_own_rows_only(world: World, path: str) -> None:
    _own, theirs = settled("25", "55")
    pages = Caller.of("25", "55").get(f"{path}?page_size=1").json()
    program = Caller.of("25")
    assert theirs.marks.findall(told(program.get(pages["next"]))) == []


@pytest.mark.parametrize("path", ["/houses/export/", "/chats/export/", "/management-periods/export/"])
def test_an_export_from_a_strangers_place_on_gives_own_rows_only(committed_world: World, path: str) -> None:
    _own, theirs = settled("25", "55")
    complete()
    lines = told(Caller.of("55").get(f"{path}?limit=1"))
    assert theirs.marks.findall(lines)
    cursor = json.loads(lines.splitlines()[-1])["next"]
    for query in ("", f"?updated_since={quote(cursor)}"):
        assert theirs.marks.findall(told(Caller.of("25").get(path + query))) == []
