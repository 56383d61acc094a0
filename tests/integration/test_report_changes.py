"""Changes of company by month: the day before and the day of; in time, late, failed; what snapshots say."""

from datetime import timedelta

from supervision.actions import management_periods
from supervision.enums import Role
from supervision.models import House
from supervision.reports import snapshot
from supervision.reports.changes import REPORT
from tests.figures import ask, disagreements, total, values
from tests.integration.test_report_coverage import reader
from tests.world import World

FIGURES = ("due", "in_time", "late", "failed", "open")


def changed(world: World) -> tuple[House, House]:
    """Two houses pass to a new company today; its person has joined the first chat only."""
    world.inspector("Инспектор 1")
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    prompt, slow = world.houses(2, old)
    world.push()
    person = world.representative(new, "Новый", joined=prompt)
    for house in (prompt, slow):
        management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    world.push()
    world.wait(days=1)
    world.join(slow, person)
    return prompt, slow


def test_a_change_done_the_same_day_is_in_time_and_one_done_later_is_late(world: World) -> None:
    _prompt, slow = changed(world)
    user, begin = reader(), world.today.replace(day=1)
    assert total(ask(user, REPORT, since=begin), *FIGURES) == (2, 1, 0, 0, 1)
    world.mark(slow)
    world.push()
    table = ask(user, REPORT, since=begin)
    assert values(table, "month", *FIGURES, "hours") == [("2026-11", 2, 1, 1, 0, 0, 21.0)]
    assert [bar.value for bar in table.pictures[0].bars] == [0, 0, 1, 1, 0, 0]
    assert disagreements(user, table) == []
    late = ask(user, REPORT, since=begin, figure="late")
    assert values(late, "place", "company", "since", "hours") == [
        ("г. Омск, ул. Садовая, д. 2", "ООО «Новая»", world.today - timedelta(days=1), 33.0)
    ]


def test_a_change_falls_due_on_its_day_and_not_before(world: World) -> None:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    world.push()
    new, since = world.company("ООО «Новая»"), world.today + timedelta(days=1)
    management_periods.replace(houses=[house], organisation=new, since=since, by=world.by)
    user = reader()
    assert total(ask(user, REPORT), "due") == (0,)
    world.wait(days=1)
    assert total(ask(user, REPORT), *FIGURES) == (1, 0, 0, 0, 1)


def test_a_change_that_was_over_before_anybody_came_has_failed(world: World) -> None:
    _prompt, slow = changed(world)
    third = world.company("ООО «Третья»")
    management_periods.replace(houses=[slow], organisation=third, since=world.today, by=world.by)
    assert total(ask(reader(), REPORT), *FIGURES) == (3, 1, 0, 1, 1)


def test_regions_are_read_from_snapshots_and_missed_days_are_said(world: World) -> None:
    changed(world)
    snapshot.take(world.region)
    table = ask(reader(Role.ANALYST, None), REPORT, since=world.today - timedelta(days=2))
    assert values(table, "month", "place", "due", "in_time", "late", "missed") == [
        ("2026-11", "Омская область", 2, 1, 0, 1)
    ]


def test_nothing_fell_due_and_strangers_see_nothing(world: World) -> None:
    assert total(ask(reader(), REPORT), *FIGURES, "hours") == (0, 0, 0, 0, 0, None)
    changed(world)
    assert total(ask(reader(code="25"), REPORT), *FIGURES) == (0, 0, 0, 0, 0)
