"""The page of a region's messenger account: what stopped it, and the buttons to go on."""

import html
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from supervision.actions import management_periods
from supervision.enums import Lane, Provisioning, Role
from supervision.models import Event, MessengerAccount, SyncRequest, WorkOrder
from supervision.planning.limits import ALWAYS_ALLOWED
from supervision.queue import outbox
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def press(client: Client, button: str, **form: str) -> int:
    return client.post(reverse("admin:supervision_messengeraccount_press", args=["55", button]), form).status_code


def test_the_head_approves_what_the_limit_holds_back(world: World) -> None:
    world.inspector("Инспектор 1")
    houses = [world.house(f"г. Омск, ул. Мира, д. {n}", world.company(f"УК {n}")) for n in range(ALWAYS_ALLOWED + 1)]
    world.push()
    new = world.company("ООО «Новая»")
    management_periods.replace(houses=houses, organisation=new, since=world.today, by=world.by)
    world.push()
    assert world.account().held_reason
    assert world.messages(houses[0]) == []

    assert press(entered("head_of_55", Role.HEAD), "approve", reason="Приказ 7") == 302
    world.push()
    assert len(world.messages(houses[0])) == 1
    event = Event.objects.get(name="limit.approved")
    assert (event.reason, event.details, event.by.username) == ("Приказ 7", {"chat_count": len(houses)}, "head_of_55")


def test_which_chats_wait_is_a_list_of_those_the_limit_counts(world: World) -> None:
    world.inspector("Инспектор 1")
    held, fresh = world.house("г. Омск, ул. Мира, д. 1"), world.house("г. Омск, ул. Мира, д. 2")
    world.push()
    SyncRequest.objects.all().delete()
    MessengerAccount.objects.update(held_reason="Слишком много изменений")
    outbox.mark_houses([held.pk], lane=Lane.CHANGE)
    head = entered("head_of_55", Role.HEAD)
    page = head.get(reverse("admin:supervision_messengeraccount_change", args=["55"])).content.decode()
    query = "?state=held&amp;region=55"
    assert query in page
    listed = head.get(reverse("admin:supervision_chat_changelist") + html.unescape(query)).content.decode()
    assert held.address in listed and fresh.address not in listed


def test_after_the_trouble_is_mended_the_account_works_again(world: World) -> None:
    MessengerAccount.objects.update(trouble="Токен отозван")
    press(entered("head_of_55", Role.HEAD), "retry")
    assert world.account().trouble == ""
    assert Event.objects.get(name="account.retried").details == {"trouble": "Токен отозван"}


def test_pushing_is_switched_off_and_on_with_a_reason(world: World) -> None:
    head = entered("head_of_55", Role.HEAD)
    press(head, "switch_off", reason="")
    assert world.account().is_enabled
    press(head, "switch_off", reason="Проверка")
    assert not world.account().is_enabled
    press(head, "switch_on", reason="Проверка окончена")
    assert world.account().is_enabled


def test_only_those_who_manage_the_region_press_the_buttons(world: World) -> None:
    inspector = entered("inspector_of_55", Role.INSPECTOR)
    url = reverse("admin:supervision_messengeraccount_change", args=["55"])
    assert "Выключить отправку" not in inspector.get(url).content.decode()
    assert press(inspector, "switch_off", reason="Проверка") == 403
    assert "Выключить отправку" in entered("head_of_55", Role.HEAD).get(url).content.decode()


def test_the_head_sets_how_often_chats_are_looked_at_and_the_record_says_why(world: World) -> None:
    wanted = {"share": "10", "days": "2", "with_webhooks": "5"}
    assert press(entered("head_of_55", Role.HEAD), "looks", **wanted, reason="Много звонков") == 302
    account = MessengerAccount.objects.get(pk="55")
    looks = (account.sweep_share_percent, account.look_every_days, account.look_every_days_with_webhooks)
    assert looks == (10, 2, 5)
    assert Event.objects.get(name="account.looks_changed").reason == "Много звонков"


def test_the_head_says_how_chats_are_made_and_orders_are_asked_anew(world: World) -> None:
    """Where the installation has an interface for it, the orders that people had open need nobody any more."""
    world.inspector("Инспектор 1")
    head, house = entered("head_of_55", Role.HEAD), world.house("г. Омск, ул. Мира, д. 1")
    assert press(head, "provisioning", way="manual", reason="Договора ещё нет") == 302
    assert world.account().provisioning == Provisioning.MANUAL
    world.connect(world.transport, mode="manual")
    world.push()
    assert WorkOrder.objects.get().closed_at is None
    press(head, "provisioning", way="api", reason="")
    press(head, "provisioning", way="by post", reason="Проверка")
    assert world.account().provisioning == Provisioning.MANUAL
    assert press(head, "provisioning", way="api", reason="Договор заключён") == 302
    told = Event.objects.filter(name="account.provisioning_changed").latest("pk")
    assert (told.reason, told.details["provisioning"]) == ("Договор заключён", ["manual", "api"])
    world.connect(world.transport)
    world.push()
    assert WorkOrder.objects.get().closed_at is not None and world.chat(house).messenger_id
    page = head.get(reverse("admin:supervision_messengeraccount_change", args=["55"])).content.decode()
    assert '<option value="api" selected>' in page


@pytest.mark.parametrize(
    "wrong", [{"share": "0"}, {"share": "ten"}, {"days": "9"}, {"with_webhooks": "61"}, {"reason": ""}]
)
def test_looks_that_make_no_sense_are_refused_and_change_nothing(world: World, wrong: dict[str, str]) -> None:
    wanted = {"share": "10", "days": "2", "with_webhooks": "5", "reason": "Проверка"}
    press(entered("head_of_55", Role.HEAD), "looks", **(wanted | wrong))
    assert MessengerAccount.objects.get(pk="55").sweep_share_percent == 30
    assert not Event.objects.filter(name="account.looks_changed").exists()


def test_the_check_of_the_subscription_stands_on_the_regions_clock(world: World) -> None:
    MessengerAccount.objects.update(webhook_checked_at=datetime(2026, 11, 22, 23, 12, tzinfo=UTC))
    page = entered("head_of_55", Role.HEAD).get(reverse("admin:supervision_messengeraccount_change", args=["55"]))
    assert "23.11.2026 05:12 МСК+3" in page.content.decode()
