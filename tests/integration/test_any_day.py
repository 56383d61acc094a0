"""Companies, ownership and quality of a past day are what they were when that day was today, whatever came since."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from supervision import access
from supervision.enums import HouseState, Role
from supervision.errors import WrongParameter
from supervision.models import (
    Chat,
    ChatMember,
    FormerHouse,
    House,
    ManagementPeriod,
    Municipality,
    Organisation,
    Region,
)
from supervision.reports import snapshot
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import Narrowing, ReportTable
from tests.browsing import entered
from tests.figures import ask, disagreements
from tests.random_country import RandomCountry
from tests.world import World

pytestmark = pytest.mark.django_db
CODES = ("39", "41")
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
OF_A_DAY = ("companies", "ownership", "register_quality")


def rows_of(table: ReportTable) -> list[dict[str, Any]]:
    """Without rows of nothing at all: of people and companies a past day knows those who had something."""
    shown = [*table.rows, *([table.total] if table.total else [])]
    rows = [{key: value for key, value in row.values.items() if key != "state"} for row in shown]  # logins: of now only
    return [row for row in rows if any(isinstance(value, int) and value for value in row.values())]


def asked_of(code: str) -> Iterator[dict[str, Any]]:
    yield {"region": code}
    yield from ({"municipality": one.pk} for one in Municipality.objects.filter(region=code))


def told(user: User, name: str, day: date | None = None) -> list[Any]:
    return [rows_of(REPORTS[name].answer(user, Narrowing(day=day, **asked))) for c in CODES for asked in asked_of(c)]


def only_in_scope() -> None:
    """A night keeps the owners of chats of houses that get one; of the others today's report of owners tells too."""
    beyond = Chat.objects.exclude(house__in=House.objects.in_scope())
    ChatMember.objects.filter(chat__in=beyond).delete()
    beyond.update(messenger_id=None, linked_at=None)


def stir(country: RandomCountry) -> None:
    """Something happens to every second house."""
    for house in House.objects.filter(region__in=CODES).order_by("pk"):
        if country.maybe():
            continue
        companies, people = country.companies[house.region_id], country.inspectors[house.region_id]
        House.objects.filter(pk=house.pk).update(
            gis_guid=None, cadastral_number="1", flats=25, inspector=country.random.choice([*people, None])
        )
        House.objects.filter(pk=house.pk).update(
            state=country.random.choice([HouseState.STANDING, HouseState.DEMOLISHED]),
            municipality=country.random.choice([*Municipality.objects.filter(region=house.region), None]),
        )
        ManagementPeriod.objects.filter(house=house).delete()
        company = country.random.choice(companies)
        ManagementPeriod.objects.create(house=house, organisation=company, since=date(2026, 1, 1))
        Chat.objects.filter(house=house).update(observed_owner_id=country.random.choice([None, 777, 1001, 1003]))


def nights(country: RandomCountry, clock: time_machine.Traveller, count: int) -> None:
    for _night in range(count):
        clock.shift(timedelta(days=1))
        stir(country)
        for code in CODES:
            snapshot.take(Region.objects.get(pk=code))


@pytest.mark.parametrize("seed", range(4))
def test_a_past_day_is_told_as_it_was_when_it_was_today(seed: int) -> None:
    with time_machine.travel(START, tick=False) as clock:
        country = RandomCountry(Random(seed), START, codes=CODES)  # noqa: S311
        country.build()
        only_in_scope()
        analyst = User.objects.create_user("analyst")
        access.assign_role(analyst, Role.ANALYST)
        for code in CODES:
            snapshot.take(Region.objects.get(pk=code))
        day = Region.objects.get(pk=CODES[0]).today()
        before = {name: told(analyst, name) for name in OF_A_DAY}
        nights(country, clock, 3)
        assert {name: told(analyst, name, day) for name in OF_A_DAY} == before
        for name in OF_A_DAY:
            for asked in (one for code in CODES for one in asked_of(code)):
                table = ask(analyst, REPORTS[name], day=day, **asked)
                assert disagreements(analyst, table) == []
                assert table.day == day
        for name in ("ownership", "register_quality"):
            assert disagreements(analyst, ask(analyst, REPORTS[name], day=day)) == []


