"""The queue in PostgreSQL: one request a chat, leases, lanes, planned changes."""

import threading
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supervision.actions import chats, management_periods
from supervision.enums import Lane, RequestState
from supervision.models import Chat, House, SyncRequest
from supervision.queue import leases, outbox
from supervision.queue.leases import Lease, LeaseLost
from tests.world import OMSK, World

DECEMBER = date(2026, 12, 1)
TOMORROW = datetime(2026, 11, 21, tzinfo=OMSK)


@pytest.fixture
def house(world: World) -> House:
    """With a chat that is in step and in no queue."""
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    assert not SyncRequest.objects.exists()
    return house


def next_lease(world: World, **how: object) -> Lease | None:
    taken = leases.take(world.region, most=1, within_limit=True, **how)
    return taken[0] if taken else None


def test_ten_marks_are_one_request(world: World, house: House) -> None:
    before = world.chat(house).spec_version
    for _ in range(10):
        outbox.mark_houses([house.pk])
    assert SyncRequest.objects.get().version == 10
    assert world.chat(house).spec_version == before + 10
    assert len(leases.take(world.region, most=100, within_limit=True)) == 1


def test_a_settled_chat_leaves_the_queue_and_is_in_step(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    assert Chat.objects.out_of_step().count() == 1
    assert leases.settle(next_lease(world), next_look=None, wish="digest")
    assert not SyncRequest.objects.exists()
    assert Chat.objects.out_of_step().count() == 0


def test_a_mark_made_during_a_pass_leaves_the_chat_in_the_queue(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    pass_ = next_lease(world)
    outbox.mark_houses([house.pk])
    assert not leases.settle(pass_, next_look=None, wish="digest")
    assert Chat.objects.out_of_step().count() == 1
    assert next_lease(world).version == 2


@pytest.mark.parametrize("ending", ["park", "postpone"])
def test_neither_parking_nor_waiting_hides_a_mark_made_meanwhile(world: World, house: House, ending: str) -> None:
    outbox.mark_houses([house.pk])
    pass_ = next_lease(world)
    outbox.mark_houses([house.pk])
    if ending == "park":
        leases.park(pass_, reason="words", until=TOMORROW)
    else:
        later = world.region.midnight(DECEMBER)
        leases.postpone(pass_, until=later, reason="words", state=RequestState.WAITING)
    assert next_lease(world) is not None


def test_version_and_lease_are_asked_in_the_statement_that_ends_a_request(world: World, house: House) -> None:
    """A look first and a deletion after it would lose a mark made between the two."""
    outbox.mark_houses([house.pk])
    pass_ = next_lease(world)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        leases.settle(pass_, next_look=None, wish="digest")
    deletions = [query["sql"] for query in queries if query["sql"].startswith("DELETE")]
    assert len(deletions) == 1
    assert '"version" = 1' in deletions[0] and '"lease_owner"' in deletions[0]


def test_a_worker_killed_while_it_settles_leaves_the_chat_in_the_queue(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    pass_ = next_lease(world)
    Chat.objects.update(spec_version=0, synced_version=0)  # so that the second write is refused
    with pytest.raises(IntegrityError), transaction.atomic():
        leases.settle(pass_, next_look=None, wish="digest")
    assert SyncRequest.objects.count() == 1


def test_a_chat_in_work_is_not_taken_up_again(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    assert next_lease(world) is not None
    assert next_lease(world) is None


def test_when_a_lease_ends_another_takes_the_chat_and_the_old_holder_must_stop(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    killed = next_lease(world)
    world.wait(seconds=leases.LEASE_SECONDS + 1)
    successor = next_lease(world)

    with pytest.raises(LeaseLost):
        leases.renew(killed)
    assert not leases.settle(killed, next_look=None, wish="digest")
    leases.park(killed, reason="too late", until=TOMORROW)
    assert SyncRequest.objects.get().state == RequestState.DUE
    leases.renew(successor)
    assert leases.settle(successor, next_look=None, wish="digest")


def test_a_renewed_lease_does_not_end(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    holder = next_lease(world)
    for _ in range(3):
        world.wait(seconds=leases.LEASE_SECONDS - 5)
        leases.renew(holder)
    assert next_lease(world) is None


def test_a_waiting_person_goes_before_what_has_waited_longer(world: World) -> None:
    world.inspector("Инспектор 1")
    new, changed, swept, person = world.houses(4)
    world.push()
    for house, lane in [(new, Lane.CREATE), (swept, Lane.SWEEP), (changed, Lane.CHANGE), (person, Lane.PERSON)]:
        outbox.mark_houses([house.pk], lane=lane)
        world.wait(seconds=1)
    order = [Chat.objects.get(pk=next_lease(world).chat_id).house for _ in range(4)]
    assert order == [person, changed, new, swept]


def test_within_a_lane_the_oldest_goes_first(world: World) -> None:
    first, second = world.houses(2)
    SyncRequest.objects.all().delete()
    outbox.mark_houses([second.pk])
    world.wait(seconds=1)
    outbox.mark_houses([first.pk])
    assert Chat.objects.get(pk=next_lease(world).chat_id).house == second


def test_a_change_dated_ahead_leaves_nothing_out_of_step_until_its_day(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)
    assert Chat.objects.out_of_step().count() == 0
    world.go_to(date(2026, 11, 30), hour=23)
    assert next_lease(world) is None
    world.go_to(DECEMBER, hour=0)
    assert next_lease(world) is not None


def test_a_mark_of_today_is_not_put_off_by_one_dated_ahead(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    outbox.mark_houses([house.pk], not_before=world.region.midnight(DECEMBER))
    assert next_lease(world) is not None


def test_a_settled_chat_with_a_planned_change_waits_for_its_day(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)
    chats.look_now(world.chat(house), by=world.by)
    assert world.push().verdicts == {"settled": 1}
    assert SyncRequest.objects.get().not_before == world.region.midnight(DECEMBER)
    assert Chat.objects.out_of_step().count() == 0


def test_a_look_of_the_sweep_at_a_chat_with_a_planned_change_is_no_change(world: World, house: House) -> None:
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=new, since=DECEMBER, by=world.by)
    world.wait(days=2)
    outbox.sweep(world.region, seen_before=timezone.now(), most=10)
    assert outbox.unapproved_changes(world.region, up_to=10) == 0
    assert world.push().verdicts == {"settled": 1}

    world.go_to(DECEMBER)
    assert outbox.unapproved_changes(world.region, up_to=10) == 1


def test_a_frozen_chat_is_not_taken_up_until_it_is_thawed(world: World, house: House) -> None:
    chats.freeze(world.chat(house), reason="Проверка прокуратуры", by=world.by)
    outbox.mark_houses([house.pk])
    assert next_lease(world) is None
    chats.thaw(world.chat(house), by=world.by)
    assert next_lease(world) is not None


def test_a_parked_chat_waits_for_the_next_day(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    leases.park(next_lease(world), reason="Переименование отклонено", until=TOMORROW)
    world.wait(hours=14)
    assert next_lease(world) is None
    world.go_to(TOMORROW.date(), hour=0)
    assert next_lease(world).attempts == 2


def test_a_parked_chat_is_taken_up_by_the_next_mark(world: World, house: House) -> None:
    outbox.mark_houses([house.pk])
    leases.park(next_lease(world), reason="Переименование отклонено", until=TOMORROW)
    outbox.mark_houses([house.pk])
    assert next_lease(world).attempts == 1
    assert SyncRequest.objects.get().reason == ""


def test_marking_takes_one_statement_for_any_number_of_houses(world: World) -> None:
    houses = [house.pk for house in world.houses(300)]
    for some in (houses[:1], houses):
        with CaptureQueriesContext(connection) as queries:
            assert outbox.mark_houses(some) == len(some)
        assert len(queries) == 1


def test_workers_never_hold_the_same_chat(committed_world: World) -> None:
    committed_world.houses(40)
    start = threading.Barrier(4)
    taken: list[int] = []

    def work() -> None:
        start.wait(timeout=60)
        while found := next_lease(committed_world):
            taken.append(found.chat_id)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert len(taken) == 40
    assert len(set(taken)) == 40


def test_a_chat_that_is_still_to_be_made_stays_behind_changes_of_existing_ones(world: World, house: House) -> None:
    new = world.house("г. Омск, ул. Мира, д. 2")
    outbox.mark_houses([house.pk, new.pk])
    lanes = dict(SyncRequest.objects.values_list("chat__house", "lane"))
    assert lanes == {house.pk: Lane.CHANGE, new.pk: Lane.CREATE}


def test_a_change_learned_late_waits_from_the_moment_it_was_learned(world: World, house: House) -> None:
    outbox.mark_houses([house.pk], not_before=world.region.midnight(date(2026, 7, 1)))
    assert SyncRequest.objects.get().not_before == timezone.now()
