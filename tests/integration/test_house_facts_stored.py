"""Every fact of a house is written by COPY and by UPDATE and read back as it was, whatever its type."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError

from supervision.house_facts import NAMES, NOTHING, HouseFacts
from supervision.imports.facts import known_facts
from supervision.imports.houses import add_from_register, change_from_register, municipality_ids
from supervision.models import House, Region
from supervision.registry import diff, summary
from supervision.registry.diff import HouseChange
from supervision.registry.file_rows import HouseRow
from supervision.registry.known_rows import KnownHouse
from tests.world import World

GUID = UUID(int=5)


def said(seed: int) -> HouseFacts:
    """A value for every field, by the type of its column."""
    made: dict[str, Any] = {"IntegerField": seed, "BooleanField": seed % 2 == 1, "UUIDField": UUID(int=seed)}
    facts = {}
    for place, name in enumerate(NAMES):
        column = House._meta.get_field(name)
        numeric = column.get_internal_type().endswith("IntegerField")
        kind = "IntegerField" if numeric else column.get_internal_type()
        choices = getattr(column, "choices", None)
        facts[name] = choices[seed % 2][0] if choices else made.get(kind, f"Поле {place} №{seed}")
    return HouseFacts(**facts)


def store(region: Region, facts: HouseFacts) -> None:
    municipalities = municipality_ids(region, [facts.municipality])
    add_from_register(region, [HouseRow(2, GUID, None, facts)], municipalities=municipalities, organisations={})


def stored(region: Region) -> KnownHouse:
    return known_facts(region, ()).houses[GUID]


def change(region: Region, after: HouseFacts) -> None:
    house = stored(region)
    municipalities = municipality_ids(region, [after.municipality])
    change_from_register([HouseChange(house.id, 2, house.facts, after)], municipalities=municipalities)


def test_what_is_written_is_read_back(world: World) -> None:
    store(world.region, said(1))
    assert stored(world.region).facts == said(1)
    change(world.region, said(2))
    assert stored(world.region).facts == said(2)


def test_a_file_that_says_nothing_is_written_and_changes_nothing_later(world: World) -> None:
    store(world.region, HouseFacts(address="ул. Мира, д. 1"))
    change(world.region, said(1))
    silent = diff.filled(HouseFacts(), stored(world.region))
    kept = {name: value for name, value in asdict(silent).items() if name in NOTHING}
    assert kept == {name: getattr(said(1), name) for name in NOTHING}


@pytest.mark.parametrize("name", NAMES)
def test_a_difference_in_any_field_is_seen_and_shown(world: World, name: str) -> None:
    after = replace(said(1), **{name: getattr(said(2), name)})
    found = HouseChange(1, 2, said(1), after)
    assert found.fields == {name}
    assert name == "address_key" or str(summary.CAPTIONS[name]) in summary.of_house(found)


def test_a_text_that_is_too_long_is_refused_and_not_cut(world: World) -> None:
    store(world.region, said(1))
    with pytest.raises(DataError):
        change(world.region, replace(said(1), letter="А" * 101))
