"""`manage.py sync_chats`: the workers' loop in front of a person."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from supervision.models import SyncRequest
from tests.world import World


@pytest.fixture
def running_world(transactional_db: None) -> World:
    """Committed for the command's threads, and with a clock that runs: the command waits for back-offs."""
    world = World(clock=None)
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 1")
    return world


def test_it_ends_with_the_reason_when_the_messenger_is_away(running_world: World, settings: Any) -> None:
    settings.MESSENGER_URL = settings.MESSENGER_PROVISIONING_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="Мессенджер сейчас недоступен"):
        call_command("sync_chats", "--region", "55", "--apply", "--json", stdout=StringIO())
    assert SyncRequest.objects.get().state == "due"


def test_without_apply_nothing_is_sent(running_world: World, settings: Any) -> None:
    settings.MESSENGER_URL = settings.MESSENGER_PROVISIONING_URL = "http://127.0.0.1:9"
    out = StringIO()
    call_command("sync_chats", "--region", "55", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["calls"] == {"read": 0, "write": 0}
    assert set(report) == {"settled", "waiting", "parked", "work_orders", "calls", "seconds"}


def test_the_plan_has_a_line_for_every_step(world: World) -> None:
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 1")
    out = StringIO()
    call_command("show_plan", "--region", "55", stdout=out)
    house, step, total = out.getvalue().splitlines()
    assert house == "55 г. Омск, ул. Мира, д. 1"
    assert step.startswith("    создать чат") and total.startswith("1 chats")
