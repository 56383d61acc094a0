"""A person's session reads in the interface and writes nothing there, whatever the method, the address and the body.

A page elsewhere can make a person's browser send their cookie; what is sent here passes every check of forms, so that
it is the interface itself which refuses.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from supervision.enums import Role
from tests.browsing import signed_in
from tests.every_operation import operations
from tests.example_calls import REPORT, WRITES, Scene, Wanted, address
from tests.integration.test_all_or_nothing import stored
from tests.programs import V1
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
METHODS = ("POST", "PUT", "PATCH", "DELETE")
OF_REQUESTS = {"django_session", "usersessions_usersession", "supervision_apirequest"}  # each of them is counted
ADDRESSES = sorted({path for _method, path, _operation in operations()})
WRITING = {(method, path): operation["operationId"] for method, path, operation in operations() if method != "GET"}


def kept() -> dict[str, str]:
    return {table: sum for table, sum in stored().items() if table not in OF_REQUESTS}


@dataclass
class Call:
    """To an operation its right call, else what would be one of somebody's."""

    method: str
    path: str
    target: str
    body: Any

    @classmethod
    def of(cls, method: str, path: str, scene: Scene) -> "Call":
        name = WRITING.get((method, path))
        wanted = WRITES[name](scene) if name else Wanted({"reason": "Приказ 8"})
        target = f"{V1}/reports/{REPORT}" if "/reports/{" in path else address(path, scene, wanted.row)
        return cls(method, path, target, wanted.body or {})

    def is_refused(self, head: Client) -> bool:
        """What is an operation is forbidden; elsewhere there may be no such method at all."""
        form = {} if "file" in self.body else {"content_type": "application/json"}
        status = getattr(head, self.method.lower())(self.target, self.body, **form).status_code
        return status in ((403,) if (self.method, self.path) in WRITING else (403, 405))


def test_a_person_s_session_only_reads(world: World, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    scene, head = Scene.of(world, tmp_path), signed_in(world, "head_of_55", Role.HEAD)
    assert head.get(f"{V1}/houses/").status_code == 200
    calls = [Call.of(method, path, scene) for path in ADDRESSES for method in METHODS]
    before = kept()
    assert [call for call in calls if not call.is_refused(head)] == []
    assert kept() == before
