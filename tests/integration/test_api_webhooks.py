"""Webhooks that a program keeps: its secret is seen once and kept nowhere, its messages can be sent again."""

import pytest
from django.utils import timezone

from supervision.actions import programs
from supervision.enums import ApiScope, DeliveryState, HeardEvent
from supervision.models import Event, IdempotentAnswer, WebhookDelivery, WebhookEndpoint
from supervision.outgoing import deliver, gather, signing
from supervision.outgoing import endpoints as webhooks
from tests.programs import Caller, administrator, refusal
from tests.world import World

URL = "https://93.184.215.14/hook"
ASKED = {"url": URL, "events": ["chat.changed"]}


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region)


def test_an_address_is_added_and_its_secret_shown_once(program: Caller) -> None:
    made = program.post("/webhooks/", ASKED)
    endpoint = WebhookEndpoint.objects.get()
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/webhooks/{endpoint.pk}/")
    assert made.json()["secret"] == signing.secret(endpoint.secret_salt)
    shown = program.get(made.headers["Location"]).json()
    assert made.json() == shown | {"secret": made.json()["secret"]}
    assert (endpoint.user, shown["events"], shown["is_enabled"]) == (program.client.user, ["chat.changed"], True)
    assert Event.objects.latest("pk").name == "webhook.added"


def test_a_kept_answer_holds_no_secret(program: Caller) -> None:
    made = program.post("/webhooks/", ASKED, idempotency_key="w")
    again = program.post("/webhooks/", ASKED, idempotency_key="w")
    secret = made.json()["secret"]
    assert again.json() == {name: value for name, value in made.json().items() if name != "secret"}
    assert secret.encode() not in bytes(IdempotentAnswer.objects.get().body)
    assert WebhookEndpoint.objects.count() == 1


def test_a_secret_is_rotated(program: Caller) -> None:
    made = program.post("/webhooks/", ASKED)
    new = program.post(f"{made.headers['Location']}rotate-secret/").json()["secret"]
    assert new == signing.secret(WebhookEndpoint.objects.get().secret_salt) != made.json()["secret"]


def test_events_change_and_an_address_is_switched_off_and_on(program: Caller) -> None:
    where = program.post("/webhooks/", ASKED).headers["Location"]
    other = {"events": ["management_period.changed", "chat.changed"], "is_enabled": False}
    shown = program.patch(where, other).json()
    assert (shown["events"], shown["is_enabled"]) == (["chat.changed", "management_period.changed"], False)
    assert program.patch(where, {"is_enabled": True}).json()["is_enabled"]
    names = Event.objects.order_by("-pk").values_list("name", flat=True)[:3]
    assert list(names) == ["webhook.switched", "webhook.switched", "webhook.changed"]


def test_an_address_is_removed(program: Caller) -> None:
    where = program.post("/webhooks/", ASKED).headers["Location"]
    assert program.request("DELETE", where).status_code == 204
    assert program.get(where).status_code == 404
    assert program.get("/webhooks/").json()["results"] == []


def test_messages_are_listed_by_state_and_sent_again(world: World, program: Caller) -> None:
    where = program.post("/webhooks/", ASKED).headers["Location"]
    known = {"endpoint": WebhookEndpoint.objects.get(), "event": "chat.changed", "region": world.region}
    for number, state in enumerate((DeliveryState.DONE, DeliveryState.DEAD), start=1):
        WebhookDelivery.objects.create(
            **known, message_id=f"msg_{number}", object_id=number, payload={"n": number}, state=state, attempts=9,
            not_before=timezone.now(),
        )  # fmt: skip
    dead = program.get(f"{where}deliveries/?state=dead").json()["results"]
    assert [(message["message_id"], message["payload"]) for message in dead] == [("msg_2", {"n": 2})]
    again = program.post(f"{where}deliveries/{dead[0]['id']}/redeliver/")
    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (202, "due", 0)
    assert refusal(program.post(f"{where}deliveries/{dead[0]['id']}/redeliver/"), 409)


