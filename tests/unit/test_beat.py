"""What beat sends is what workers know."""

import re

import pytest
from django.conf import settings

from housechats import celeryconfig
from housechats.celery import app


@pytest.mark.parametrize("name", sorted(celeryconfig.beat_schedule))
def test_every_entry_of_beat_names_a_task_and_expires(name: str) -> None:
    entry = celeryconfig.beat_schedule[name]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["options"]["expires"] <= max(entry["schedule"], 2)


def test_files_are_read_by_workers_of_their_own_and_nothing_else_is() -> None:
    """The queue of chats is the one that a worker listens to by itself; whatever starts the portal names the other."""
    app.loader.import_default_modules()
    routed = {name for name in app.tasks if name.startswith("supervision.") and "upload" in name}
    assert set(celeryconfig.task_routes) == routed - {"supervision.delete_old_uploads"}
    assert {route["queue"] for route in celeryconfig.task_routes.values()} == {"uploads"}


@pytest.mark.parametrize(
    "path",
    ["supervision/management/commands/run.py", "deploy/systemd/housechats-uploads.service", "deploy/compose.yaml"],
)
def test_every_queue_has_a_worker_where_the_portal_is_started(path: str) -> None:
    told = (settings.BASE_DIR / path).read_text(encoding="utf-8")
    for route in celeryconfig.task_routes.values():
        assert re.search(rf"--queues\W+{route['queue']}\b", told)
