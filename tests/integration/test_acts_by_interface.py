"""Every act by the interface: as a program with every scope, without the act's own, of another region, and as a person.

The operations are those of tests/routes.py; their right calls stand in tests/example_calls.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from supervision.access import ACTS
from supervision.enums import ApiScope, Role
from supervision.imports import background
from supervision.models import Event
from tests.browsing import entered
from tests.doors import kept_password
from tests.every_operation import operations
from tests.example_calls import REPORT, Scene, Wanted, address
from tests.integration.test_all_or_nothing import stored
from tests.integration.test_deeds_by_role import taken_back
from tests.programs import V1, Caller
from tests.routes import ROUTES
from tests.routes_of_interface import CALLS, OF_COMMITTED
from tests.sampled import sampled
from tests.transactions import complete
from tests.ways import PEOPLE_ALONE, NoWay
from tests.world import World

pytestmark = [pytest.mark.walk, pytest.mark.filterwarnings("ignore:No directory at")]
# what every request of a program or a session leaves
OF_REQUESTS = {
    *("supervision_apirequest", "supervision_strangerscount", "supervision_idempotentanswer", "supervision_apiclient"),
    *("oauth2_provider_accesstoken", "django_session", "usersessions_usersession"),
}
NAMES_PEOPLE = {"representatives_export"}  # a person is asked again beside the act's own row (access.PERSONAL_EXPORT)
BY_ID = {operation["operationId"]: (method, path) for method, path, operation in operations()}


@dataclass
class Call:
    """`name` is of CALLS; `missing` are the scopes of the acts that it does."""

    name: str
    method: str
    target: str
    body: Any

    @classmethod
    def of(cls, name: str, scene: Scene) -> "Call":
        operation = name.partition(":")[0]
        method, path = BY_ID[operation]
        wanted: Wanted = CALLS[name](scene)
        target = f"{V1}/reports/{REPORT}" if operation == "reports_retrieve" else address(path, scene, wanted.row)
        return cls(name, method, target, wanted.body)

    def by(self, program: Caller) -> Any:
        more = {"content_type": MULTIPART_CONTENT} if self.body and "file" in self.body else {}
        if self.method == "GET":
            more = {"accept": "application/x-ndjson"}
        return self._read(program.request(self.method, self.target, self._anew(), **more))

    def by_person(self, browser: Client) -> Any:
        if self.method == "GET":
            return self._read(browser.get(self.target, headers={"Accept": "application/x-ndjson"}))
        sent = getattr(browser, self.method.lower())
        if self.body and "file" in self.body:
            return self._read(sent(self.target, self._anew()))
        return self._read(sent(self.target, self._anew(), content_type="application/json"))

    def _anew(self) -> Any:
        if self.body and "file" in self.body:
            self.body["file"].seek(0)
        return self.body

    def _read(self, answer: Any) -> Any:
        if answer.streaming:
            answer.getvalue()
        background.work_on("55")
        return answer


def events_after(newest: int, author: int) -> set[str]:
    return set(Event.objects.filter(pk__gt=newest, by=author).values_list("name", flat=True))


def kept() -> dict[str, str]:
    return {table: sum for table, sum in stored().items() if table not in OF_REQUESTS}


@dataclass
class Others:
    """Who may not: programs without one of the scopes by its name, one of another region, a head with a session, who
    only reads, and showed some while ago who they are."""

    narrow: dict[str, Caller]
    stranger: Caller
    head: Client

    @classmethod
    def of(cls, world: World, names: list[str]) -> "Others":
        """As many as these calls need."""
        head = User.objects.create(username="head_at_programs", password=kept_password())
        session = entered(head, Role.HEAD, world.region)
        world.wait(minutes=11)
        scopes = {act.scope for act in ACTS.values() if any(name in calls_of(act.name) for name in names)}
        narrow = {
            str(one): Caller.of(world.region, scopes=tuple(scope for scope in ApiScope if scope != one))
            for one in scopes
        }
        return cls(narrow, Caller.of("25"), session)

    def answers(self, call: Call, done: set[str]) -> Iterator[tuple[str, Any]]:
        for scope in sorted({str(ACTS[name].scope) for name in done} & self.narrow.keys()):
            yield f"a program without {scope}", call.by(self.narrow[scope])
        if "{" in BY_ID[call.name.partition(":")[0]][1]:
            yield "a program of another region", call.by(self.stranger)
        if call.method != "GET" or call.name in NAMES_PEOPLE:
            yield "a head's session", call.by_person(self.head)
        yield "nobody", call.by_person(Client())


def wrongs(name: str, scene: Scene, others: Others) -> Iterator[str]:
    newest, author = Event.objects.latest("pk").pk, scene.program.client.user_id
    with taken_back():
        call = Call.of(name, scene)
        newest = Event.objects.latest("pk").pk
        with taken_back():
            answer = call.by(scene.program)
            done = events_after(newest, author or 0)
            named = acts_of(name)
            if answer.status_code >= 300 or not named <= done:
                yield f"{name}: {named - done} not done, {answer.status_code} {getattr(answer, 'content', '')!r}"
        for event in done - acts_of(name):
            yield f"{name} does {event}: let that row name it"
        if call.method == "GET" and call.name not in NAMES_PEOPLE:
            yield from read_by_session(call, others.head)
        before = kept()
        for who, refused in others.answers(call, done):
            if refused.status_code not in (400, 401, 403, 404, 422):
                yield f"{name}: {who} got {refused.status_code}"
            changed = sorted(table for table, sum in kept().items() if before[table] != sum)
            if changed:
                yield f"{name}: {who} changed {changed}"


def read_by_session(call: Call, head: Client) -> Iterator[str]:
    """What is taken along without being asked again is on record as the head's."""
    newest = Event.objects.latest("pk").pk
    with taken_back():
        answer = call.by_person(head)
        by_head = events_after(newest, User.objects.get(username="head_at_programs").pk)
        if answer.status_code != 200 or by_head != acts_of(call.name):
            yield f"{call.name}: a head's session got {answer.status_code}, {by_head}"


def acts_of(call: str) -> set[str]:
    return {name for name in ROUTES if call in calls_of(name)}


def calls_of(act: str) -> tuple[str, ...]:
    interface = ROUTES[act].interface
    return () if isinstance(interface, NoWay) else interface


def assert_done_by_those_who_may(names: list[str], scene: Scene) -> None:
    others, wrong = Others.of(scene.world, names), list[str]()
    for name in names:
        wrong += wrongs(name, scene, others)
    assert not wrong, "\n".join(wrong)


def test_every_operation_does_its_act_with_its_scope_and_not_without(
    world: World, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    names = sampled([name for name in CALLS if name not in OF_COMMITTED], 6)
    assert_done_by_those_who_may(names, Scene.of(world, tmp_path))


def test_every_operation_of_what_is_committed_does_its_act_with_its_scope_and_not_without(
    committed_world: World, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    scene = Scene.of(committed_world, tmp_path)
    complete()
    assert_done_by_those_who_may(OF_COMMITTED, scene)


def test_an_act_has_an_operation_where_it_has_a_scope() -> None:
    assert {name for name, row in ROUTES.items() if row.interface is PEOPLE_ALONE} == {
        act.name for act in ACTS.values() if act.scope is None
    }


def test_every_operation_that_writes_stands_in_a_row() -> None:
    named = {call for name in ROUTES for call in calls_of(name)}
    assert named == CALLS.keys()
    written = {operation for operation, (method, _path) in BY_ID.items() if method != "GET"}
    assert written <= {call.partition(":")[0] for call in named}
