"""Search: words in any order, numbers by their form, and nothing of a region that one does not see."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.enums import Role, WorkOrderKind
from supervision.models import Chat, House, HouseAlias, Organisation, Region, WorkOrder
from supervision.search import find
from supervision.worklists import state_of
from tests.browsing import entered, sign_in
from tests.sampled import sampled
from tests.world import World


@pytest.fixture
def inspector(world: World) -> User:
    user = User.objects.create_user("inspector")
    access.assign_role(user, Role.INSPECTOR, world.region)
    return user


@pytest.fixture
def houses(world: World) -> list[House]:
    company = world.company("ООО «УК Берёзка»")
    Organisation.objects.update(inn="5503000000", ogrn="1025500000000")
    addresses = ("г. Омск, ул. Ленина, д. 5", "г. Омск, ул. Ленина, д. 52", "г. Тара, ул. Ленина, д. 5")
    return [world.house(address, company) for address in addresses]


def addresses(user: User, text: str) -> set[str]:
    return {house.address for house in find(user, text).houses}


@pytest.mark.parametrize("text", ["ленина 5 омск", "Омск Ленина 5", "5, ЛЕНИНА, омск", "лен ом 5"])
def test_an_address_is_found_by_its_words_in_any_order(inspector: User, houses: list[House], text: str) -> None:
    assert addresses(inspector, text) == {"г. Омск, ул. Ленина, д. 5"}


def test_a_number_is_meant_whole_and_a_word_may_be_begun(inspector: User, houses: list[House]) -> None:
    assert addresses(inspector, "лени 5") == {"г. Омск, ул. Ленина, д. 5", "г. Тара, ул. Ленина, д. 5"}
    assert addresses(inspector, "ленин 52") == {"г. Омск, ул. Ленина, д. 52"}


@pytest.mark.parametrize("text", ["", "  ", "' & | ! : *", "ленина & !омск <-> (", "\\", "_ _"])
def test_signs_are_no_language(inspector: User, houses: list[House], text: str) -> None:
    assert len(find(inspector, text).houses) in (0, 2)


def test_a_company_is_found_with_either_letter_e_and_by_its_numbers(inspector: User, houses: list[House]) -> None:
    for text in ("березка ук", "БЕРЁЗКА", "5503000000", "1025500000000"):
        assert [found.name for found in find(inspector, text).organisations] == ["ООО «УК Берёзка»"]


def test_a_house_is_found_by_each_of_its_numbers(world: World, inspector: User, houses: list[House]) -> None:
    house = houses[0]
    House.objects.filter(pk=house.pk).update(
        gis_guid="00000000-0000-0000-0000-0000000000aa", cadastral_number="55:36:1:2"
    )
    alias = HouseAlias.objects.create(house=house, fias_guid="00000000-0000-0000-0000-0000000000bb")
    for text in (str(house.fias_guid), "00000000-0000-0000-0000-0000000000AA", str(alias), "55:36:1:2"):
        assert addresses(inspector, text) == {house.address}


def test_a_chat_is_found_by_its_id_with_and_without_the_minus(
    world: World, inspector: User, houses: list[House]
) -> None:
    world.inspector("Инспектор 1")
    world.push()
    chat = Chat.objects.get(house=houses[1])
    for text in (str(chat.messenger_id), str(-chat.messenger_id)):
        assert find(inspector, text).chats == [chat]


def test_what_stands_in_another_region_is_not_found(world: World, inspector: User, houses: list[House]) -> None:
    elsewhere = Region.objects.get(pk="77")
    House.objects.filter(pk=houses[2].pk).update(region=elsewhere)
    Organisation.objects.update(region=elsewhere)
    assert addresses(inspector, "ленина 5") == {"г. Омск, ул. Ленина, д. 5"}
    assert not find(inspector, str(houses[2].fias_guid)) and not find(inspector, "5503000000")


def test_the_page_shows_who_manages_and_where_the_chat_is(client: Client, inspector: User, houses: list[House]) -> None:
    sign_in(client, inspector)
    page = client.get("/find/", {"q": "ленина 52"}).content.decode()
    assert "ООО «УК Берёзка»" in page
    house = House.objects.get(address="г. Омск, ул. Ленина, д. 52")
    link = f'href="{reverse("admin:supervision_chat_change", args=[house.chat.pk])}">{state_of(house.chat)[1]}</a>'
    assert link in page, "the state in the words of every list"
    suggested = client.get("/find/suggest/", {"q": "ленина 52"}).json()["groups"][0]["items"][0]
    assert suggested["note"] == f"ООО «УК Берёзка»; {state_of(house.chat)[1]}"
    assert "Ничего не нашлось" in client.get("/find/", {"q": "нетакогоместа"}).content.decode()


def test_people_are_found_by_words_of_their_names(world: World, inspector: User, houses: list[House]) -> None:
    world.inspector("Иванова Анна Петровна")
    company = Organisation.objects.get()
    world.representative(company, "Петров Пётр")
    found = find(inspector, "анна иван")
    assert [person.full_name for person in found.inspectors] == ["Иванова Анна Петровна"]
    assert [person.full_name for person in find(inspector, "петров").representatives] == ["Петров Пётр"]
    assert not find(inspector, "5").inspectors
    stranger, analyst = User.objects.create_user("stranger"), User.objects.create_user("analyst")
    access.assign_role(stranger, Role.HEAD, Region.objects.get(pk="25"))
    access.assign_role(analyst, Role.ANALYST)
    for other in (stranger, analyst):
        assert not find(other, "иванова").inspectors and not find(other, "петров").representatives


def test_open_orders_of_the_houses_are_found(world: World, inspector: User, houses: list[House]) -> None:
    chat = Chat.objects.get(house=houses[1])
    order = WorkOrder.objects.create(chat=chat, kind=WorkOrderKind.HAND_OVER, instruction="Передать")
    assert find(inspector, "ленина 52").orders == [order]
    WorkOrder.objects.update(closed_at=order.opened_at)
    assert find(inspector, "ленина 52").orders == []


def suggested(client: Client, text: str) -> dict[str, list[str]]:
    answer = client.get("/find/suggest/", {"q": text})
    assert answer.status_code == 200
    return {group["title"]: [item["title"] for item in group["items"]] for group in answer.json()["groups"]}


def test_while_somebody_types_houses_people_pages_and_actions_are_offered(
    world: World, client: Client, inspector: User
) -> None:
    for number in (10, 2, 16, 160):
        world.house(f"г. Омск, ул. Садовая, д. {number}", None)
    world.inspector("Садовская Анна")
    sign_in(client, inspector)
    found = suggested(client, "садов")
    assert [title.rpartition(" ")[2] for title in found["Дома"]] == ["2", "10", "16", "160"]
    assert found["Люди"] == ["Садовская Анна"]
    assert suggested(client, "садовая 16")["Дома"] == ["г. Омск, ул. Садовая, д. 16"]
    assert "Загрузить файл" in suggested(client, "загруз")["Страницы и действия"]
    assert "Поручения" in suggested(client, "поруч")["Страницы и действия"]
    assert suggested(client, "с") == {} and suggested(client, "нетакого") == {}


@pytest.mark.parametrize(("role", "region"), [(Role.ANALYST, None), (Role.HEAD, "25")])
def test_what_is_offered_keeps_to_the_rights_of_the_lists(
    world: World, houses: list[House], role: Role, region: str | None
) -> None:
    world.inspector("Ленина Анна")
    client = entered("other", role, region)
    found = suggested(client, "ленина")
    assert "Люди" not in found and bool(found.get("Дома")) == (role is Role.ANALYST)
    assert "Загрузить файл" not in suggested(client, "загрузить").get("Страницы и действия", []) or region


def test_each_page_that_is_offered_opens(world: World) -> None:
    for role, region in ((Role.INSPECTOR, "55"), (Role.HEAD, "55"), (Role.ANALYST, None)):
        client = entered(f"reader_{role.value}", role, region)
        urls = {
            item["url"]
            for letters in ("дом", "чат", "пор", "отч", "спр", "инс", "заг", "обз", "зон", "рег", "лю", "изм", "сос")
            for group in client.get("/find/suggest/", {"q": letters}).json()["groups"]
            for item in group["items"]
        }
        assert len(urls) > 5
        refused = [url for url in sampled(sorted(urls), 3) if client.get(url, follow=True).status_code != 200]
        assert refused == []


def test_text_of_the_question_is_text(client: Client, inspector: User) -> None:
    sign_in(client, inspector)
    page = client.get("/find/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_the_address_index_serves_the_question(world: World, inspector: User, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(8):
        find(inspector, "ленина 5 омск")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a handful of rows would be read whole
    assert "house_by_words" in House.objects.with_words("ленина 5 омск").order_by().explain()
