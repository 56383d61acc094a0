"""What a house is made of is declared once: whatever shows, watches, stores or compares a house has all of it."""

import pytest
from django.utils.translation import override

from supervision.api.houses import HouseShown
from supervision.enums import ChangeKind
from supervision.house_facts import CAPTIONS, NAMES, NOTHING, SHOWN, HouseFacts
from supervision.models import House
from supervision.models.house import SHOWN_COLUMNS
from supervision.outgoing.payloads import FORMS
from supervision.registry.summary import CAPTIONS as SAID

COLUMNS = {column.name: column for column in House._meta.concrete_fields}


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_has_a_column_of_its_name_and_caption(name: str) -> None:
    column = COLUMNS[name]
    with override("ru"):
        assert str(column.verbose_name) == str(CAPTIONS[name]) == str(SAID[name])
    assert getattr(HouseFacts(), name) is not None or column.null or column.has_default()


def test_what_is_shown_of_a_house_is_the_same_everywhere() -> None:
    """And what the triggers watch, so that whoever follows the changes misses none."""
    assert set(SHOWN) <= set(SHOWN_COLUMNS)
    assert set(SHOWN) <= set(HouseShown.Meta.fields) & set(FORMS[ChangeKind.HOUSE].names)
    assert set(SHOWN) <= COLUMNS.keys()


def test_an_address_is_taken_as_a_whole() -> None:
    assert {"address", "address_key", "street", "number"}.isdisjoint(NOTHING)
    assert {"municipality", "kind", "flats", "cadastral_number"} <= NOTHING.keys()
