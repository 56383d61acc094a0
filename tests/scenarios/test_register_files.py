"""A register file becomes owned chats, and the next month's file moves them."""

from pathlib import Path

import pytest

from supervision.imports import importer
from supervision.models import House, Inspector
from tests import frt_files
from tests.frt_files import AUGUST, JULY, company, house
from tests.world import World

OLD, NEW = 501, 502
COMPANIES = [company(OLD, "ООО «Старая»"), company(NEW, "ООО «Новая»")]


@pytest.fixture
def inspector(world: World) -> Inspector:
    return world.inspector("Инспектор 1")


def load(world: World, folder: Path, rows: list[frt_files.Row], day: str) -> None:
    houses = frt_files.houses_file(folder, rows, day=day)
    organisations = frt_files.organisations_file(folder, COMPANIES, day=day)
    assert importer.apply(importer.ImportRequest(houses, organisations), by=world.by).applied
    world.push()


def numbered(number: int) -> House:
    return House.objects.get(fias_guid=frt_files.guid(number))


def test_a_register_file_becomes_chats_with_the_inspector_as_owner(
    world: World, inspector: Inspector, tmp_path: Path
) -> None:
    load(world, tmp_path, [house(1, OLD), house(2)], JULY)
    assert {chat["title"] for chat in world.emulator.world()} == {"г. Омск, ул. Мира, д. 1", "г. Омск, ул. Мира, д. 2"}
    assert {world.owner(numbered(1)), world.owner(numbered(2))} == {"Инспектор 1"}
    world.assert_second_pass_plans_nothing()


def test_when_the_register_renames_a_house_its_chat_is_renamed(
    world: World, inspector: Inspector, tmp_path: Path
) -> None:
    load(world, tmp_path, [house(1, OLD), house(2, OLD)], JULY)
    renamed = house(1, OLD, formalname_street="Лермонтова")
    load(world, tmp_path, [renamed, house(2, OLD)], AUGUST)
    assert world.seen(numbered(1))["title"] == "г. Омск, ул. Лермонтова, д. 1"
    assert world.seen(numbered(2))["title"] == "г. Омск, ул. Мира, д. 2"
    assert world.messages(numbered(1)) == []
    world.assert_second_pass_plans_nothing()


def test_another_company_in_the_next_file_moves_exactly_that_houses_chat(
    world: World, inspector: Inspector, tmp_path: Path
) -> None:
    load(world, tmp_path, [house(1, OLD), house(2, OLD)], JULY)
    untouched = world.seen(numbered(2))
    load(world, tmp_path, [house(1, NEW), house(2, OLD)], AUGUST)
    assert "ООО «Новая»" in world.messages(numbered(1))[0]
    assert world.seen(numbered(2)) == untouched
    world.assert_second_pass_plans_nothing()


def test_a_company_that_vanished_from_the_file_goes_on(world: World, inspector: Inspector, tmp_path: Path) -> None:
    load(world, tmp_path, [house(1, OLD), house(2, OLD)], JULY)
    before = world.seen(numbered(1))
    load(world, tmp_path, [house(1), house(2, OLD)], AUGUST)
    assert numbered(1).periods.get().until is None
    assert world.seen(numbered(1)) == before
    world.assert_second_pass_plans_nothing()
