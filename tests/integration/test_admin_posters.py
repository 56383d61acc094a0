"""Posters for the entrances: one house, a list of them, whoever is left out, and what a region may write on them."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.admin.houses import posters
from supervision.enums import HouseState, Role
from supervision.models import Chat, Event, House, Region, SyncRequest
from tests.browsing import entered
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.walk]
LIST = "admin:supervision_chat_changelist"


@pytest.fixture
def house(world: World) -> House:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «Старая»"))
    world.push()
    return house


def printed(client: Client, chat: Chat) -> str:
    return client.post(reverse("admin:supervision_chat_poster", args=[chat.pk])).content.decode()


def chosen(client: Client, *chats: Chat, **form: object) -> str:
    form |= {"action": "print_posters", "_selected_action": [chat.pk for chat in chats]}
    return client.post(reverse(LIST), form).content.decode()


def addresses(page: str) -> list[str]:
    """As they stand in large letters, each as one line."""
    found = re.findall(r"<h1 class=\"address[^>]*>(.*?)</h1>", page, re.S)
    return [unescape(re.sub(r"<[^>]*>", "", each)).strip() for each in found]


def test_a_poster_shows_address_link_code_text_and_owner(world: World, house: House) -> None:
    Region.objects.update(body_name="Госжилинспекция Омской области", poster_text="Управляет {company}, {address}.")
    chat = world.chat(house)
    page = printed(entered(world.by, Role.INSPECTOR), chat)
    assert addresses(page) == ["г. Омск, ул. Мира, д. 1"]
    assert chat.link.removeprefix("https://") in page
    assert "Управляет ООО «Старая», г. Омск, ул. Мира, д. 1." in page
    assert "<b>Госжилинспекция Омской области</b>" in page
    assert page.count('class="code"') == 1


def test_the_code_holds_the_link_and_differs_with_it() -> None:
    one, other = (posters.code_of(f"https://max.ru/join/{name}") for name in ("abc", "abd"))
    assert one != other
    assert one == posters.code_of("https://max.ru/join/abc")


def test_nothing_of_the_page_is_refused_by_a_strict_browser(world: World, house: House) -> None:
    """A policy without inline scripts and styles lets it through."""
    page = printed(entered(world.by, Role.INSPECTOR), world.chat(house))
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", page)


def test_names_with_markup_are_text(world: World, house: House) -> None:
    House.objects.update(address='г. Омск, "<b>жирный</b>"')
    Region.objects.update(poster_text="<script>alert(1)</script> {address}")
    page = printed(entered(world.by, Role.INSPECTOR), world.chat(house))
    assert "<b>жирный" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_many_are_printed_from_the_list_by_address(world: World) -> None:
    world.inspector("Инспектор 1")
    houses = world.houses(12)
    world.push()
    page = chosen(entered(world.by, Role.INSPECTOR), *(world.chat(house) for house in reversed(houses)))
    assert addresses(page) == sorted(house.address for house in houses)


def test_a_chat_without_a_link_and_a_demolished_house_are_named_as_left_out(world: World, house: House) -> None:
    later, gone = world.house("г. Омск, ул. Мира, д. 2"), world.house("г. Омск, ул. Мира, д. 3")
    House.objects.filter(pk=gone.pk).update(state=HouseState.DEMOLISHED)
    page = chosen(entered(world.by, Role.INSPECTOR), *(world.chat(each) for each in (house, later, gone)))
    left_out = page[page.index("<ul>") : page.index("</ul>")]
    assert (page.count('class="poster"'), left_out.count("<li>")) == (1, 2)
    assert "Мира, д. 2" in left_out
    assert "Мира, д. 3" in left_out


def test_a_page_holds_a_thousand_and_offers_the_rest(world: World) -> None:
    world.houses(posters.MOST + 2)
    for chat in Chat.objects.all():
        Chat.objects.filter(pk=chat.pk).update(link=f"https://max.ru/join/{chat.pk}")
    client, any_chat = entered(world.by, Role.INSPECTOR), Chat.objects.all()[0]
    first = chosen(client, any_chat, select_across="1", index="0")
    assert first.count('class="poster"') == posters.MOST
    assert 'name="part" value="2"' in first
    assert 'name="select_across" value="1"' in first
    second = chosen(client, any_chat, select_across="1", index="0", part="2")
    assert second.count('class="poster"') == 2
    assert 'name="part"' not in second


def test_who_printed_what_is_on_record(world: World, house: House) -> None:
    printed(entered(world.by, Role.INSPECTOR), world.chat(house))
    event = Event.objects.get(name="posters.printed")
    assert (event.by, event.region_id) == (world.by, "55")
    assert event.details == {"rows": 1, "houses": [house.pk]}


def test_looking_prints_nothing_and_strangers_find_nothing(world: World, house: House) -> None:
    chat = world.chat(house)
    url = reverse("admin:supervision_chat_poster", args=[chat.pk])
    assert entered(world.by, Role.INSPECTOR).get(url).status_code == 405
    access.withdraw_role(world.by, world.region)
    stranger = entered(world.by, Role.INSPECTOR, "25")
    assert stranger.post(url).status_code == 404
    assert "ул. Мира" not in chosen(stranger, chat)
    assert not Event.objects.filter(name="posters.printed").exists()


def test_an_analyst_may_print_for_every_region(world: World, house: House) -> None:
    assert addresses(printed(entered(world.by, Role.ANALYST), world.chat(house))) == [house.address]


def test_no_word_of_an_address_is_torn_and_no_abbreviation_left_alone(world: World, house: House) -> None:
    House.objects.update(address="г. Омск, пр-кт. Ленина, д. 7/2, корп. 1")
    page = printed(entered(world.by, Role.INSPECTOR), world.chat(house))
    parts = re.findall(r'<span class="whole">([^<]*)</span>', page)
    assert parts == ["г. Омск,", "пр-кт. Ленина,", "д. 7/2,", "корп. 1"]


@pytest.mark.parametrize(("letters", "size"), [(20, "large"), (80, "middle"), (150, "small"), (500, "tiny")])
def test_a_long_address_is_written_smaller(letters: int, size: str) -> None:
    assert posters.size_of("д" * letters, posters.ADDRESS_SIZES) == size


def test_the_text_of_the_poster_is_policy_and_marks_no_chat(world: World, house: House) -> None:
    SyncRequest.objects.all().delete()
    client = entered(world.by, Role.HEAD)
    url = reverse("admin:supervision_region_change", args=["55"])
    form = dict(client.get(url).context["adminform"].form.initial) | {"reason": "Новый текст", "default_inspector": ""}
    client.post(url, form | {"poster_text": "Чат дома {address}"})
    assert Region.objects.get(pk="55").poster_text == "Чат дома {address}"
    assert not SyncRequest.objects.exists()
    client.post(url, form | {"poster_text": "Чат {дома}"})
    assert Region.objects.get(pk="55").poster_text == "Чат дома {address}"


def test_the_pages_of_house_and_chat_offer_the_poster_where_there_is_a_link(world: World, house: House) -> None:
    client, chat = entered(world.by, Role.INSPECTOR), world.chat(house)
    address = reverse("admin:supervision_chat_poster", args=[chat.pk])
    pages = [reverse(f"admin:supervision_{row._meta.model_name}_change", args=[row.pk]) for row in (house, chat)]
    assert all(address in client.get(page).content.decode() for page in pages)
    Chat.objects.update(link="")
    assert not any(address in client.get(page).content.decode() for page in pages)
