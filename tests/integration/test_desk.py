"""The first page: what needs whom, figures with their month, the queue; and what "my houses" are."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from supervision import access, worklists
from supervision.actions import inspectors, logins, management_periods
from supervision.enums import Lane, Role, WorkOrderKind
from supervision.models import Chat, FoundChat, House, Inspector, SyncRequest, WorkOrder
from supervision.queue import outbox
from supervision.reports import queue, snapshot
from tests.browsing import entered
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

DESK = "/admin/"


def signed_in(inspector: Inspector) -> Client:
    """The inspector at the portal, with a login of their own."""
    client = entered(inspector.full_name, Role.INSPECTOR, inspector.region_id)
    logins.join_inspector(inspector=inspector, login=User.objects.get(username=inspector.full_name), cause="load_demo")
    return client


def needs(client: Client, **query: str) -> dict[str, int]:
    """Rows behind each card; a card counts what its list shows."""
    cards = client.get(DESK, query).context["cards"]
    for card in cards:
        assert (card.label, client.get(card.url).context["cl"].result_count) == (card.label, card.value)
    return {card.label: card.value for card in cards if card.value}


def one_of_each(world: World, number: int) -> House:
    """A house about which everything is wrong, one whose chat was changed by hand, and two beside them."""
    company = world.company(f"ООО «УК {number}»")
    house = world.house(f"г. Омск, ул. Мира, д. {number}", company)
    renamed = world.house(f"г. Омск, ул. Ручная, д. {number}", world.company(f"ТСЖ {number}"))
    world.push()
    Chat.objects.filter(house=renamed).update(differs_since=timezone.now(), differences=[])
    world.representative(company, f"Представитель {number}")
    world.push()
    chat = world.chat(house)
    Chat.objects.filter(pk=chat.pk).update(bot_state="removed")
    SyncRequest.objects.filter(chat=chat).update(state="parked", reason="Бот заблокирован")
    WorkOrder.objects.create(chat=chat, kind=WorkOrderKind.ADD_BOT, instruction="Добавить бота")
    FoundChat.objects.create(region=world.region, messenger_id=-number, found_at=timezone.now())
    world.period(world.house(f"г. Омск, ул. Новая, д. {number}"), company, world.today + timedelta(days=14))
    return house


def test_everything_that_needs_a_person_is_counted_and_leads_to_its_list(world: World) -> None:
    world.inspector("Инспектор 1")
    one_of_each(world, 1)
    found = needs(entered("head1", Role.HEAD, "55"))
    assert set(found.values()) == {1}
    assert len(found) == 8


def test_the_first_rows_say_what_is_the_matter(world: World) -> None:
    world.inspector("Инспектор 1")
    one_of_each(world, 1)
    shown = entered("head1", Role.HEAD, "55").get(DESK).content.decode()
    assert "Бот заблокирован" in shown
    assert "04.12.2026: ООО «УК 1»" in shown


def test_nothing_of_another_region_is_counted(world: World) -> None:
    world.inspector("Инспектор 1")
    one_of_each(world, 1)
    stranger = entered("stranger", Role.HEAD, "25")
    assert needs(stranger) == {}
    assert [figure.value for figure in stranger.get(DESK).context["figures"]] == [0, 0, 0, 0]


def test_the_number_of_queries_of_the_desk_is_the_same_whatever_waits(world: World) -> None:
    world.inspector("Инспектор 1")
    client = signed_in(world.inspector("Инспектор 2"))
    client.get(DESK)  # what Django remembers between requests is remembered now
    empty = statements(lambda: client.get(DESK))
    for number in range(1, 8):
        one_of_each(world, number)
    assert_does_not_grow(empty, statements(lambda: client.get(DESK)), at_most=44)


def test_a_figure_leads_to_a_list_with_so_many_rows(world: World) -> None:
    world.inspector("Инспектор 1")
    one_of_each(world, 1)
    client = entered("head1", Role.HEAD, "55")
    for figure in client.get(DESK).context["figures"]:
        assert (figure.label, client.get(figure.url).context["cl"].result_count) == (figure.label, figure.value)


# --- my houses ---


def test_an_inspector_starts_on_the_own_houses_and_can_look_at_the_region(world: World) -> None:
    mine, other = world.inspector("Инспектор 1"), world.inspector("Инспектор 2", zone=False)
    one_of_each(world, 1)
    assert len(needs(signed_in(mine))) == 8 - 3  # the new house's chat is not there yet, the order names nobody
    client = signed_in(other)
    assert set(needs(client).values()) == {1}
    assert len(needs(client, all="1")) == 8


def my_addresses(inspector: Inspector) -> set[str]:
    return set(House.objects.filter(pk__in=worklists.houses_of(inspector)).values_list("address", flat=True))


def test_my_houses_are_those_whose_chat_i_own(world: World) -> None:
    first, second = world.inspector("Инспектор 1"), world.inspector("Инспектор 2")
    houses = world.houses(12)
    world.push()
    mine = {house.address for house in houses if world.owner(house) == first.full_name}
    assert 0 < len(mine) < 12
    assert my_addresses(first) == mine
    assert my_addresses(second) == {house.address for house in houses} - mine


def test_a_house_given_to_me_is_mine_before_the_messenger_knows(world: World) -> None:
    world.inspector("Инспектор 1")
    mine = world.inspector("Инспектор 2", zone=False)
    house = world.house("г. Омск, ул. Мира, д. 1")
    world.push()
    inspectors.assign_houses(houses=[house], inspector=mine, by=world.by)
    assert my_addresses(mine) == {house.address}


def test_the_houses_of_my_company_are_mine_but_not_those_given_to_a_colleague(world: World) -> None:
    mine, colleague = (world.inspector(name, zone=False) for name in ("Инспектор 1", "Инспектор 2"))
    company = world.company("ООО «УК»")
    inspectors.assign_organisation(organisation=company, inspector=mine, by=world.by)
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.house("г. Омск, ул. Мира, д. 2", company, inspector=colleague)
    assert my_addresses(mine) == {house.address}


def test_a_chat_that_waits_for_me_is_mine(world: World) -> None:
    mine = world.inspector("Инспектор 1", zone=False, user=None)
    house = world.house("г. Омск, ул. Мира, д. 1")
    order = WorkOrder.objects.create(chat=world.chat(house), kind=WorkOrderKind.CREATE_CHAT, inspector=mine)
    assert my_addresses(mine) == {house.address}
    WorkOrder.objects.filter(pk=order.pk).update(closed_at=timezone.now())
    assert my_addresses(mine) == set()


def test_who_is_no_inspector_has_no_houses_of_their_own(world: World) -> None:
    world.house("г. Омск, ул. Мира, д. 1")
    head = entered("head1", Role.HEAD, "55")
    url = reverse("admin:supervision_house_changelist")
    assert head.get(url, {"mine": "1"}).context["cl"].result_count == 0
    assert head.get(DESK).context["me"] is None


# --- the month's line ---


def test_a_missed_day_is_said_and_not_drawn_over(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(2)
    for day in (20, 21, 23):
        world.go_to(date(2026, 11, day))
        world.push()
        snapshot.take(world.region)
    line = str(entered("head1", Role.HEAD, "55").get(DESK).context["figures"][1].line)
    missed = ngettext("%(n)s day without a snapshot.", "%(n)s days without a snapshot.", 1) % {"n": 1}
    assert f"20.11: 2, 23.11: 2. {missed}" in line
    assert line.count("<polyline") == 1
    assert line.count("<circle") == 1


# --- the queue ---


def test_the_queue_says_how_long_it_takes_at_the_rate_allowed(world: World) -> None:
    houses = world.houses(2000)
    state = queue.queue_state(User.objects.create_user("stranger"), [world.account()])
    assert (state.due, state.minutes) == (0, 0)  # who sees no region sees no queue
    state = queue.queue_state(world.by, [world.account()])
    assert state.due == len(houses)
    assert state.minutes == 4  # 2,000 x 3 calls at 29 a second


def test_a_stopped_account_empties_no_queue(world: World) -> None:
    world.houses(3)
    access.assign_role(world.by, Role.HEAD, world.region)
    account = world.account()
    account.is_enabled = False
    state = queue.queue_state(world.by, [account])
    assert (state.due, state.stopped, state.minutes) == (3, 3, 0)


def calls(world: World) -> int:
    return world.messenger.calls.read + world.messenger.calls.write


def test_the_calls_that_the_estimate_reckons_with_are_those_that_are_made(world: World) -> None:
    world.inspector("Инспектор 1")
    old, new = world.company("ООО «Старая»"), world.company("ООО «Новая»")
    houses = world.houses(20, old)
    before = calls(world)
    world.push()
    assert (calls(world) - before) / 20 == pytest.approx(queue.CALLS_PER_CHAT[Lane.CREATE], abs=1)
    old_person, new_person = world.representative(old, "Старый"), world.representative(new, "Новый")
    for house in houses:
        world.join(house, old_person)
        world.join(house, new_person)
    world.push()
    for house in houses:
        management_periods.replace(houses=[house], organisation=new, since=world.today, by=world.by)
    before = calls(world)
    world.push()
    assert (calls(world) - before) / 20 == pytest.approx(queue.CALLS_PER_CHAT[Lane.CHANGE], abs=1)
    Chat.objects.update(observed_at=None)
    outbox.mark(list(Chat.objects.values_list("pk", flat=True)), lane=Lane.SWEEP)
    before = calls(world)
    world.push()
    assert (calls(world) - before) / 20 == pytest.approx(queue.CALLS_PER_CHAT[Lane.SWEEP], abs=1)
