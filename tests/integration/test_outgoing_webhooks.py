"""What changes is told to those who asked for it: signed, once a row, tried until it is taken or given up."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from supervision import access
from supervision.enums import DeliveryState, HeardEvent, Role
from supervision.errors import Refused
from supervision.models import (
    Chat,
    Event,
    House,
    ManagementPeriod,
    Organisation,
    Region,
    WebhookDelivery,
    WebhookEndpoint,
)
from supervision.outgoing import deliver, gather
from supervision.outgoing import endpoints as webhooks
from supervision.outgoing.posting import PostAnswer
from tests.browsing import entered
from tests.receiver import Receiver, listening
from tests.terms import carry_out
from tests.transactions import complete, until
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


def subscribe(user: User, receiver: Receiver, *events: str) -> WebhookEndpoint:
    """From now on; what the world began with is complete by then."""
    complete()
    heard = events or webhooks.MAY_BE_HEARD
    endpoint, receiver.secret = webhooks.add(user=user, url=receiver.url, events=heard, by=user)
    return endpoint


def a_round() -> int:
    complete()
    gather.gather()
    return deliver.deliver(seconds=30)


def seen(house: House, participants: int) -> None:
    Chat.objects.filter(house=house).update(participants_count=participants)


def test_a_change_of_a_chat_is_told_signed_and_only_once(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    subscribe(program_login, receiver)
    seen(committed_house, 42)
    assert a_round() == 1
    (message,) = receiver.messages()
    assert message["type"] == "chat.changed"
    shown = message["data"]
    assert (shown["house"], shown["participants_count"], shown["region"]) == (committed_house.pk, 42, "55")
    assert shown["fias_guid"] == str(committed_house.fias_guid)
    assert a_round() == 0
    assert len(receiver.got) == 1


def test_a_new_webhook_hears_nothing_of_the_past(
    receiver: Receiver, program_login: User, committed_house: House
) -> None:
    seen(committed_house, 1)
    subscribe(program_login, receiver)
    assert a_round() == 0
    assert receiver.got == []


def test_periods_are_told_with_their_organisation_and_as_removed(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    subscribe(program_login, receiver)
    period = committed_world.period(committed_house, committed_world.company("ООО «УК 1»"), date(2026, 12, 1))
    a_round()
    period_id = period.pk
    ManagementPeriod.objects.filter(pk=period_id).delete()
    a_round()
    told = [message for message in receiver.messages() if message["type"].startswith("management_period")]
    assert [message["type"] for message in told] == [HeardEvent.PERIOD_CHANGED, HeardEvent.PERIOD_REMOVED]
    assert told[0]["data"]["organisation"] == Organisation.objects.get().pk
    assert told[1]["data"] == {"id": period_id, "region": "55"}


def test_who_lost_the_region_hears_nothing_more_not_even_what_was_queued(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    subscribe(program_login, receiver)
    seen(committed_house, 1)
    complete()
    gather.gather()
    access.withdraw_role(program_login, committed_world.region)
    assert deliver.deliver(seconds=30) == 0
    seen(committed_house, 2)
    a_round()
    assert receiver.got == []


def test_a_stranger_hears_nothing(receiver: Receiver, committed_house: House) -> None:
    stranger = User.objects.create_user("stranger")
    other = Region.objects.get(pk="54")
    access.assign_role(stranger, Role.API_CLIENT, other)
    subscribe(stranger, receiver)
    seen(committed_house, 1)
    assert a_round() == 0
    assert not WebhookDelivery.objects.exists()


def test_after_a_lost_answer_the_same_message_comes_again(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    endpoint = subscribe(program_login, receiver)
    receiver.answers = ["lost", 204]
    seen(committed_house, 1)
    assert a_round() == 0
    endpoint.refresh_from_db()
    assert endpoint.failing_since is not None
    committed_world.wait(seconds=10)
    assert a_round() == 1
    first, second = receiver.ids()
    assert first == second
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_a_newer_state_takes_the_place_of_one_that_still_waits(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    subscribe(program_login, receiver)
    receiver.answers = [500, 204]
    for participants in (1, 2):
        seen(committed_house, participants)
        a_round()
    committed_world.wait(days=1)
    a_round()
    assert [message["data"]["participants_count"] for message in receiver.messages()][-1] == 2
    assert len(receiver.got) == 2
    assert WebhookDelivery.objects.get().state == DeliveryState.DONE


def test_after_the_tenth_attempt_it_is_given_up_and_can_be_sent_again_by_a_button(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    subscribe(program_login, receiver)
    receiver.answers = [500]
    seen(committed_house, 1)
    a_round()
    for _attempt in range(12):
        committed_world.wait(hours=30)
        WebhookEndpoint.objects.update(failing_since=None)  # five days of failing would switch it off before
        deliver.deliver(seconds=30)
    dead = WebhookDelivery.objects.get()
    assert (dead.state, dead.attempts, dead.last_status, len(receiver.got)) == (DeliveryState.DEAD, 10, 500, 10)
    receiver.answers = [200]
    admin = administrator()
    url = reverse("admin:supervision_webhookdelivery_press", args=[dead.pk, "redeliver"])
    assert admin.post(url).status_code == 302
    assert deliver.deliver(seconds=30) == 1
    assert len(set(receiver.ids())) == 1
    assert Event.objects.get(name="webhook.redelivered").by.username == "administrator"


def administrator() -> Client:
    user = User.objects.create_user("administrator")
    return entered(user, Role.ADMINISTRATOR)


def test_who_is_gone_is_switched_off_and_the_record_says_why(
    receiver: Receiver, program_login: User, committed_house: House
) -> None:
    endpoint = subscribe(program_login, receiver)
    receiver.answers = [410]
    seen(committed_house, 1)
    a_round()
    endpoint.refresh_from_db()
    assert not endpoint.is_enabled
    assert Event.objects.get(name="webhook.given_up").cause == "webhooks"
    seen(committed_house, 2)
    a_round()
    assert len(receiver.got) == 1


def test_after_five_days_of_failing_it_is_switched_off_and_on_again_loses_nothing(
    committed_world: World, receiver: Receiver, program_login: User, committed_house: House
) -> None:
    endpoint = subscribe(program_login, receiver)
    receiver.answers = [500]
    seen(committed_house, 1)
    a_round()
    committed_world.wait(days=5, minutes=1)
    a_round()
    endpoint.refresh_from_db()
    assert not endpoint.is_enabled
    seen(committed_house, 2)
    receiver.answers = [200]
    webhooks.switch(endpoint, on=True, by=program_login)
    assert a_round() == 1
    assert receiver.messages()[-1]["data"]["participants_count"] == 2


def test_one_that_never_answers_does_not_delay_another(
    committed_world: World, program_login: User, committed_house: House
) -> None:
    slow = Receiver(meanwhile=threading.Event())
    with listening(slow), listening() as quick:
        subscribe(program_login, slow)
        subscribe(program_login, quick)
        seen(committed_house, 1)
        complete()
        gather.gather()
        runner = threading.Thread(target=lambda: (deliver.deliver(seconds=1), connection.close()))
        runner.start()
        until(lambda: bool(slow.got) and bool(quick.got))
        until(lambda: WebhookDelivery.objects.filter(state=DeliveryState.DONE).count() == 1)
        slow.meanwhile.set()
        runner.join()
    assert len(quick.got) == 1


def test_the_claim_of_a_killed_worker_runs_out(committed_world: World, receiver: Receiver, program_login: User) -> None:
    house = committed_world.house("г. Омск, ул. Мира, д. 1")
    endpoint = subscribe(program_login, receiver)
    seen(house, 5)
    complete()
    gather.gather()
    assert len(deliver.take(endpoint, most=5, without=[])) == 1  # and then nothing more is heard of it
    assert deliver.take(endpoint, most=5, without=[]) == []
    committed_world.wait(seconds=61)
    assert deliver.deliver(seconds=30) == 1


def test_what_may_not_be_subscribed_is_refused_and_leaves_nothing(program_login: User) -> None:
    for url, events in (
        ("https://10.0.0.1/", ["chat.changed"]),
        ("http://example.ru/", ["chat.changed"]),
        ("https://example.ru/", []),
        ("https://example.ru/", ["chat.exploded"]),
    ):
        with pytest.raises(Refused):
            webhooks.add(user=program_login, url=url, events=events, by=program_login)
    webhooks.add(user=program_login, url="https://example.ru/", events=["chat.changed"], by=program_login)
    with pytest.raises(Refused):
        webhooks.add(user=program_login, url="https://example.ru/", events=["chat.changed"], by=program_login)
    assert WebhookEndpoint.objects.count() == Event.objects.filter(name="webhook.added").count() == 1


def test_an_older_message_is_not_sent_after_a_newer_one(
    receiver: Receiver, program_login: User, committed_house: House
) -> None:
    subscribe(program_login, receiver)
    for participants in (1, 2):
        seen(committed_house, participants)
        a_round()
    older, _newer = WebhookDelivery.objects.order_by("pk")
    with pytest.raises(Refused):
        webhooks.redeliver(older, by=program_login)


def test_what_was_given_up_is_seen_with_its_reason_and_payload(
    receiver: Receiver, program_login: User, committed_house: House
) -> None:
    endpoint = subscribe(program_login, receiver)
    seen(committed_house, 1)
    complete()
    gather.gather()
    (delivery,) = deliver.take(endpoint, most=1, without=[])
    delivery.attempts = 10
    WebhookDelivery.objects.update(attempts=10)
    deliver.record(delivery, PostAnswer(500, "Ответ 500"))
    admin = administrator()
    page = admin.get(reverse("admin:supervision_webhookdelivery_change", args=[delivery.pk])).content.decode()
    assert "Ответ 500" in page
    assert str(committed_house.fias_guid) in page
    listed = admin.get(reverse("admin:supervision_webhookdelivery_changelist") + "?state__exact=dead")
    assert delivery.message_id in listed.content.decode()
    owner_page = admin.get(reverse("admin:supervision_webhookendpoint_change", args=[endpoint.pk]))
    assert receiver.secret not in owner_page.content.decode()


def test_old_messages_are_forgotten_and_open_ones_are_not(
    receiver: Receiver, program_login: User, committed_house: House
) -> None:
    endpoint = subscribe(program_login, receiver)
    for number, state in enumerate(DeliveryState):
        WebhookDelivery.objects.create(
            endpoint=endpoint,
            message_id=f"msg_{number}",
            region_id="55",
            object_id=number,
            payload={},
            state=state,
            not_before=timezone.now(),
        )
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert carry_out()["DELIVERIES"] == 1
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.DUE, DeliveryState.DEAD}
