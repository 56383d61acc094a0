"""Several workers at once on one account, each with its own connection to PostgreSQL."""

import threading

from django.db import connection

from supervision.models import MessengerCall
from supervision.reconcile import dispatch
from supervision.reconcile.slots import Slot, account_slot
from tests.world import World


def test_two_runs_with_many_chats_in_flight_do_everything_once(committed_world: World) -> None:
    world = committed_world
    world.inspector("Инспектор 1")
    world.houses(30)
    start = threading.Barrier(2)
    tallies: list[dispatch.SliceTally] = []

    def run() -> None:
        drain = dispatch.Drain(world.account(), world.messenger)
        start.wait(timeout=60)
        tallies.append(drain.run(parallel=3))
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sum(tally.verdicts["settled"] for tally in tallies) == 30
    assert len(world.emulator.world()) == 30
    assert MessengerCall.objects.filter(step="CreateChat").count() == 30


def test_an_account_has_two_slots_and_a_third_worker_goes_away(committed_world: World) -> None:
    taken: list[Slot | None] = []
    everybody_asked, done = threading.Barrier(4), threading.Event()

    def work() -> None:
        with account_slot("55") as slot:
            taken.append(slot)
            everybody_asked.wait(timeout=60)
            done.wait(timeout=60)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    everybody_asked.wait(timeout=60)
    with account_slot("77") as other_account:
        assert other_account is Slot.MAIN
    done.set()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(slot for slot in taken if slot is not None) == [Slot.MAIN, Slot.SPARE]
    assert taken.count(None) == 1
    with account_slot("55") as slot:
        assert slot is Slot.MAIN
