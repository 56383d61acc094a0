"""The report on joining: hours from an invitation to an answer, and from there into the chats, by company.

A small world told in sentences, and random ones against a slow, obvious reckoning person by person in plain Python.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision import access
from supervision.actions import representatives
from supervision.conversation import texts
from supervision.enums import CallOutcome, Role
from supervision.models import (
    Chat,
    ChatMember,
    House,
    Invitation,
    ManagementPeriod,
    MessengerCall,
    Organisation,
    Region,
    Representative,
)
from supervision.reports import joining_pace
from tests.dialogs import PETROV, Bot
from tests.figures import ask, total, values
from tests.integration.test_report_coverage import reader
from tests.postman import Postman
from tests.world import World

FIGURES = ("people", "invited", "known", "hours_known", "to_join", "joined", "hours_joined")


def test_from_the_invitation_to_the_badge(world: World) -> None:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    person = representatives.add(
        organisation=company, full_name="Пётр", messenger_id=None, since=world.today, by=world.by
    )
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    shown = bot.invite(person)
    world.wait(hours=3)
    bot.start(PETROV, shown)
    bot.press(PETROV, texts.YES)
    head = reader()
    assert values(ask(head, joining_pace.REPORT), *FIGURES) == [(1, 1, 1, 3.0, 1, 0, None)]
    world.push()
    world.wait(hours=5)
    bot.join(PETROV, house)
    assert values(ask(head, joining_pace.REPORT), *FIGURES) == [(1, 1, 1, 3.0, 1, 1, 5.0)]


def test_an_analyst_reads_counts_and_no_names(world: World) -> None:
    world.representative(world.company("ООО «УК»"), "Тайный Человек")
    table = ask(reader(Role.ANALYST, None), joining_pace.REPORT, region="55")
    assert values(table, "company", "people", "known") == [("ООО «УК»", 1, 0)]
    assert "Тайный" not in str(table)


def test_of_another_region_there_is_nothing(world: World) -> None:
    world.representative(world.company("ООО «УК»"), "Пётр")
    assert values(ask(reader(code="25"), joining_pace.REPORT), "company") == []


@dataclass(frozen=True)
class Someone:
    """A representative as drawn. Hours count from the region's midnight of the day before yesterday."""

    company: int
    invited: tuple[float, ...]  # when invitations were made
    answered: float | None  # the last of them, after so many hours
    has_account: bool  # the account that answered is still theirs
    appointed: tuple[float | None, ...]  # in the chat of each house, None: never
    present: tuple[bool | None, ...]  # as last seen there, None: not known


@dataclass(frozen=True)
class OneHouse:
    company: int
    since: int  # days before today
    linked: float | None  # None: the chat was never made


hours = st.floats(0, 71, allow_nan=False).map(lambda one: round(one, 1))
houses_drawn = st.lists(
    st.builds(OneHouse, company=st.integers(0, 1), since=st.sampled_from((-1, 0, 1, 2, 300)), linked=st.none() | hours),
    max_size=4,
)
people_drawn = st.lists(
    st.builds(
        Someone,
        company=st.integers(0, 1),
        invited=st.lists(hours, max_size=3).map(lambda found: tuple(sorted(found))),
        answered=st.none() | hours,
        has_account=st.booleans(),
        appointed=st.tuples(*[st.none() | hours] * 4),
        present=st.tuples(*[st.sampled_from((None, True, False))] * 4),
    ),
    max_size=5,
)


def start(region: Region) -> datetime:
    return region.midnight(region.today() - timedelta(days=2))


def after(region: Region, count: float) -> datetime:
    return start(region) + timedelta(hours=count)


def build(region: Region, houses: list[OneHouse], people: list[Someone]) -> None:
    companies = [Organisation.objects.create(region=region, name=f"ООО «{name}»") for name in "АБ"]
    chats = [_house(region, number, one, companies) for number, one in enumerate(houses)]
    for number, one in enumerate(people):
        person = Representative.objects.create(
            organisation=companies[one.company],
            full_name=f"Человек {number}",
            messenger_id=100 + number if one.has_account else None,
            since=date(2025, 1, 1),
        )
        for made in one.invited:
            _invitation(region, person, one, made, 100 + number, is_last=made is one.invited[-1])
        for chat, appointed, present in zip(chats, one.appointed, one.present, strict=False):
            _in_chat(region, chat, 100 + number, appointed, present)


