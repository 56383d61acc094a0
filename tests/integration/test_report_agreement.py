"""Reports agree with a slow, obvious recomputation of random small worlds, house by house, in plain Python.

What the snapshot of each place must be is reckoned from what was drawn, not from the tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision import access
from supervision.enums import CallOutcome, HouseKind, HouseState, Role, WorkOrderKind
from supervision.models import (
    Chat,
    ChatMember,
    DailySnapshot,
    House,
    Inspector,
    ManagementPeriod,
    MessengerCall,
    Municipality,
    Organisation,
    Region,
    Representative,
    WorkOrder,
    Zone,
)
from supervision.reports import snapshot
from supervision.reports.catalogue import REPORTS
from supervision.reports.frame import Narrowing, ReportTable
from supervision.reports.standings import COUNTS
from tests.world import World

CODES = ("55", "25")
PLACES = (None, "г. Первый", "г. Второй")
FIRST_PERSON = {"55": 100, "25": 200}  # messenger ids: owner of the zone, substitute, old and new representative
HOURS = (None, -5, 1, 24, 24.5, 30, 47.9, 60)  # of the appointment, from the start of powers


@dataclass(frozen=True)
class Drawn:
    """A house as drawn. `admin` was seen as administrator: of the acting company, of the other one, a stranger."""

    region: str
    place: str | None
    in_scope: bool
    stands: bool
    has_chat: bool
    created: bool
    owner: int | None  # 0 the zone's inspector, 1 the other one
    given: bool  # the house is given to the other inspector by hand
    people: int | None
    admin: str
    changed_days_ago: int | None  # the company changed then; None: one company since long ago
    appointed_after: float | None  # hours
    orders: tuple[bool, ...]  # open or done
    is_behind: bool


drawn_houses = st.lists(
    st.builds(
        Drawn,
        region=st.sampled_from(CODES),
        place=st.sampled_from(PLACES),
        in_scope=st.booleans(),
        stands=st.integers(0, 4).map(bool),
        has_chat=st.integers(0, 4).map(bool),
        created=st.integers(0, 4).map(bool),
        owner=st.sampled_from((None, 0, 0, 1)),
        given=st.booleans(),
        people=st.none() | st.integers(0, 200),
        admin=st.sampled_from(("acting", "acting", "old", "stranger", "nobody")),
        changed_days_ago=st.sampled_from((None, -1, 0, 1, 1, 2, 3)),
        appointed_after=st.sampled_from(HOURS),
        orders=st.lists(st.booleans(), max_size=2).map(tuple),
        is_behind=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class Staff:
    region: Region
    inspectors: list[Inspector]
    old: Organisation
    new: Organisation

    @classmethod
    def of(cls, code: str) -> "Staff":
        region, first = Region.objects.get(pk=code), FIRST_PERSON[code]
        inspectors = [
            Inspector.objects.create(region=region, full_name=f"Инспектор {n}", messenger_id=first + n) for n in (0, 1)
        ]
        Zone.objects.create(region=region, name="Весь регион", whole_region=True).inspectors.add(inspectors[0])
        companies = [Organisation.objects.create(region=region, name=f"ООО «{name}»") for name in ("Старая", "Новая")]
        for number, company in enumerate(companies, start=2):
            Representative.objects.create(
                organisation=company, full_name="Представитель", messenger_id=first + number, since=date(2025, 1, 1)
            )
        return cls(region, inspectors, *companies)

    def person(self, company: Organisation) -> int:
        return FIRST_PERSON[self.region.pk] + (2 if company == self.old else 3)


def is_acting_new(drawn: Drawn) -> bool:
    return drawn.changed_days_ago is not None and drawn.changed_days_ago >= 0


def build(number: int, drawn: Drawn, staff: Staff) -> None:
    region, today = staff.region, staff.region.today()
    house = House.objects.create(
        region=region,
        municipality=drawn.place and Municipality.objects.get_or_create(region=region, name=drawn.place)[0],
        fias_guid=UUID(int=number + 1),
        address=f"д. {number}",
        address_key=f"д. {number}",
        kind=HouseKind.APARTMENT if drawn.in_scope else HouseKind.BLOCKED,
        state=HouseState.STANDING if drawn.stands else HouseState.DEMOLISHED,
        inspector=staff.inspectors[1] if drawn.given else None,
    )
    change = None if drawn.changed_days_ago is None else today - timedelta(days=drawn.changed_days_ago)
    ManagementPeriod.objects.create(house=house, organisation=staff.old, since=date(2025, 1, 1), until=change)
    if change:
        ManagementPeriod.objects.create(house=house, organisation=staff.new, since=change)
    if drawn.has_chat:
        build_chat(number, drawn, staff, house, change)


def build_chat(number: int, drawn: Drawn, staff: Staff, house: House, change: date | None) -> None:
    region = staff.region
    chat = Chat.objects.create(
        house=house,
        region=region,
        messenger_id=-1 - number if drawn.created else None,
        linked_at=region.midnight(date(2026, 1, 1)) if drawn.created else None,
        spec_version=2,
        synced_version=1 if drawn.is_behind else 2,
        observed_owner_id=None if drawn.owner is None else staff.inspectors[drawn.owner].messenger_id,
        participants_count=drawn.people,
    )
    acting, other = (staff.new, staff.old) if is_acting_new(drawn) else (staff.old, staff.new)
    seen = {"acting": staff.person(acting), "old": staff.person(other), "stranger": 999}.get(drawn.admin)
    if seen:
        ChatMember.objects.create(chat=chat, user_id=seen, is_admin=True)
    for kind, is_open in zip((WorkOrderKind.HAND_OVER, WorkOrderKind.ADD_BOT), drawn.orders, strict=False):
        closed = None if is_open else region.midnight(date(2026, 6, 1))
        WorkOrder.objects.create(chat=chat, kind=kind, instruction="…", closed_at=closed)
    if change and drawn.appointed_after is not None:
        MessengerCall.objects.create(
            chat=chat,
            region=region,
            step="GrantAdmin",
            detail={"person": {"user_id": staff.person(staff.new)}},
            answered_at=region.midnight(change) + timedelta(hours=drawn.appointed_after),
            outcome=CallOutcome.DONE,
        )


def recomputed(houses: list[Drawn]) -> tuple[dict[str, int], float | None]:
    """Counts of these houses, and the median of hours of the changes done on the day before."""
    counts, hours = dict.fromkeys(COUNTS, 0), []
    for one in houses:
        counts["houses"] += one.stands
        counts["in_scope"] += one.stands and one.in_scope
        if not one.has_chat:
            continue
        counts["out_of_step"] += one.is_behind
        counts["work_orders"] += sum(one.orders)
        if not one.created:
            continue
        if not (one.stands and one.in_scope):
            changed(one, counts, hours)
            continue
        counts["with_chat"] += 1
        counts["participants"] += one.people or 0
        counts["with_right_owner"] += one.owner == (1 if one.given else 0)
        counts["with_company_admin"] += one.admin == "acting"
        changed(one, counts, hours)
    return counts, round(median(hours), 2) if hours else None


def changed(one: Drawn, counts: dict[str, int], hours: list[float]) -> None:
    """Changes of company are counted of every house with a chat, in scope or not."""
    counts["changes_due"] += one.changed_days_ago == 1
    if (took := hours_of_yesterday(one)) is not None:
        counts["changes_in_time" if took <= 24 else "changes_late"] += 1
        hours.append(took)


def hours_of_yesterday(one: Drawn) -> float | None:
    """Hours that a change took whose first administrator was appointed on the day before; None: none was then."""
    if one.changed_days_ago is None or one.changed_days_ago < 1 or one.appointed_after is None:
        return None
    days_after = one.appointed_after // 24  # the day of powers on which it was
    return one.appointed_after if days_after >= 0 and days_after == one.changed_days_ago - 1 else None


@contextmanager
def undone() -> Iterator[None]:
    """A world of its own for each example."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counts_of(row: DailySnapshot) -> tuple[dict[str, int], float | None]:
    return {name: getattr(row, name) for name in COUNTS}, row.change_hours


