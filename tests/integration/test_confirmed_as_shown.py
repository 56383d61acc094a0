"""A change of many houses is confirmed as it was shown: house by house and name by name, not by how many there are."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.actions import chats, representatives
from supervision.enums import Role
from supervision.models import ChatMember, House, ManagementPeriod, Organisation, Region
from tests.browsing import browser_of
from tests.integration.test_change_wizard import choose, filled
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def inspector(world: World) -> Client:
    access.assign_role(world.by, Role.INSPECTOR, world.region)
    return browser_of(User.objects.get(pk=world.by.pk))


@pytest.fixture
def houses(world: World) -> list[House]:
    """Three with chats, of one company whose person is administrator of them by the wish."""
    world.inspector("Инспектор 1")
    old = world.company("ООО «Старая»")
    houses = world.houses(3, old)
    world.push()
    world.representative(old, "Представитель старой", joined=houses[0])
    return houses


@pytest.fixture
def new(world: World, houses: list[House]) -> Organisation:
    company = world.company("ООО «Новая»")
    world.representative(company, "Представитель новой", joined=houses[0])
    return company


def others_of_the_old_company(world: World, houses: list[House], new: Organisation) -> None:
    old = Organisation.objects.get(name="ООО «Старая»")
    representatives.remove(person=old.representatives.get(), on=world.today, by=world.by)
    world.representative(old, "Другой представитель старой")


def another_of_the_new_company(world: World, houses: list[House], new: Organisation) -> None:
    representatives.remove(person=new.representatives.get(), on=world.today, by=world.by)
    world.representative(new, "Представитель новой")  # a namesake: another account


def other_houses_of_two_companies(world: World, houses: list[House], new: Organisation) -> None:
    """Each company keeps as many houses as it had."""
    third = Organisation.objects.get(name="ООО «Третья»")
    periods = ManagementPeriod.objects.all()
    periods.filter(house=houses[1]).update(organisation=Organisation.objects.get(name="ООО «Старая»"))
    periods.filter(house=houses[2]).update(organisation=third)


def another_house_is_frozen(world: World, houses: list[House], new: Organisation) -> None:
    chats.thaw(houses[0].chat, by=world.by)
    chats.freeze(houses[1].chat, reason="Суд", by=world.by)


def other_owners_of_two_houses(world: World, houses: list[House], new: Organisation) -> None:
    first, second = houses[0].inspector, houses[1].inspector
    House.objects.filter(pk=houses[0].pk).update(inspector=second)
    House.objects.filter(pk=houses[1].pk).update(inspector=first)


@pytest.mark.parametrize(
    "change",
    [
        others_of_the_old_company,
        another_of_the_new_company,
        other_houses_of_two_companies,
        another_house_is_frozen,
        other_owners_of_two_houses,
    ],
)
def test_another_difference_of_the_same_size_is_shown_anew_instead_of_done(
    world: World,
    houses: list[House],
    new: Organisation,
    inspector: Client,
    change: Callable[[World, list[House], Organisation], None],
) -> None:
    """What is confirmed is what was shown, house by house and name by name: not only as many of each."""
    ManagementPeriod.objects.filter(house=houses[1]).update(organisation=world.company("ООО «Третья»"))
    for house in houses[:2]:
        house.inspector = world.inspector(f"Свой {house.pk}", zone=False)
        house.save()
    chats.freeze(houses[0].chat, reason="Суд", by=world.by)
    url, form = choose(inspector, houses), filled(new)
    seen = inspector.post(url, form).context["shown"].digest
    assert inspector.post(url, form).context["shown"].digest == seen
    change(world, houses, new)
    answer = inspector.post(url, form | {"seen": seen, "confirm": "1"})
    assert answer.status_code == 200 and "что-то изменилось" in answer.content.decode()
    assert not ManagementPeriod.objects.filter(organisation=new).exists()


def test_somebody_who_joins_meanwhile_does_not_hinder_the_confirmation(
    world: World, houses: list[House], new: Organisation, inspector: Client
) -> None:
    url, form = choose(inspector, houses), filled(new)
    seen = inspector.post(url, form).context["shown"].digest
    ChatMember.objects.filter(chat__house__in=houses).update(is_participant=True)
    Region.objects.update(change_limit_percent=77)
    assert inspector.post(url, form | {"seen": seen, "confirm": "1"}).status_code == 302
