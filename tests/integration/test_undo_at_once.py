"""An import is not taken back while another one of the region runs: asked of the database's own lock, from outside."""

from pathlib import Path

import pytest

from supervision.errors import Busy
from supervision.imports import import_record
from tests.licence_registers import load, periods
from tests.register_files import OLD, licence
from tests.transactions import other_connection
from tests.undone_imports import run, six_houses, undo
from tests.world import World


def test_while_another_import_of_the_region_runs_it_waits(committed_world: World, tmp_path: Path) -> None:
    six_houses(tmp_path)
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    held = [import_record.IMPORT_LOCK, int(committed_world.region.pk)]
    with other_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", held)
        with pytest.raises(Busy):
            undo(committed_world)
    assert run().undone_at is None and periods(1)
    undo(committed_world)
    assert periods(1) == []
