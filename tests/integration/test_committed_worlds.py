"""Tests that commit are cleaned up after by emptying tables: what each begins with must not go by who came before."""

import pytest

from supervision.models import House, MessengerAccount, Region
from tests.world import World


@pytest.mark.parametrize("turn", ["first", "after it", "and once more"])
def test_a_committed_world_has_every_region_and_nothing_of_the_test_before(turn: str, committed_world: World) -> None:
    assert (Region.objects.count(), MessengerAccount.objects.count(), House.objects.count()) == (89, 89, 0), turn
    committed_world.house("г. Омск, ул. Мира, д. 1")
