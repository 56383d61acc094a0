"""Chats without an administrator of the company: since when by periods and journal, and who is shown whom."""

from datetime import timedelta

from supervision.actions import management_periods
from supervision.enums import CallOutcome, Role
from supervision.models import Chat, ChatMember, House, MessengerCall
from supervision.reports.without_admin import REPORT
from tests.figures import ask, disagreements, total, values
from tests.integration.test_report_coverage import reader
from tests.world import World


def two_houses(world: World) -> list[House]:
    """In the first the company's person is administrator, in the second nobody is."""
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    houses = world.houses(2, company)
    world.push()
    world.representative(company, "Представитель", joined=houses[0])
    world.push()
    return houses


def test_a_chat_is_without_administrator_since_it_was_created(world: World) -> None:
    two_houses(world)
    world.wait(days=3)
    user = reader()
    table = ask(user, REPORT)
    assert values(table, "place", "count", "longest", "median", "unknown") == [("г. Омск", 1, 3, 3, 0)]
    assert disagreements(user, table) == []
    listed = ask(user, REPORT, figure="chats")
    names = ("place", "municipality", "company", "inspector", "days")
    assert values(listed, *names) == [("г. Омск, ул. Садовая, д. 2", "г. Омск", "ООО «УК»", "Инспектор 1", 3)]


def test_a_new_company_counts_from_the_start_of_its_powers(world: World) -> None:
    first, _second = two_houses(world)
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=[first], organisation=new, since=world.today + timedelta(days=2), by=world.by)
    user = reader()
    world.wait(days=1)
    assert total(ask(user, REPORT), "count") == (1,)
    world.wait(days=1)
    assert values(ask(user, REPORT, figure="company"), "place", "count", "longest") == [
        ("ООО «Новая»", 1, 0),
        ("ООО «УК»", 1, 2),
    ]


def test_the_journal_says_when_rights_were_taken_and_otherwise_nobody_knows(world: World) -> None:
    first, _second = two_houses(world)
    world.wait(days=5)
    ChatMember.objects.filter(chat=world.chat(first)).update(is_admin=False)
    user = reader()
    assert values(ask(user, REPORT, figure="chats"), "days") == [(None,), (5,)]
    granted = MessengerCall.objects.get(chat=world.chat(first), step="GrantAdmin")
    taken = MessengerCall.objects.create(
        chat=granted.chat, region=world.region, step="RevokeAdmin", outcome=CallOutcome.DONE, detail=granted.detail
    )
    MessengerCall.objects.filter(pk=taken.pk).update(answered_at=granted.answered_at + timedelta(days=1))
    assert values(ask(user, REPORT, figure="chats"), "days") == [(4,), (5,)]


def test_a_house_that_nobody_manages_says_no_day(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(1)
    world.push()
    table = ask(reader(), REPORT)
    assert values(table, "count", "longest", "unknown") == [(1, None, 1)]


def test_an_analyst_is_shown_no_name(world: World) -> None:
    two_houses(world)
    analyst = reader(Role.ANALYST, None)
    by_inspector = ask(analyst, REPORT, region="55", figure="inspector")
    assert [len(row.behind) for row in by_inspector.rows] == [0]
    shown = str([ask(analyst, REPORT, region="55", figure=name).rows for name in ("inspector", "chats")])
    assert "Инспектор 1" not in shown.replace(str(values(by_inspector, "place")), "")
    assert values(ask(reader(), REPORT, figure="inspector"), "place") == [("Инспектор 1",)]


def test_nothing_to_report_is_no_row_with_a_count(world: World) -> None:
    user = reader()
    assert total(ask(user, REPORT), "count", "longest", "unknown") == (0, None, 0)
    assert not Chat.objects.exists()


def test_a_reader_sees_no_other_region(world: World) -> None:
    two_houses(world)
    stranger = reader(code="25")
    assert total(ask(stranger, REPORT), "count") == (0,)
    assert values(ask(stranger, REPORT, figure="chats"), "place") == []
