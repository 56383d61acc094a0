"""Moments that are compared with those of other workers, or the messenger's, are the database's, whatever the clock."""

from datetime import datetime, timedelta

import pytest
import time_machine

from supervision.models import Installation, MessengerCall
from supervision.queue import clock
from supervision.reconcile import restore
from tests.database_clock import own_time
from tests.needs import NEEDS
from tests.world import World


@pytest.mark.parametrize("off", [timedelta(minutes=10), timedelta(minutes=-10)], ids=["ahead", "behind"])
def test_what_a_worker_writes_down_is_of_the_databases_time(world: World, off: timedelta) -> None:
    house = next(iter(NEEDS.values())).prepare(world)
    with own_time():
        before = clock.now()
        with time_machine.travel(before + off, tick=True):
            world.push()
            restore.watch()
        after = clock.now()
    calls = MessengerCall.objects.all()
    moments: list[datetime | None] = [call.started_at for call in calls] + [call.answered_at for call in calls]
    moments += [world.chat(house).observed_at, Installation.objects.get().marked_at]
    assert calls
    assert [moment for moment in moments if moment is None or not before <= moment <= after] == []
