"""Ownership, quality of the register, the messenger queue: whole tables of small worlds, and the lists behind."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from supervision.enums import CallOutcome, HouseState, Role, WorkOrderKind
from supervision.models import (
    Absence,
    Chat,
    House,
    HouseAlias,
    Inspector,
    ManagementPeriod,
    MessengerCall,
    SyncRequest,
    WorkOrder,
)
from supervision.reports import owners, queue_health, register_quality, snapshot
from tests.figures import ask, disagreements, total, values
from tests.integration.test_report_coverage import reader
from tests.world import World

# --- ownership ---


def owned(world: World) -> Inspector:
    """Three chats of one inspector; then one of them is seen with a stranger, and another inspector has office."""
    first = world.inspector("Инспектор 1")
    houses = world.houses(3)
    world.push()
    world.inspector("Инспектор 2", zone=False)
    Chat.objects.filter(house=houses[0]).update(observed_owner_id=777)
    return first


def test_owners_are_shown_as_seen_and_by_the_rules(world: World) -> None:
    owned(world)
    user = reader()
    table = ask(user, owners.REPORT)
    shown = [(row[0], *row[2:]) for row in values(table, "place", "state", "seen", "wished", "other", "away")]
    assert shown[:2] == [("Инспектор 1", 2, 3, 0, 0), ("Инспектор 2", 0, 0, 0, 0)]
    assert [row[1] for row in shown[2:]] == [1, 0]  # nobody known, nobody seen
    assert total(table, "seen", "wished", "other", "away") == (3, 3, 1, 0)
    assert disagreements(user, table) == []


def test_a_dismissed_owner_counts_as_left_from_the_first_day_without_office(world: World) -> None:
    first = owned(world)
    snapshot.take(world.region)
    Inspector.objects.filter(pk=first.pk).update(dismissed_on=world.today + timedelta(days=1))
    analyst = reader(Role.ANALYST, None)
    names = ("chats", "owners", "most", "left", "orphans", "unseen")
    assert total(ask(analyst, owners.REPORT), *names) == (3, 1, 2, 0, 1, 0)
    world.wait(days=1)
    table = ask(analyst, owners.REPORT)
    assert total(table, *names) == (3, 1, 2, 2, 1, 0)
    assert disagreements(analyst, table) == []


def test_an_absent_inspector_has_chats_on_a_substitute(world: World) -> None:
    first = owned(world)
    second = Inspector.objects.get(full_name="Инспектор 2")
    Absence.objects.create(inspector=first, substitute=second, since=world.today)
    user = reader()
    table = ask(user, owners.REPORT)
    assert values(table, "place", "wished", "other", "away")[:2] == [("Инспектор 1", 0, 2, 3), ("Инспектор 2", 3, 0, 0)]
    assert disagreements(user, table) == []


def test_an_analyst_sees_owners_without_names_and_links(world: World) -> None:
    owned(world)
    rows = list(ask(reader(Role.ANALYST, None), owners.REPORT, region="55").rows)
    assert "Инспектор" not in str([row.values["place"] for row in rows[:2]])
    assert [dict(row.behind) for row in rows[:2]] == [{}, {}]


def test_a_stranger_sees_no_owner(world: World) -> None:
    owned(world)
    assert total(ask(reader(code="25"), owners.REPORT), "seen", "wished") == (0, 0)


# --- the register ---


def test_faults_of_the_register_are_counted_and_listed(world: World) -> None:
    company = world.company("ООО «УК»")
    company.ogrn, company.ogrn_is_wrong = "1027700132196", True
    company.save()
    good, twin, direct, bare = world.houses(4, company)
    House.objects.exclude(pk=bare.pk).update(gis_guid=None, flats=10, cadastral_number="55:1:1:1")
    House.objects.filter(pk=good.pk).update(gis_guid=UUID(int=1))
    House.objects.filter(pk=twin.pk).update(address_key=good.address_key)
    HouseAlias.objects.create(house=twin, fias_guid=UUID(int=2))
    ManagementPeriod.objects.filter(house__in=(direct, bare)).delete()
    world.period(direct, None, world.today)
    ManagementPeriod.objects.filter(house=good).update(excluded_on=world.today)
    user = reader()
    table = ask(user, register_quality.REPORT)
    names = [column.key for column in table.columns][1:]
    assert dict(zip(names, total(table, *names), strict=True)) == {
        "houses": 4, "no_gis_guid": 3, "no_cadastral_number": 1, "several_guids": 1, "duplicates": 2,
        "without_company": 1, "direct": 1, "flats_unknown": 1, "excluded": 1, "no_ogrn": 0, "wrong_ogrn": 1,
    }  # fmt: skip
    assert disagreements(user, table) == []
    assert total(ask(reader(code="25"), register_quality.REPORT), *names) == (0,) * 11


def test_an_exclusion_counts_from_its_day_and_not_of_a_demolished_house(world: World) -> None:
    company = world.company("ООО «УК»")
    today, later, gone = world.houses(3, company)
    ManagementPeriod.objects.update(excluded_on=world.today)
    ManagementPeriod.objects.filter(house=later).update(excluded_on=world.today + timedelta(days=1))
    House.objects.filter(pk=gone.pk).update(state=HouseState.DEMOLISHED)
    user = reader()
    table = ask(user, register_quality.REPORT)
    assert total(table, "excluded") == (1,)
    assert disagreements(user, table) == []
    period = ManagementPeriod.objects.get(house=later)
    assert not period.is_excluded_but_acting(world.today)
    assert ManagementPeriod.objects.get(house=today).is_excluded_but_acting(world.today)


def test_direct_management_counts_from_its_first_day(world: World) -> None:
    world.period(world.house("г. Омск, ул. Мира, д. 1"), None, world.today + timedelta(days=1))
    user = reader()
    assert total(ask(user, register_quality.REPORT), "direct", "without_company") == (0, 1)
    world.wait(days=1)
    assert total(ask(user, register_quality.REPORT), "direct", "without_company") == (1, 0)


# --- the queue ---


def busy(world: World) -> None:
    """One chat due for two hours, one planned, one parked; a call refused an hour ago and one older than a day."""
    world.inspector("Инспектор 1")
    houses = world.houses(3)
    first, second, third = (world.chat(house) for house in houses)
    SyncRequest.objects.all().delete()
    now = timezone.now()
    for chat, state, hours in ((first, "due", -2), (second, "due", 5), (third, "parked", -30)):
        at = now + timedelta(hours=hours)
        SyncRequest.objects.create(
            chat=chat, region=world.region, version=1, state=state, not_before=at, marked_at=at, reason="Нет прав"
        )
    for hours in (1, 25):
        call = MessengerCall.objects.create(chat=first, region=world.region, step="Rename", outcome=CallOutcome.REFUSED)
        MessengerCall.objects.filter(pk=call.pk).update(started_at=now - timedelta(hours=hours))
    order = WorkOrder.objects.create(chat=first, kind=WorkOrderKind.ADD_BOT)
    WorkOrder.objects.filter(pk=order.pk).update(opened_at=now - timedelta(days=3))


def test_the_queue_counts_what_is_due_waits_and_is_parked(world: World) -> None:
    busy(world)
    user = reader()
    table = ask(user, queue_health.REPORT)
    names = ("due", "planned", "waiting", "parked", "oldest", "calls", "not_done", "orders")
    assert values(table, "place", *names) == [("г. Омск", 1, 1, 0, 1, 2.0, 1, 1, 1)]
    for figure in queue_health.VIEWS:
        assert disagreements(user, ask(user, queue_health.REPORT, figure=figure)) == []


def test_the_other_views_say_reasons_results_and_ages(world: World) -> None:
    busy(world)
    user = reader()
    assert values(ask(user, queue_health.REPORT, figure="parked"), "reason", "count") == [("Нет прав", 1)]
    assert values(ask(user, queue_health.REPORT, figure="calls"), "count", "done", "refused") == [(1, 0, 1)]
    assert values(ask(user, queue_health.REPORT, figure="orders"), "day", "week", "older", "oldest") == [(0, 1, 0, 3)]


def test_reasons_that_may_name_people_are_not_for_analysts_nor_strangers(world: World) -> None:
    busy(world)
    table = ask(reader(Role.ANALYST, None), queue_health.REPORT, region="55", figure="parked")
    assert (list(table.rows), total(table, "count")) == ([], (1,))
    stranger = reader(code="25")
    assert total(ask(stranger, queue_health.REPORT), "due", "calls", "orders") == (0, 0, 0)
    assert values(ask(stranger, queue_health.REPORT, region="55", figure="parked"), "reason") == []
