"""Programs with the scope "people" have representatives invited, and hear that they are known and have joined."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from supervision.actions import invitations, representatives
from supervision.conversation import texts
from supervision.enums import ApiScope, HeardEvent, Role
from supervision.errors import Refused
from supervision.models import (
    House,
    IdempotentAnswer,
    Inspector,
    Invitation,
    Organisation,
    Representative,
    WebhookDelivery,
)
from supervision.outgoing import endpoints
from tests.browsing import entered
from tests.dialogs import PETROV, Bot
from tests.postman import Postman
from tests.programs import Caller, refusal
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
OF_PEOPLE = [HeardEvent.REPRESENTATIVE_KNOWN, HeardEvent.REPRESENTATIVE_JOINED]


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    return house


@pytest.fixture
def company(house: House) -> Organisation:
    return Organisation.objects.get()


@pytest.fixture
def bot(world: World) -> Iterator[Bot]:
    postman = Postman(world)
    postman.open_the_way()
    yield Bot(world, postman)


@pytest.fixture
def program(world: World) -> Caller:
    return Caller.of(world.region, scopes=(ApiScope.READ, ApiScope.PEOPLE, ApiScope.WRITE_PEOPLE, ApiScope.WEBHOOKS))


def named(program: Caller, company: Organisation) -> Representative:
    """Without a number: nobody sees one."""
    answer = program.post("/representatives/", {"organisation": company.pk, "full_name": "Пётр Петров"})
    assert (answer.status_code, answer.json()["messenger_id"]) == (201, None)
    return Representative.objects.get(pk=answer.json()["id"])


def test_a_program_names_invites_and_reads_how_far_it_has_come(
    program: Caller, company: Organisation, bot: Bot, house: House
) -> None:
    person = named(program, company)
    answer = program.post("/invitations/", {"representative": person.pk})
    made = answer.json()
    assert answer.status_code == 201 and answer["Location"] == f"/api/v1/invitations/{made['id']}/"
    assert len(made["code"]) == 8 and "?start=" in made["link"]
    kept = program.get(answer["Location"]).json()
    assert "link" not in kept and "code" not in kept and kept["state"] == "sent"
    bot.start(PETROV, invitations.Shown(made["link"], made["code"]))
    bot.press(PETROV, texts.YES)
    (row,) = program.get(f"/invitations/?representative={person.pk}&state=known").json()["results"]
    assert row["id"] == made["id"] and row["answered_at"]


def test_a_repetition_makes_no_second_invitation_and_keeps_no_secret(program: Caller, company: Organisation) -> None:
    person = named(program, company)
    first = program.post("/invitations/", {"representative": person.pk}, idempotency_key="one").json()
    again = program.post("/invitations/", {"representative": person.pk}, idempotency_key="one")
    assert again.status_code == 201 and again.json()["id"] == first["id"] and "link" not in again.json()
    assert Invitation.objects.count() == 1
    kept = str(list(IdempotentAnswer.objects.values()))
    assert first["code"] not in kept


def test_a_revoked_invitation_is_revoked_once(program: Caller, company: Organisation, bot: Bot) -> None:
    made = program.post("/invitations/", {"representative": named(program, company).pk}).json()
    answer = program.post(f"/invitations/{made['id']}/revoke/")
    assert (answer.status_code, answer.json()["state"]) == (200, "revoked")
    again = program.post(f"/invitations/{made['id']}/revoke/")
    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/not-waiting")
    bot.start(PETROV, invitations.Shown(made["link"], made["code"]))
    assert bot.shows(PETROV) == [texts.GONE]


def test_who_is_gone_is_not_invited(program: Caller, company: Organisation, world: World) -> None:
    person = named(program, company)
    representatives.remove(person=person, on=world.today, by=world.by)
    answer = program.post("/invitations/", {"representative": person.pk})
    assert (answer.status_code, answer.json()["type"]) == (409, "/api/problems/representative-gone")


def test_invitations_of_inspectors_and_of_others_are_not_there(program: Caller, world: World, house: House) -> None:
    own = invitations.invite(person=Inspector.objects.get(), by=world.by)
    assert program.get("/invitations/").json()["results"] == []
    assert program.get(f"/invitations/{own.pk}/").status_code == 404
    assert program.post(f"/invitations/{own.pk}/revoke/").status_code == 404
    assert program.post("/invitations/", {"representative": 999_999}).status_code == 422


def test_without_the_scope_nothing(world: World, company: Organisation) -> None:
    narrow = Caller.of(world.region, scopes=(ApiScope.READ, ApiScope.WEBHOOKS))
    assert narrow.get("/invitations/").status_code == 403
    assert narrow.post("/invitations/", {"representative": 1}).status_code == 403
    asked = {"url": "https://example.ru/", "events": [HeardEvent.REPRESENTATIVE_KNOWN.value]}
    assert refusal(narrow.post("/webhooks/", asked), 409)["type"] == "/api/problems/webhook-events"


def test_it_is_told_that_somebody_is_known_and_has_joined(
    world: World, program: Caller, company: Organisation, bot: Bot, house: House
) -> None:
    asked = {"url": "https://example.ru/", "events": [event.value for event in OF_PEOPLE]}
    assert program.post("/webhooks/", asked).status_code == 201
    person = named(program, company)
    made = program.post("/invitations/", {"representative": person.pk}).json()
    bot.start(PETROV, invitations.Shown(made["link"], made["code"]))
    assert not WebhookDelivery.objects.exists()
    bot.press(PETROV, texts.YES)
    world.push()
    bot.join(PETROV, house)
    told = [one.payload for one in WebhookDelivery.objects.order_by("pk")]
    about = {"id": person.pk, "region": "55", "organisation": company.pk}
    assert [one["type"] for one in told] == [event.value for event in OF_PEOPLE]
    assert told[0]["data"] == about
    assert told[1]["data"] == {**about, "chat": world.chat(house).pk, "house": house.pk}
    assert "Пётр" not in str(told) and str(PETROV) not in str(told)
    world.push()
    bot.join(PETROV, house)
    assert WebhookDelivery.objects.count() == 2, "told once"


def test_it_is_told_to_nobody_who_may_not_read_people_of_the_region(
    world: World, company: Organisation, bot: Bot
) -> None:
    elsewhere = entered("Чужая", Role.INSPECTOR, "25")
    stranger = User.objects.get(pk=elsewhere.session["_auth_user_id"])
    endpoints.add(user=stranger, url="https://example.ru/", events=OF_PEOPLE, by=stranger)
    person = representatives.add(
        organisation=company, full_name="Пётр", messenger_id=None, since=world.today, by=world.by
    )
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    assert Invitation.objects.get().state == "known" and not WebhookDelivery.objects.exists()


def test_an_analyst_hears_of_no_people(world: World) -> None:
    entered("Аналитик", Role.ANALYST)
    analyst = User.objects.get(username="Аналитик")
    with pytest.raises(Refused):
        endpoints.add(user=analyst, url="https://example.ru/", events=OF_PEOPLE, by=analyst)
