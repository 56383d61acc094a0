"""What changed since: complete whoever commits when, once a row, and nothing of a stranger's region."""

import json
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from supervision import access
from supervision.enums import ChangeKind, Role
from supervision.errors import StalePosition
from supervision.models import Change, Chat, House, ManagementPeriod, Municipality, Organisation, Region
from supervision.outgoing import change_feed as changes
from supervision.outgoing.change_feed import Position, now, since
from tests.transactions import complete, other_connection
from tests.world import World

UPDATE = "UPDATE supervision_house SET floors = %s WHERE id = %s"


def reader(region: Region, name: str = "reader") -> User:
    user = User.objects.create_user(name)
    access.assign_role(user, Role.API_CLIENT, region)
    return user


def told(user: User, kind: ChangeKind, after: Position, most: int = 100) -> list[tuple[int, bool]]:
    return [(change.object_id, change.is_removed) for change in since(user, kind, after, most)]


def start() -> Position:
    complete()
    return now()


def test_who_began_first_and_commits_last_is_not_skipped(committed_world: World) -> None:
    first, second = committed_world.houses(2)
    user, place = reader(committed_world.region), start()
    with other_connection() as slow:
        slow.execute(UPDATE, [9, first.pk])
        House.objects.filter(pk=second.pk).update(floors=5)  # committed at once, with a later number
        assert told(user, ChangeKind.HOUSE, place) == []  # it comes late: what began before it still runs
        slow.commit()
    complete()
    assert told(user, ChangeKind.HOUSE, place) == [(first.pk, False), (second.pk, False)]


def test_a_reader_that_asks_all_the_time_misses_nothing(committed_world: World) -> None:
    houses = committed_world.houses(6)
    user, place = reader(committed_world.region), start()
    seen: list[int] = []
    with other_connection() as one, other_connection() as two:
        for connection_of, pair in ((one, houses[:3]), (two, houses[3:])):
            connection_of.execute(UPDATE, [1, pair[0].pk])
        for number, (left, right) in enumerate(zip(houses[:3], houses[3:], strict=True)):
            two.execute(UPDATE, [2, right.pk])
            one.execute(UPDATE, [2, left.pk])
            (two if number % 2 else one).commit()
            found = since(user, ChangeKind.HOUSE, place, 100)
            seen += [change.object_id for change in found]
            place = changes.position_of(found[-1]) if found else place
        one.commit()
        two.commit()
    complete()
    seen += [number for number, _gone in told(user, ChangeKind.HOUSE, place)]
    assert set(seen) == {house.pk for house in houses}


def test_what_was_rolled_back_leaves_nothing(committed_world: World) -> None:
    house = committed_world.house("г. Омск, ул. Мира, д. 1")
    user, place = reader(committed_world.region), start()
    with other_connection() as other:
        other.execute(UPDATE, [9, house.pk])
        other.rollback()
    complete()
    assert told(user, ChangeKind.HOUSE, place) == []


def test_a_row_that_changes_twice_comes_once_at_its_newest_place(committed_world: World) -> None:
    first, second = committed_world.houses(2)
    user, place = reader(committed_world.region), start()
    for floors, house in enumerate((first, second, first)):
        House.objects.filter(pk=house.pk).update(floors=floors + 1)
    complete()
    assert told(user, ChangeKind.HOUSE, place) == [(second.pk, False), (first.pk, False)]


def test_a_removed_period_is_told_as_removed(committed_world: World) -> None:
    world = committed_world
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК 1»"))
    period = ManagementPeriod.objects.get(house=house)
    user, place = reader(world.region), start()
    period_id = period.pk
    period.delete()
    complete()
    assert told(user, ChangeKind.PERIOD, place) == [(period_id, True)]


def test_looking_at_a_chat_is_no_change_and_what_was_seen_is_one(committed_world: World) -> None:
    chat = committed_world.chat(committed_world.house("г. Омск, ул. Мира, д. 1"))
    user, place = reader(committed_world.region), start()
    Chat.objects.filter(pk=chat.pk).update(observed_at=timezone.now())
    Chat.objects.filter(pk=chat.pk).update(participants_count=None)  # as it was
    complete()
    assert told(user, ChangeKind.CHAT, place) == []
    Chat.objects.filter(pk=chat.pk).update(participants_count=7)
    complete()
    assert told(user, ChangeKind.CHAT, place) == [(chat.pk, False)]


def test_bulk_sql_by_hand_is_seen_and_of_its_rows_only_those_that_differ(committed_world: World) -> None:
    low, high = committed_world.houses(2)
    House.objects.filter(pk=high.pk).update(floors=20)
    user, place = reader(committed_world.region), start()
    with other_connection() as psql:
        psql.execute("UPDATE supervision_house SET floors = 20")
        psql.commit()
    complete()
    assert told(user, ChangeKind.HOUSE, place) == [(low.pk, False)]


