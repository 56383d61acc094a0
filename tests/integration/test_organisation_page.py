"""The page of a company says how many people answer for it, and how many of them the residents can reach."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.enums import Role
from supervision.models import ChatMember, Organisation, Representative
from supervision.reports.joining import Answering
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def company(world: World) -> Organisation:
    """Three people: one in the chat of its house, one invited, one who has left; another company has one too."""
    world.inspector("Инспектор 1")
    company, other = world.company("ООО «УК»"), world.company("ООО «Другая»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    inside = world.representative(company, "Вошедший")
    world.representative(company, "Приглашённый")
    world.representative(company, "Ушедший")
    Representative.objects.filter(full_name="Ушедший").update(since=date(2026, 1, 1), until=date(2026, 11, 1))
    world.representative(other, "Чужой")
    world.push()
    ChatMember.objects.update_or_create(
        chat=world.chat(house), user_id=inside.messenger_id, defaults={"is_admin": True, "is_participant": True}
    )
    return company


def reader(world: World, role: Role) -> Client:
    user = User.objects.create_user(role)
    return entered(user, role, world.region)


def page_of(client: Client, company: Organisation) -> object:
    return client.get(reverse("admin:supervision_organisation_change", args=[company.pk]))


def test_those_who_answer_today_are_counted_and_the_link_leads_to_them(world: World, company: Organisation) -> None:
    inspector = reader(world, Role.INSPECTOR)
    answer = page_of(inspector, company)
    assert answer.context["answering"] == Answering(people=2, joined=1)
    link = answer.context["people_url"]
    assert link in answer.content.decode()
    listed = inspector.get(link).context["cl"].result_list
    assert {person.full_name for person in listed} == {"Вошедший", "Приглашённый", "Ушедший"}


def test_who_sees_people_as_counts_gets_the_counts_without_the_link(world: World, company: Organisation) -> None:
    answer = page_of(reader(world, Role.ANALYST), company)
    assert answer.context["answering"] == Answering(people=2, joined=1)
    assert answer.context["people_url"] not in answer.content.decode()
