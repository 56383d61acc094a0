"""A company names its representatives by its link; an inspector confirms them with one click, and only then they count.

A link can be forwarded: whoever holds it must not take over official chats.
"""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from supervision.actions import company_links, management_periods, representatives
from supervision.conversation import texts
from supervision.desired.chats import desired_chat
from supervision.dialogs import reminding
from supervision.enums import BoundBy, Role
from supervision.models import (
    Chat,
    Event,
    House,
    Invitation,
    Nomination,
    Organisation,
    Region,
    Representative,
    SyncRequest,
)
from supervision.reports.awaited import Awaited
from tests.browsing import entered
from tests.companies import Office
from tests.dialogs import OTHER, PETROV, Bot
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.usefixtures("nobody_has_tried")]
NAME = "Пётр Петров"


@pytest.fixture
def office(world: World, house: House, company: Organisation) -> Office:
    return Office(world, company)


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR, world.region)


def decide(inspector: Client, act: str) -> None:
    """The first line of what waits."""
    page = inspector.get(reverse("people_awaited"))
    one, _since = page.context["awaited"][0]
    press(inspector, one, act)


def press(inspector: Client, one: Awaited, act: str) -> None:
    """A button of a line, as it was shown."""
    form = {"which": one.which, "seen": one.seen, "act": act}
    assert inspector.post(reverse("people_awaited"), form).status_code == 302


def nothing_is_planned(world: World, house: House) -> bool:
    """Neither a wish for anybody nor a chat that anybody has marked."""
    wish = desired_chat(world.chat(house).pk)
    return wish.administrators == () and wish.not_known == () and not SyncRequest.objects.exists()


def test_company_names_its_people_and_an_inspector_confirms_both_at_once(
    world: World, office: Office, bot: Bot, house: House, inspector: Client
) -> None:
    assert nothing_is_planned(world, house)
    office.enter().name(NAME, "Управляющий")
    bot.start(PETROV, office.invitation(NAME))
    bot.press(PETROV, texts.YES)
    assert bot.shows(PETROV)[-1] == texts.AWAITS
    assert nothing_is_planned(world, house), "neither the name nor the account counts"
    assert not Representative.objects.exists()
    assert "1 имя" in inspector.get("/admin/").content.decode()
    decide(inspector, "confirm")
    assert Representative.objects.get().messenger_id == PETROV
    bot.join(PETROV, house)
    assert world.administrators(house) == {"Пётр П."}
    assert Event.objects.get(name="representative.name_confirmed").by == world.by
    world.assert_second_pass_plans_nothing()


def test_a_name_confirmed_first_does_not_bind_who_answers_the_companys_invitation(
    world: World, office: Office, bot: Bot, house: House, inspector: Client
) -> None:
    office.enter().name(NAME)
    shown = office.invitation(NAME)
    decide(inspector, "confirm")
    world.push()
    assert NAME in Chat.objects.get().request.reason, "the person is waited for"
    bot.start(OTHER, shown)
    bot.press(OTHER, texts.YES)
    assert Representative.objects.get().messenger_id is None
    decide(inspector, "refuse")
    assert Invitation.objects.get().state == "revoked" and Representative.objects.get().messenger_id is None
    bot.start(PETROV, office.invitation(NAME))
    bot.press(PETROV, texts.YES)
    decide(inspector, "confirm")
    assert Representative.objects.get().messenger_id == PETROV
    bot.join(PETROV, house)
    assert world.administrators(house) == {"Пётр П."}
    world.assert_second_pass_plans_nothing()


def test_who_was_confirmed_gets_the_list_of_chats(
    world: World, office: Office, bot: Bot, house: House, inspector: Client
) -> None:
    office.enter().name(NAME)
    bot.start(PETROV, office.invitation(NAME))
    bot.press(PETROV, texts.YES)
    assert reminding.remind_some(world.account(), world.messenger) == 0
    decide(inspector, "confirm")
    world.wait(minutes=11)
    assert reminding.remind_some(world.account(), world.messenger) == 1
    assert bot.links(PETROV) == [house.address]


def test_who_waits_may_take_the_answer_back(world: World, office: Office, bot: Bot, inspector: Client) -> None:
    office.enter().name(NAME)
    bot.start(PETROV, office.invitation(NAME))
    bot.press(PETROV, texts.YES, texts.LEAVE, texts.LEAVE_YES)
    assert bot.shows(PETROV)[-1] == texts.LEFT and Invitation.objects.get().state == "declined"
    decide(inspector, "confirm")
    assert Representative.objects.get().messenger_id is None


def test_the_company_withdraws_what_waits_and_nothing_else(office: Office, inspector: Client) -> None:
    office.enter().name(NAME)
    office.invitation(NAME)
    office.press("withdraw", office.line(NAME).which)  # type: ignore[attr-defined]
    assert (Nomination.objects.get().state, Invitation.objects.get().state) == ("withdrawn", "revoked")
    office.name(NAME)
    decide(inspector, "confirm")
    office.press("withdraw", office.line(NAME).which)  # type: ignore[attr-defined]
    assert Representative.objects.get().until is None


def test_an_inspector_refuses_a_name(office: Office, bot: Bot, inspector: Client) -> None:
    office.enter().name(NAME)
    shown = office.invitation(NAME)
    decide(inspector, "refuse")
    bot.start(PETROV, shown)
    assert bot.shows(PETROV) == [texts.GONE]
    assert "не принято" in office.page() and not Representative.objects.exists()


