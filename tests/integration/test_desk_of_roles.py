"""The desk of each role: days away, approvals with author and reason, laggards, companies without a licence, regions
behind their target, queues that stand. Every number leads to so many rows."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from supervision.actions import absences, operations
from supervision.enums import HouseState, LicenceStatus, Role, WorkOrderKind
from supervision.models import Chat, House, Inspector, Licence, Region, SyncRequest, Target, WorkOrder
from supervision.reports import snapshot
from tests.browsing import entered, sign_in
from tests.integration.test_desk import DESK, signed_in
from tests.news import with_login
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def blocks(client: Client) -> dict[str, list[tuple[str, str]]]:
    """Titles with the words and counts of their lines; a count is what the page behind it shows."""
    found = client.get(DESK).context["blocks"]
    for block in found:
        assert client.get(block.url).status_code == 200
        for line in block.lines:
            page = client.get(line.url)
            assert page.status_code == 200
            if line.count:
                assert (line.words, page.context["cl"].result_count) == (line.words, int(line.count))
    return {block.title: [(line.words, line.count) for line in block.lines] for block in found}


def test_an_inspector_is_told_of_days_away_and_of_whom_they_stand_in_for(world: World) -> None:
    first, second = world.inspector("Инспектор 1"), world.inspector("Инспектор 2")
    client, other = signed_in(first), signed_in(second)
    until = world.today + timedelta(days=14)
    absences.substitute(inspector=first, substitute=second, since=world.today, until=until, by=world.by)
    (own,) = client.get(DESK).context["presence"]
    assert "Инспектор 2" in own.words and f"{until:%d.%m.%Y}" in own.words
    (stands_in,) = other.get(DESK).context["presence"]
    assert "Инспектор 1" in stands_in.words
    people = [User.objects.get(pk=one.session["_auth_user_id"]) for one in (client, other)]
    world.go_to(until)
    for again, user in zip((client, other), people, strict=True):
        sign_in(again, user)
        assert again.get(DESK).context["presence"] == []


def test_a_head_sees_who_asks_for_an_approval_and_why_and_the_queue_agrees(world: World) -> None:
    _inspector, petrova = with_login(world, "Петрова")
    houses = world.houses(60, world.company("ООО «Старая»"))
    world.push()
    operation = operations.replace_company(
        houses=houses, organisation=world.company("ООО «Новая»"), since=world.today, by=petrova, reason="Протокол 7"
    )
    world.push()
    page = entered(world.by, Role.HEAD).get(DESK)
    (region,) = page.context["approvals"]
    (change,) = region.changes
    assert (change.title, change.by, change.reason) == (operation.title, "Петрова", "Протокол 7")
    queue = page.context["queue"]
    assert (queue.due, queue.held, queue.minutes) == (60, 60, 0)
    assert page.context["queue_said"][0].count("60") == 2 and page.context["queue_said"][1] == ""
    assert not entered("Сидоров", Role.INSPECTOR).get(DESK).context["approvals"]


def test_a_head_sees_whose_orders_are_old_and_which_companies_lost_their_licence(world: World) -> None:
    late, _other = world.inspector("Инспектор 1"), world.inspector("Инспектор 2")
    company, licensed = world.company("ООО «Без лицензии»"), world.company("ООО «С лицензией»")
    for number, each in enumerate((company, licensed)):
        world.house(f"г. Омск, ул. Мира, д. {number}", each)
        ended = {"status": LicenceStatus.ENDED, "ended_on": world.today}
        Licence.objects.create(organisation=each, number="1", **ended)
    Licence.objects.create(organisation=licensed, number="2", status=LicenceStatus.ACTIVE)
    for house in world.houses(3):
        WorkOrder.objects.create(chat=world.chat(house), kind=WorkOrderKind.HAND_OVER, inspector=late)
    head = entered(world.by, Role.HEAD)
    assert "Инспектор 1" not in str(blocks(head))
    WorkOrder.objects.update(opened_at=timezone.now() - timedelta(days=8))
    found = blocks(head)
    assert [("Инспектор 1", "3")] in found.values()
    assert any([line for line, _count in lines][1:] == ["ООО «Без лицензии»"] for lines in found.values())
    assert "Инспектор 1" not in str(blocks(entered("analyst", Role.ANALYST)))


def test_a_head_sees_what_the_policy_leaves_open(world: World) -> None:
    """And nobody else: the lines lead to where whoever manages the region settles them."""
    default = world.inspector("Инспектор 1", zone=False)
    houses = world.houses(3)
    head, title = entered(world.by, Role.HEAD), "Правила региона это не решают"

    def told() -> list[str]:
        return [words.removeprefix("55 Омская область: ") for words, _count in blocks(head).get(title, [])]

    nobody, left = "муниципальных образований без зоны", "чаты домов, которым по правилам чат больше не положен"
    gone, limit, nameless = "владелец по умолчанию уволен", "предел в 100 % ничего", "у органа надзора нет названия"
    assert [starts(words) for words in told()] == [starts(nobody), starts(nameless)]
    Region.objects.filter(pk="55").update(default_inspector=default, body_name="ГЖИ")
    assert told() == []
    world.push()
    Region.objects.filter(pk="55").update(change_limit_percent=100)
    House.objects.filter(pk=houses[0].pk).update(state=HouseState.DEMOLISHED)
    Inspector.objects.filter(pk=default.pk).update(dismissed_on=world.today)
    assert [starts(words) for words in told()] == [starts(gone), starts(left), starts(limit)]
    assert (f"55 Омская область: {left}", "1") in blocks(head)[title]
    for role in (Role.INSPECTOR, Role.ANALYST):
        assert title not in blocks(entered(role.value, role))


def starts(words: str) -> str:
    return " ".join(words.split()[:3])


def test_an_analyst_sees_who_is_behind_what_moved_and_what_is_missing(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(4)
    snapshot.take(world.region)
    world.go_to(world.today + timedelta(days=7))
    world.push()
    Chat.objects.filter(pk=Chat.objects.earliest("pk").pk).update(messenger_id=None, linked_at=None)
    Target.objects.create(figure="with_chat", day=date(2026, 12, 31), percent=100, entered_by=world.by)
    snapshot.take(world.region)
    said = str(blocks(entered("analyst", Role.ANALYST)))
    assert "-25.00" in said and "+75.00" in said
    world.go_to(world.today + timedelta(days=1))
    assert len(blocks(entered("analyst 2", Role.ANALYST))) == 2 + 1


def test_an_administrator_sees_queues_that_stand(world: World) -> None:
    world.houses(3)
    assert not [title for title in blocks(entered("admin1", Role.ADMINISTRATOR)) if "час" in title]
    world.wait(hours=2)
    assert [title for title in blocks(entered("admin2", Role.ADMINISTRATOR)) if "час" in title]
    SyncRequest.objects.all().delete()
    assert not [title for title in blocks(entered("admin3", Role.ADMINISTRATOR)) if "час" in title]


@pytest.mark.parametrize("role", [Role.HEAD, Role.ANALYST, Role.ADMINISTRATOR])
def test_more_rows_take_no_more_queries(world: World, role: Role) -> None:
    inspector = world.inspector("Инспектор 1")
    client = entered("reader", role)
    houses = world.houses(2)
    client.get(DESK)

    def orders(some: list[object]) -> None:
        for house in some:
            order = WorkOrder.objects.create(chat=world.chat(house), kind=WorkOrderKind.ADD_BOT, inspector=inspector)  # type: ignore[arg-type]
            WorkOrder.objects.filter(pk=order.pk).update(opened_at=timezone.now() - timedelta(days=8))

    orders(list(houses))
    few = statements(lambda: client.get(DESK))
    orders(list(world.houses(8, street="ул. Новая")))
    assert_does_not_grow(few, statements(lambda: client.get(DESK)), at_most=66)
