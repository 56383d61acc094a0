"""Who answered an invitation is confirmed as it was shown: another answer that came meanwhile is looked at first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.actions import invitations, nominations, representatives
from supervision.conversation import texts
from supervision.enums import BoundBy, Role
from supervision.models import Inspector, Invitation, Nomination, Organisation, Region, Representative
from tests.browsing import entered
from tests.companies import Office
from tests.dialogs import OTHER, PETROV, Bot
from tests.postman import Postman
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.usefixtures("nobody_has_tried")]
Whom = Inspector | Representative | Nomination
NAME = "Пётр Петров"


@pytest.fixture
def bot(world: World) -> Bot:
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    Region.objects.update(bound_by=BoundBy.INSPECTOR)
    return bot


@pytest.fixture
def head(world: World) -> Client:
    return entered(world.by, Role.HEAD, world.region)


def representative(world: World) -> Representative:
    company = world.company("ООО «УК»")
    return representatives.add(organisation=company, full_name=NAME, messenger_id=None, since=world.today, by=world.by)


def inspector(world: World) -> Inspector:
    return Inspector.objects.create(region=world.region, full_name=NAME)


def nomination(world: World) -> Nomination:
    office = Office(world, world.company("ООО «УК»")).enter()
    return nominations.name(link=office.link, full_name=NAME, position="")


def awaited(head: Client, whom: Whom) -> tuple[str, dict[str, str]]:
    """The form of the page of what waits, as it is shown now."""
    url = reverse("people_awaited")
    [(one, _since)] = head.get(url).context["awaited"]
    return url, {"which": one.which, "seen": one.seen, "act": "confirm"}


def people(head: Client, whom: Any) -> tuple[str, dict[str, str]]:
    url = reverse("admin:supervision_organisation_people", args=[whom.organisation_id])
    [shown] = head.get(url).context["people"]
    return url, {"person": str(whom.pk), "seen": shown["standing"].seen, "act": "confirm"}


def own_page(head: Client, whom: Whom) -> tuple[str, dict[str, str]]:
    url = reverse("admin:supervision_inspector_invitation", args=[whom.pk])
    return url, {"seen": head.get(url).context["standing"].seen, "act": "confirm"}


PAGES = [(nomination, awaited), (representative, awaited), (representative, people), (inspector, own_page)]


def answer(bot: Bot, who: int, whom: Any) -> None:
    """By a new invitation; a name's one is the company's."""
    bot.start(who, bot.invite(whom))
    bot.press(who, texts.YES)


def known_by(whom: Whom) -> set[int | None]:
    """The accounts of whoever bears the name."""
    rows = (Inspector if isinstance(whom, Inspector) else Representative).objects.filter(full_name=NAME)
    return set(rows.values_list("messenger_id", flat=True)) - {None}


@pytest.mark.parametrize(("make", "form_of"), PAGES)
def test_another_answer_than_the_one_shown_binds_nobody(
    world: World, bot: Bot, head: Client, make: Callable[[World], Whom], form_of: Any
) -> None:
    whom = make(world)
    answer(bot, PETROV, whom)
    url, form = form_of(head, whom)
    assert form["seen"]
    answer(bot, OTHER, whom)
    if "which" in form and form["which"].startswith("answered"):
        form["which"] = f"answered-{Invitation.objects.latest('pk').pk}"
    page = head.post(url, form, follow=True).content.decode()
    assert "Ждёт уже не то, что было показано" in page
    assert known_by(whom) == set() and not Representative.objects.exclude(messenger_id=None).exists()
    url, form = form_of(head, whom)
    head.post(url, form)
    assert known_by(whom) == {OTHER}


def test_a_name_shown_without_an_answer_is_not_confirmed_with_one(world: World, bot: Bot, head: Client) -> None:
    whom = nomination(world)
    url, form = awaited(head, whom)
    answer(bot, OTHER, whom)
    head.post(url, form)
    assert not Representative.objects.exists() and Nomination.objects.get().state == "waiting"


def test_a_company_does_not_replace_an_answer_that_waits(world: World, bot: Bot) -> None:
    office = Office(world, Organisation.objects.get()).enter()
    office.name(NAME)
    bot.start(PETROV, office.invitation(NAME))
    bot.press(PETROV, texts.YES)
    which = f"named-{Nomination.objects.get().pk}"
    assert "подтверждает инспектор" in office.press("invite", which)
    assert Invitation.objects.get().account_id == PETROV
    invitations.decline(Invitation.objects.get(), account_id=PETROV, account_name="")
    office.press("invite", which)
    assert Invitation.objects.count() == 2
