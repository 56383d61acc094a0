"""Zones drawn as a grid: saved as equal areas, shown before, refused in words."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.actions import zones
from supervision.actions.zones import Beat
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Event, Inspector, Municipality, Region, Zone
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
URL = "/admin/supervision/zone/grid/55/"


@pytest.fixture
def city(world: World) -> Municipality:
    """Two inspectors; the first has the whole region with its four houses."""
    world.inspector("Первый")
    world.inspector("Второй", zone=False)
    world.houses(4)
    world.push()
    return world.city()


@pytest.fixture
def head(world: World) -> Client:
    return entered(world.by, Role.HEAD, world.region)


def pk(name: str) -> int:
    return Inspector.objects.get(full_name=name).pk


def ticked(*pairs: tuple[object, str]) -> dict[str, object]:
    return {"box": [f"{place}:{pk(name)}" for place, name in pairs], "reason": "Новые зоны"}


def confirm(client: Client, form: dict[str, object]) -> HttpResponse:
    shown = client.post(URL, form).context["shown"]
    return client.post(URL, form | {"seen": shown.digest, "confirm": "1"})


def test_the_preview_counts_the_chats_that_move_and_writes_nothing(head: Client, city: Municipality) -> None:
    answer = head.post(URL, ticked(("all", "Первый"), (city.pk, "Второй")))
    assert answer.context["shown"].changes == (("Второй", "г. Омск", ""),)
    assert answer.context["moved"].groups == [("Второй", pk("Второй"), 4)]
    assert Zone.objects.count() == 1


def test_what_was_drawn_is_saved_and_the_messenger_follows(world: World, head: Client, city: Municipality) -> None:
    assert confirm(head, ticked(("all", "Первый"), (city.pk, "Второй"))).status_code == 302
    world.push()
    assert {world.name(chat["owner_id"]) for chat in world.emulator.world()} == {"Второй"}
    event = Event.objects.get(name="zones.drawn")
    assert event.details == {str(pk("Второй")): {"won": [city.pk], "lost": [], "whole_region": [False, False]}}
    world.assert_second_pass_plans_nothing()


def test_equal_areas_are_one_zone_and_a_zone_of_nobody_goes(world: World, city: Municipality) -> None:
    both = {pk(name): Beat(frozenset({city.pk})) for name in ("Первый", "Второй")}
    zones.draw(region=world.region, wanted=both, by=world.by, reason="Поровну")
    zone = Zone.objects.get()
    assert (zone.whole_region, zone.inspectors.count()) == (False, 2)
    assert zones.beats(world.region) == both


def test_nobody_has_the_houses_then_and_the_page_says_which(head: Client, city: Municipality) -> None:
    moved = head.post(URL, ticked((city.pk + 0, "Первый")) | {"box": []}).context["moved"]
    assert len(moved.without_owner) == 4


def test_a_grid_without_a_change_and_one_without_a_reason_are_refused(
    world: World, head: Client, city: Municipality
) -> None:
    assert head.post(URL, ticked(("all", "Первый"))).context["refusal"]
    assert head.post(URL, ticked(("all", "Второй")) | {"reason": ""}).context["form"].errors
    with pytest.raises(Refused):
        zones.draw(region=world.region, wanted={pk("Второй"): Beat(whole_region=True)}, by=world.by, reason=" ")


@pytest.mark.parametrize("box", ["abc", "0:1", "all:0", "all:x", "1:1:1"])
def test_a_box_that_the_grid_does_not_have_is_refused(head: Client, city: Municipality, box: str) -> None:
    assert "shown" not in head.post(URL, {"box": [box], "reason": "Новые зоны"}).context


def test_places_and_people_of_another_region_are_refused(world: World, city: Municipality) -> None:
    other = Municipality.objects.create(region=Region.objects.get(pk="25"), name="г. Владивосток")
    with pytest.raises(Refused):
        zones.draw(
            region=world.region, wanted={pk("Второй"): Beat(frozenset({other.pk}))}, by=world.by, reason="Ошибка"
        )


def test_a_whole_region_of_sixty_inspectors_and_eighty_places_opens_and_is_sent(
    world: World, head: Client, city: Municipality
) -> None:
    Municipality.objects.bulk_create(Municipality(region=world.region, name=f"район {n}") for n in range(79))
    Inspector.objects.bulk_create(Inspector(region=world.region, full_name=f"Инспектор {n}") for n in range(58))
    with CaptureQueriesContext(connection) as queries:
        page = head.get(URL)
    assert len(queries) <= 15
    boxes = [box["value"] for row in page.context["rows"] for box in row["boxes"]]
    assert len(boxes) == 81 * 60
    assert head.post(URL, {"box": boxes, "reason": "Все за всё"}).context["shown"].changes


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [(Role.HEAD, "25", 404), (Role.ANALYST, None, 403), (Role.INSPECTOR, "55", 403), (Role.HEAD, "55", 200)],
)
def test_only_a_head_draws_zones(world: World, city: Municipality, role: Role, code: str | None, status: int) -> None:
    user = User.objects.create_user("somebody")
    client = entered(user, role, Region.objects.get(pk=code) if code else None)
    assert reverse("admin:supervision_zone_grid", args=["55"]) == URL
    assert client.get(URL).status_code == status
    assert client.post(URL, ticked(("all", "Второй"))).status_code == status
