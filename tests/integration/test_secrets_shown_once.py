"""What is handed over to somebody is on the page that answers its making; an open session reads it at no other look."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from supervision import keyring
from supervision.actions import company_links, invitations, representatives
from supervision.enums import Role
from supervision.models import CompanyLink, Invitation, Organisation
from tests.browsing import entered
from tests.everything import populate
from tests.integration.test_access_table import PAGES
from tests.sampled import sampled
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def head(world: World) -> Client:
    return entered(world.by, Role.HEAD, world.region)


def secrets(world: World) -> Iterator[str]:
    """Everything that is kept sealed to be handed over, as whoever holds it would type or open it."""
    for invitation in Invitation.objects.exclude(sealed="").select_related("region"):
        shown = invitations.shown(invitation, world.account())
        yield from (keyring.open_sealed(invitation.sealed, invitation.context).split('"')[1], shown.code)


def test_no_look_at_any_page_shows_what_was_handed_over(world: World, head: Client) -> None:
    objects = populate(world)
    invitations.invite(person=world.inspector("Новая", zone=False), by=world.by)
    company = CompanyLink.objects.latest("pk").organisation
    link = company_links.issue(organisation=company, email="", by=world.by)
    kept, wrong = [*secrets(world), link.token], []
    assert len(kept) >= 5
    for page in sampled(PAGES, 4):
        if "logout" in page.key:
            continue
        answer = head.get(page.path(objects))
        if answer.streaming:
            answer.getvalue()  # type: ignore[attr-defined]
            continue
        if any(secret in answer.content.decode(errors="replace") for secret in kept):
            wrong.append(page.key)
    assert wrong == []


def test_a_representative_s_invitation_is_on_the_page_that_answers_it(world: World, head: Client) -> None:
    company = world.company("ООО «УК»")
    whom = representatives.add(
        organisation=company, full_name="Пётр", messenger_id=None, since=world.today, by=world.by
    )
    other = representatives.add(
        organisation=company, full_name="Анна", messenger_id=None, since=world.today, by=world.by
    )
    earlier = invitations.shown(invitations.invite(person=other, by=world.by), world.account())
    page = reverse("admin:supervision_organisation_people", args=[company.pk])
    answer = head.post(page, {"act": "invite", "person": whom.pk})
    made = invitations.shown(Invitation.objects.latest("pk"), world.account())
    assert made.code in answer.content.decode() and earlier.code not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert f'action="{page}"' in answer.content.decode(), "its buttons work wherever the answer is shown"
    assert made.code not in head.get(page).content.decode()


def test_an_inspector_s_invitation_is_on_the_page_that_answers_it(world: World, head: Client) -> None:
    whom = world.inspector("Новая", zone=False)
    page = reverse("admin:supervision_inspector_invitation", args=[whom.pk])
    answer = head.post(page, {"act": "invite"})
    made = invitations.shown(Invitation.objects.get(), world.account())
    assert made.code in answer.content.decode()
    assert made.code not in head.get(page).content.decode()
    assert not Organisation.objects.exists()
