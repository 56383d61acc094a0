"""After a restore: what was handed out before names nobody else, and what was ended since lets nobody in again."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from supervision import access
from supervision.actions import company_links, invitations, logins, representatives
from supervision.conversation import texts
from supervision.enums import Role
from supervision.models import CompanyLink, Event, Invitation, Organisation, Representative
from supervision.reconcile import restore
from tests.companies import PAGE, Office
from tests.dialogs import PETROV, Bot
from tests.doors import PASSWORD, at_the_door, is_in, sign_in
from tests.postman import Postman
from tests.programs import Caller
from tests.world import World

pytestmark = [
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.usefixtures("nobody_has_tried"),
]


@pytest.fixture
def company(world: World) -> Organisation:
    return world.company("ООО «УК»")


def someone(world: World, company: Organisation, name: str) -> Representative:
    return representatives.add(organisation=company, full_name=name, messenger_id=None, since=world.today, by=world.by)


def is_given_out_again(row: Model) -> None:
    """The row was made after the backup: the database that comes back knows nothing of it, nor of its number."""
    table, number = row._meta.db_table, row.pk
    type(row)._default_manager.filter(pk=number).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, number])


def test_an_old_button_answers_no_other_invitation(world: World, company: Organisation) -> None:
    postman = Postman(world)
    postman.open_the_way()
    bot = Bot(world, postman)
    bot.start(PETROV, bot.invite(someone(world, company, "Пётр Петров")))
    asked = Invitation.objects.get()
    is_given_out_again(asked)
    other = someone(world, company, "Анна Другая")
    made = invitations.invite(person=other, by=world.by)
    assert made.pk == asked.pk
    bot.press(PETROV, texts.YES)
    other.refresh_from_db()
    made.refresh_from_db()
    assert (other.messenger_id, made.state, made.account_id) == (None, "sent", None)


def test_an_old_cookie_opens_no_other_company(world: World, company: Organisation) -> None:
    office = Office(world, company).enter()
    before = CompanyLink.objects.get()
    is_given_out_again(before)
    other = world.company("ООО «Другая»")
    made = company_links.issue(organisation=other, email="", by=world.by)
    assert made.pk == before.pk
    answer = office.browser.get(PAGE)
    assert answer.status_code != 200 and "Другая" not in answer.content.decode()


def test_an_answer_that_was_shown_is_not_taken_for_that_to_another_invitation(
    world: World, company: Organisation
) -> None:
    made = invitations.invite(person=someone(world, company, "Пётр Петров"), by=world.by)
    Invitation.objects.update(state="answered", account_id=PETROV)
    made.refresh_from_db()
    is_given_out_again(made)
    again = invitations.invite(person=someone(world, company, "Анна Другая"), by=world.by)
    Invitation.objects.update(state="answered", account_id=PETROV)
    again.refresh_from_db()
    assert again.pk == made.pk and again.seen != made.seen


def test_a_restore_ends_every_way_in_that_the_backup_had(world: World, company: Organisation) -> None:
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    head = User.objects.create_user("newcomer", password=PASSWORD)
    access.assign_role(head, Role.HEAD, world.region)
    browser, program = at_the_door(), Caller.of(world.region)
    sign_in(browser, head)
    guest, token = logins.invite(
        name="guest",
        **{"last_name": "Гость", "first_name": "", "email": ""},
        role=Role.INSPECTOR,
        region=world.region,
        by=world.by,
        reason="Приказ",
    )
    office = Office(world, company).enter()
    link = office.send_link()
    made = invitations.invite(person=someone(world, company, "Пётр Петров"), by=world.by)
    shown = invitations.shown(made, world.account())
    assert is_in(browser) and program.get("/houses/").status_code == 200

    restore.after_restore(cause="noticed by the portal")

    assert not is_in(browser)
    assert program.get("/houses/").status_code == 401
    assert logins.invited(token) is None and not guest.has_usable_password()
    assert office.browser.get(PAGE).status_code != 200
    assert Office(world, company).browser.post(link).status_code == 404
    bot.start(PETROV, shown)
    assert bot.shows(PETROV)[-1].startswith(texts.GONE[:20])
    ended = Event.objects.get(name="installation.restored").details["ended"]
    assert ended["tokens"] == ended["login_links"] == ended["company_links"] == ended["invitations"] == 1
    assert ended["sessions"] >= 1

    program.renew()  # whose secret is right comes in again
    assert program.get("/houses/").status_code == 200
