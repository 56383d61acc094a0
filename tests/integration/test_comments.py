"""Comments: the region's own people write and read them, everybody else has never heard of them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.actions import chats, comments
from supervision.enums import Role, WorkOrderKind
from supervision.errors import Forbidden, Refused
from supervision.models import Chat, Comment, Event, House, Notice, WorkOrder
from supervision.notice_kinds import NoticeKind
from supervision.notices.matters import settled
from tests.browsing import entered
from tests.programs import Caller
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
TEXT = "Домофон сломан, звонить в 12"


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    return house


@pytest.fixture
def order(world: World, house: House) -> WorkOrder:
    return WorkOrder.objects.create(chat=world.chat(house), kind=WorkOrderKind.HAND_OVER, instruction="Передать")


def page(model: str, row: object) -> str:
    return reverse(f"admin:supervision_{model}_change", args=[row.pk])  # type: ignore[attr-defined]


def write(client: Client, model: str, row: object, **sent: object) -> int:
    url = reverse(f"admin:supervision_{model}_comment", args=[row.pk])  # type: ignore[attr-defined]
    return client.post(url, {"text": TEXT, **sent}).status_code


def test_what_is_written_on_one_page_is_read_on_all_three(world: World, house: House, order: WorkOrder) -> None:
    inspector = entered("Анна", Role.INSPECTOR, "55")
    colleague = User.objects.get(username=world.by.username)
    rows = {"house": house, "chat": order.chat, "workorder": order}
    for model, row in rows.items():
        assert write(inspector, model, row, mentioned=colleague.pk) == 302
    assert [list(row.mentioned.all()) for row in Comment.objects.all()] == [[colleague]] * 3
    for model, row in rows.items():
        shown = inspector.get(page(model, row)).content.decode()
        assert shown.count(TEXT) == 3 and "о чате" in shown and "о поручении" in shown


@pytest.mark.parametrize(("role", "region"), [(Role.ANALYST, None), (Role.INSPECTOR, "25")])
def test_nobody_else_reads_or_writes_them(
    world: World, house: House, order: WorkOrder, role: Role, region: str | None
) -> None:
    comments.write(house=house, text=TEXT, by=world.by)
    other = entered("other", role, region)
    for model, row in {"house": house, "chat": order.chat, "workorder": order}.items():
        assert TEXT not in other.get(page(model, row)).content.decode()
        assert write(other, model, row) in {403, 404}
    assert Comment.objects.count() == 1
    assert not access.comments(User.objects.get(username="other")).exists()


def test_a_program_of_the_region_is_no_colleague(world: World, house: House) -> None:
    program = Caller.of(world.region).client.user
    assert program not in access.colleagues(world.region)
    with pytest.raises(Refused):
        comments.write(house=house, text=TEXT, by=world.by, mentioned=[program])
    with pytest.raises(Forbidden):
        comments.write(house=house, text=TEXT, by=program)


def test_only_people_of_the_region_are_mentioned(world: World, house: House) -> None:
    entered("stranger", Role.INSPECTOR, "25")
    stranger = User.objects.get(username="stranger")
    head = entered("colleague", Role.HEAD, "55")
    assert write(head, "house", house, mentioned=[stranger.pk, "x"]) == 302
    assert not Comment.objects.get().mentioned.exists()
    assert "stranger" not in head.get(page("house", house)).content.decode()


def test_whoever_is_mentioned_is_told_without_the_text_until_it_is_taken_back(world: World, house: House) -> None:
    anna, boris = entered("Анна", Role.INSPECTOR, "55"), entered("Борис", Role.HEAD, "55")
    people = [User.objects.get(username=name).pk for name in ("Анна", "Борис")]
    write(anna, "house", house, text="Секрет", mentioned=people)
    assert list(Notice.objects.values_list("user", "kind")) == [(people[1], NoticeKind.MENTION)]
    told = boris.get(reverse("notices")).content.decode()
    assert f"Анна: {house}" in told and page("house", house) in told and "Секрет" not in told
    anna.post(reverse("admin:supervision_house_takeback", args=[house.pk, Comment.objects.get().pk]))
    assert f"Анна: {house}" not in boris.get(reverse("admin:index")).content.decode()
    assert settled(list(Notice.objects.all())) == [Notice.objects.get().pk]


def test_only_whoever_wrote_it_takes_it_back_and_the_text_is_gone(world: World, house: House) -> None:
    anna, boris = entered("Анна", Role.INSPECTOR, "55"), entered("Борис", Role.HEAD, "55")
    write(anna, "house", house)
    written = Comment.objects.get()
    url = reverse("admin:supervision_house_takeback", args=[house.pk, written.pk])
    boris.post(url)
    assert Comment.objects.get().text == TEXT
    assert anna.get(url).status_code == 405
    anna.post(url)
    assert TEXT not in anna.get(page("house", house)).content.decode()
    assert Comment.objects.get().taken_back_at
    assert list(Event.objects.filter(name__startswith="comment.").values_list("name", flat=True).order_by("pk")) == [
        "comment.written",
        "comment.taken_back",
    ]


@pytest.mark.parametrize("text", ["", "   ", "а" * 2001])
def test_an_empty_or_endless_comment_is_refused(world: World, house: House, text: str) -> None:
    with pytest.raises(Refused):
        comments.write(house=house, text=text, by=world.by)


def test_the_feed_tells_decisions_about_house_and_chat(world: World, house: House) -> None:
    chat = Chat.objects.get()
    chats.freeze(chat, reason="Суд", by=world.by)
    chats.attend([chat], push=False, by=world.by)
    shown = entered("Анна", Role.INSPECTOR, "55").get(page("house", house)).content.decode()
    assert "Суд" in shown and reverse("admin:supervision_event_change", args=[Event.objects.latest("pk").pk]) in shown


def test_a_text_is_a_text(world: World, house: House) -> None:
    anna = entered("Анна", Role.INSPECTOR, "55")
    write(anna, "house", house, text="<script>alert(1)</script>")
    assert "<script>alert" not in anna.get(page("house", house)).content.decode()
