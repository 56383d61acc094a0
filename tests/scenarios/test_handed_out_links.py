"""What people outside were handed holds while whoever made it may still make it.

Nobody who was dismissed, moved or made less goes on naming people by what they sent around before.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from supervision.actions import company_links, invitations, nominations, representatives, roles
from supervision.actions.invitations import Shown
from supervision.conversation import texts
from supervision.enums import Role
from supervision.models import CompanyLink, House, Invitation, Organisation, Region, Representative
from tests.companies import Office
from tests.dialogs import OTHER, PETROV, Bot
from tests.integration.test_roles import person
from tests.role_ends import End, made_less, switched_off, withdrawn
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.usefixtures("nobody_has_tried")]


@pytest.fixture
def maker(world: World) -> User:
    person("stays", Role.HEAD, "55")
    return person("maker", Role.HEAD, "55")


def moved(maker: User, region: Region | None, by: User) -> None:
    roles.give(login=maker, role=Role.HEAD, region=Region.objects.get(pk="25"), by=by)
    withdrawn(maker, region, by)


def chief() -> User:
    return User.objects.filter(username="chief").first() or User.objects.create_superuser("chief")


ENDS: tuple[End, ...] = (withdrawn, moved, switched_off)


def representative(world: World, company: Organisation) -> Representative:
    return representatives.add(
        organisation=company, full_name="Пётр Петров", messenger_id=None, since=world.today, by=world.by
    )


def handed_over(world: World, made: Invitation) -> Shown:
    return invitations.shown(made, world.account())


def trusted_link(world: World, company: Organisation, by: User) -> CompanyLink:
    """The region trusts links that a code by mail confirmed, and this one is."""
    Region.objects.filter(pk=world.region.pk).update(trusts_mailed_links=True)
    made = company_links.issue(organisation=company, email="office@uk.example", by=by)
    CompanyLink.objects.filter(pk=made.pk).update(confirmed_at=timezone.now())
    return CompanyLink.objects.select_related("organisation__region").get(pk=made.pk)


@pytest.mark.parametrize("end", ENDS)
def test_the_page_of_a_company_closes_with_the_right_of_whoever_issued_its_link(
    world: World, company: Organisation, house: House, maker: User, end: End
) -> None:
    made = company_links.issue(organisation=company, email="", by=maker)
    address, office = reverse("company_link", args=[made.token]), Office(world, company)
    office.enter(address)
    end(maker, world.region, chief())
    assert office.browser.get("/company/").status_code == 404
    page = Client().get(address)
    assert page.status_code == 404 and "у кого больше нет на это права" in page.content.decode()
    assert company_links.current(company, timezone.now()) is None
    Office(world, company).enter()


@pytest.mark.parametrize("end", ENDS)
def test_a_trusted_link_names_nobody_without_an_inspector_after_that(
    world: World, company: Organisation, bot: Bot, maker: User, end: End
) -> None:
    """Also by what was made through it before, which waits for an inspector then."""
    link = trusted_link(world, company, maker)
    named = nominations.name(link=link, full_name="Пётр Петров", position="")
    assert named.link_id and Representative.objects.get().full_name == "Пётр Петров"
    shown = handed_over(world, invitations.invite(person=Representative.objects.get(), by=None, link=link))
    end(maker, world.region, chief())
    bot.start(PETROV, shown)
    bot.press(PETROV, texts.YES)
    assert Invitation.objects.get().state == "answered" and Representative.objects.get().messenger_id is None
    link.refresh_from_db()
    nominations.name(link=link, full_name="Анна Новая", position="")
    assert not Representative.objects.filter(full_name="Анна Новая").exists()


@pytest.mark.parametrize("end", ENDS)
def test_an_invitation_is_answered_while_whoever_made_it_may_invite(
    world: World, company: Organisation, bot: Bot, maker: User, end: End
) -> None:
    """Neither by the link, nor by the code, nor by a question that was opened before."""
    shown = handed_over(world, invitations.invite(person=representative(world, company), by=maker))
    bot.start(PETROV, shown)
    end(maker, world.region, chief())
    bot.press(PETROV, texts.YES)
    assert bot.shows(PETROV)[-1] == texts.GONE
    bot.start(OTHER, shown)
    assert texts.GONE in bot.shows(OTHER)
    assert Invitation.objects.get().state == "opened" and Representative.objects.get().messenger_id is None
    bot.press(OTHER, texts.ENTER_CODE, *shown.code)
    assert bot.shows(OTHER)[-1] == texts.GONE


@pytest.mark.parametrize("end", [*ENDS, made_less])
def test_an_invitation_of_an_inspector_ends_with_the_head_who_made_it(
    world: World, bot: Bot, maker: User, end: End
) -> None:
    colleague = world.inspector("Новая", zone=False)
    before = colleague.messenger_id
    shown = handed_over(world, invitations.invite(person=colleague, by=maker))
    end(maker, world.region, chief())
    bot.start(PETROV, shown)
    assert bot.shows(PETROV) == [] or bot.shows(PETROV)[-1] == texts.GONE
    colleague.refresh_from_db()
    assert Invitation.objects.get().state == "sent" and colleague.messenger_id == before


def test_an_inspector_who_was_made_a_head_s_successor_keeps_what_inspectors_hand_out(
    world: World, company: Organisation, bot: Bot, maker: User
) -> None:
    shown = handed_over(world, invitations.invite(person=representative(world, company), by=maker))
    made_less(maker, world.region, chief())
    bot.start(PETROV, shown)
    bot.press(PETROV, texts.YES)
    assert Invitation.objects.get().state == "known"
