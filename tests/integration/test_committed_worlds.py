"""After tests that commit the database is as migrations left it: none begins with what another has left."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from supervision.models import House, MessengerAccount, Region
from tests.put_back import put_back
from tests.world import World


@pytest.mark.parametrize("turn", ["first", "after it", "and once more"])
def test_a_committed_world_has_every_region_and_nothing_of_the_test_before(turn: str, committed_world: World) -> None:
    assert (Region.objects.count(), MessengerAccount.objects.count(), House.objects.count()) == (89, 89, 0), turn
    committed_world.house("г. Омск, ул. Мира, д. 1")


def rows_by_table() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row::text FROM "{table}" AS row ORDER BY 1')
            found[table] = [text for (text,) in cursor.fetchall()]
    return found


def test_what_was_written_changed_or_deleted_is_as_before(transactional_db: None) -> None:
    before = rows_by_table()
    Region.objects.filter(pk="55").update(change_limit_percent=1)
    MessengerAccount.objects.filter(pk="25").delete()
    Group.objects.all().delete()
    Permission.objects.all().delete()
    Group.objects.create(name="of a test")
    changed = rows_by_table()
    assert {"supervision_region", "supervision_messengeraccount", "auth_group", "auth_permission"} <= {
        table for table in before if before[table] != changed[table]
    }
    put_back()
    assert rows_by_table() == before
