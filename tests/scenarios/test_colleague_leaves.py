"""A colleague leaves: twelve chats, one given away by hand, an absent substitute, chats handed over by people."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.actions import absences, chats, dismissals
from supervision.actions.absences import Leave
from supervision.actions.owners import owned_chats
from supervision.enums import Role
from supervision.models import Event, House, Inspector, MessengerAccount, SyncRequest, WorkOrder
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
MONDAY = date(2026, 11, 23)


@pytest.fixture
def leaver(world: World) -> Inspector:
    login = User.objects.create_user("ivanova")
    person = world.inspector("Иванова", zone=False, user=login)
    for house in world.houses(12):
        House.objects.filter(pk=house.pk).update(inspector=person)
    world.push()
    world.inspector("Петров")
    world.inspector("Сидорова", zone=False)
    return person


def named(name: str) -> Inspector:
    return Inspector.objects.get(full_name=name)


def owners(world: World) -> list[str]:
    return [world.owner(house) for house in House.objects.order_by("pk")]


def decide_on_friday(world: World, leaver: Inspector, *, moves: int = 12) -> None:
    """The head's page, from Monday on; the first house goes to Сидорова."""
    head = entered(world.by, Role.HEAD, world.region)
    url = reverse("admin:supervision_inspector_dismiss", args=[leaver.pk])
    given = f"{House.objects.order_by('pk').first().pk}:{named('Сидорова').pk}"
    form = {"since": f"{MONDAY:%d.%m.%Y}", "reason": "Приказ 7", "closes_login": "on", "given": given}
    shown = head.post(url, form).context["shown"]
    assert len(shown.moves) == moves
    assert head.post(url, form | {"seen": shown.digest, "confirm": "1"}).status_code == 302


def test_decided_on_friday_done_on_monday_without_another_click(world: World, leaver: Inspector) -> None:
    decide_on_friday(world, leaver)
    world.push()
    assert set(owners(world)) == {"Иванова"}
    assert dismissals.complete() == 0

    world.go_to(MONDAY, hour=0)
    assert dismissals.complete() == 0
    world.push()
    assert owners(world) == ["Сидорова", *["Петров"] * 11]
    assert dismissals.complete() == 1
    assert dismissals.complete() == 0

    leaver.refresh_from_db()
    assert (leaver.dismissed_on, leaver.user.is_active) == (MONDAY, False)
    assert Event.objects.get(name="inspector.dismissed").cause == dismissals.CAUSE


def test_the_dismissal_itself_moves_no_chat_a_second_time(world: World, leaver: Inspector) -> None:
    decide_on_friday(world, leaver)
    world.go_to(MONDAY)
    world.push()
    before = owners(world)
    dismissals.complete()
    world.assert_second_pass_plans_nothing()
    assert owners(world) == before


def test_until_the_last_chat_has_gone_over_it_can_be_taken_back(world: World, leaver: Inspector) -> None:
    decide_on_friday(world, leaver)
    world.go_to(MONDAY)
    world.push()
    absences.end(absence=leaver.absences.get(), by=world.by, reason="Осталась")
    world.push()
    assert set(owners(world)) == {"Иванова"}
    assert dismissals.complete() == 0
    world.assert_second_pass_plans_nothing()


def test_where_people_hand_chats_over_the_dismissal_waits_for_the_last_one(world: World, leaver: Inspector) -> None:
    MessengerAccount.objects.update(provisioning="manual")
    world.connect(world.transport, mode="manual")
    decide_on_friday(world, leaver)
    world.go_to(MONDAY)
    world.push()
    orders = WorkOrder.objects.filter(kind="hand_over", closed_at=None)
    assert {order.inspector for order in orders} == {leaver}
    assert (orders.count(), leaver.user.is_active) == (12, True)

    for done, house in enumerate(House.objects.order_by("pk"), start=1):
        assert dismissals.complete() == 0
        successor = named("Сидорова" if done == 1 else "Петров")
        world.emulator.people.change_owner(world.chat(house).messenger_id, successor.messenger_id)
        world.wait(minutes=1)
        chats.look_now(world.chat(house), by=world.by)
        world.push()
    assert not orders.all().exists()
    assert dismissals.complete() == 1
    world.assert_second_pass_plans_nothing()


def test_an_absent_substitute_passes_the_chats_on(world: World, leaver: Inspector) -> None:
    absences.substitute(
        inspector=named("Сидорова"), substitute=named("Петров"), since=MONDAY, until=date(2026, 11, 30), by=world.by
    )
    leave = Leave(substitute=named("Сидорова"), reason="Приказ 7", ends_in_dismissal=True)
    dismissals.leave_for_good(inspector=leaver, since=MONDAY, leave=leave, by=world.by)
    for day, owner in ((MONDAY, "Петров"), (date(2026, 11, 30), "Сидорова")):
        world.go_to(day, hour=0)
        world.push()
        dismissals.complete()
        assert set(owners(world)) == {owner}
    world.assert_second_pass_plans_nothing()


def test_an_absence_that_would_outlast_the_dismissal_ends_with_it(world: World, leaver: Inspector) -> None:
    absences.substitute(
        inspector=leaver, substitute=named("Сидорова"), since=world.today, until=date(2027, 1, 11), by=world.by
    )
    world.push()
    decide_on_friday(world, leaver, moves=11)  # the one given to Сидорова is with her already
    world.go_to(MONDAY, hour=0)
    world.push()
    assert owners(world) == ["Сидорова", *["Петров"] * 11]
    assert [absence.until for absence in leaver.absences.order_by("since")] == [MONDAY, None]


def test_completing_looks_at_the_rules_only_when_the_messenger_has_followed(world: World, leaver: Inspector) -> None:
    decide_on_friday(world, leaver)
    world.go_to(MONDAY)
    with CaptureQueriesContext(connection) as queries:
        dismissals.complete()
    assert len(queries) == 3  # who leaves, which day it is, and whether they are still seen to own a chat
    assert SyncRequest.objects.count() == 12


def test_a_substitute_who_owns_for_somebody_else_is_not_dismissed(world: World, leaver: Inspector) -> None:
    absences.substitute(
        inspector=leaver, substitute=named("Сидорова"), since=MONDAY, until=date(2027, 1, 11), by=world.by
    )
    assert owned_chats(named("Сидорова"), MONDAY).count() == 12
