"""The daily snapshot: what a day's rows say, and that they are never rewritten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection, connections

from supervision.actions import management_periods
from supervision.models import Chat, DailySnapshot, House, Municipality
from supervision.reports import snapshot
from supervision.tasks import take_snapshot
from tests.transactions import other_connection, until
from tests.world import World


def of_region(world: World) -> DailySnapshot:
    return DailySnapshot.objects.get(day=world.today, municipality=None)


def test_a_day_counts_houses_chats_owners_and_orders_by_place(world: World) -> None:
    world.inspector("Инспектор 1")
    houses = world.houses(3, world.company("ООО «УК»"))
    elsewhere = Municipality.objects.create(region=world.region, name="г. Тара")
    House.objects.filter(pk=houses[0].pk).update(municipality=elsewhere)
    world.push()
    Chat.objects.filter(house=houses[1]).update(participants_count=40, observed_owner_id=777)
    assert snapshot.take(world.region) == 3
    total = of_region(world)
    assert (total.houses, total.in_scope, total.with_chat, total.with_right_owner) == (3, 3, 3, 2)
    there = DailySnapshot.objects.get(municipality=elsewhere)
    assert (there.houses, there.with_chat, there.with_right_owner) == (1, 1, 1)
    rest = DailySnapshot.objects.get(municipality=world.city())
    assert total.participants == rest.participants + there.participants


def test_a_neighbour_made_administrator_is_no_administrator_of_the_company(world: World) -> None:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    house, other = world.houses(2, company)
    world.push()
    world.representative(company, "Представитель", joined=house)
    world.emulator.people.appoint(world.chat(other).messenger_id, 777)
    world.push()
    snapshot.take(world.region)
    assert of_region(world).with_company_admin == 1


def test_taking_a_day_again_changes_nothing(world: World) -> None:
    world.houses(2)
    snapshot.take(world.region)
    first = list(DailySnapshot.objects.order_by("pk").values())
    world.house("г. Омск, ул. Мира, д. 9")
    take_snapshot("55")
    assert list(DailySnapshot.objects.order_by("pk").values()) == first


def is_waiting_for_another() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event = 'transactionid')"
        )
        return bool(cursor.fetchone()[0])


def test_of_two_workers_one_takes_the_whole_day(committed_world: World) -> None:
    world = committed_world
    world.houses(2)
    columns = [field for field in DailySnapshot._meta.local_fields if field.name not in ("id", "change_hours")]
    other = DailySnapshot(region=world.region, day=world.today, taken_at=world.region.midnight(world.today))
    names = ", ".join(f'"{field.column}"' for field in columns)
    places = ", ".join(["%s"] * len(columns))

    def take() -> int:
        try:
            return snapshot.take(world.region)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread, other_connection() as quicker:
        values = [getattr(other, field.attname) for field in columns]
        quicker.execute(f"INSERT INTO supervision_dailysnapshot ({names}) VALUES ({places})", values)
        taken = thread.submit(take)
        until(is_waiting_for_another)
        quicker.commit()
        assert taken.result() == 0
    assert list(DailySnapshot.objects.values_list("municipality", "houses")) == [(None, 0)]


def test_a_region_waits_for_its_snapshot_from_its_own_midnight(world: World) -> None:
    world.houses(1)
    assert [region.pk for region in snapshot.missing(world.region.midnight(world.today))] == ["55"]
    snapshot.take(world.region)
    tomorrow = world.region.midnight(world.today + timedelta(days=1))
    assert snapshot.missing(tomorrow - timedelta(seconds=1)) == []
    assert [region.pk for region in snapshot.missing(tomorrow)] == ["55"]


def test_a_change_done_the_same_day_is_in_time_and_one_done_later_is_late(world: World) -> None:
    world.inspector("Инспектор 1")
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    prompt, slow = world.houses(2, old)
    world.push()
    person = world.representative(new, "Новый", joined=prompt)
    for house in (prompt, slow):
        management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    world.push()
    world.wait(days=1)
    snapshot.take(world.region)
    first = of_region(world)
    assert (first.changes_due, first.changes_in_time, first.changes_late, first.change_hours) == (2, 1, 0, 9.0)
    world.join(slow, person)
    world.mark(slow)
    world.push()
    world.wait(days=1)
    snapshot.take(world.region)
    second = of_region(world)
    assert (second.changes_due, second.changes_in_time, second.changes_late, second.change_hours) == (0, 0, 1, 33.0)
