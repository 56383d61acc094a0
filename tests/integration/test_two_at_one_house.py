"""Two people decide about one house. The second is told what the first changed, and writes nothing unknowingly."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from supervision.actions import chats, management_periods, operations
from supervision.enums import Role
from supervision.linking import linking
from supervision.models import Event, House, ManagementPeriod, Operation, Organisation
from tests.browsing import signed_in
from tests.transactions import other_connection, until
from tests.world import TOKEN, World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
HIDDEN = re.compile(r'name="loaded" value="([^"]+)"')


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    world.push()
    return house


@pytest.fixture
def anna(world: World) -> Client:
    return signed_in(world, "Анна", Role.INSPECTOR)


@pytest.fixture
def boris(world: World) -> Client:
    return signed_in(world, "Борис", Role.INSPECTOR)


def said(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


# --- the company of one house ---


def wizard(house: House) -> str:
    return reverse("admin:supervision_house_replace_company", args=[house.pk])


def filled(company: Organisation, since: date) -> dict[str, str]:
    return {"since": f"{since:%d.%m.%Y}", "organisation": str(company.pk), "reason": "Решение"}


def opened(client: Client, house: House, company: Organisation, since: date) -> dict[str, str]:
    """The form as the page gave it, filled in and not sent yet."""
    return filled(company, since) | {"loaded": client.get(wizard(house)).context["loaded"]}


def previewed(client: Client, house: House, form: dict[str, str]) -> dict[str, str]:
    """The page of the preview, ready to be confirmed."""
    shown = client.post(wizard(house), form).context
    return form | {"loaded": shown["loaded"], "seen": shown["shown"].digest, "confirm": "1"}


def change(client: Client, house: House, company: Organisation, since: date) -> None:
    assert (
        client.post(wizard(house), previewed(client, house, opened(client, house, company, since))).status_code == 302
    )


def test_who_confirms_second_is_told_who_entered_what(world: World, house: House, anna: Client, boris: Client) -> None:
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    ready = previewed(boris, house, opened(boris, house, fourth, DECEMBER))
    change(anna, house, third, DECEMBER)
    answer = boris.post(wizard(house), ready)
    assert "Анна" in said(answer) and "ООО «Третья»" in said(answer) and "01.12.2026" in said(answer)
    assert answer.context["shown"].replaced == "ООО «Третья»"
    assert not ManagementPeriod.objects.filter(organisation=fourth).exists()


def test_what_was_told_can_then_be_decided_knowingly(world: World, house: House, anna: Client, boris: Client) -> None:
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    ready = previewed(boris, house, opened(boris, house, fourth, DECEMBER))
    change(anna, house, third, DECEMBER)
    told = boris.post(wizard(house), ready).context
    again = ready | {"loaded": told["loaded"], "seen": told["shown"].digest}
    assert boris.post(wizard(house), again).status_code == 302
    assert house.periods.get(since=DECEMBER).organisation == fourth


def test_who_had_only_the_form_open_is_told_at_the_preview(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    form = opened(boris, house, fourth, JANUARY)
    change(anna, house, third, DECEMBER)
    answer = boris.post(wizard(house), form)
    assert "Анна" in said(answer) and answer.context["shown"].old == "ООО «Третья»"
    assert said(boris.post(wizard(house), form | {"loaded": answer.context["loaded"]})) == ""


def test_a_change_planned_meanwhile_refuses_and_names_its_author(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    ready = previewed(boris, house, opened(boris, house, fourth, DECEMBER))
    change(anna, house, third, JANUARY)
    answer = boris.post(wizard(house), ready)
    assert "Анна" in said(answer) and "01.01.2027" in answer.context["refusal"].blockers[0]
    assert ManagementPeriod.objects.count() == 2


def test_a_change_taken_back_meanwhile_is_told_too(world: World, house: House, anna: Client, boris: Client) -> None:
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    change(anna, house, third, DECEMBER)
    ready = previewed(boris, house, opened(boris, house, fourth, DECEMBER))
    press(anna, Operation.objects.get(), "undo", reason="Ошибка")
    answer = boris.post(wizard(house), ready)
    assert "Анна" in said(answer) and "ООО «Третья»" in said(answer)
    assert ManagementPeriod.objects.get().organisation.name == "ООО «Старая»"


def test_of_two_who_confirm_at_the_same_moment_one_is_shown_it_anew(committed_world: World) -> None:
    """The second has sent its confirmation while the first's transaction is still open."""
    world = committed_world
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    boris = signed_in(world, "Борис", Role.INSPECTOR)
    ready = previewed(boris, house, opened(boris, house, fourth, DECEMBER))
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            management_periods.replace(houses=[house], organisation=third, since=DECEMBER, by=world.by)
            sent = other.submit(confirmed_elsewhere, boris, house, ready)
            until(somebody_waits)
        answer = sent.result()
    assert (answer.status_code, answer.context["shown"].replaced) == (200, "ООО «Третья»")
    assert house.periods.get(since=DECEMBER).organisation == third


def confirmed_elsewhere(client: Client, house: House, form: dict[str, str]) -> HttpResponse:
    try:
        return client.post(wizard(house), form)
    finally:
        connections.close_all()


