"""Reports against a slow, obvious reckoning over every row, in countries to which anything may have happened.

And in the same countries: each figure is the number of rows behind it, and the regions add up to the country.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervision import access
from supervision.desired.ownership import owners_on
from supervision.enums import WAITS, CallOutcome, HouseKind, HouseState, RequestState, Role
from supervision.models import Chat, House, Inspector, ManagementPeriod, MessengerCall, Region, SyncRequest, WorkOrder
from supervision.reports import snapshot
from tests.figures import REPORTS, ask, disagreements, total, values
from tests.random_country import CODES, RandomCountry

pytestmark = [pytest.mark.usefixtures("db", "clock"), pytest.mark.walk]
in_any_country = given(st.randoms(use_true_random=False))
COUNTRIES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@contextmanager
def written(random: Random) -> Iterator[User]:
    """The country for as long as the block lasts, and a reader who sees all of it."""
    with transaction.atomic():
        RandomCountry(random, timezone.now()).build()
        for code in CODES:
            snapshot.take(Region.objects.get(pk=code))
        reader = User.objects.create_user("reader")
        access.assign_role(reader, Role.ADMINISTRATOR)
        yield reader
        transaction.set_rollback(True)


def houses(code: str) -> list[House]:
    return list(House.objects.filter(region=code).select_related("region", "chat").order_by("pk"))


def chats(code: str) -> list[Chat]:
    return [one for one in Chat.objects.filter(region=code).select_related("house", "region") if one.messenger_id]


def today() -> Any:
    """At this hour the same in every region; of regions in different days tells test_region_days."""
    return Region.objects.get(pk="55").today()


def acting(house: House) -> ManagementPeriod | None:
    return next((one for one in house.periods.all() if one.covers(today())), None)


def has_admin(chat: Chat) -> bool:
    period = acting(chat.house)
    if period is None or period.organisation is None:
        return False
    people = {one.messenger_id for one in period.organisation.representatives.all() if one.covers(today())}
    return any(one.is_admin and one.user_id in people for one in chat.members.all())


def is_in_scope(house: House) -> bool:
    least = house.region.min_flats
    enough = least == 0 or (house.flats is not None and house.flats >= least)
    return house.state == HouseState.STANDING and house.kind == HouseKind.APARTMENT and enough


def by_name(table: Any, *names: str) -> dict[Any, tuple[Any, ...]]:
    """By place; places of nothing at all are left out."""
    found = {row.values["place"]: tuple(row.values.get(name) for name in names) for row in table.rows}
    return {place: figures for place, figures in found.items() if any(figures)}


def place_of(house: House) -> str:
    return house.municipality.name if house.municipality else "—"


def counted(rows: list[tuple[str, tuple[bool | int, ...]]]) -> dict[str, tuple[int, ...]]:
    """Columns summed by place."""
    sums: dict[str, list[int]] = {}
    for place, flags in rows:
        known = sums.setdefault(place, [0] * len(flags))
        sums[place] = [before + int(flag) for before, flag in zip(known, flags, strict=True)]
    return {place: tuple(found) for place, found in sums.items() if any(found)}


def unnamed(found: dict[Any, Any]) -> dict[Any, Any]:
    """The row of no municipality under the name that the slow reckoning gives it."""
    known = {one for code in CODES for one in (f"Район {code}-1", f"Район {code}-2")}
    return {place if place in known else "—": figures for place, figures in found.items()}


@COUNTRIES
@in_any_country
def test_coverage_counts_what_a_person_would_count(random: Random) -> None:
    with written(random) as reader:
        rows = [(place_of(one), (is_in_scope(one), 0, 0, 0, 0)) for one in houses("55")]
        for chat in chats("55"):
            people = chat.participants_count
            few, inside = people is not None and people < 5, is_in_scope(chat.house)
            rows.append((place_of(chat.house), (0, inside, (people or 0) * inside, few and inside, not inside)))
        table = ask(reader, REPORTS["coverage"], region="55")
        assert unnamed(by_name(table, "in_scope", "with_chat", "participants", "few", "out_of_scope")) == counted(rows)
        shares = {round(100 * found[1] / found[0], 2) for found in counted(rows).values() if found[0]}
        assert {share for (share,) in values(table, "share") if share is not None} == shares


@COUNTRIES
@in_any_country
def test_chats_without_an_administrator_are_those_that_a_person_would_find(random: Random) -> None:
    with written(random) as reader:
        for code in CODES:
            rows = [(place_of(one.house), (not has_admin(one),)) for one in chats(code) if is_in_scope(one.house)]
            table = ask(reader, REPORTS["without_admin"], region=code)
            assert unnamed(by_name(table, "count")) == counted(rows)
            listed = ask(reader, REPORTS["without_admin"], region=code, figure="chats")
            for chat, days in values(listed, "place", "days"):
                assert days == slow_days(Chat.objects.get(house__address=chat))


def slow_days(chat: Chat) -> int | None:
    period = acting(chat.house)
    if period is None or period.organisation is None or chat.linked_at is None:
        return None
    there = ZoneInfo(chat.region.time_zone)
    people = {one.messenger_id for one in period.organisation.representatives.all()}
    calls = [
        (call.answered_at, call.pk, call.step)
        for call in chat.calls.filter(outcome=CallOutcome.DONE).exclude(step="Rename")
        if call.detail["person"]["user_id"] in people
    ]
    since = max(period.since, chat.linked_at.astimezone(there).date())
    if calls:
        at, _pk, step = max(calls)
        if step == "GrantAdmin":
            return None
        since = max(since, at.astimezone(there).date())
    return (today() - since).days


def slow_state(period: ManagementPeriod) -> str:
    """What became of a change of company."""
    assert period.organisation is not None
    region = period.house.region
    people = {one.messenger_id for one in period.organisation.representatives.all()}
    begin = region.midnight(period.since)
    tried = [
        call
        for call in MessengerCall.objects.filter(chat__house=period.house, step="GrantAdmin", answered_at__gte=begin)
        if call.detail["person"]["user_id"] in people
    ]
    done = [call.answered_at for call in tried if call.outcome == CallOutcome.DONE]
    if done:
        return "in_time" if min(done) - begin <= timedelta(hours=24) else "late"
    return "failed" if period.until and period.until <= today() else "open"


def is_change(period: ManagementPeriod) -> bool:
    if period.organisation is None or getattr(getattr(period.house, "chat", None), "messenger_id", None) is None:
        return False
    before = period.house.periods.filter(until=period.since).first()
    is_first = not period.house.periods.filter(since__lt=period.since).exists()
    return not is_first and (before is None or before.organisation != period.organisation)


@COUNTRIES
@in_any_country
def test_changes_are_in_time_late_failed_or_open_as_a_person_would_say(random: Random) -> None:
    with written(random) as reader:
        found = ManagementPeriod.objects.filter(house__region="55", since__gte=datetime(2026, 6, 1).date())  # noqa: DTZ001
        states = [slow_state(one) for one in found.filter(since__lte=today()) if is_change(one)]
        table = ask(reader, REPORTS["changes"], region="55")
        names = ("in_time", "late", "failed", "open")
        assert total(table, "due", *names) == (len(states), *(states.count(name) for name in names))


@COUNTRIES
@in_any_country
def test_ownership_is_what_the_rules_say_chat_by_chat(random: Random) -> None:
    with written(random) as reader:
        region = Region.objects.get(pk="55")
        wished = owners_on(region, [one.pk for one in chats("55")], region.today())
        seen = {one.pk: one.observed_owner_id for one in chats("55")}
        slow = {}
        for one in Inspector.objects.filter(region="55").exclude(messenger_id=None):
            mine = [pk for pk, owner in seen.items() if owner == one.messenger_id]
            by_rules = [pk for pk in seen if wished[pk].owner_id == one.messenger_id]
            if mine or by_rules:
                slow[one.full_name] = (len(mine), len(by_rules), len(set(mine) - set(by_rules)))
        table = by_name(ask(reader, REPORTS["ownership"], region="55"), "seen", "wished", "other")
        assert {name: found for name, found in table.items() if name.startswith("Инспектор")} == slow


@COUNTRIES
@in_any_country
def test_the_register_lacks_what_a_person_finds_lacking(random: Random) -> None:
    with written(random) as reader:
        standing = [one for one in houses("55") if one.state == HouseState.STANDING]
        addresses = [one.address_key for one in standing if one.address_key]
        rows = []
        for one in houses("55"):
            period, stands = acting(one), one.state == HouseState.STANDING
            faults = (one.gis_guid is None, one.cadastral_number == "", one.aliases.exists(), one.flats is None)
            direct = period is not None and period.organisation is None
            twin = addresses.count(one.address_key) > 1
            rows.append((place_of(one), (*(stands and each for each in (*faults, direct, twin)),)))
            rows[-1] = (place_of(one), (*rows[-1][1], is_in_scope(one) and period is None))
        names = ("no_gis_guid", "no_cadastral_number", "several_guids", "flats_unknown", "direct", "duplicates")
        table = ask(reader, REPORTS["register_quality"], region="55")
        assert unnamed(by_name(table, *names, "without_company")) == counted(rows)


@COUNTRIES
@in_any_country
def test_the_queue_is_what_a_person_counts_in_it(random: Random) -> None:
    with written(random) as reader:
        now = timezone.now()
        rows = []
        for one in SyncRequest.objects.select_related("region"):
            due = one.state == RequestState.DUE
            states = (due and one.not_before <= now, due and one.not_before > now)
            others = (one.state in WAITS, one.state == RequestState.PARKED)
            rows.append((one.region.name, (*states, *others, 0, 0)))
        for call in MessengerCall.objects.filter(started_at__gt=now - timedelta(hours=24)):
            rows.append((call.chat.region.name, (0, 0, 0, 0, 1, 0)))
        for order in WorkOrder.objects.filter(closed_at=None):
            rows.append((order.chat.region.name, (0, 0, 0, 0, 0, 1)))
        names = ("due", "planned", "waiting", "parked", "calls", "orders")
        assert by_name(ask(reader, REPORTS["queue"]), *names) == counted(rows)


@settings(parent=COUNTRIES, max_examples=2)
@in_any_country
def test_every_figure_is_the_number_of_rows_behind_it(random: Random) -> None:
    with written(random) as reader:
        for report in REPORTS.values():
            for region in (None, "55"):
                for figure in ("", *report.figures):
                    assert disagreements(reader, ask(reader, report, region=region, figure=figure)) == []


@settings(parent=COUNTRIES, max_examples=3)
@in_any_country
def test_regions_add_up_to_the_country(random: Random) -> None:
    names = {"coverage": ("in_scope", "with_chat"), "ownership": ("chats", "orphans"), "queue": ("due", "orders")}
    with written(random) as reader:
        for name, figures in names.items():
            whole = total(ask(reader, REPORTS[name]), *figures)
            if name == "ownership":
                figures = ("seen", "seen")
            parts = [total(ask(reader, REPORTS[name], region=code), *figures) for code in CODES]
            assert whole[0] == sum(part[0] for part in parts)


def test_clock_is_held(clock: time_machine.Traveller) -> None:
    assert {Region.objects.get(pk=code).today().isoformat() for code in CODES} == {"2026-11-20"}
