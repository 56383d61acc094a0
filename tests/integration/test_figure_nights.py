"""The nightly changes behind figures: every figure of every day leads to what it counted, and a night is told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.utils import timezone

from supervision.enums import HouseKind, HouseState
from supervision.figures import DeltaCause, HouseFigure
from supervision.models import (
    Chat,
    ChatMember,
    DailySnapshot,
    FigureDelta,
    FrozenHouse,
    House,
    Municipality,
    Organisation,
    Region,
)
from supervision.reports import frozen_houses, house_figures, snapshot
from supervision.reports.catalogue import REPORTS
from supervision.reports.house_figures import COLUMNS
from tests.figures import ask, disagreements, values
from tests.nights import HOUSES, LEFT, SCOPE, behind, demolish, night, settled, told, where
from tests.world import World

# --- any nights ---


def shuffle(world: World, random: Random) -> None:
    """What may happen to any house of the region, and to its policy, in a night."""
    companies = list(Organisation.objects.all())
    for house in House.objects.filter(region="55").order_by("pk"):
        rows, chats = House.objects.filter(pk=house.pk), Chat.objects.filter(house=house)
        act = random.randrange(12)
        if act == 0:
            rows.update(state=random.choice(HouseState.values))
        elif act == 1:
            rows.update(municipality=random.choice([None, *Municipality.objects.all()]))
        elif act == 2:
            rows.update(
                kind=random.choice([HouseKind.APARTMENT, HouseKind.BLOCKED]), flats=random.choice([None, 3, 30])
            )
        elif act == 3:
            chats.update(observed_owner_id=random.choice([1, None, 777]))
        elif act == 4:
            chats.update(spec_version=random.randrange(50, 99))
        elif act == 5:
            is_there = random.choice([True, False])
            there = {"messenger_id": 5_000_000 + house.pk, "linked_at": timezone.now()}
            chats.update(**(there if is_there else dict.fromkeys(there)))
        elif act == 6:
            members = ChatMember.objects.filter(chat__house=house, is_owner=False, is_bot=False)
            members.update(is_admin=random.choice([True, False]))
        elif act == 7:
            house.periods.update(organisation=random.choice(companies))
    Region.objects.filter(pk="55").update(min_flats=random.choice([0, 0, 10]))
    world.house(f"г. Омск, ул. Новая, д. {random.randrange(10**6)}")


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.night) for seed in (1, 2))])
def test_every_figure_of_every_day_leads_to_the_houses_that_it_counted_and_days_differ_by_what_is_told(
    world: World, seed: int
) -> None:
    random = Random(seed)  # noqa: S311  # no secret
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    houses = world.houses(8, company)
    world.company("ООО «Другая»")
    Municipality.objects.create(region=world.region, name="г. Тара")
    world.push()
    world.representative(company, "Представитель", joined=houses[0])
    world.push()
    snapshot.take(world.region)
    found = {world.today: house_figures.read(world.region, world.today)}
    for _night in range(4):
        shuffle(world, random)
        night(world, days=random.choice([1, 1, 2]))
        found[world.today] = house_figures.read(world.region, world.today)
    rows = list(DailySnapshot.objects.filter(region="55"))
    assert {row.day for row in rows} == found.keys()
    for row in rows:
        for figure, column in COLUMNS.items():
            then = {
                pk
                for pk, house in found[row.day].items()
                if house.figures & figure and (row.municipality_id is None or house.municipality == row.municipality_id)
            }
            assert len(then) == getattr(row, column)
            assert numbers(behind(world, row, column)) == then, (row.day, row.municipality, column)
    assert_days_differ_by_what_is_told(world, sorted(found))


def assert_days_differ_by_what_is_told(world: World, days: list[date]) -> None:
    for place in (None, *Municipality.objects.all()):
        for number, first in enumerate(days):
            for last in days[number + 1 :]:
                table = ask(world.by, REPORTS["why_changed"], **where(place), since=first, until=last)
                wholes = [row for row in values(table, "before", "entered", "left", "after") if row[0] is not None]
                assert len(wholes) == len(HouseFigure)
                assert all(after - before == entered - left for before, entered, left, after in wholes)
                assert disagreements(world.by, table) == []


def numbers(rows: Any) -> set[int]:
    return {int(row.behind["house"].filters["pk"]) for row in rows}


# --- a night is told once ---


def test_a_second_run_of_a_night_adds_nothing(world: World) -> None:
    house, _person = settled(world)
    demolish(house)
    night(world)
    first = [list(rows.objects.order_by("pk").values()) for rows in (DailySnapshot, FigureDelta, FrozenHouse)]
    world.house("г. Омск, ул. Мира, д. 9")
    assert snapshot.take(world.region) == 0
    assert [list(rows.objects.order_by("pk").values()) for rows in (DailySnapshot, FigureDelta, FrozenHouse)] == first


def test_of_two_workers_at_once_one_tells_of_the_night(committed_world: World) -> None:
    world = committed_world
    house, _other = world.houses(2)
    snapshot.take(world.region)
    demolish(house)
    world.wait(days=1)
    both = Barrier(2)

    def take(_number: int) -> int:
        both.wait()
        try:
            return snapshot.take(world.region)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, range(2))) == [0, 2]
    assert told(world) == {(house.pk, figure, LEFT, DeltaCause.DEMOLISHED) for figure in (HOUSES, SCOPE)}
    assert FigureDelta.objects.count() == 2


def test_a_worker_that_comes_after_the_next_night_was_told_writes_nothing(world: World) -> None:
    house, _person = settled(world)
    demolish(house)
    night(world, days=2)
    last = told(world)
    world.wait(days=-1)
    assert snapshot.take(world.region) == 0
    assert told(world) == set()
    world.wait(days=1)
    assert told(world) == last


def test_a_night_that_is_told_while_an_earlier_day_is_read_changes_nothing_of_that_day(world: World) -> None:
    house, _person = settled(world)
    frozen = world.today
    demolish(house)
    world.wait(days=1)
    coming = [world.region]

    def told_between(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if coming and 'FROM "supervision_frozenhouse"' in sql:
            snapshot.take(coming.pop())
        return found

    with connection.execute_wrapper(told_between):
        masks = frozen_houses.counted(world.by, world.region, frozen)
    assert (coming, told(world) != set()) == ([], True)
    assert masks[house.pk] & HOUSES


def test_each_region_tells_of_its_own_day(world: World) -> None:
    places = [Region.objects.get(pk=code) for code in ("39", "41")]
    houses = [
        House.objects.create(region=region, fias_guid=UUID(int=number), address="д. 1", kind=HouseKind.APARTMENT)
        for number, region in enumerate(places)
    ]
    world.clock.move_to(datetime(2026, 11, 29, 20, tzinfo=UTC))  # the 29th in Kaliningrad, the 30th in Kamchatka
    for region in places:
        snapshot.take(region)
    House.objects.update(state=HouseState.DEMOLISHED)
    world.wait(days=1)
    for region in places:
        snapshot.take(region)
    lines = FigureDelta.objects.filter(figure=HOUSES).values_list("region", "day", "house")
    west, east = houses
    assert set(lines) == {("39", date(2026, 11, 30), west.pk), ("41", date(2026, 12, 1), east.pk)}
