"""A hold, its event and the news of it to the heads are one: after a failure inside the next worker says them all."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.utils import timezone

from supervision import access
from supervision.enums import Role
from supervision.models import Chat, Event, Notice
from supervision.queue import outbox
from supervision.reconcile import limit_held
from tests.world import World


class Failure(Exception):
    """As a worker that is killed, or a database that goes away."""


def failing_at(table: str) -> Callable[..., Any]:
    def execute_or_fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.search(rf'INSERT INTO "?{table}\b', sql):
            raise Failure
        return execute(sql, params, many, context)

    return execute_or_fail


@pytest.mark.parametrize("table", ["supervision_event", "supervision_notice"])
def test_a_hold_that_could_not_be_said_is_said_by_the_next_worker(committed_world: World, table: str) -> None:
    world = committed_world
    access.assign_role(User.objects.create_user("another"), Role.HEAD, world.region)
    houses = world.houses(60, world.company("ООО «УК»"))
    Chat.objects.update(messenger_id=F("pk"), linked_at=timezone.now())
    outbox.mark_houses([house.pk for house in houses])
    with connection.execute_wrapper(failing_at(table)), pytest.raises(Failure):
        limit_held.within_limit(world.account(), 60)
    assert world.account().held_reason == ""
    assert not Event.objects.filter(name="run.held").exists()

    assert not limit_held.within_limit(world.account(), 60)
    assert world.account().held_reason
    assert Event.objects.filter(name="run.held").count() == 1
    assert Notice.objects.exists()
