"""The page of a house: whose it is and why, its chat, who managed it when; and the QR code on the page of a chat."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.actions import absences, inspectors
from supervision.admin.chats.chat_page import qr
from supervision.admin.houses.house_page import owner_of
from supervision.desired.ownership import Owners, OwnershipFacts, Rule
from supervision.enums import Role
from supervision.models import Chat, House, HouseAlias, ManagementPeriod, Region, Zone
from tests.browsing import entered
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def reader(world: World) -> Client:
    analyst = User.objects.create_user("analyst")
    return entered(analyst, Role.ANALYST)


def page(client: Client, house: House) -> str:
    return client.get(reverse("admin:supervision_house_change", args=[house.pk])).content.decode()


def rule(world: World, house: House) -> tuple[Rule, str] | None:
    acting = ManagementPeriod.objects.acting(world.today).filter(house=house).select_related("organisation").first()
    region = Region.objects.get(pk="55")
    found = Owners.of(region).rule_for(OwnershipFacts.of(House.objects.get(pk=house.pk), acting), world.today)
    return (found[0], found[1].full_name) if found else None


def test_the_rule_that_gives_a_house_its_owner_is_named(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    assert rule(world, house) is None
    default = world.inspector("По умолчанию", zone=False)
    Region.objects.filter(pk="55").update(default_inspector=default)
    assert rule(world, house) == (Rule.DEFAULT, "По умолчанию")
    world.inspector("Весь регион")
    assert rule(world, house) == (Rule.WHOLE_REGION, "Весь регион")
    zone = Zone.objects.create(region=world.region, name="Омск")
    zone.municipalities.add(world.city())
    zone.inspectors.add(world.inspector("Зональный", zone=False))
    assert rule(world, house) == (Rule.ZONE, "Зональный")
    company = house.periods.get().organisation
    inspectors.assign_organisation(organisation=company, inspector=world.inspector("Компании", zone=False), by=world.by)
    assert rule(world, house) == (Rule.COMPANY, "Компании")
    inspectors.assign_houses(houses=[house], inspector=world.inspector("Дома", zone=False), by=world.by)
    assert rule(world, house) == (Rule.HOUSE, "Дома")


def test_a_substitute_is_named_with_whom_they_stand_in_for(world: World) -> None:
    absent, substitute = world.inspector("Отсутствует"), world.inspector("Замещает", zone=False)
    absences.substitute(inspector=absent, substitute=substitute, since=world.today, until=None, by=world.by)
    house = world.house("г. Омск, ул. Мира, д. 1")
    owner = owner_of(House.objects.select_related("region").get(pk=house.pk), None)
    assert (owner.name, owner.stands_in_for) == ("Замещает", "Отсутствует")


def test_a_house_without_an_owner_says_what_to_do(world: World, reader: Client) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    shown = owner_of(House.objects.select_related("region").get(pk=house.pk), None)
    assert shown.name == ""
    assert shown.rule in page(reader, house)


def test_identifiers_can_be_copied_and_other_guids_are_shown(world: World, reader: Client) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", cadastral_number="55:36:120101:77")
    alias = HouseAlias.objects.create(house=house, fias_guid="00000000-0000-0000-0000-0000000000aa")
    copied = re.findall(r'data-copy="([^"]+)"', page(reader, house))
    assert copied == [house.address, str(house.fias_guid), "55:36:120101:77", str(alias.fias_guid)]


def test_a_gap_in_the_management_is_said(world: World, reader: Client) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"), since=date(2025, 1, 1))
    assert "hc-bad" not in page(reader, house).split("hc-time")[1]
    ManagementPeriod.objects.filter(house=house).update(until=world.today - timedelta(days=1))
    assert "hc-bad" in page(reader, house).split("hc-time")[1]


def test_the_number_of_queries_of_a_house_does_not_grow_with_its_history(world: World, reader: Client) -> None:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"), since=date(2025, 1, 1))
    world.push()
    page(reader, house)
    short = statements(lambda: page(reader, house))
    for year in range(2015, 2025):
        ManagementPeriod.objects.create(
            house=house,
            organisation=world.company(f"ООО «УК {year}»"),
            since=date(year, 1, 1),
            until=date(year + 1, 1, 1),
        )
    assert_does_not_grow(short, statements(lambda: page(reader, house)), at_most=42)


def test_the_invite_link_is_drawn_as_a_code_within_the_page(world: World, reader: Client) -> None:
    world.inspector("Инспектор 1")
    house = world.house("г. Омск, ул. Мира, д. 1")
    url = reverse("admin:supervision_chat_change", args=[world.chat(house).pk])
    assert "hc-qr" not in reader.get(url).content.decode()
    world.push()
    shown = reader.get(url).content.decode()
    assert str(qr(Chat.objects.get().link)) in shown


def test_a_code_holds_nothing_but_its_drawing() -> None:
    drawn = str(qr('https://max.ru/join/"><script>alert(1)</script>'))
    assert "script" not in drawn
    assert re.fullmatch(r"<svg [^<>]*>(<path [^<>]*/>)+</svg>", drawn)


def test_the_search_stands_in_the_header_of_every_page(world: World, reader: Client) -> None:
    for url in ("/admin/", reverse("admin:supervision_house_changelist"), page_url(world)):
        assert 'class="hc-header-find"' in reader.get(url).content.decode()


def page_url(world: World) -> str:
    return reverse("admin:supervision_house_change", args=[world.house("г. Омск, ул. Мира, д. 1").pk])
