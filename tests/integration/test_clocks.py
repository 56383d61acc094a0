"""A worker whose clock is wrong: what is due, who holds a chat, which day it is the database says. It is told, too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.checks import Tags, run_checks
from django.utils import timezone

from supervision.actions import dismissals
from supervision.models import Absence, DailySnapshot, House, ManagementPeriod, SyncRequest
from supervision.notices import of_the_day
from supervision.queue import clock, leases, outbox
from supervision.reports import snapshot
from tests.database_clock import own_time
from tests.world import World

AHEAD, BEHIND = timedelta(seconds=60), timedelta(seconds=-60)


def next_lease(world: World) -> leases.Lease | None:
    return next(iter(leases.take(world.region, most=1, within_limit=True)), None)


@pytest.mark.parametrize("off", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_a_worker_with_a_wrong_clock_takes_up_what_is_due_and_leaves_what_is_held(world: World, off: timedelta) -> None:
    first, second = world.houses(2)
    SyncRequest.objects.all().delete()
    with own_time():
        now = clock.now()
        outbox.mark_houses([first.pk])
        outbox.mark_houses([second.pk], not_before=now + timedelta(seconds=30))
        with time_machine.travel(now + off, tick=True):
            held = next_lease(world)
            assert held is not None and outbox.due(world.region).count() == 0
            assert next_lease(world) is None
            leases.renew(held)
            lease = SyncRequest.objects.get(chat=held.chat_id).lease_until
    assert lease == now + timedelta(seconds=leases.LEASE_SECONDS)


@pytest.mark.parametrize(("off", "told"), [(AHEAD, True), (BEHIND, True), (timedelta(0), False)])
def test_a_clock_that_is_off_is_told(db: None, off: timedelta, told: bool) -> None:
    with time_machine.travel(timezone.now() + off, tick=True):
        found = [one for one in run_checks(tags=[Tags.database], databases=["default"]) if one.id == "supervision.W020"]
    assert bool(found) is told
    if told:
        assert "60" in found[0].msg


def test_without_a_database_asked_for_no_clock_is_compared(db: None) -> None:
    with time_machine.travel(timezone.now() + AHEAD, tick=True):
        assert not [one for one in run_checks() if one.id == "supervision.W020"]


# --- days ---


def told_of_the_new_company(world: World, house: House) -> bool:
    world.mark(house)
    world.push()
    return "ООО «Новая»" in str(world.seen(house))


def dismissed(world: World, house: House) -> bool:
    return dismissals.complete() == 1


def warned_of_tomorrow(world: World, house: House) -> bool:
    """Before the day; on the day itself it is too late."""
    return of_the_day.tell_changes(world.region) == 0


def counted_with_its_day(world: World, house: House) -> bool:
    assert snapshot.take(world.region) == 2
    day = DailySnapshot.objects.filter(municipality=None).get().day
    return day >= ManagementPeriod.objects.get(organisation__name="ООО «Новая»").since


ACTS = (told_of_the_new_company, dismissed, warned_of_tomorrow, counted_with_its_day)


@pytest.mark.parametrize("off", [timedelta(hours=26), timedelta(hours=-26)], ids=["ahead", "behind"])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_worker_whose_clock_is_a_day_off_does_what_is_of_a_day_on_the_databases_day(
    world: World, act: Callable[[World, House], bool], off: timedelta
) -> None:
    """A day that begins tomorrow has not come for a worker that is ahead, and today's has for one that is behind."""
    with own_time():
        now = clock.now()
        day = world.region.today(now) + (timedelta(days=1) if off > timedelta() else timedelta())
        world.inspector("Инспектор 1")
        leaving = world.inspector("Инспектор 2")
        house = world.house("ул. Мира, 1", world.company("ООО «Старая»"))
        ManagementPeriod.objects.update(until=day)
        world.period(house, world.company("ООО «Новая»"), day)
        Absence.objects.create(inspector=leaving, since=day, reason="Приказ", ends_in_dismissal=True)
        with time_machine.travel(now + off, tick=True):
            assert act(world, house) is (off < timedelta())
