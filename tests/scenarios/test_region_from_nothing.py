"""A region without anything starts on the portal's pages: a token, two files, people by name and invitation, zones and
what only a head can say. Its first chat settles, and nothing but pages and the messenger was touched on the way.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.conversation import texts
from supervision.enums import Role
from supervision.models import Chat, House, Inspector, Municipality, Organisation, Representative
from supervision.worklists import state_of
from tests import frt_files
from tests.browsing import entered
from tests.dialogs import OTHER, PETROV, Bot
from tests.postman import Postman
from tests.served_emulator import served
from tests.uploading import Desk
from tests.world import TOKEN, World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.usefixtures("nobody_has_tried")]


@pytest.fixture
def nothing(world: World, settings: Any) -> Iterator[World]:
    """The environment has no token, and the messenger answers over HTTP to whoever has one."""
    settings.MESSENGER_TOKENS, settings.LOCAL = {}, False
    with served(world.emulator) as url:
        settings.MESSENGER_URL = settings.MESSENGER_PROVISIONING_URL = url
        yield world


@pytest.fixture
def head(nothing: World) -> Client:
    return entered(nothing.by, Role.HEAD, nothing.region)


def left(head: Client) -> set[str]:
    """Steps of the set-up that are not done yet."""
    lines = head.get(reverse("set_up_region", args=["55"])).context["lines"]
    return {line.title for line in lines if line.tone in ("bad", "warn")}


def enter_colleague(head: Client, bot: Bot) -> Inspector:
    """By name; their own answer is confirmed."""
    made = head.post(reverse("admin:supervision_inspector_new", args=["55"]), {"full_name": "Анна Анина"})
    page = made.headers["location"]
    bot.start(PETROV, head.post(page, {"act": "invite"}).context["standing"].shown)
    bot.press(PETROV, texts.YES)
    head.post(page, {"act": "confirm", "seen": head.get(page).context["standing"].seen})
    return Inspector.objects.get()


def draw_zone(head: Client, person: Inspector) -> None:
    page = reverse("admin:supervision_zone_grid", args=["55"])
    form = {"box": [f"{Municipality.objects.get().pk}:{person.pk}"], "reason": "Первая зона"}
    shown = head.post(page, form).context["shown"]
    assert head.post(page, form | {"seen": shown.digest, "confirm": "1"}).status_code == 302


def name_representative(head: Client, bot: Bot, since: str) -> Representative:
    page = reverse("admin:supervision_organisation_people", args=[Organisation.objects.get().pk])
    head.post(page, {"people": "Пётр Петров", "since": since})
    person = Representative.objects.get()
    answer = head.post(page, {"act": "invite", "person": person.pk})
    shown = next(one["standing"].shown for one in answer.context["people"] if one["person"] == person)
    bot.start(OTHER, shown)
    bot.press(OTHER, texts.YES)
    return person


def test_from_nothing_to_the_first_settled_chat_without_a_shell(nothing: World, head: Client, tmp_path: Path) -> None:
    world = nothing
    for account, name in ((PETROV, "Анна А."), (OTHER, "Пётр П.")):
        world.emulator.people.name(account, name)
    assert len(left(head)) == 9 and head.get("/admin/").context["set_up"] is not None

    head.post(reverse("admin:supervision_messengeraccount_token", args=["55"]), {"token": TOKEN})
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    assert not {"Токен бота", "Бот региона"} & left(head)

    desk = Desk(world.region, Role.HEAD, world.by)
    houses = frt_files.houses_file(tmp_path, frt_files.street(2, company=1))
    companies = frt_files.organisations_file(tmp_path, [frt_files.company(1, "ООО «УК»")])
    desk.apply(desk.read(houses, companies))
    draw_zone(head, enter_colleague(head, bot))
    name_representative(head, bot, f"{world.today:%d.%m.%Y}")
    for step in ("policy", "push"):
        head.post(reverse("set_up_region", args=["55"]), {"step": step})
    assert left(head) == set() and head.get("/admin/").context["set_up"] is None

    world.push()
    for house in House.objects.all():
        bot.join(OTHER, house)
        assert (world.owner(house), world.administrators(house)) == ("Анна А.", {"Пётр П."})
    states = {state_of(chat)[0] for chat in Chat.objects.select_related("region__account", "request")}
    assert states == {"settled"}
    world.assert_second_pass_plans_nothing()