def test_a_name_is_given_once(office: Office) -> None:
    office.enter().name(NAME)
    assert "уже названо" in office.name(NAME.upper())
    assert Nomination.objects.count() == 1


@pytest.mark.parametrize("name", ["", "12", "   ", "1234", "Имя\u202eобратно", "я" * 201, "Имя\nвторая строка"])
def test_what_is_no_name_is_said_beside_the_field(office: Office, name: str) -> None:
    office.enter()
    page = office.name(name)
    assert 'role="alert"' in page and not Nomination.objects.exists()


@pytest.fixture
def trusted(
    world: World, office: Office, settings: object, django_capture_on_commit_callbacks: object
) -> Callable[[], str]:
    """The region trusts links that were confirmed by mail; gives how a code is asked for and read in the mailbox."""
    settings.EMAIL_URL = "smtp://127.0.0.1"  # type: ignore[attr-defined]
    office.email = "office@uk.example"
    office.enter()
    assert "send_code" not in office.page(), "the region does not say so yet"
    Region.objects.filter(pk=world.region.pk).update(trusts_mailed_links=True)

    def code() -> str:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            office.press("send_code")
        letter = mail.outbox[-1]
        assert letter.to == ["office@uk.example"]
        return next(word.strip(".") for word in letter.body.split() if re.fullmatch(r"[0-9]{8}\.?", word))

    return code


def test_a_link_confirmed_by_a_code_by_mail_needs_no_inspector(
    world: World, office: Office, bot: Bot, house: House, trusted: Callable[[], str]
) -> None:
    office.press("confirm", code=trusted())
    office.name(NAME)
    assert Representative.objects.get().full_name == NAME
    assert Event.objects.get(name="representative.name_confirmed").cause == "company"
    bot.start(PETROV, office.invitation(NAME))
    bot.press(PETROV, texts.YES)
    bot.join(PETROV, house)
    assert world.administrators(house) == {"Пётр П."}
    world.assert_second_pass_plans_nothing()


def test_a_confirmed_link_that_is_revoked_is_trusted_no_more(
    world: World, office: Office, bot: Bot, trusted: Callable[[], str]
) -> None:
    """It was found in strange hands: whoever holds an invitation made by it has to be confirmed."""
    office.press("confirm", code=trusted())
    office.name(NAME)
    shown = office.invitation(NAME)
    company_links.revoke(link=office.link, by=world.by)
    bot.start(PETROV, shown)
    bot.press(PETROV, texts.YES)
    assert Representative.objects.get().messenger_id is None and Invitation.objects.get().state == "answered"


def test_a_code_is_not_guessed_and_not_sent_without_end(
    world: World, office: Office, trusted: Callable[[], str]
) -> None:
    code = trusted()
    assert "Код только что отправлен" in office.press("send_code") and len(mail.outbox) == 1
    wrong = "00000000" if code != "00000000" else "11111111"
    for _try in range(company_links.MOST_TRIES):
        office.press("confirm", code=wrong)
    office.press("confirm", code=code)
    assert office.link.confirmed_at is None, "after five tries the right one is no answer"
    world.wait(minutes=2)
    code = trusted()
    world.wait(minutes=company_links.CODE_MINUTES)
    office.press("confirm", code=code)
    assert office.link.confirmed_at is None, "too late"


def test_a_link_is_not_confirmed_where_the_portal_sends_no_mail(office: Office, world: World, settings: object) -> None:
    office.email = "office@uk.example"
    Region.objects.filter(pk=world.region.pk).update(trusts_mailed_links=True)
    settings.EMAIL_URL = ""  # type: ignore[attr-defined]
    office.enter()
    assert "send_code" not in office.page() and "нельзя подтвердить" in office.press("send_code")


def test_a_region_may_have_every_account_confirmed(
    world: World, bot: Bot, house: House, company: Organisation, inspector: Client
) -> None:
    Region.objects.filter(pk=world.region.pk).update(bound_by=BoundBy.INSPECTOR)
    person = representatives.add(
        organisation=company, full_name=NAME, messenger_id=None, since=world.today, by=world.by
    )
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    assert desired_chat(world.chat(house).pk).administrators == ()
    page = reverse("admin:supervision_organisation_people", args=[company.pk])
    inspector.post(page, {"act": "confirm", "person": person.pk, "seen": Invitation.objects.get().seen})
    bot.join(PETROV, house)
    assert world.administrators(house) == {"Пётр П."}
    world.assert_second_pass_plans_nothing()


def test_a_company_whose_houses_went_to_another_names_nobody(world: World, office: Office, house: House) -> None:
    office.enter()
    other = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=other, since=world.today, by=world.by)
    assert "нет домов в регионе" in office.page() and house.address not in office.page()
    assert "назвать никого нельзя" in office.name(NAME)
    assert not Nomination.objects.exists()


def test_a_company_that_comes_names_people_before_its_first_day(world: World, house: House) -> None:
    new = Office(world, world.company("ООО «Новая»"))
    world.wait(days=0)
    management_periods.replace(
        houses=[house], organisation=new.company, since=world.today.replace(month=12, day=1), by=world.by
    )
    new.enter()
    assert house.address in new.page() and "с 01.12.2026" in new.page()
    new.name(NAME)
    assert Nomination.objects.get().full_name == NAME
