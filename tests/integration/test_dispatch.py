"""What becomes of a chat whose pass succeeds, fails, is refused or has to wait."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError, OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from supervision import audit, outages
from supervision.actions import chats, management_periods
from supervision.enums import Lane, RequestState
from supervision.models import Chat, House, MessengerAccount, SyncRequest
from supervision.queue import outbox
from supervision.reconcile import dispatch
from tests.world import TOKEN, World

TITLE = "г. Омск, ул. Мира, д. 1"


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house(TITLE, world.company("ООО «УК»"))
    world.push()
    return house


def rename(house: House, address: str) -> None:
    House.objects.filter(pk=house.pk).update(address=address, address_key=address.lower())
    outbox.mark_houses([house.pk])


def request_of(house: House) -> SyncRequest:
    return SyncRequest.objects.get(chat__house=house)


@pytest.mark.parametrize("kind", ["unavailable", "too_many"])
def test_what_was_surely_not_done_is_tried_again_a_little_later(world: World, house: House, kind: str) -> None:
    rename(house, "г. Омск, ул. Мира, д. 1а")
    world.emulator.faults.add(kind, operation="edit_chat", times=3)  # a pass tries three times
    assert world.push().verdicts == {"retried": 1}
    assert world.seen(house)["title"] == TITLE
    request = request_of(house)
    assert request.state == RequestState.DUE
    assert request.reason
    assert request.not_before > request.marked_at

    world.wait(seconds=11)
    assert world.push().verdicts == {"settled": 1}
    assert world.seen(house)["title"] == "г. Омск, ул. Мира, д. 1а"


def test_the_longer_it_fails_the_longer_the_next_attempt_waits(world: World, house: House) -> None:
    rename(house, "г. Омск, ул. Мира, д. 1а")
    world.emulator.faults.add("unavailable", operation="edit_chat", times=60)
    waits = []
    for _ in range(15):
        world.push()
        request = request_of(house)
        waits.append((request.not_before - request.marked_at).total_seconds())
        world.wait(seconds=(request.not_before - timezone.now()).total_seconds() + 1)
    steps = [after - before for before, after in zip([0.0, *waits], waits, strict=False)]
    assert steps[0] < 4
    assert steps[5] > steps[1]
    assert max(steps) < dispatch.LONGEST_BACKOFF_SECONDS * 1.3


def test_while_the_messenger_is_not_reached_nothing_is_lost(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house(TITLE)
    world.connect(None)
    assert world.push().verdicts == {"retried": 1}
    assert "no connection" in request_of(house).reason


def test_after_a_rejected_token_nothing_else_is_tried(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(5)
    world.connect(None)
    assert set(world.push().verdicts) == {"retried"}
    world.wait(minutes=1)
    MessengerAccount.objects.update(bot_id=world.emulator.state.bot_of(TOKEN))  # known
    token_that_was_revoked = "revoked"
    world.connect(world.transport, token=token_that_was_revoked)

    assert world.push().verdicts == {"released": 1}
    assert world.messenger.calls.write == 1
    assert "Invalid access_token" in world.account().trouble
    assert token_that_was_revoked not in world.account().trouble
    assert dispatch.regions_with_work() == []
    assert SyncRequest.objects.filter(lease_owner__isnull=False).count() == 0


def test_a_title_refused_twice_is_parked_with_the_messengers_words(world: World, house: House) -> None:
    rename(house, "г. Омск, ул. Мира, д. 1а")
    world.emulator.faults.add("refuse", operation="edit_chat", times=2)
    assert world.push().verdicts == {"parked": 1}
    assert request_of(house).state == RequestState.PARKED
    assert "Insufficient access rights" in request_of(house).reason


def test_a_title_refused_once_is_tried_again_after_a_look(world: World, house: House) -> None:
    rename(house, "г. Омск, ул. Мира, д. 1а")
    world.emulator.faults.add("refuse", operation="edit_chat")
    assert world.push().verdicts == {"settled": 1}


def test_a_frozen_chat_is_not_touched(world: World, house: House) -> None:
    chats.freeze(world.chat(house), reason="Проверка прокуратуры", by=world.by)
    rename(house, "г. Омск, ул. Мира, д. 1а")
    before = world.messenger.calls.read, world.writes()
    assert world.push().verdicts == {}
    assert (world.messenger.calls.read, world.writes()) == before
    assert world.seen(house)["title"] == TITLE


def test_a_chat_without_possible_owner_is_parked_with_what_to_do(world: World) -> None:
    house = world.house(TITLE)
    assert world.push().verdicts == {"parked": 1}
    assert "инспектор" in request_of(house).reason


def test_without_provisioning_a_person_is_asked_to_create_the_chat(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house(TITLE)
    world.connect(world.transport, mode="manual")
    assert world.push().verdicts == {"waiting": 1}
    order = world.chat(house).work_orders.get()
    assert TITLE in order.instruction
    assert "Инспектор 1" in order.instruction
    world.wait(minutes=5)
    world.push()
    assert world.chat(house).work_orders.count() == 1


def test_a_waiting_chat_is_looked_at_more_and_more_rarely(world: World, house: House) -> None:
    company = house.periods.get().organisation
    world.representative(company, "Представитель")
    for seconds in dispatch.WAITS_SECONDS:
        assert world.push().verdicts == {"waiting": 1}
        pause = (request_of(house).not_before - timezone.now()).total_seconds()
        assert pause == seconds
        world.wait(seconds=pause + 1)


def test_a_waiting_chat_whose_company_changes_at_midnight_counts_against_the_limit_then(
    world: World, house: House
) -> None:
    december = date(2026, 12, 1)
    world.representative(house.periods.get().organisation, "Представитель")
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=new, since=december, by=world.by)
    world.push()
    assert request_of(house).is_approved  # it only waits: nothing new comes at the next attempt

    world.clock.move_to(world.region.midnight(december) - timedelta(seconds=2))
    assert world.push().verdicts == {"waiting": 1}
    assert request_of(house).not_before == world.region.midnight(december)
    assert not request_of(house).is_approved


def test_every_lane_gets_its_turn_in_a_burst_of_changes(world: World) -> None:
    """Sixteen claims of an account with hundreds of changes hold a look of the sweep and new chats."""
    world.inspector("Инспектор 1")
    houses = [house.pk for house in world.houses(40)]
    outbox.mark_houses(houses[:30], lane=Lane.CHANGE)
    outbox.mark_houses(houses[30:], lane=Lane.CREATE)
    SyncRequest.objects.filter(chat__house__in=houses[:30]).update(lane=Lane.CHANGE)
    SyncRequest.objects.filter(chat__house__in=houses[35:]).update(lane=Lane.SWEEP)
    run = dispatch.Drain(world.account(), world.messenger)
    lanes = [SyncRequest.objects.get(chat=run._next_lease().chat_id).lane for _ in range(16)]
    assert lanes.count(Lane.CREATE) == 2
    assert lanes.count(Lane.SWEEP) == 1


class TestLimits:
    """More than fifty chats and a third of them at once wait for a person; what takes nothing away goes on."""

    @pytest.fixture
    def houses(self, world: World) -> list[House]:
        world.inspector("Инспектор 1")
        houses = world.houses(60, world.company("ООО «Старая»"))
        assert world.push().verdicts == {"settled": 60}
        return houses

    def pass_on(self, world: World, houses: list[House], since: date) -> None:
        new = world.company("ООО «Новая»")
        management_periods.replace(houses=houses, organisation=new, since=since, by=world.by)

    def test_a_change_of_most_chats_is_held_but_new_chats_and_waiting_persons_are_served(
        self, world: World, houses: list[House]
    ) -> None:
        self.pass_on(world, houses[:55], world.today)
        house = world.house("г. Омск, ул. Новая, д. 1")
        chats.look_now(world.chat(houses[58]), by=world.by)
        assert world.push().verdicts == {"settled": 2}
        assert world.chat(house).messenger_id is not None
        assert "55" in world.account().held_reason
        assert "60" in world.account().held_reason

    @pytest.mark.walk
    def test_an_approval_lets_through_exactly_what_is_due(self, world: World, houses: list[House]) -> None:
        self.pass_on(world, houses[:55], world.today)
        world.push()
        approve(world)
        assert world.push().verdicts == {"settled": 55}
        assert world.account().held_reason == ""
        assert Chat.objects.filter(observed_description__contains="ООО «Новая»").count() == 55

    @pytest.mark.walk
    def test_what_is_marked_after_an_approval_is_counted_anew(self, world: World, houses: list[House]) -> None:
        outbox.mark_houses([house.pk for house in houses[:50]])
        assert world.push().verdicts == {"settled": 50}
        assert world.account().held_reason == ""
        self.pass_on(world, houses[:51], world.today)
        approve(world)
        outbox.mark_houses([house.pk for house in houses[:51]])
        assert world.push().verdicts == {}
        assert "51" in world.account().held_reason

    @pytest.mark.walk
    def test_a_planned_change_is_counted_on_its_day_though_the_chats_were_looked_at_before(
        self, world: World, houses: list[House]
    ) -> None:
        december = date(2026, 12, 1)
        self.pass_on(world, houses[:51], december)
        for house in houses[:51]:
            chats.look_now(world.chat(house), by=world.by)
        assert world.push().verdicts == {"settled": 51}
        world.go_to(december)
        assert world.push().verdicts == {}
        assert "51" in world.account().held_reason

    @pytest.mark.walk
    def test_the_end_of_handing_over_is_no_second_change(self, world: World, houses: list[House]) -> None:
        self.pass_on(world, houses[:50], world.today)
        world.push()
        world.wait(days=world.region.handover_days + 1)
        assert world.push().verdicts == {}
        assert world.account().held_reason == ""


def approve(world: World) -> None:
    with audit.event("limit.approved", by=world.by, reason="Конкурс, протокол 4", region=world.region):
        outbox.approve(world.region)


class Breaks:
    """The first statement of a pass for the periods is not answered but by this error."""

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if self.error and "supervision_managementperiod" in sql:
            error, self.error = self.error, None
            raise error
        return execute(sql, *more)


AWAY = sorted({OperationalError, *outages.AWAY} - {BrokerAway}, key=lambda error: error.__name__)


@pytest.mark.parametrize("away", AWAY, ids=lambda away: f"{away.__module__}.{away.__name__}")
def test_a_server_of_the_portals_own_that_is_away_is_no_fault_of_the_chat(
    committed_world: World, away: type[Exception]
) -> None:
    """The connection breaks in the midst of a pass, however the driver words it; the chat is not a person's to mend."""
    world = committed_world
    world.inspector("Инспектор 1")
    house = world.house(TITLE, world.company("ООО «УК»"))
    world.push()
    rename(house, "г. Омск, ул. Мира, д. 1а")
    with connection.execute_wrapper(Breaks(away("the connection is closed"))):
        assert world.push().verdicts == {"retried": 1}
    assert request_of(house).state == RequestState.DUE

    world.wait(seconds=11)
    assert world.push().verdicts == {"settled": 1}


def test_what_is_the_portals_own_error_is_still_a_persons_to_see(world: World, house: House) -> None:
    rename(house, "г. Омск, ул. Мира, д. 1а")
    with connection.execute_wrapper(Breaks(DataError("value out of range"))):
        assert world.push().verdicts == {"parked": 1}
    assert request_of(house).state == RequestState.PARKED
