"""What a program has told to it at its own wish: a message to try with, a span once more, all of it after a 410."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from supervision.enums import DeliveryState
from supervision.models import Chat, House, WebhookDelivery
from supervision.outgoing import deliver, gather
from tests.programs import Caller
from tests.receiver import Receiver, listening
from tests.transactions import complete
from tests.world import World


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


@pytest.fixture
def program(committed_world: World) -> Caller:
    return Caller.of(committed_world.region)


def subscribed(program: Caller, receiver: Receiver) -> str:
    """Where the webhook stands in the interface."""
    complete()
    answer = program.post("/webhooks/", {"url": receiver.url, "events": ["chat.changed"]})
    assert answer.status_code == 201, answer.content
    receiver.secret = answer.json()["secret"]
    where: str = answer.headers["Location"]
    return where


def a_round(house: House, participants: int) -> None:
    Chat.objects.filter(house=house).update(participants_count=participants)
    complete()
    gather.gather()
    deliver.deliver(seconds=30)


def told(receiver: Receiver) -> list[Any]:
    return [message["data"].get("participants_count") for message in receiver.messages()]


def test_a_message_to_try_with_comes_at_once_signed_as_all_others(
    program: Caller, receiver: Receiver, committed_house: House
) -> None:
    where = subscribed(program, receiver)
    answer = program.post(f"{where}test/")
    assert answer.status_code == 202
    assert deliver.deliver(seconds=30) == 1
    [message] = receiver.messages()
    assert message["type"] == "webhook.test"
    assert receiver.ids() == [answer.json()["message_id"]]
    assert program.get(answer.headers["Location"]).json()["state"] == DeliveryState.DONE


def test_a_span_is_told_again_but_for_what_a_newer_message_tells(
    program: Caller, receiver: Receiver, committed_world: World, committed_house: House
) -> None:
    other = committed_world.house("г. Омск, ул. Мира, дом 2")
    where = subscribed(program, receiver)
    start = timezone.now()
    for house, participants in ((committed_house, 1), (other, 2), (committed_house, 3)):
        a_round(house, participants)
        committed_world.wait(minutes=10)
    assert told(receiver) == [1, 2, 3]
    span = {"since": (start - timedelta(minutes=1)).isoformat(), "until": timezone.now().isoformat()}
    assert program.post(f"{where}redeliver/", span).json() == {"messages": 2}
    deliver.deliver(seconds=30)
    assert sorted(told(receiver)[3:]) == [2, 3]
    assert set(receiver.ids()[3:]) == set(receiver.ids()[1:3])  # by its number a receiver knows what it has
    before = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    assert program.post(f"{where}redeliver/", before).json() == {"messages": 0}
    assert WebhookDelivery.objects.exclude(state=DeliveryState.DONE).count() == 0


def test_who_answered_410_is_told_that_and_hears_the_rest_when_switched_on(
    program: Caller, receiver: Receiver, committed_house: House
) -> None:
    where = subscribed(program, receiver)
    receiver.answers = [410, 204]
    a_round(committed_house, 1)
    shown = program.get(where).json()
    assert (shown["is_enabled"], "410" in str(shown)) == (False, True)
    a_round(committed_house, 2)
    assert told(receiver) == [1]
    assert program.patch(where, {"is_enabled": True}).status_code == 200
    a_round(committed_house, 2)
    assert told(receiver) == [1, 2]