def report(name: str, user: User, **asked: Any) -> ReportTable:
    return REPORTS[name].answer(user, Narrowing(figure="with_chat", **asked))


def sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in COUNTS}


def rows_of(table: ReportTable) -> list[dict[str, Any]]:
    return [dict(row.values) for row in table.rows]


def check(houses: list[Drawn], user: User) -> None:
    for code in {house.region for house in houses}:
        of_region = [house for house in houses if house.region == code]
        taken = DailySnapshot.objects.filter(region=code).select_related("municipality")
        found = {row.municipality and row.municipality.name: counts_of(row) for row in taken}
        assert found.pop(None) == recomputed(of_region)
        for place, counted in found.items():
            assert counted == recomputed([house for house in of_region if house.place == place])
        shown = report("region", user, region=code)
        assert sums(rows_of(shown)) == recomputed(of_region)[0]
    country = report("country", user)
    assert country.total is not None
    totals = {name: country.total.values[name] for name in COUNTS}
    assert totals == sums(rows_of(country)) == recomputed(houses)[0]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn_houses)
def test_every_figure_is_what_counting_by_hand_gives(world: World, houses: list[Drawn]) -> None:
    with undone():
        staff = {code: Staff.of(code) for code in CODES}
        for number, house in enumerate(houses):
            build(number, house, staff[house.region])
        for code in {house.region for house in houses}:
            snapshot.take(staff[code].region)
        analyst = User.objects.create_user("analyst")
        access.assign_role(analyst, Role.ANALYST)
        check(houses, analyst)


def test_a_snapshot_never_changes(world: World) -> None:
    world.houses(1)
    snapshot.take(world.region)
    for change in (DailySnapshot.objects.all().delete, lambda: DailySnapshot.objects.update(houses=7)):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert DailySnapshot.objects.get(municipality=None).houses == 1