def somebody_waits() -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with other_connection() as other:
        return other.execute(waiting).fetchone()[0] > 0


# --- the chat of one house ---


def press(client: Client, row: Any, button: str, **form: object) -> HttpResponse:
    name = f"admin:supervision_{row._meta.model_name}_press"
    return client.post(reverse(name, args=[row.pk, button]), form, follow=True)


def loaded(client: Client, world: World, house: House) -> str:
    """What the page of the chat carries in its forms."""
    page = client.get(reverse("admin:supervision_chat_change", args=[world.chat(house).pk])).content.decode()
    (sealed,) = set(HIDDEN.findall(page))
    return sealed


def test_a_freeze_does_not_overwrite_the_reason_of_another_one(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    before = loaded(boris, world, house)
    press(anna, world.chat(house), "freeze", reason="Суд", loaded=loaded(anna, world, house))
    answer = press(boris, world.chat(house), "freeze", reason="Ремонт", loaded=before)
    assert "Анна" in said(answer) and "Суд" in said(answer)
    assert world.chat(house).frozen_reason == "Суд"
    assert Event.objects.filter(name="chat.frozen").count() == 1


def test_who_thaws_is_told_that_it_was_frozen_for_another_reason(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    world.freeze(house, "Ремонт")
    before = loaded(boris, world, house)
    chats.thaw(world.chat(house), by=world.by)
    press(anna, world.chat(house), "freeze", reason="Суд", loaded=loaded(anna, world, house))
    assert "Анна" in (told := said(press(boris, world.chat(house), "thaw", loaded=before))) and "Суд" in told
    assert world.chat(house).frozen_reason == "Суд"


def test_a_thaw_and_a_push_after_somebody_elses_are_told(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    open_page = loaded(boris, world, house)
    world.freeze(house, "Суд")
    frozen_page = loaded(boris, world, house)
    assert "Суд" in said(press(boris, world.chat(house), "push", loaded=open_page))
    press(anna, world.chat(house), "thaw", loaded=loaded(anna, world, house))
    assert "Анна" in said(press(boris, world.chat(house), "thaw", loaded=frozen_page))
    assert Event.objects.filter(name="chat.thawed").count() == 1
    assert not Event.objects.filter(name="chat.push_requested").exists()


def test_who_unlinks_does_not_unlink_the_chat_that_another_one_has_linked(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    before, another = loaded(boris, world, house), made(world)
    press(anna, world.chat(house), "unlink", reason="Удалён", loaded=loaded(anna, world, house))
    anna_herself = User.objects.get(username="Анна")
    linking.link_by_hand(world.chat(house), str(another), by=anna_herself, reader=world.messenger)
    told = said(press(boris, world.chat(house), "unlink", reason="Удалён", loaded=before))
    assert "Анна" in told and str(another) in told
    assert world.chat(house).messenger_id == another


def made(world: World) -> int:
    """A chat of the messenger in which the region's bot is."""
    chat = world.emulator.people.create_chat(owner_id=1001, title="Наш дом")
    world.emulator.people.add_bot(chat.chat_id, TOKEN)
    return chat.chat_id


def test_who_links_second_is_told_the_chat_that_is_linked(world: World, house: House, boris: Client) -> None:
    linked = world.chat(house).messenger_id
    assert str(linked) in said(press(boris, world.chat(house), "link", named="-5"))
    assert world.chat(house).messenger_id == linked


@pytest.mark.parametrize("sealed", ["", "forged"])
def test_a_page_that_cannot_tell_what_it_showed_decides_nothing(
    world: World, house: House, boris: Client, sealed: str
) -> None:
    assert said(press(boris, world.chat(house), "freeze", reason="Суд", loaded=sealed))
    assert world.chat(house).frozen_reason == ""


def test_the_page_of_another_chat_decides_nothing_about_this_one(world: World, house: House, boris: Client) -> None:
    other = world.house("г. Омск, ул. Мира, д. 2")
    assert said(press(boris, world.chat(house), "freeze", reason="Суд", loaded=loaded(boris, world, other)))
    assert world.chat(house).frozen_reason == ""


# --- taking back ---


def test_who_takes_back_second_is_told_and_takes_back_nothing_more(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    change(anna, house, world.company("ООО «Третья»"), DECEMBER)
    operation = Operation.objects.get()
    press(anna, operation, "undo", reason="Ошибка")
    assert "уже" in said(press(boris, operation, "undo", reason="Ошибка"))
    assert Event.objects.filter(name="operation.undone").count() == 1


def test_taking_back_leaves_what_somebody_has_decided_since_and_says_so(
    world: World, house: House, anna: Client, boris: Client
) -> None:
    third, fourth = world.company("ООО «Третья»"), world.company("ООО «Четвёртая»")
    operation = operations.replace_company(
        houses=[house], organisation=third, since=DECEMBER, by=world.by, reason="Решение"
    )
    change(anna, house, fourth, DECEMBER)
    assert str(house) in said(press(boris, operation, "undo", reason="Ошибка"))
    assert house.periods.get(since=DECEMBER).organisation == fourth
