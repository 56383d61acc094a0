"""Every act by its command, and every act in the table of routes.

Whoever has the server's shell has no role that could be asked for: a command says in the record which it was, and who
ran it, and without --apply it writes nothing.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands

from supervision.access import ACTS, Needed
from supervision.access.acts import COMMAND
from supervision.models import Event
from supervision.registry.sources.kinds import BY_NAME
from tests.routes import ROUTES
from tests.sampled import sampled
from tests.seats import Seat
from tests.ways import BESIDE, DEMO, NoWay
from tests.world import World

BY_COMMAND = [name for name, row in ROUTES.items() if not isinstance(row.command, NoWay)]
# whoever does it is known by it and not before it: the tests of signing in play it
SIGNING_IN = {"login.done", "login.ended", "login.link_used", "login.own_provider_joined"}


@pytest.fixture
def seat(world: World, tmp_path: Path, settings: Any) -> Iterator[Seat]:
    settings.MEDIA_ROOT, settings.ARCHIVE_DIR = tmp_path / "stored", tmp_path / "archive"
    with ExitStack() as stack:
        yield Seat(world, tmp_path, settings, stack)


@pytest.mark.walk
@pytest.mark.parametrize("name", sampled(BY_COMMAND, 3))
def test_a_command_does_the_act_and_says_that_it_did(name: str, seat: Seat) -> None:
    command = ROUTES[name].command
    assert not isinstance(command, NoWay)
    run = command(seat)
    newest = Event.objects.latest("pk").pk if Event.objects.exists() else 0
    run()
    event = Event.objects.get(pk__gt=newest, name=name)
    assert event.by is None
    assert event.cause.partition(" by ")[0] in get_commands()


def test_every_act_has_a_row_and_every_row_an_act() -> None:
    """A NEW ACT? Say in tests/routes.py how it is reached."""
    assert ROUTES.keys() == ACTS.keys()


def test_an_act_that_a_command_may_do_names_the_command() -> None:
    known = {COMMAND, *get_commands()}
    may = {act.name for act in ACTS.values() if known & set(act.causes)}
    said = {name for name, row in ROUTES.items() if row.command is DEMO or not isinstance(row.command, NoWay)}
    assert may == said


def test_every_kind_of_file_stands_in_a_row() -> None:
    assert {kind for row in ROUTES.values() if not isinstance(row.file, NoWay) for kind in row.file} == set(BY_NAME)


def test_what_nobody_may_do_is_reached_by_nobody() -> None:
    nobodys = [ROUTES[act.name] for act in ACTS.values() if act.right is Needed.NOBODY]
    assert [row for row in nobodys if not isinstance(row.page, NoWay) or not isinstance(row.interface, NoWay)] == []


def test_every_act_that_somebody_may_do_is_reached_somehow() -> None:
    beside = {name for name, row in ROUTES.items() if row.page is BESIDE}
    unreached = {
        name
        for name, row in ROUTES.items()
        if all(isinstance(way, NoWay) for way in (row.page, row.interface, row.file, row.command))
    }
    assert {name for name in unreached - beside if ACTS[name].right is not Needed.NOBODY} == SIGNING_IN
