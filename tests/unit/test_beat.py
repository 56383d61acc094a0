"""What beat sends is what workers know."""

import pytest

from housechats import celeryconfig
from housechats.celery import app


@pytest.mark.parametrize("name", sorted(celeryconfig.beat_schedule))
def test_every_entry_of_beat_names_a_task_and_expires(name: str) -> None:
    entry = celeryconfig.beat_schedule[name]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["options"]["expires"] <= max(entry["schedule"], 2)
