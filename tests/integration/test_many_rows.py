"""Acts on many chosen rows of a list: shown first, done after the confirmation, within rights and limits."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.enums import Lane, Role, WorkOrderKind
from supervision.models import Chat, Comment, Event, House, Inspector, Region, SyncRequest, WorkOrder
from tests.browsing import entered, of_root
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def houses(world: World) -> list[House]:
    world.inspector("Инспектор 1")
    found = world.houses(3, world.company("ООО «УК»"))
    world.push()
    return found


def choose(client: Client, model: str, action: str, rows: list[Any]) -> Any:
    """To the page that decides, followed."""
    url = reverse(f"admin:supervision_{model}_changelist")
    return client.post(url, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def decide(client: Client, page: Any, **sent: str) -> Any:
    """The preview, then its confirmation."""
    url = page.redirect_chain[-1][0]
    shown = client.post(url, sent)
    assert shown.status_code == 200 and shown.context["shown"], shown.content.decode()
    done = client.post(url, {**sent, "seen": shown.context["shown"].digest, "confirm": "1"})
    assert done.status_code == 302, done.content.decode()
    return shown


def test_chats_are_frozen_and_thawed_together(world: World, houses: list[House]) -> None:
    inspector = entered("Анна", Role.INSPECTOR, "55")
    chats = list(Chat.objects.order_by("pk"))
    world.freeze(houses[0], "Суд")
    page = choose(inspector, "chat", "freeze_many", chats)
    assert b"reason" in page.content
    shown = decide(inspector, page, reason="Ремонт подъездов")
    assert "уже заморожен" in shown.content.decode()
    assert dict(Chat.objects.values_list("pk", "frozen_reason")) == {
        chats[0].pk: "Суд",
        chats[1].pk: "Ремонт подъездов",
        chats[2].pk: "Ремонт подъездов",
    }
    decide(inspector, choose(inspector, "chat", "thaw_many", chats))
    assert not Chat.objects.exclude(frozen_reason="").exists()
    assert set(SyncRequest.objects.values_list("lane", flat=True)) == {Lane.CHANGE}


def test_a_push_of_many_counts_against_the_limit(world: World, houses: list[House]) -> None:
    """One person's click on a thousand chats is no way round the region's limit."""
    inspector = entered("Анна", Role.INSPECTOR, "55")
    for action, name in (("push_many", "chat.push_requested"), ("look_many", "chat.look_requested")):
        decide(inspector, choose(inspector, "chat", action, list(Chat.objects.all())))
        assert set(SyncRequest.objects.values_list("lane", "is_approved")) == {(Lane.CHANGE, False)}
        assert len(Event.objects.get(name=name).details["chats"]) == 3
        world.push()


def test_a_frozen_chat_is_passed_over_by_a_push(world: World, houses: list[House]) -> None:
    world.freeze(houses[1], "Суд")
    inspector = entered("Анна", Role.INSPECTOR, "55")
    shown = decide(inspector, choose(inspector, "chat", "push_many", list(Chat.objects.all())))
    assert len(shown.context["shown"].chats) == 2 and "сначала разморозьте" in shown.content.decode()


@pytest.mark.parametrize(("role", "region"), [(Role.ANALYST, None), (Role.HEAD, "25")])
def test_who_may_not_supervise_is_offered_none_of_it(
    world: World, houses: list[House], role: Role, region: str | None
) -> None:
    other = entered("other", role, region)
    for action in ("look_many", "push_many", "freeze_many", "thaw_many"):
        choose(other, "chat", action, list(Chat.objects.all()))
        url = reverse("admin:supervision_chat_many", args=[action.split("_")[0], "nobodys"])
        assert other.get(url).status_code == 404
    assert not Event.objects.filter(name__startswith="chat.").exists()
    assert not Chat.objects.exclude(frozen_reason="").exists()


def test_houses_are_given_to_an_inspector_by_the_head_alone(world: World, houses: list[House]) -> None:
    other = world.inspector("Петрова", zone=False)
    head = entered("Руководитель", Role.HEAD, "55")
    page = choose(head, "house", "give_inspector", houses[:2])
    shown = decide(head, page, inspector=str(other.pk), reason="Приказ 5")
    assert len(shown.context["shown"].moves) == 2
    assert [House.objects.get(pk=house.pk).inspector for house in houses] == [other, other, None]
    inspector = entered("Анна", Role.INSPECTOR, "55")
    assert "give_inspector" not in inspector.get(reverse("admin:supervision_house_changelist")).content.decode()


def orders_of(world: World) -> list[WorkOrder]:
    return [
        WorkOrder.objects.create(chat=chat, kind=WorkOrderKind.HAND_OVER, instruction="Передать")
        for chat in Chat.objects.order_by("pk")
    ]


def test_orders_said_to_be_done_are_looked_at_and_closed_by_the_look_alone(world: World, houses: list[House]) -> None:
    orders, inspector = orders_of(world), entered("Анна", Role.INSPECTOR, "55")
    decide(inspector, choose(inspector, "workorder", "say_done", orders))
    assert not WorkOrder.objects.filter(closed_at__isnull=False).exists()
    assert set(SyncRequest.objects.values_list("lane", flat=True)) == {Lane.PERSON}
    world.push()
    assert not WorkOrder.objects.filter(closed_at=None).exists()  # nothing asks for them: the owners are right


def test_a_comment_is_left_under_each_of_the_orders(world: World, houses: list[House]) -> None:
    orders, inspector = orders_of(world), entered("Анна", Role.INSPECTOR, "55")
    WorkOrder.objects.filter(pk=orders[0].pk).update(closed_at=orders[0].opened_at)
    decide(inspector, choose(inspector, "workorder", "remark", orders), text="Ключи у консьержа")
    assert set(Comment.objects.values_list("order", "text")) == {(one.pk, "Ключи у консьержа") for one in orders[1:]}


def test_an_order_handed_to_a_colleague_stays_there_while_in_office(world: World, houses: list[House]) -> None:
    world.connect(world.transport, mode="manual")
    new = world.house("г. Омск, ул. Лесная, д. 7", world.company("ООО «Новая»"))
    world.push()
    order = WorkOrder.objects.get(chat=world.chat(new))
    other = world.inspector("Петрова", zone=False)
    inspector = entered("Анна", Role.INSPECTOR, "55")
    decide(inspector, choose(inspector, "workorder", "hand", [order]), inspector=str(other.pk), reason="Отпуск")
    for _look in range(2):
        order.refresh_from_db()
        assert order.inspector == other and "Петрова" in order.addressed_because
        world.mark(new)
        world.push()
    Inspector.objects.filter(pk=other.pk).update(dismissed_on=world.today)
    world.mark(new)
    world.push()
    order.refresh_from_db()
    assert order.inspector != other


def test_rows_of_two_regions_are_not_decided_about_together(world: World, houses: list[House]) -> None:
    House.objects.filter(pk=houses[0].pk).update(region=Region.objects.get(pk="25"))
    Chat.objects.filter(house=houses[0]).update(region="25")
    root = of_root()
    page = choose(root, "chat", "look_many", list(Chat.objects.all()))
    assert "Выберите строки одного региона" in page.content.decode()
