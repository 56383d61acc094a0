"""An invite link that is kept from before the rule of links, or came with a backup: no face shows it.

A NEW COLUMN for such links is of `supervision/models/invite_link.py`, and is put to this test by that.
"""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from supervision.conversation import texts
from supervision.enums import ChangeKind, Role
from supervision.models import Chat, FoundChat, House, Representative, WorkOrder
from supervision.models.invite_link import InviteAddressField, InviteLinkField
from supervision.outgoing import payloads
from tests.browsing import entered
from tests.companies import Office
from tests.dialogs import PETROV, Bot
from tests.everything import populate
from tests.integration.test_access_table import PAGES
from tests.integration.test_analyst_sees_no_people import walked
from tests.postman import Postman
from tests.world import TOKEN, World

pytestmark = [
    pytest.mark.walk,
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # nobody reads what is downloaded
]
MARK = "Primeta"
OF_THE_RULE = f"https://max.ru/join/{MARK}"
NOT_OF_IT = (f"javascript:alert('{MARK}')", f"https://evil.example/{MARK}", f"https://max.ru@evil.example/{MARK}")
# where links are: the pages of these words, and those that count or list everything
WORDS = ("house", "chat", "workorder", "work-order", "organisation", "search", "admin:index", "export")


@pytest.fixture(autouse=True)
def nothing_is_left_to_others() -> Iterator[None]:
    yield
    gc.collect()


def columns() -> Iterator[tuple[type[Model], str]]:
    for model in apps.get_app_config("supervision").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, InviteAddressField | InviteLinkField):
                yield model, field.column


def keep(link: str) -> None:
    """As a program of another time, or a hand, would have written it."""
    with connection.cursor() as cursor:
        for model, column in columns():
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [link])
            assert cursor.rowcount > 0, model


def test_every_column_of_an_invite_link_is_read_by_the_rule() -> None:
    with override(None):
        named = {
            (model, field.column)
            for model in apps.get_app_config("supervision").get_models()
            for field in model._meta.concrete_fields
            if str(field.verbose_name) == "invite link"
        }
    assert named == set(columns())
    assert {model for model, _column in named} == {Chat, FoundChat, WorkOrder}


def faces(world: World, client: Client, office: Office, bot: Bot) -> Iterator[tuple[str, str]]:
    """Every face that shows links of chats, with what it says."""
    pages = [page for page in PAGES if any(word in page.key for word in WORDS)]
    for where, said in walked(client, pages):
        yield ("file" if "csv" in where or "xlsx" in where or "export" in where else where.split("/")[1]), said
    chat = Chat.objects.earliest("pk")
    yield "poster", client.post(reverse("admin:supervision_chat_poster", args=[chat.pk])).content.decode()
    yield "company", office.page()
    for kind, model in ((ChangeKind.CHAT, Chat), (ChangeKind.WORK_ORDER, WorkOrder)):
        rows: Any = model.objects
        yield "webhook", repr(payloads.shown(world.by, kind, list(rows.values_list("pk", flat=True))))
    bot.start(PETROV)
    yield "dialog", repr(world.emulator.dialogs.texts(TOKEN, PETROV))


@pytest.fixture
def told(world: World) -> tuple[World, Client, Office, Bot]:
    """A region with one of everything, whose company has a page and somebody who speaks with the bot."""
    populate(world)
    client = entered("Анна", Role.HEAD, world.region)
    office = Office(world, Chat.objects.earliest("pk").house.periods.earliest("pk").organisation).enter()
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    person = Representative.objects.filter(nomination=None).earliest("pk")
    bot.start(PETROV, bot.invite(person))
    bot.press(PETROV, texts.YES)
    world.push()
    return world, client, office, bot


def test_a_link_of_the_rule_is_shown_by_every_face(told: tuple[World, Client, Office, Bot]) -> None:
    """Else the test below would pass whatever is shown."""
    keep(OF_THE_RULE)
    seen = {face for face, said in faces(*told) if MARK in said}
    assert seen >= {"admin", "api", "file", "poster", "company", "webhook", "dialog"}, seen


@pytest.mark.parametrize("link", NOT_OF_IT)
def test_a_link_that_the_rule_does_not_admit_is_shown_by_none(
    told: tuple[World, Client, Office, Bot], link: str
) -> None:
    keep(link)
    wrong = [face for face, said in faces(*told) if MARK in said]
    assert wrong == []


def test_whose_link_is_not_of_the_rule_is_left_out_of_posters(world: World) -> None:
    world.inspector("Инспектор 1")
    house: House = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    Chat.objects.update(link=NOT_OF_IT[0])
    client = entered(world.by, Role.INSPECTOR)
    page = client.post(reverse("admin:supervision_chat_poster", args=[world.chat(house).pk])).content.decode()
    assert 'class="code"' not in page and "ссылка-приглашение неизвестна" in page
