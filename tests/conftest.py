"""Worlds for tests. Time stands still unless a test moves it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from supervision.models import MessengerAccount, Region
from tests.world import FIRST_DAY, OMSK, World


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    nine = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=OMSK)
    with time_machine.travel(nine, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> World:
    """Region 55 on 20 November 2026, nine in the morning of Omsk, with an empty messenger."""
    return World(clock)


@pytest.fixture
def committed_world(transactional_db: None, clock: time_machine.Traveller) -> World:
    """The same world, seen by other threads. Such a test empties every table at its end, so the region is made anew."""
    region, _ = Region.objects.get_or_create(code="55", name="Омская область", time_zone="Asia/Omsk")
    MessengerAccount.objects.get_or_create(region=region)
    return World(clock)