@pytest.fixture
def week(world: World) -> World:
    """Two nights with a house each that is of another company on the second."""
    world.inspector("Инспектор 1")
    old = world.company("ООО «Старая»")
    house = world.house("г. Омск, ул. Мира, д. 1", old)
    world.push()
    snapshot.take(world.region)
    world.wait(days=1)
    ManagementPeriod.objects.filter(house=house).update(organisation=world.company("ООО «Новая»"))
    House.objects.filter(pk=house.pk).update(cadastral_number="55:36:1:1")
    world.push()
    snapshot.take(world.region)
    world.wait(days=1)
    return world


def test_a_day_before_anything_was_kept_says_from_when_it_is(week: World) -> None:
    first = week.today - timedelta(days=2)
    for name in OF_A_DAY:
        table = ask(week.by, REPORTS[name], day=first - timedelta(days=1), region="55")
        assert list(table.rows) == []
        assert f"{first:%d.%m.%Y}" in str(table.notes[0])
        assert "55" not in str(table.notes[0])


def test_a_day_that_has_not_begun_is_refused(week: World) -> None:
    for name in OF_A_DAY:
        with pytest.raises(WrongParameter, match="ещё не начался"):
            ask(week.by, REPORTS[name], day=week.today + timedelta(days=1), region="55")
    ahead = {"day": f"{week.today + timedelta(days=1)}"}
    assert entered("boss", Role.HEAD, "55").get("/admin/reports/companies/", ahead).status_code == 400


def test_today_is_counted_now(week: World) -> None:
    for name in OF_A_DAY:
        assert ask(week.by, REPORTS[name], day=week.today, region="55").day is None


def test_a_page_shows_the_company_and_the_register_of_the_day(week: World) -> None:
    head, day = entered("boss", Role.HEAD, "55"), f"{week.today - timedelta(days=2)}"
    then = head.get("/admin/reports/companies/", {"day": day}).content.decode()
    assert "ООО «Старая»" in then and "ООО «Новая»" not in then
    lacking = {one: head.get("/admin/reports/register_quality/", {"day": one}).context for one in (day, "")}
    at = [head["column"].key for head in lacking[""]["heads"]].index("no_cadastral_number")
    assert {one: found["total"].cells[at].words for one, found in lacking.items()} == {day: "1", "": "0"}


def test_houses_of_a_company_on_a_day_are_listed_by_the_interface(week: World) -> None:
    old = Organisation.objects.get(name="ООО «Старая»")
    house = House.objects.get()
    ManagementPeriod.objects.filter(house=house).update(since=week.today - timedelta(days=3))
    ManagementPeriod.objects.create(
        house=house, organisation=old, since=date(2025, 1, 1), until=week.today - timedelta(days=3)
    )
    program = entered("boss", Role.HEAD, "55")

    def listed(**asked: Any) -> Any:
        answer = program.get("/api/v1/houses/", asked)
        return len(answer.json()["results"]) if answer.status_code == 200 else answer.status_code

    assert listed(organisation=old.pk) == 0
    assert listed(organisation=old.pk, day=f"{week.today - timedelta(days=4)}") == 1
    assert listed(organisation=old.pk, day=f"{week.today + timedelta(days=1)}") == 400


def test_between_midnights_each_region_is_told_by_its_own_day() -> None:
    with time_machine.travel(datetime(2026, 11, 30, 21, 30, tzinfo=UTC), tick=False):
        RandomCountry(Random(1), timezone.now(), codes=CODES).build()  # noqa: S311
        for code in CODES:
            snapshot.take(Region.objects.get(pk=code))
        user = User.objects.create_user("analyst")
        access.assign_role(user, Role.ANALYST)
        today, tomorrow = date(2026, 11, 30), date(2026, 12, 1)
        names = {code: Region.objects.get(pk=code).name for code in CODES}
        for name in ("ownership", "register_quality"):
            known = {row.values["place"]: len(row.values) > 1 for row in ask(user, REPORTS[name], day=tomorrow).rows}
            assert {code: known[names[code]] for code in CODES} == {"39": False, "41": True}
        for name in OF_A_DAY:
            with pytest.raises(WrongParameter):
                ask(user, REPORTS[name], day=tomorrow, region="39")
            assert ask(user, REPORTS[name], day=today, region="39").day is None  # counted now
            assert ask(user, REPORTS[name], day=today, region="41").notes  # not taken: says so


def test_what_a_night_kept_of_a_house_is_not_changed(week: World) -> None:
    assert FormerHouse.objects.count() == 1
    for change in (FormerHouse.objects.all().delete, lambda: FormerHouse.objects.update(owner_seen=1)):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()
