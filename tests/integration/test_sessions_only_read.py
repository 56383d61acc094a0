"""A person's session reads in the interface and writes nothing there, whatever the method, the address and the body.

A page elsewhere can make a person's browser send their cookie; what is sent here passes every check of forms, so that
it is the interface itself which refuses.
"""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from supervision.enums import Role
from tests.browsing import signed_in
from tests.every_operation import operations
from tests.example_calls import REPORT, WRITES, Scene, address
from tests.integration.test_all_or_nothing import stored
from tests.programs import V1
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
METHODS = ("POST", "PUT", "PATCH", "DELETE")
OF_VISITS = {"django_session", "usersessions_usersession"}
ADDRESSES = sorted({path for _method, path, _operation in operations()})
WRITING = {(method, path): operation["operationId"] for method, path, operation in operations() if method != "GET"}


def kept() -> dict[str, str]:
    return {table: sum for table, sum in stored().items() if table not in OF_VISITS}


def answered(head: Client, method: str, path: str, scene: Scene) -> int:
    """To an operation its right call, else what would be one of somebody's."""
    body: Any = {"reason": "Приказ 8"}
    row = None
    if name := WRITING.get((method, path)):
        wanted = WRITES[name](scene)
        body, row = wanted.body or {}, wanted.row
    target = f"{V1}/reports/{REPORT}" if "/reports/{" in path else address(path, scene, row)
    form = {} if method == "POST" and "file" in body else {"content_type": "application/json"}
    before = kept()
    answer = getattr(head, method.lower())(target, body, **form)
    assert kept() == before, f"{method} {path}"
    return int(answer.status_code)


def test_a_person_s_session_only_reads(world: World, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    scene = Scene.of(world, tmp_path)
    head = signed_in(world, "head_of_55", Role.HEAD)
    assert head.get(f"{V1}/houses/").status_code == 200
    wrong = []
    for path in ADDRESSES:
        for method in METHODS:
            status = answered(head, method, path, scene)
            if status not in ((403,) if (method, path) in WRITING else (403, 405)):
                wrong.append(f"{method} {path}: {status}")
    assert wrong == []