def test_a_stranger_s_region_is_never_told(committed_world: World) -> None:
    world = committed_world
    other = Region.objects.get(pk="54")
    stranger, user = reader(other, "stranger"), reader(world.region)
    analyst = User.objects.create_user("analyst")
    access.assign_role(analyst, Role.ANALYST)
    place = start()
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК 1»"))
    complete()
    world.representative(Organisation.objects.get(), "Иванова")
    world.inspector("Инспектор 1")
    complete()
    seen = set()
    for kind in ChangeKind:
        assert told(stranger, kind, place) == []
        own = told(user, kind, place)
        assert told(analyst, kind, place) == own  # numbers alone: what names people is told by the rows
        seen |= {kind} if own else set()
    assert seen == set(ChangeKind) - {ChangeKind.WORK_ORDER}
    assert told(user, ChangeKind.HOUSE, place) == [(house.pk, False)]


def test_pages_of_one_row_are_the_same_as_one_page(committed_world: World) -> None:
    committed_world.houses(7)
    user, place = reader(committed_world.region), Position()
    complete()
    whole, pages = told(user, ChangeKind.HOUSE, place), []
    while found := since(user, ChangeKind.HOUSE, place, 1):
        pages += [(change.object_id, change.is_removed) for change in found]
        place = changes.position_of(found[-1])
    assert pages == whole
    assert len(pages) == 7


def test_a_line_that_was_lost_is_made_again_by_the_next_change(committed_world: World) -> None:
    house = committed_world.house("г. Омск, ул. Мира, д. 1")
    user, place = reader(committed_world.region), start()
    Change.objects.all().delete()
    House.objects.filter(pk=house.pk).update(floors=3)
    complete()
    assert told(user, ChangeKind.HOUSE, place) == [(house.pk, False)]


def test_a_position_of_another_database_is_refused_with_advice(committed_world: World) -> None:
    user = reader(committed_world.region)
    with pytest.raises(StalePosition, match=r"заново|start anew"):
        since(user, ChangeKind.HOUSE, Position(2**62), 10)


def test_after_a_restore_elsewhere_all_rows_are_told_once_more(committed_world: World) -> None:
    """A restored copy brings numbers that this database cluster has not reached yet."""
    house = committed_world.house("г. Омск, ул. Мира, д. 1")
    user = reader(committed_world.region)
    Change.objects.update(transaction=2**62)
    complete()
    assert told(user, ChangeKind.HOUSE, Position()) == []
    call_command("after_restore", verbosity=0)
    complete()
    assert told(user, ChangeKind.HOUSE, Position()) == [(house.pk, False)]


LINES = """
    INSERT INTO supervision_change (kind, object_id, region_id, transaction, at, is_removed)
    SELECT 'house', n, CASE WHEN n % 40 = 0 THEN '55' ELSE '77' END, 3 + n / 1000, now(), false
    FROM generate_series(1, 200000) n
"""


@pytest.mark.parametrize("role", [Role.API_CLIENT, Role.ANALYST])
def test_a_page_deep_inside_two_hundred_thousand_changes_walks_an_index(world: World, role: Role) -> None:
    user = User.objects.create_user("reader")
    access.assign_role(user, role, world.region if role == Role.API_CLIENT else None)
    with connection.cursor() as cursor:
        cursor.execute(LINES)
        cursor.execute("ANALYZE supervision_change")
    # in the middle of a transaction: its first half must not be walked again
    rows = changes.page(user, ChangeKind.HOUSE, Position(150, 147_520), 100)
    plan = json.loads(rows.explain(format="json", analyze=True, buffers=False))[0]["Plan"]
    nodes = list(walk(plan))
    assert not [node for node in nodes if "Sort" in node["Node Type"] or node["Node Type"] == "Seq Scan"]
    (index,) = [node for node in nodes if node.get("Index Name")]
    assert index["Actual Rows"] == 100
    assert "object_id" in index["Index Cond"]
    assert not index.get("Rows Removed by Filter")


def walk(plan: dict) -> list[dict]:
    return [plan, *(found for inner in plan.get("Plans", []) for found in walk(inner))]


def test_a_change_of_one_row_does_not_read_the_log_after_a_change_of_a_whole_region(world: World) -> None:
    """A plan that was kept from the region's update would."""
    city = Municipality.objects.create(region=world.region, name="г. Тара")
    houses = world.houses(300)
    House.objects.update(municipality=city)
    with connection.cursor() as cursor:
        cursor.execute(LINES.replace("'house', n", "'house', n + 1000000"))
        cursor.execute("ANALYZE supervision_change")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'supervision_change'")
        (before,) = cursor.fetchone()
        cursor.execute(UPDATE, [4, houses[0].pk])
        cursor.execute("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'supervision_change'")
        (after,) = cursor.fetchone()
    assert after == before


def test_a_period_of_a_house_knows_its_region(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    period = world.period(house, None, date(2026, 1, 1))
    assert Change.objects.get(kind=ChangeKind.PERIOD, object_id=period.pk).region_id == "55"
