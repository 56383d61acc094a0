"""The examples for programs of other systems do what they say, against the portal itself over HTTP."""

import importlib.util
import json
import sqlite3
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook

from supervision.enums import HeardEvent
from supervision.models import House, ManagementPeriod, Organisation
from supervision.outgoing import deliver, endpoints, gather
from tests.architecture.source import ROOT
from tests.programs import Caller
from tests.transactions import complete
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
EXAMPLES = ROOT / "examples"
FOLLOWED = ("houses", "chats", "management-periods", "organisations")


def example(name: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec and spec.loader
    found = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


mirror = example("mirror")
receiver = example("receiver")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    found: sqlite3.Connection = mirror.opened(str(tmp_path / "copy.sqlite"))
    yield found
    found.close()


@pytest.fixture
def program(committed_world: World) -> Caller:
    company = committed_world.company("ООО «УК»")
    for number in range(1, 4):
        committed_world.house(f"ул. Мира, д. {number}", company)
    complete()
    return Caller.of(committed_world.region)


def portal_of(program: Caller, address: str) -> Any:
    return mirror.Portal(address, program.client.client_id, program.secret)


def lines(copy: sqlite3.Connection, resource: str) -> dict[int, dict[str, Any]]:
    rows = copy.execute("SELECT id, content FROM line WHERE resource = ?", (resource,))
    return {number: json.loads(content) for number, content in rows}


def test_the_mirror_holds_what_the_portal_holds_and_is_kept_up(
    program: Caller, copy: sqlite3.Connection, live_server: Any
) -> None:
    portal = portal_of(program, live_server.url)
    for resource in FOLLOWED:
        mirror.follow(portal, copy, resource)
    assert {line["address"] for line in lines(copy, "houses").values()} == set(
        House.objects.values_list("address", flat=True)
    )
    assert len(lines(copy, "management-periods")) == 3
    Organisation.objects.update(name="ООО «Другая»")
    gone = ManagementPeriod.objects.order_by("pk").first()
    assert gone is not None
    gone_id = gone.pk
    gone.delete()
    complete()
    read = {resource: mirror.follow(portal, copy, resource) for resource in FOLLOWED}
    assert read == {"houses": 0, "chats": 0, "management-periods": 1, "organisations": 1}
    assert [line["name"] for line in lines(copy, "organisations").values()] == ["ООО «Другая»"]
    assert gone_id not in lines(copy, "management-periods")


def test_a_mirror_whose_cursor_is_refused_begins_anew(
    program: Caller, copy: sqlite3.Connection, live_server: Any
) -> None:
    portal = portal_of(program, live_server.url)
    with copy:
        copy.execute("INSERT INTO progress VALUES ('houses', 'of another portal', NULL)")
        copy.execute("INSERT INTO line VALUES ('houses', 999999, '{\"id\": 999999}')")
    assert mirror.follow(portal, copy, "houses") == 3
    assert 999999 not in lines(copy, "houses")


@pytest.fixture
def listening(tmp_path: Path, copy: sqlite3.Connection) -> Iterator[Any]:
    """The example's receiver; `secret` is set once the portal has given one."""
    kept = {"secret": ""}

    class Late(str):
        def removeprefix(self, prefix: str) -> str:
            return kept["secret"].removeprefix(prefix)

    server = ThreadingHTTPServer(("127.0.0.1", 0), receiver.handler(str(tmp_path / "copy.sqlite"), Late()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept["url"] = f"http://127.0.0.1:{server.server_port}/"
    yield kept
    server.shutdown()
    server.server_close()


def test_the_receiver_brings_what_it_is_told_into_the_copy(
    committed_world: World, program: Caller, listening: dict[str, str], copy: sqlite3.Connection
) -> None:
    house, user = committed_world.house("ул. Новая, д. 9"), program.client.user
    complete()
    _endpoint, listening["secret"] = endpoints.add(
        user=user,
        url=listening["url"],
        events=[HeardEvent.PERIOD_CHANGED, HeardEvent.PERIOD_REMOVED],
        by=committed_world.by,
    )
    period = committed_world.period(house, committed_world.company("ООО «Новая»"), committed_world.today)
    number = period.pk
    told(1)
    assert lines(copy, "management-periods")[number]["since"] == committed_world.today.isoformat()
    ManagementPeriod.objects.filter(pk=number).delete()
    told(1)
    assert number not in lines(copy, "management-periods")


def told(least: int) -> None:
    complete()
    gather.gather()
    assert deliver.deliver(seconds=30) >= least


def test_the_receiver_refuses_what_nobody_signed_and_heeds_a_message_once(copy: sqlite3.Connection) -> None:
    secret, body = "whsec_" + "QUJD" * 8, b'{"type": "webhook.test", "data": {}}'
    now = timezone.now().timestamp()
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now)), "webhook-signature": "v1,AAAA"}
    assert not receiver.is_genuine(secret, headers, body, now)
    with time_machine.travel(now, tick=False):
        right = {**headers, "webhook-signature": Webhook(secret).sign("msg_1", timezone.now(), body.decode())}
    assert receiver.is_genuine(secret, right, body, now)
    assert not receiver.is_genuine(secret, right, body + b" ", now)
    assert not receiver.is_genuine(secret, right, body, now + receiver.OLDEST_SECONDS + 1)
    message = json.loads(body)
    assert receiver.heed(copy, "msg_1", message)
    assert not receiver.heed(copy, "msg_1", message)
