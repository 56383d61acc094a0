"""The pages of work orders, chats found and lists of existing chats, as inspectors and heads see them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from supervision.admin.decisions import meanwhile
from supervision.enums import Role, WorkOrderKind
from supervision.linking import adoption as adoptions
from supervision.models import Chat, Event, FoundChat, House, Inspector, WorkOrder
from tests.browsing import entered
from tests.frt_files import written
from tests.served_emulator import served
from tests.statements import assert_does_not_grow, statements
from tests.world import OMSK, TOKEN, World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

ORDERS = "/admin/supervision/workorder/"


@pytest.fixture
def inspector(world: World) -> Client:
    return entered("inspector", Role.INSPECTOR)


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    return world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))


def order(house: House, title: str = "", kind: WorkOrderKind = WorkOrderKind.CREATE_CHAT, **facts: Any) -> WorkOrder:
    values = {"title": title or house.address, "instruction": "Создайте чат", "link": "https://max.ru/join/a", **facts}
    return WorkOrder.objects.create(chat=Chat.objects.get(house=house), kind=kind, **values)


def made(world: World, title: str = "Наш дом") -> int:
    chat = world.emulator.people.create_chat(owner_id=Inspector.objects.first().messenger_id, title=title)
    world.emulator.people.add_bot(chat.chat_id, TOKEN)
    return chat.chat_id


def found(world: World, messenger_id: int, **facts: Any) -> FoundChat:
    values = {"region": world.region, "found_at": timezone.now(), "read_at": timezone.now(), **facts}
    return FoundChat.objects.create(messenger_id=messenger_id, **values)


def press(client: Client, row: Any, button: str, **form: object) -> Any:
    return client.post(reverse(f"admin:supervision_{row._meta.model_name}_press", args=[row.pk, button]), form)


def page(client: Client, row: Any) -> str:
    answer = client.get(reverse(f"admin:supervision_{row._meta.model_name}_change", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


# --- the list ---


def test_the_list_is_narrowed_to_open_orders_of_ones_own(world: World, house: House, inspector: Client) -> None:
    me = Inspector.objects.get()
    me.user = User.objects.get(username="inspector")
    me.save()
    other = world.inspector("Инспектор 2", zone=False)
    mine = order(house, inspector=me)
    order(house, kind=WorkOrderKind.ADD_BOT, inspector=other)
    order(house, kind=WorkOrderKind.HAND_OVER, inspector=me, closed_at=timezone.now())
    listed = inspector.get(ORDERS, {"open": "1", "mine": "1"}).context["cl"].result_list
    assert list(listed) == [mine]
    assert inspector.get(ORDERS).context["cl"].result_count == 3


def test_the_list_takes_no_more_queries_for_more_orders(world: World, house: House, inspector: Client) -> None:
    order(house, inspector=Inspector.objects.get())
    inspector.get(ORDERS)
    few = statements(lambda: inspector.get(ORDERS))
    for other in world.houses(7):
        order(other, inspector=Inspector.objects.get())
    many = statements(lambda: inspector.get(ORDERS))
    assert inspector.get(ORDERS).context["cl"].result_count == 8
    assert_does_not_grow(few, many, at_most=20)


# --- one order ---


def test_an_order_shows_what_to_do_and_what_to_copy(world: World, house: House, inspector: Client) -> None:
    shown = page(inspector, order(house, "Дом <1>", account="Инспектор 1 (1001)", remark="Владелец не тот"))
    for words in ("Создайте чат", "Владелец не тот", 'data-copy="Дом &lt;1&gt;"', 'data-copy="https://max.ru/join/a"'):
        assert words in shown
    assert 'data-copy="Инспектор 1 (1001)"' in shown
    assert "supervision/copy.js" in shown


def test_an_order_to_create_is_done_by_naming_the_chat(
    world: World, house: House, inspector: Client, settings: Any
) -> None:
    asked, number = order(house), made(world)
    assert 'name="named"' in page(inspector, asked)
    with served(world.emulator) as settings.MESSENGER_URL:
        assert press(inspector, asked, "link", named=str(number)).status_code == 302
    assert world.chat(house).messenger_id == number
    assert Event.objects.get(name="chat.linked").by.username == "inspector"
    assert 'name="named"' not in page(inspector, asked)


def test_naming_a_chat_is_for_those_who_supervise(world: World, house: House, inspector: Client) -> None:
    asked = order(house)
    analyst, stranger = entered("analyst", Role.ANALYST, None), entered("stranger", Role.INSPECTOR, "25")
    assert 'name="named"' not in page(analyst, asked)
    for row in (asked, world.chat(house)):
        assert press(analyst, row, "link", named="-5").status_code == 403
        assert press(stranger, row, "link", named="-5").status_code == 404


def test_a_messenger_that_is_away_is_told_in_words(
    world: World, house: House, inspector: Client, settings: Any
) -> None:
    settings.MESSENGER_URL = "http://127.0.0.1:9"
    url = reverse("admin:supervision_workorder_press", args=[order(house).pk, "link"])
    answer = inspector.post(url, {"named": "-5"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert world.chat(house).messenger_id is None


def test_a_chat_is_linked_and_unlinked_on_its_own_page(
    world: World, house: House, inspector: Client, settings: Any
) -> None:
    chat = world.chat(house)
    assert 'name="named"' in page(inspector, chat)
    with served(world.emulator) as settings.MESSENGER_URL:
        press(inspector, chat, "link", named=str(made(world)))
    assert world.chat(house).messenger_id
    assert 'name="named"' not in page(inspector, chat)
    press(inspector, chat, "unlink", reason="Удалён", loaded=meanwhile.seal_chat(world.chat(house)))
    assert world.chat(house).messenger_id is None


# --- the workbook ---


def exported(client: Client, query: str = "") -> tuple[list[list[Any]], dict[str, str]]:
    answer = client.post(f"{ORDERS}export/xlsx/{query}")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    about = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    return book.get_sheet_by_index(0).to_python(), about


def test_the_list_is_taken_along_as_it_is_narrowed(world: World, house: House, inspector: Client) -> None:
    order(house, "=HYPERLINK(1)", inspector=Inspector.objects.get())
    order(house, kind=WorkOrderKind.ADD_BOT, closed_at=timezone.now())
    assert 'action="export/xlsx/?open=1"' in inspector.get(ORDERS, {"open": "1"}).content.decode()
    (head, row), about = exported(inspector, "?open=1")
    line = dict(zip(head, row, strict=True))
    assert len(head) == 13
    assert {house.address, str(house.fias_guid), "=HYPERLINK(1)", "Инспектор 1"} <= set(line.values())
    assert timezone.now().astimezone(OMSK).replace(tzinfo=None) in line.values()
    assert "20.11.2026 09:00 МСК+3" in about.values()
    event = Event.objects.get(name="work_orders.exported")
    assert (event.details["rows"], event.region, event.by.username) == (1, world.region, "inspector")
    assert event.details["filter"] in about.values()


def test_nobody_takes_along_what_they_may_not_see(world: World, house: House, inspector: Client) -> None:
    order(house)
    (_head, *rows), _about = exported(entered("stranger", Role.INSPECTOR, "25"))
    assert rows == []
    assert inspector.get(f"{ORDERS}export/xlsx/").status_code == 405
    assert Client().post(f"{ORDERS}export/xlsx/").status_code == 302
    assert Event.objects.filter(name="work_orders.exported").count() == 1


def test_a_filter_that_nobody_offers_is_no_error_of_the_server(world: World, house: House, inspector: Client) -> None:
    assert inspector.post(f"{ORDERS}export/xlsx/?kind__exact=create_chat&nonsense=1").status_code == 302


# --- chats found ---


def test_chats_found_are_shown_until_they_are_linked(world: World, house: House, inspector: Client) -> None:
    waiting = found(world, -5, remark="Название никому не подходит")
    found(world, -6, chat=world.chat(house))
    url = reverse("admin:supervision_foundchat_changelist")
    assert list(inspector.get(url).context["cl"].result_list) == [waiting]
    assert inspector.get(url, {"linked": "all"}).context["cl"].result_count == 2
    assert "Название никому не подходит" in page(inspector, waiting)
    assert entered("stranger", Role.INSPECTOR, "25").get(url, {"linked": "all"}).context["cl"].result_count == 0


def test_a_chat_found_is_given_to_a_house(world: World, house: House, inspector: Client, settings: Any) -> None:
    row = found(world, made(world), remark="?")
    assert "autocomplete" in page(inspector, row)
    with served(world.emulator) as settings.MESSENGER_URL:
        assert press(inspector, row, "link", house=house.pk).status_code == 302
    row.refresh_from_db()
    assert (row.chat, world.chat(house).messenger_id) == (world.chat(house), row.messenger_id)
    assert page(inspector, row)


def test_a_chat_found_is_not_given_to_a_house_of_another_region(world: World, house: House, inspector: Client) -> None:
    House.objects.filter(pk=house.pk).update(region="25")
    row = found(world, -5)
    assert press(inspector, row, "link", house=house.pk).status_code == 302
    assert not Chat.objects.linked().exists()


def test_a_chat_found_is_read_once_more(world: World, inspector: Client) -> None:
    row = found(world, -5, remark="?")
    press(inspector, row, "read")
    row.refresh_from_db()
    assert (row.read_at, row.remark) == (None, "")


# --- lists of existing chats ---


def test_a_head_applies_a_list_and_an_inspector_only_reads_it(
    world: World, house: House, inspector: Client, tmp_path: Path
) -> None:
    path = written(tmp_path / "chats.csv", f"ФИАС;Чат\n{house.fias_guid};{made(world)}\nдом;-5\n")
    adoption = adoptions.start(path, world.region, by=world.by)
    while adoptions.read_some(adoption, world.messenger):
        continue
    url = reverse("admin:supervision_adoptionline_changelist")
    assert inspector.get(url, {"adoption__id__exact": adoption.pk}).context["cl"].result_count == 2
    assert inspector.get(url, {"verdict__exact": "problem"}).context["cl"].result_count == 1
    assert "/press/apply/" not in page(inspector, adoption)
    assert press(inspector, adoption, "apply").status_code == 403
    head = entered("boss", Role.HEAD)
    assert "/press/apply/" in page(head, adoption)
    assert press(head, adoption, "apply").status_code == 302
    assert world.chat(house).messenger_id
    assert "/press/apply/" not in page(head, adoption)
    assert world.writes() == 0


def test_a_list_given_up_is_not_applied(world: World, house: House, tmp_path: Path) -> None:
    path = written(tmp_path / "chats.csv", f"ФИАС;Чат\n{house.fias_guid};{made(world)}\n")
    adoption, head = adoptions.start(path, world.region), entered("boss", Role.HEAD)
    press(head, adoption, "cancel")
    press(head, adoption, "apply")
    adoption.refresh_from_db()
    assert adoption.state == "cancelled"
    assert world.chat(house).messenger_id is None