def _house(region: Region, number: int, one: OneHouse, companies: list[Organisation]) -> Chat:
    house = House.objects.create(region=region, fias_guid=UUID(int=number + 1), address=f"д. {number}")
    since = region.today() - timedelta(days=one.since)
    ManagementPeriod.objects.create(house=house, organisation=companies[one.company], since=since)
    return Chat.objects.create(
        house=house,
        region=region,
        messenger_id=None if one.linked is None else -1 - number,
        linked_at=None if one.linked is None else after(region, one.linked),
    )


def _invitation(
    region: Region, person: Representative, one: Someone, made: float, account: int, *, is_last: bool
) -> None:
    is_known = is_last and one.answered is not None
    Invitation.objects.create(
        region=region,
        representative=person,
        state="known" if is_known else "revoked",
        secret_hash=f"{person.pk}-{Invitation.objects.count()}",
        code_hash="",
        made_at=after(region, made),
        until=after(region, made + 1000),
        code_until=after(region, made + 24),
        answered_at=after(region, made + (one.answered or 0)) if is_known else None,
        account_id=account if is_known else None,
    )


def _in_chat(region: Region, chat: Chat, account: int, appointed: float | None, present: bool | None) -> None:
    if chat.messenger_id is None:
        return
    if appointed is not None:
        MessengerCall.objects.create(
            chat=chat,
            region=region,
            step="GrantAdmin",
            detail={"person": {"user_id": account}},
            answered_at=after(region, appointed),
            outcome=CallOutcome.DONE,
        )
    if present is not None:
        ChatMember.objects.create(chat=chat, user_id=account, is_participant=present)


def by_hand(region: Region, houses: list[OneHouse], people: list[Someone]) -> list[tuple[object, ...]]:
    """A row a company and the total, in the order of FIGURES."""
    rows = []
    for company in (0, 1):
        own = [one for one in people if one.company == company]
        if own:
            rows.append(_of(own, houses))
    if rows:
        rows.append(_of(people, houses))
    return rows


def _of(people: list[Someone], houses: list[OneHouse]) -> tuple[object, ...]:
    known, until_known, to_join, joined, until_joined = 0, [], 0, 0, []
    for one in people:
        is_known = bool(one.invited) and one.answered is not None and one.has_account
        since_known = one.invited[-1] + one.answered if is_known and one.answered is not None else 0.0
        if is_known:
            known += 1
            until_known.append(since_known - one.invited[0])
        for number, house in enumerate(houses):
            if house.company != one.company or house.linked is None or house.since < 0:
                continue
            to_join += 1
            appointed, present = one.appointed[number], one.present[number]
            joined += one.has_account and (present if present is not None else appointed is not None)
            powers = 48.0 - 24 * house.since
            since = max(since_known, powers, house.linked)
            if is_known and appointed is not None and appointed >= since:
                until_joined.append(appointed - since)
    return (
        *(len(people), sum(bool(one.invited) for one in people), known, _median(until_known)),
        *(to_join, joined, _median(until_joined)),
    )


def _median(found: list[float]) -> object:
    return pytest.approx(median(found), abs=0.011) if found else None


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(houses=houses_drawn, people=people_drawn)
def test_every_figure_is_what_counting_by_hand_gives(
    world: World, houses: list[OneHouse], people: list[Someone]
) -> None:
    with transaction.atomic():
        build(world.region, houses, people)
        analyst = User.objects.create_user("analyst")
        access.assign_role(analyst, Role.ANALYST)
        table = ask(analyst, joining_pace.REPORT, region="55")
        found = values(table, *FIGURES)
        if table.total is not None:
            found.append(total(table, *FIGURES))
        assert found == by_hand(world.region, houses, people)
        transaction.set_rollback(True)
