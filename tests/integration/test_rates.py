"""Rates per hundred houses, participants per flat with their history, months of municipalities beside each other."""

from django.utils import timezone

from supervision.enums import CallOutcome, Role, WorkOrderKind
from supervision.models import Chat, House, MessengerCall, Municipality, WorkOrder
from supervision.reports import snapshot
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import Narrowing
from supervision.reports.pictures import Lines
from supervision.reports.rates import per_hundred
from tests.figures import ask, total, values
from tests.integration.test_report_changes import changed
from tests.integration.test_report_coverage import reader
from tests.world import World


def test_a_rate_of_no_houses_is_not_known() -> None:
    assert (per_hundred(0, 0), per_hundred(3, None), per_hundred(1, 8)) == (None, None, 12.5)


def test_changes_are_told_per_hundred_houses(world: World) -> None:
    changed(world)  # two of the four houses, on the day before
    world.houses(2, street="ул. Новая")
    assert total(ask(reader(), REPORTS["changes"], region="55"), "due", "rate") == (2, 50.0)
    snapshot.take(world.region)
    frozen = ask(reader(Role.ANALYST, None), REPORTS["changes"], since=world.today.replace(day=1))
    assert values(frozen, "due", "rate") == [(2, 50.0)]


def test_orders_and_refusals_are_told_per_hundred_houses(world: World) -> None:
    world.houses(4)
    chat = Chat.objects.first()
    assert chat
    WorkOrder.objects.create(chat=chat, kind=WorkOrderKind.ADD_BOT)
    refused = {"step": "Rename", "outcome": CallOutcome.REFUSED}
    MessengerCall.objects.create(chat=chat, region=world.region, answered_at=timezone.now(), **refused)
    table = ask(reader(), REPORTS["queue"], region="55")
    assert total(table, "orders", "orders_rate", "not_done", "not_done_rate") == (1, 25.0, 1, 25.0)


def places(world: World) -> None:
    """Two municipalities: a house with ten flats and two participants, twenty and one, and one without."""
    world.inspector("Инспектор 1")
    houses = world.houses(3)
    world.push()
    other = Municipality.objects.create(region=world.region, name="г. Тара")
    House.objects.filter(pk=houses[0].pk).update(flats=10)
    House.objects.filter(pk=houses[1].pk).update(flats=20, municipality=other)
    for house, people in zip(houses, (2, 1, 7), strict=True):
        Chat.objects.filter(house=house).update(participants_count=people)


def test_participants_per_flat_have_sums_and_history(world: World) -> None:
    places(world)
    snapshot.take(world.region)
    Chat.objects.update(participants_count=6)
    world.wait(days=1)
    snapshot.take(world.region)
    table = REPORTS["region"].answer(reader(), Narrowing(region="55", figure="per_flat"))
    keys = ("municipality", "flats", "people_of_flats", "per_flat_share")
    assert values(table, *keys) == [("г. Омск", 10, 6, 0.6), ("г. Тара", 20, 6, 0.3)]
    assert total(table, *keys[1:]) == (30, 12, 0.4)
    month = table.pictures[0]
    assert isinstance(month, Lines)
    assert [value for _day, value in month.series[0].points[-2:]] == [0.1, 0.4]


def test_months_of_several_municipalities_stand_in_one_picture(world: World) -> None:
    places(world)
    snapshot.take(world.region)
    table = REPORTS["region"].answer(reader(), Narrowing(region="55", figure="with_chat"))
    month = table.pictures[-1]
    assert isinstance(month, Lines)
    assert [(one.name, one.points[-1][1]) for one in month.series] == [("г. Омск", 100.0), ("г. Тара", 100.0)]
    assert len(month.series[0].points) == len(month.series[1].points)
