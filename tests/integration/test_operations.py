"""Decisions about many houses: all or none, on record, how far they got, and taken back before they act."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision import access
from supervision.actions import chats, management_periods, operations
from supervision.enums import OperationKind, PeriodSource, Role
from supervision.errors import Refused
from supervision.models import Event, House, ManagementPeriod, Operation, Organisation, Region, SyncRequest
from supervision.reports.operations import Fate, progress, results
from tests.world import World

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def houses(world: World) -> list[House]:
    world.inspector("Инспектор 1")
    houses = world.houses(3, world.company("ООО «Старая»"))
    world.push()
    world.wait(minutes=1)
    return houses


@pytest.fixture
def new(world: World) -> Organisation:
    return world.company("ООО «Новая»")


def pass_on(world: World, houses: list[House], new: Organisation | None, since: date = DECEMBER) -> Operation:
    return operations.replace_company(houses=houses, organisation=new, since=since, by=world.by, reason="Собрание")


def end(world: World, houses: list[House], until: date = DECEMBER) -> Operation:
    return operations.end_management(houses=houses, until=until, by=world.by, reason="Лицензия аннулирована")


def undo(world: World, operation: Operation) -> operations.Undone:
    return operations.undo(operation=operation, by=world.by, reason="Ошибка")


def facts() -> list[dict[str, object]]:
    return list(ManagementPeriod.objects.order_by("house", "since").values("house", "organisation", "since", "until"))


def test_a_change_of_many_houses_is_on_record_with_its_periods(
    world: World, houses: list[House], new: Organisation
) -> None:
    operation = pass_on(world, houses, new)
    assert (operation.kind, operation.acts_at) == (OperationKind.REPLACE_COMPANY, world.region.midnight(DECEMBER))
    assert {line.period.organisation for line in operation.houses.all()} == {new}
    assert [line.house for line in operation.houses.all()] == houses


def test_refused_houses_leave_neither_facts_nor_record(world: World, houses: list[House], new: Organisation) -> None:
    pass_on(world, houses[:1], new)
    before = facts()
    with pytest.raises(Refused) as refusal:
        pass_on(world, houses, new)
    assert len(refusal.value.blockers) == 1
    assert (facts(), Operation.objects.count()) == (before, 1)


def test_an_end_of_management_leaves_the_houses_without_a_company(world: World, houses: list[House]) -> None:
    end(world, houses, world.today)
    world.push()
    assert {period["until"] for period in facts()} == {world.today}
    world.assert_second_pass_plans_nothing()


def test_what_nobody_manages_cannot_end(world: World, houses: list[House], new: Organisation) -> None:
    """One without a company, one whose management ends then already, one with a later change."""
    empty = world.house("г. Омск, ул. Мира, д. 7")
    end(world, houses[:1])
    pass_on(world, houses[1:2], new, since=date(2027, 1, 1))
    with pytest.raises(Refused) as refusal:
        end(world, [empty, *houses])
    assert len(refusal.value.blockers) == 3


@pytest.mark.parametrize("decide", [pass_on, end])
def test_taking_back_restores_every_fact(world: World, houses: list[House], new: Organisation, decide: object) -> None:
    before = facts()
    operation = pass_on(world, houses, new) if decide is pass_on else end(world, houses)
    assert undo(world, operation) == operations.Undone(3, ())
    assert facts() == before
    assert Event.objects.get(name="operation.undone").by == world.by
    operation.refresh_from_db()
    assert progress(operation).counts == {Fate.TAKEN_BACK: 3}


def test_the_day_of_what_was_taken_back_asks_for_no_approval(
    world: World, houses: list[House], new: Organisation
) -> None:
    undo(world, pass_on(world, houses, new))
    requests = SyncRequest.objects.all()
    assert {request.is_approved for request in requests} == {True}
    world.go_to(DECEMBER)
    before = world.writes()
    world.push()
    assert world.writes() == before


def test_what_was_decided_since_is_left_and_named(world: World, houses: list[House], new: Organisation) -> None:
    operation = pass_on(world, houses, new)
    third = world.company("ООО «Третья»")
    pass_on(world, houses[:1], third)
    ManagementPeriod.objects.filter(house=houses[1], organisation=new).update(source=PeriodSource.REGISTER)
    undone = undo(world, operation)
    assert undone.houses == 1
    assert [str(house) in line for house, line in zip(houses[:2], undone.left, strict=True)] == [True, True]
    assert set(ManagementPeriod.objects.filter(since=DECEMBER).values_list("house", flat=True)) == {
        house.pk for house in houses[:2]
    }


def test_a_change_that_replaced_a_planned_one_cannot_be_taken_back(
    world: World, houses: list[House], new: Organisation
) -> None:
    pass_on(world, houses, world.company("ООО «Раньше»"))
    with pytest.raises(Refused):
        undo(world, pass_on(world, houses, new))


def test_what_acts_already_or_was_taken_back_is_refused(world: World, houses: list[House], new: Organisation) -> None:
    planned = pass_on(world, houses[:1], new)
    undo(world, planned)
    for operation in (planned, pass_on(world, houses[1:], new, since=world.today)):
        with pytest.raises(Refused):
            undo(world, operation)


def test_how_far_it_got_is_read_from_the_chats(world: World, houses: list[House], new: Organisation) -> None:
    operation = pass_on(world, houses, new)
    assert progress(operation).counts == {Fate.PLANNED: 3}
    world.representative(new, "Ещё не вступил", joined=houses[0])
    world.freeze(houses[2], "Идёт суд")
    world.go_to(DECEMBER)
    assert progress(operation).counts == {Fate.QUEUED: 2, Fate.WAITING: 1}
    world.push()
    access.assign_role(world.by, Role.HEAD, world.region)
    now = {result.address: (result.fate, result.reason) for result in results(operation, world.by)}
    assert now[str(houses[0])][0] is Fate.DONE
    assert now[str(houses[1])][0] is Fate.WAITING
    assert "Ещё не вступил" in now[str(houses[1])][1]
    assert "Идёт суд" in now[str(houses[2])][1]


def test_a_house_decided_about_anew_does_not_count_as_done(
    world: World, houses: list[House], new: Organisation
) -> None:
    operation = pass_on(world, houses, new)
    period = ManagementPeriod.objects.get(house=houses[0], organisation=new)
    management_periods.cancel_planned(period=period, by=world.by, reason="Суд")
    assert progress(operation).counts == {Fate.SUPERSEDED: 1, Fate.PLANNED: 2}


def test_a_house_without_a_chat_is_done_with_the_register(world: World, new: Organisation) -> None:
    Region.objects.filter(pk="55").update(min_flats=5)
    house = world.house("г. Омск, ул. Новая, д. 2", world.company("ООО «А»"), flats=2)
    assert progress(pass_on(world, [house], new, since=world.today)).counts == {Fate.DONE: 1}


def test_being_parked_afterwards_does_not_undo_what_was_done(
    world: World, houses: list[House], new: Organisation
) -> None:
    operation = pass_on(world, houses, new, since=world.today)
    world.wait(minutes=1)
    world.push()
    chats.look_now(world.chat(houses[0]), by=world.by)
    assert progress(operation).counts == {Fate.DONE: 3}


@pytest.mark.walk
def test_nothing_grows_with_the_number_of_houses(world: World, new: Organisation) -> None:
    houses = world.houses(310, world.company("ООО «Старая»"))
    access.assign_role(world.by, Role.HEAD, world.region)
    assert access.sees_people(world.by, world.region)  # what a login may is asked once
    counts = []
    for some in (houses[:5], houses[5:10], houses[10:]):  # the first fills what a process keeps
        with CaptureQueriesContext(connection) as queries:
            operation = pass_on(world, some, new)
            list(results(operation, world.by))
            progress(operation)
            undo(world, operation)
            end(world, some)
        counts.append(len(queries))
    assert counts[1] == counts[2]
