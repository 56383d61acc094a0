"""What a person corrected of a house: what is written and marked, and which later register file says something new."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from supervision.actions import house_corrections
from supervision.desired.chats import desired_chat
from supervision.desired.state import Existence
from supervision.enums import HouseKind, HouseState
from supervision.errors import Refused
from supervision.models import Chat, Event, House, Region, SyncRequest
from tests.frt_files import AUGUST, JULY, guid, house, houses_file
from tests.world import World

BLOCKED = "Жилой дом блокированной застройки"
SEPTEMBER = "20260901"


def load(folder: Path, *rows: dict[str, object], day: str = JULY) -> None:
    call_command("import_registry", str(houses_file(folder, rows, day=day)), "--apply", "--json", stdout=Sink())


class Sink:
    def write(self, text: str) -> None: ...


def of_file(number: int = 1) -> House:
    return House.objects.get(fias_guid=guid(number))


def correct(world: World, row: House, **values: Any) -> None:
    house_corrections.correct(house=row, values=values, by=world.by, reason="Акт осмотра")


# --- register files afterwards ---


def test_the_next_file_that_says_the_same_does_not_undo_a_correction(world: World, tmp_path: Path) -> None:
    load(tmp_path, house(1))
    correct(world, of_file(), flats=58, kind=HouseKind.BLOCKED)
    load(tmp_path, house(1), day=AUGUST)
    load(tmp_path, house(1, floor_count_max=6), day=SEPTEMBER)
    corrected = of_file()
    assert (corrected.flats, corrected.kind, corrected.floors) == (58, HouseKind.BLOCKED, 6)


def test_what_the_register_says_anew_is_taken(world: World, tmp_path: Path) -> None:
    load(tmp_path, house(1))
    correct(world, of_file(), flats=58)
    load(tmp_path, house(1, living_quarters_count=61), day=AUGUST)
    assert of_file().flats == 61
    load(tmp_path, house(1), day=SEPTEMBER)
    assert of_file().flats == 60


def test_a_correction_of_a_correction_still_stands_against_the_register(world: World, tmp_path: Path) -> None:
    load(tmp_path, house(1))
    correct(world, of_file(), flats=58)
    correct(world, of_file(), flats=57)
    load(tmp_path, house(1), day=AUGUST)
    assert of_file().flats == 57


def test_a_correction_taken_back_leaves_the_house_to_the_register(world: World, tmp_path: Path) -> None:
    load(tmp_path, house(1))
    correct(world, of_file(), flats=58)
    correct(world, of_file(), flats=60)
    load(tmp_path, house(1, living_quarters_count=58), day=AUGUST)
    assert of_file().flats == 58


def test_other_houses_and_other_facts_follow_the_file(world: World, tmp_path: Path) -> None:
    load(tmp_path, house(1), house(2))
    correct(world, of_file(1), flats=58)
    told = {"living_quarters_count": 70, "house_type": BLOCKED}
    load(tmp_path, house(1, house_type=BLOCKED), house(2, **told), day=AUGUST)
    assert [(row.flats, row.kind) for row in (of_file(1), of_file(2))] == [(58, "blocked"), (70, "blocked")]


def test_a_demolished_house_stays_so_whatever_the_file_lists(world: World, tmp_path: Path) -> None:
    load(tmp_path, house(1))
    correct(world, of_file(), state=HouseState.DEMOLISHED)
    load(tmp_path, house(1, floor_count_max=6), day=AUGUST)
    assert of_file().state == HouseState.DEMOLISHED


# --- what is written ---


def test_a_house_that_comes_into_scope_gets_its_chat(world: World) -> None:
    world.inspector("Инспектор 1")
    small = world.house("г. Омск, ул. Мира, д. 1")
    Chat.objects.all().delete()
    House.objects.filter(pk=small.pk).update(kind=HouseKind.BLOCKED)
    correct(world, small, kind=HouseKind.APARTMENT)
    world.push()
    assert world.owner(small) == "Инспектор 1"


def test_a_house_that_leaves_scope_before_its_chat_is_created_gets_none(world: World) -> None:
    world.inspector("Инспектор 1")
    row = world.house("г. Омск, ул. Мира, д. 1")
    correct(world, row, kind=HouseKind.SPECIALISED)
    world.push()
    assert desired_chat(world.chat(row).pk).existence is Existence.UNWANTED
    assert world.chat(row).messenger_id is None


def test_a_house_restored_after_the_policy_widened_gets_its_chat(world: World) -> None:
    row = world.house("г. Омск, ул. Мира, д. 1", flats=2)
    Chat.objects.all().delete()
    House.objects.filter(pk=row.pk).update(state=HouseState.DEMOLISHED)
    Region.objects.filter(pk="55").update(min_flats=2)
    correct(world, row, state=HouseState.STANDING)
    assert SyncRequest.objects.get(chat__house=row).state == "due"


def test_each_decision_is_an_event_of_its_own_with_the_values_before_and_after(world: World) -> None:
    inspector, row = world.inspector("Инспектор 1"), world.house("г. Омск, ул. Мира, д. 1")
    correct(world, row, flats=58, kind=HouseKind.APARTMENT, state=HouseState.DEMOLISHED, inspector=inspector)
    events = Event.objects.filter(by=world.by, reason="Акт осмотра").order_by("pk")
    assert [event.name for event in events] == ["house.corrected", "house.demolished", "houses.assigned"]
    assert events[0].details == {"house": row.pk, "before": {"flats": None}, "now": {"flats": 58}}


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_written(world: World, reason: str) -> None:
    row = world.house("г. Омск, ул. Мира, д. 1")
    with pytest.raises(Refused):
        house_corrections.correct(house=row, values={"flats": 58}, by=world.by, reason=reason)
    assert House.objects.get().flats is None


def test_where_nothing_differs_nothing_is_written_and_it_is_said(world: World) -> None:
    row = world.house("г. Омск, ул. Мира, д. 1")
    with pytest.raises(Refused):
        correct(world, row, flats=None, kind=HouseKind.APARTMENT, state=HouseState.STANDING, inspector=None)
    assert not Event.objects.exists()


def test_a_refusal_of_one_part_takes_the_others_back(world: World) -> None:
    row = world.house("г. Омск, ул. Мира, д. 1")
    stranger = world.inspector("Чужой", zone=False)
    type(stranger).objects.filter(pk=stranger.pk).update(region="25")
    with pytest.raises(Refused):
        correct(world, row, flats=58, inspector=type(stranger).objects.get(pk=stranger.pk))
    assert House.objects.get().flats is None
