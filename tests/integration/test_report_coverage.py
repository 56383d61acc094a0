"""Coverage: whole tables of small worlds, targets by their day, classes, and who sees which region."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from supervision import access
from supervision.enums import HouseState, Role
from supervision.figures import TargetFigure
from supervision.models import Chat, DailySnapshot, House, Municipality, Region, Target
from supervision.reports import snapshot, without_admin
from supervision.reports.country import COUNTRY
from supervision.reports.coverage import REPORT
from supervision.reports.frame import Narrowing
from supervision.reports.region import REGION
from tests.figures import ask, disagreements, total, values
from tests.world import World


def reader(role: Role = Role.HEAD, code: str | None = "55") -> User:
    user = User.objects.create_user(f"{role}-{code}")
    access.assign_role(user, role, Region.objects.get(pk=code) if code else None)
    return user


def target(world: World, day: date, percent: int, region: Region | None = None) -> None:
    facts = {"percent": Decimal(percent), "basis": "Письмо", "entered_by": world.by}
    Target.objects.create(figure=TargetFigure.WITH_CHAT, day=day, region=region, **facts)


def half_done(world: World) -> None:
    """г. Омск: two houses, one chat; г. Тара: one house, one chat; г. Тюкалинск: one house, none."""
    world.inspector("Инспектор 1")
    houses = world.houses(4)
    for house, name in ((houses[2], "г. Тара"), (houses[3], "г. Тюкалинск")):
        place = Municipality.objects.create(region=world.region, name=name)
        House.objects.filter(pk=house.pk).update(municipality=place)
    House.objects.update(flats=10)
    world.push()
    Chat.objects.filter(house__in=(houses[1], houses[3])).update(messenger_id=None, linked_at=None)
    Chat.objects.filter(house=houses[0]).update(participants_count=30)
    Chat.objects.filter(house=houses[2]).update(participants_count=4)


def test_municipalities_of_a_region_are_counted_now(world: World) -> None:
    half_done(world)
    table = ask(reader(), REPORT)
    shown = values(table, "place", "in_scope", "with_chat", "share", "rank", "participants", "per_flat", "few")
    assert shown == [
        ("г. Омск", 2, 1, 50.0, 2, 30, 3.0, 0),
        ("г. Тара", 1, 1, 100.0, 1, 4, 0.4, 1),
        ("г. Тюкалинск", 1, 0, 0.0, 3, 0, None, 0),
    ]
    assert total(table, "in_scope", "with_chat", "share", "participants", "few") == (4, 2, 50.0, 34, 1)
    assert total(table, "per_flat") == (1.7,)  # 34 of the 20 flats of both houses
    assert disagreements(User.objects.get(username="head-55"), table) == []
    House.objects.filter(chat__participants_count=4).update(state=HouseState.DEMOLISHED)
    assert total(ask(User.objects.get(username="head-55"), REPORT), "few") == (0,)  # it gets none any more


def test_regions_are_read_from_the_snapshot_with_their_classes(world: World) -> None:
    half_done(world)
    snapshot.take(world.region)
    table = ask(reader(Role.ANALYST, None), REPORT)
    classes = ("not_started", "in_progress", "done")
    assert values(table, "place", "with_chat", "share", *classes) == [("Омская область", 2, 50.0, 1, 1, 1)]
    assert total(table, "in_scope", "with_chat", *classes) == (4, 2, 1, 1, 1)


def test_a_region_that_missed_the_day_is_named_and_one_without_houses_is_not(world: World) -> None:
    half_done(world)
    primorye, yesterday = Region.objects.get(pk="25"), world.today - timedelta(days=1)
    DailySnapshot.objects.create(region=primorye, day=yesterday, taken_at=primorye.midnight(yesterday), in_scope=4)
    snapshot.take(world.region)
    analyst = reader(Role.ANALYST, None)
    for report in (REPORT, without_admin.REPORT):
        table = ask(analyst, report)
        assert [row[0] for row in values(table, "place")] == ["Омская область", "Приморский край"]
        assert [note for note in table.notes if "Приморский край" in note and "Москва" not in note] == [table.notes[0]]


def test_a_day_without_any_snapshot_says_only_that(world: World) -> None:
    half_done(world)
    snapshot.take(world.region)
    table = ask(reader(Role.ANALYST, None), REPORT, day=date(2030, 1, 1))
    assert (values(table, "place"), table.total, len(table.notes)) == ([], None, 1)
    assert "01.01.2030" in table.notes[0]


def test_a_chat_whose_house_left_the_scope_stands_apart_and_no_share_is_over_100(world: World) -> None:
    """Three of four houses have chats; one with a chat is demolished, one falls below the least number of flats."""
    half_done(world)
    Chat.objects.filter(house__address__endswith="д. 2").update(messenger_id=-7, linked_at=timezone.now())
    House.objects.filter(address__endswith="д. 1").update(state=HouseState.DEMOLISHED)
    House.objects.filter(address__endswith="д. 3").update(flats=1)
    Region.objects.filter(pk="55").update(min_flats=5)
    table = ask(reader(), REPORT)
    assert values(table, "place", "in_scope", "with_chat", "share", "out_of_scope") == [
        ("г. Омск", 1, 1, 100.0, 1),
        ("г. Тара", 0, 0, None, 1),
        ("г. Тюкалинск", 1, 0, 0.0, 0),
    ]
    assert total(table, "in_scope", "with_chat", "share", "participants", "out_of_scope") == (2, 1, 50.0, 2, 2)
    assert disagreements(User.objects.get(username="head-55"), table) == []


def test_the_snapshot_counts_chats_of_houses_in_scope_only(world: World) -> None:
    half_done(world)
    House.objects.filter(address__endswith="д. 1").update(state=HouseState.DEMOLISHED)
    snapshot.take(world.region)
    row = DailySnapshot.objects.get(municipality=None)
    assert (row.in_scope, row.with_chat, row.with_right_owner, row.participants) == (3, 1, 1, 4)
    table = COUNTRY.answer(reader(Role.ANALYST, None), Narrowing(figure="with_chat"))
    assert total(table, "with_chat", "with_chat_share") == (1, 33.33)


def test_an_earlier_day_stays_as_it_was(world: World) -> None:
    half_done(world)
    snapshot.take(world.region)
    taken = world.today
    world.wait(days=1)
    Chat.objects.update(messenger_id=None, linked_at=None)
    user = reader()
    assert values(ask(user, REPORT, day=taken), "with_chat") == [(1,), (1,), (0,)]
    assert values(ask(user, REPORT), "with_chat") == [(0,), (0,), (0,)]
    assert values(ask(user, REPORT, day=taken - timedelta(days=1)), "with_chat") == []


def test_a_place_is_measured_by_the_nearest_goal_ahead_and_then_by_the_last(world: World) -> None:
    half_done(world)
    target(world, world.today + timedelta(days=1), 60)
    target(world, world.today + timedelta(days=9), 80)
    user, first = reader(), world.today
    names = ("target", "target_day", "gap")
    assert total(ask(user, REPORT), *names) == (60.0, first + timedelta(days=1), -10.0)
    world.wait(days=1)  # a goal is to be reached at the start of its day: that day still is measured by it
    assert total(ask(user, REPORT), *names) == (60.0, first + timedelta(days=1), -10.0)
    world.wait(days=1)
    assert total(ask(user, REPORT), *names) == (80.0, first + timedelta(days=9), -30.0)
    world.wait(days=20)
    assert total(ask(user, REPORT), *names) == (80.0, first + timedelta(days=9), -30.0)


def test_every_report_measures_a_region_by_the_same_goal(world: World) -> None:
    """A general goal has passed, another lies ahead; then the region gets one of its own."""
    half_done(world)
    snapshot.take(world.region)
    analyst = reader(Role.ANALYST, None)
    target(world, world.today - timedelta(days=1), 50)
    target(world, world.today + timedelta(days=40), 99)
    for goal in (99.0, 70.0):
        if goal == 70.0:
            target(world, world.today + timedelta(days=90), 70, world.region)
        assert total(ask(analyst, REPORT, region="55"), "target") == (goal,)
        assert ("Омская область", goal) in values(ask(analyst, REPORT), "place", "target")
        assert values(COUNTRY.answer(analyst, Narrowing(figure="with_chat")), "target") == [(goal,)]
        assert total(REGION.answer(analyst, Narrowing(figure="with_chat", region="55")), "target") == (goal,)


def test_a_reader_sees_no_other_region(world: World) -> None:
    half_done(world)
    snapshot.take(world.region)
    stranger = reader(code="25")
    assert total(ask(stranger, REPORT), "in_scope", "with_chat", "share") == (0, 0, None)
    assert values(ask(stranger, REPORT, region="55"), "place") == []
