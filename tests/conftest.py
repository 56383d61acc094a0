"""Worlds for tests. Time stands still unless a test moves it."""

import gc
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase

from supervision import access
from supervision.enums import Role
from supervision.models import House
from tests import database_clock, database_template
from tests.odd_answers import OddTransport
from tests.put_back import put_back
from tests.world import FIRST_DAY, OMSK, World

connection_created.connect(database_clock.follow)
# A password of an installation is hashed a million times, which takes half a second: a third of all that the tests did.
PBKDF2PasswordHasher.iterations = 1
# After tests that commit.
TransactionTestCase._fixture_teardown = lambda _case: put_back()  # type: ignore[attr-defined]


def pytest_collection_finish() -> None:
    """What was imported stays to the end: looking it through again and again took a quarter of what tests take."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = database_template.prepared()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A database that is used again may hold what the last test of a run that was ended had committed."""
    with django_db_blocker.unblock():
        put_back()


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
def odd(world: World) -> OddTransport:
    """Stands between the portal and the messenger, and answers oddly where it is told to."""
    transport = OddTransport(world.transport)
    world.connect(transport)
    return transport


@pytest.fixture
def committed_world(transactional_db: None, clock: time_machine.Traveller) -> World:
    """The same world, seen by other threads."""
    return World(clock)


@pytest.fixture
def program_login(committed_world: World) -> User:
    """The login of a program of region 55, for tests below the interface."""
    user = User.objects.create_user("program")
    access.assign_role(user, Role.API_CLIENT, committed_world.region)
    return user


@pytest.fixture
def committed_house(committed_world: World) -> House:
    return committed_world.house("г. Омск, ул. Мира, д. 1")


@pytest.fixture
def nobody_has_tried() -> Iterator[None]:
    """What is counted in the cache begins at nothing."""
    cache.clear()
    yield
    cache.clear()
