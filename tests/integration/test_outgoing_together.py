"""Several workers at the webhooks at once: everything is told once, and nobody waits for each other."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from supervision.models import House, WebhookDelivery, WebhookEndpoint
from supervision.outgoing import deliver, gather
from supervision.outgoing.posting import PostAnswer
from tests.integration.test_outgoing_webhooks import receiver, seen, subscribe
from tests.receiver import Receiver
from tests.transactions import complete, until
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

__all__ = ["receiver"]


def test_two_workers_at_once_tell_everything_once(
    committed_world: World, receiver: Receiver, program_login: User
) -> None:
    houses = committed_world.houses(12)
    subscribe(program_login, receiver)
    for house in houses:
        seen(house, 5)
    complete()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(timeout=600)
        for _round in range(3):
            gather.gather()
            deliver.deliver(seconds=5)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    deliver.deliver(seconds=30)
    assert len(receiver.ids()) == len(set(receiver.ids())) == 12
    assert sorted(message["data"]["house"] for message in receiver.messages()) == [house.pk for house in houses]


@pytest.mark.parametrize("status", [200, 500])
def test_who_records_an_answer_holds_no_message_while_another_gathers(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House, status: int
) -> None:
    """Gathering locks the endpoint, then its messages. The other way round the two would wait for each other."""
    endpoint = subscribe(program_login, receiver)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=timezone.now())
    seen(committed_house, 1)
    complete()
    gather.gather()
    (delivery,) = deliver.take(endpoint, most=1, without=[])

    def record() -> None:
        deliver.record(delivery, PostAnswer(status, "" if status == 200 else "odd"))
        connection.close()

    recorder = threading.Thread(target=record)
    with transaction.atomic():
        WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        recorder.start()
        until(somebody_waits_for_a_lock)
        WebhookDelivery.objects.select_for_update(nowait=True).get(pk=delivery.pk)
    recorder.join()
    assert WebhookDelivery.objects.get().last_status == status


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
