"""Actions: fact, event and mark stand or fall together; what is refused changes nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from supervision.actions import absences, chats, inspectors, management_periods, representatives
from supervision.errors import Refused
from supervision.models import (
    Absence,
    Chat,
    Event,
    House,
    Inspector,
    ManagementPeriod,
    Organisation,
    Region,
    Representative,
    SyncRequest,
)
from tests.world import World

ADDRESS = "г. Омск, ул. Мира, д. 1"
DECEMBER = date(2026, 12, 1)
TABLES = (Absence, Chat, Event, House, Inspector, ManagementPeriod, Organisation, Representative, SyncRequest)


@pytest.fixture
def house(world: World) -> House:
    """With company, representative, inspector, a second inspector and a planned change."""
    world.inspector("Инспектор 1")
    world.inspector("Инспектор 2", zone=False)
    company = world.company("ООО «УК»")
    house = world.house(ADDRESS, company)
    world.push()
    world.representative(company, "Представитель", joined=house)
    world.push()
    successor = world.company("ООО «Новая»")
    management_periods.replace(houses=[house], organisation=successor, since=DECEMBER, by=world.by)
    return house


def everything() -> dict[str, list[dict[str, object]]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


@contextmanager
def broken(table: str) -> Iterator[None]:
    """The database refuses every write to the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.refuse()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER refuse ON {table}; DROP FUNCTION pg_temp.refuse()")


def first() -> Inspector:
    return Inspector.objects.get(full_name="Инспектор 1")


def second() -> Inspector:
    return Inspector.objects.get(full_name="Инспектор 2")


def acting() -> ManagementPeriod:
    return ManagementPeriod.objects.get(house__address=ADDRESS, organisation__name="ООО «УК»")


def planned() -> ManagementPeriod:
    return ManagementPeriod.objects.get(house__address=ADDRESS, organisation__name="ООО «Новая»")


QUEUE = "supervision_syncrequest"
ACTIONS: dict[str, tuple[str, Callable[[World, House], object]]] = {
    "replace": (QUEUE, lambda world, house: management_periods.replace(
        houses=[House.objects.get(address__contains="Садовая")], organisation=None, since=DECEMBER, by=world.by)),
    "end": (QUEUE, lambda world, house: management_periods.end(
        period=acting(), until=date(2026, 11, 25), by=world.by, reason="r")),
    "exclude": ("supervision_managementperiod", lambda world, house: management_periods.exclude(
        periods=[acting()], on=DECEMBER, by=world.by, reason="r")),
    "cancel_planned": (QUEUE, lambda world, house: management_periods.cancel_planned(
        period=planned(), by=world.by, reason="r")),
    "dismiss": ("supervision_inspector", lambda world, house: inspectors.dismiss(
        inspector=second(), on=DECEMBER, by=world.by, reason="r")),
    "substitute": (QUEUE, lambda world, house: absences.substitute(
        inspector=first(), substitute=second(), since=DECEMBER, until=None, by=world.by)),
    "assign_houses": (QUEUE, lambda world, house: inspectors.assign_houses(
        houses=[house], inspector=second(), by=world.by)),
    "assign_organisation": (QUEUE, lambda world, house: inspectors.assign_organisation(
        organisation=acting().organisation, inspector=second(), by=world.by)),
    "add_representative": (QUEUE, lambda world, house: representatives.add(
        organisation=acting().organisation, full_name="Ещё один", messenger_id=5, since=world.today, by=world.by)),
    "remove_representative": (QUEUE, lambda world, house: representatives.remove(
        person=Representative.objects.get(), on=world.today, by=world.by)),
    "freeze": ("supervision_chat", lambda world, house: chats.freeze(world.chat(house), reason="r", by=world.by)),
    "thaw": (QUEUE, lambda world, house: chats.thaw(world.chat(house), by=world.by)),
    "look_now": (QUEUE, lambda world, house: chats.look_now(world.chat(house), by=world.by)),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTIONS)
def test_where_the_second_write_fails_nothing_is_left_of_the_first(world: World, house: House, name: str) -> None:
    table, act = ACTIONS[name]
    world.house("г. Омск, ул. Садовая, д. 2", Organisation.objects.get(name="ООО «УК»"), since=date(2026, 1, 1))
    before = everything()
    with broken(table), pytest.raises(DatabaseError, match="the disk is full"):
        act(world, house)
    assert everything() == before


@pytest.mark.parametrize("name", ACTIONS)
def test_every_change_has_an_author_on_record(world: World, house: House, name: str) -> None:
    world.house("г. Омск, ул. Садовая, д. 2", Organisation.objects.get(name="ООО «Новая»"))
    before = Event.objects.count()
    ACTIONS[name][1](world, house)
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("pk")
    assert (event.by, event.region) == (world.by, world.region)


