"""An approval says what it is about, and a head who confirmed a change on its preview gives it by that."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.actions import chats, operations
from supervision.enums import Role
from supervision.models import Event, House, Operation, Organisation, SyncRequest
from supervision.previews.consequences import FIGURES, Consequences
from supervision.queue import outbox
from tests.browsing import browser_of, entered
from tests.integration.test_change_wizard import choose, confirm, filled
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
DECEMBER = date(2026, 12, 1)
MANY = 55  # more than the fifty that may always change


@pytest.fixture
def houses(world: World) -> list[House]:
    world.inspector("Инспектор 1")
    houses = world.houses(60, world.company("ООО «Старая»"))
    assert world.push().verdicts == {"settled": 60}
    return houses


@pytest.fixture
def new(world: World) -> Organisation:
    return world.company("ООО «Новая»")


def decided(client: Client, houses: list[House], new: Organisation, since: date) -> Operation:
    """Through the wizard; the session has just signed in, so it is not asked again."""
    answer = confirm(client, choose(client, houses), filled(new, since))
    assert answer.status_code == 302, answer.context
    return Operation.objects.get()


def head(world: World) -> Client:
    return entered(world.by, Role.HEAD)


def test_what_a_head_confirmed_is_not_held(world: World, houses: list[House], new: Organisation) -> None:
    operation = decided(head(world), houses[:MANY], new, world.today)
    assert world.push().verdicts == {"settled": MANY}
    assert world.account().held_reason == ""
    event = Event.objects.get(name="limit.approved")
    assert (event.by, event.details) == (world.by, {"operation": operation.pk, "chat_count": MANY})


def test_what_an_inspector_confirmed_waits_and_says_what_it_is(
    world: World, houses: list[House], new: Organisation
) -> None:
    client = entered("Петрова", Role.INSPECTOR)
    operation = decided(client, houses[:MANY], new, world.today)
    assert world.push().verdicts == {}
    (held,) = account_page(head(world)).context["held"]
    assert (held.title, held.by, held.reason) == (operation.title, "Петрова", "Решение собрания")
    assert str(MANY) in held.waits
    assert (str(FIGURES["house_count"]), str(MANY)) in held.foreseen
    assert head_page(world, held.url).status_code == 200


def account_page(client: Client) -> Any:
    return client.get(reverse("admin:supervision_messengeraccount_change", args=["55"]))


def head_page(world: World, url: str) -> Any:
    return browser_of(world.by).get(url)


def test_an_analyst_reads_who_waits_for_what_without_names(
    world: World, houses: list[House], new: Organisation
) -> None:
    decided(entered("Петрова", Role.INSPECTOR), houses[:MANY], new, world.today)
    world.push()
    page = account_page(entered("analyst", Role.ANALYST))
    (held,) = page.context["held"]
    assert "Петрова" not in page.content.decode() and "Решение собрания" not in page.content.decode()
    assert held.by == ""


def test_a_change_dated_ahead_stays_approved_though_its_chats_are_looked_at(
    world: World, houses: list[House], new: Organisation
) -> None:
    decided(head(world), houses[:MANY], new, DECEMBER)
    for house in houses[:MANY]:
        chats.look_now(world.chat(house), by=world.by)
    assert world.push().verdicts == {"settled": MANY}
    world.go_to(DECEMBER)
    assert world.push().verdicts == {"settled": MANY}
    assert world.account().held_reason == ""


def test_what_others_mark_for_the_same_day_is_counted(world: World, houses: list[House], new: Organisation) -> None:
    decided(head(world), houses[:MANY], new, DECEMBER)
    outbox.mark_houses([house.pk for house in houses[:MANY]], not_before=world.region.midnight(DECEMBER))
    world.go_to(DECEMBER)
    assert world.push().verdicts == {}
    assert str(MANY) in world.account().held_reason


def test_what_is_marked_after_an_approved_change_acted_is_counted(
    world: World, houses: list[House], new: Organisation
) -> None:
    decided(head(world), houses[:MANY], new, world.today)
    world.push()
    outbox.mark_houses([house.pk for house in houses[:MANY]])
    assert world.push().verdicts == {}


def test_taken_back_and_decided_by_somebody_else_it_is_not_approved_any_more(
    world: World, houses: list[House], new: Organisation
) -> None:
    operation = decided(head(world), houses[:MANY], new, DECEMBER)
    operations.undo(operation=operation, by=world.by, reason="Рано")
    assert not SyncRequest.objects.exclude(approved_from=None).exists()
    inspector = User.objects.create_user("second")
    entered(inspector, Role.INSPECTOR)
    operations.replace_company(houses=houses[:MANY], organisation=new, since=DECEMBER, by=inspector, reason="Снова")
    world.go_to(DECEMBER)
    assert world.push().verdicts == {}


def test_a_decision_about_one_house_approves_nothing(world: World, houses: list[House], new: Organisation) -> None:
    """Nobody was asked again who they are."""
    client = head(world)
    url = reverse("admin:supervision_house_replace_company", args=[houses[0].pk])
    confirm(client, url, filled(new, world.today + timedelta(days=1)))
    assert Operation.objects.get().foreseen["house_count"] == 1  # type: ignore[index]
    assert not Event.objects.filter(name="limit.approved").exists()


def test_figures_that_are_kept_have_words(world: World) -> None:
    empty = Consequences("55", (), (), 29.0, 0, 30)
    assert set(empty.figures) == set(FIGURES)