def test_another_programs_address_does_not_exist(world: World, program: Caller) -> None:
    where = program.post("/webhooks/", ASKED).headers["Location"]
    other = Caller.of(world.region)
    assert other.get("/webhooks/").json()["results"] == []
    assert [other.get(path).status_code for path in (where, f"{where}deliveries/")] == [404, 404]
    assert [other.request("DELETE", where).status_code, other.post(f"{where}rotate-secret/").status_code] == [404, 404]
    assert WebhookEndpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "ftp://example.org/hook"}, 422),
        ({"url": "https://me:secret@example.org/hook"}, 422),
        ({"url": "nowhere"}, 422),
        ({"events": []}, 422),
        ({"events": ["chat.eaten"]}, 422),
        ({"secret": "mine"}, 422),
    ],
)
def test_what_cannot_be_told(program: Caller, asked: dict[str, object], status: int) -> None:
    refusal(program.post("/webhooks/", ASKED | asked), status)
    assert not WebhookEndpoint.objects.exists()


def test_without_the_scope_there_are_no_webhooks(world: World) -> None:
    reader = Caller.of(world.region, scopes=(ApiScope.READ, ApiScope.REGISTER))
    assert refusal(reader.get("/webhooks/"), 403)["scope"] == "webhooks"
    assert refusal(reader.post("/webhooks/", ASKED), 403)["scope"] == "webhooks"


def test_what_a_program_may_not_read_it_is_not_told_either(world: World) -> None:
    teller = Caller.of(world.region, scopes=(ApiScope.WEBHOOKS,))
    assert refusal(teller.get("/webhooks/"), 403)["scope"] == "read"
    assert refusal(teller.post("/webhooks/", ASKED), 403)["scope"] == "read"
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("left", [(ApiScope.READ,), (ApiScope.WEBHOOKS,), (ApiScope.REGISTER,)])
def test_a_webhook_is_not_told_once_its_program_lost_a_scope(
    world: World, program: Caller, left: tuple[ApiScope, ...]
) -> None:
    program.post("/webhooks/", ASKED)
    endpoint = WebhookEndpoint.objects.get()
    assert list(gather.listening()) == [endpoint]
    programs.change(program.client, scopes=left, requests_per_minute=600, by=administrator())
    assert list(gather.listening()) == []


def test_a_new_secret_of_the_program_switches_its_webhooks_off(world: World, program: Caller) -> None:
    for number in (1, 2):
        program.post("/webhooks/", {**ASKED, "url": f"{URL}/{number}"})
    other = Caller.of(world.region)
    other.post("/webhooks/", ASKED)
    by = administrator()
    programs.new_secret(program.client, by=by)
    mine = programs.webhooks_of(program.client)
    assert list(mine.values_list("is_enabled", flat=True)) == [False, False]
    assert [endpoint.user for endpoint in gather.listening()] == [other.client.user]
    assert list(Event.objects.filter(name="webhook.switched").values_list("by", flat=True)) == [by.pk, by.pk]


EVERY = (ApiScope.WEBHOOKS, ApiScope.READ, ApiScope.PEOPLE)
OF_PEOPLE = {HeardEvent.REPRESENTATIVE_KNOWN, HeardEvent.REPRESENTATIVE_JOINED}


@pytest.mark.parametrize("lost", [None, *EVERY])
@pytest.mark.parametrize("event", webhooks.MAY_BE_HEARD)
def test_what_would_not_be_told_any_more_is_neither_posted_nor_posted_again(
    world: World, lost: ApiScope | None, event: HeardEvent
) -> None:
    """One message in the queue and one that was given up, made when the program had every scope."""
    program = Caller.of(world.region, scopes=EVERY)
    assert program.client.user
    endpoint, _secret = webhooks.add(user=program.client.user, url=URL, events=[event], by=program.client.user)
    company = world.company("ООО «УК»")
    about = [world.representative(company, name).pk for name in ("Первый", "Второй")]
    for number, state in zip(about, (DeliveryState.DUE, DeliveryState.DEAD), strict=True):
        WebhookDelivery.objects.create(
            endpoint=endpoint,
            message_id=f"msg_{number}",
            event=event,
            object_id=number,
            region=world.region,
            payload={},
            state=state,
            not_before=timezone.now(),
        )
    left = [scope for scope in EVERY if scope != lost]
    programs.change(program.client, scopes=left, requests_per_minute=600, by=administrator())
    now = WebhookEndpoint.objects.select_related("user").get()
    is_told = lost is None or (lost is ApiScope.PEOPLE and event not in OF_PEOPLE)
    assert len(deliver.take(now, most=10, without=[])) == is_told
    assert webhooks.redeliver_dead(now, by=administrator()) == is_told