def test_passing_houses_on_takes_a_constant_number_of_statements(world: World) -> None:
    houses = world.houses(310, world.company("ООО «Старая»"))
    counts = []
    for some in (houses[:10], houses[10:]):
        with CaptureQueriesContext(connection) as queries:
            management_periods.replace(
                houses=some, organisation=world.company("ООО «Новая»"), since=DECEMBER, by=world.by
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_houses_pass_on_all_or_none(world: World) -> None:
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    houses = [*world.houses(3, old), world.house("г. Омск, ул. Мира, д. 9", new)]
    with pytest.raises(Refused) as refusal:
        management_periods.replace(houses=houses, organisation=new, since=DECEMBER, by=world.by)
    assert len(refusal.value.blockers) == 1
    assert ManagementPeriod.objects.filter(organisation=new).count() == 1


def test_a_change_cancelled_between_two_others_leaves_no_overlap(world: World, house: House) -> None:
    """Files may bring a later change beside a planned one; the company before goes on until that day."""
    january = date(2027, 1, 1)
    ManagementPeriod.objects.filter(pk=planned().pk).update(until=january)
    world.period(house, world.company("ООО «Третья»"), since=january)
    management_periods.cancel_planned(period=planned(), by=world.by, reason="Ошибка")
    assert acting().until == january


def test_a_representative_entered_late_is_appointed_in_houses_that_came_since(world: World, house: House) -> None:
    newer = world.house("г. Омск, ул. Новая, д. 5", acting().organisation, since=date(2026, 6, 1))
    world.push()
    person = representatives.add(
        organisation=acting().organisation, full_name="Новый", messenger_id=77, since=date(2026, 1, 1), by=world.by
    )
    world.emulator.people.name(77, "Новый")
    world.join(newer, person)
    world.push()
    assert "Новый" in world.administrators(newer)


def stranger(world: World) -> Inspector:
    moscow = Region.objects.get(pk="77")
    return Inspector.objects.create(region=moscow, full_name="Инспектор Москвы", messenger_id=777)


@pytest.mark.parametrize("name", ["house", "organisation", "substitute"])
def test_an_inspector_of_another_region_is_refused(world: World, house: House, name: str) -> None:
    with pytest.raises(Refused):
        if name == "house":
            inspectors.assign_houses(houses=[house], inspector=stranger(world), by=world.by)
        elif name == "organisation":
            inspectors.assign_organisation(organisation=acting().organisation, inspector=stranger(world), by=world.by)
        else:
            absences.substitute(inspector=first(), substitute=stranger(world), since=DECEMBER, until=None, by=world.by)


def test_a_company_of_another_region_is_refused(world: World, house: House) -> None:
    company = Organisation.objects.create(region_id="77", name="ООО «Московская»")
    with pytest.raises(Refused):
        management_periods.replace(houses=[house], organisation=company, since=DECEMBER, by=world.by)


def test_freezing_wants_a_reason(world: World, house: House) -> None:
    with pytest.raises(Refused):
        chats.freeze(world.chat(house), reason=" ", by=world.by)


def test_an_absence_marks_the_inspectors_own_chats_and_not_the_whole_zone(world: World) -> None:
    people_of_zone = [world.inspector(f"Инспектор {number}") for number in (1, 2, 3)]
    deputy = world.inspector("Заместитель", zone=False)
    world.houses(30)
    world.push()
    away = people_of_zone[0]
    own = set(Chat.objects.filter(observed_owner_id=away.messenger_id).values_list("pk", flat=True))
    absences.substitute(inspector=away, substitute=deputy, since=DECEMBER, until=None, by=world.by)
    assert 0 < len(own) < 30
    assert set(SyncRequest.objects.values_list("pk", flat=True)) == own
    assert {request.not_before for request in SyncRequest.objects.all()} == {world.region.midnight(DECEMBER)}


def test_a_house_given_to_somebody_still_absent_passes_on_the_day_of_return(world: World) -> None:
    """On the day of giving nothing changes: the substitute is the owner whom the house had."""
    owner, traveller = world.inspector("Инспектор 1"), world.inspector("Инспектор 2", zone=False)
    house = world.house(ADDRESS)
    world.push()
    absences.substitute(inspector=traveller, substitute=owner, since=world.today, until=DECEMBER, by=world.by)
    inspectors.assign_houses(houses=[house], inspector=traveller, by=world.by)
    world.push()
    assert world.owner(house) == "Инспектор 1"
    world.go_to(DECEMBER, hour=0)
    world.push()
    assert world.owner(house) == "Инспектор 2"
    world.assert_second_pass_plans_nothing()


@pytest.mark.parametrize(("since", "until"), [(DECEMBER, DECEMBER), (date(2026, 12, 20), None)])
def test_an_absence_that_cannot_be_is_refused_in_words(world: World, since: date, until: date | None) -> None:
    away, deputy = world.inspector("Инспектор 1"), world.inspector("Инспектор 2")
    absences.substitute(inspector=away, substitute=deputy, since=date(2026, 12, 10), until=None, by=world.by)
    with pytest.raises(Refused):
        absences.substitute(inspector=away, substitute=deputy, since=since, until=until, by=world.by)
    with pytest.raises(Refused):
        absences.substitute(inspector=deputy, substitute=deputy, since=since, until=None, by=world.by)
