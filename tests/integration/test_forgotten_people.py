"""Who is forgotten is found in no column of any table: looked for in all of them, whatever they are made for."""

from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command
from django.utils import timezone

from supervision import seals
from supervision.actions import forgetting
from supervision.models import ForgottenPerson
from supervision.retention import mentions
from supervision.retention.terms import HISTORIES
from tests.remarkable_people import lived_through, places
from tests.terms import carry_out
from tests.world import World


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Any) -> None:
    settings.ARCHIVE_DIR, settings.MEDIA_ROOT = str(tmp_path / "archive"), tmp_path / "stored"
    settings.KEEP_DAYS = {"PEOPLE": "30", "NOMINATIONS": "30", "INVITATIONS": "30"}  # all else is still there


def test_who_is_forgotten_is_found_nowhere(world: World, tmp_path: Path) -> None:
    lived_through(world, tmp_path)
    before = places()
    columns = {
        f"{model._meta.db_table.removeprefix('supervision_')}.{model._meta.get_field(name).column}"  # type: ignore[union-attr]
        for model, (_way, names) in mentions.MENTIONS.items()
        for name in names
    }
    assert sorted(columns - before - NEVER_BY_PEOPLE) == [], "put them through this as well"
    while seals.seal_some():
        pass
    versions_of_now()
    world.wait(days=33)
    assert forgetting.forget_people(timezone.now()) == 5
    carry_out()
    assert {place for place in places() if not is_of_record(place)} == set()
    assert ForgottenPerson.objects.exists()
    call_command("remove_old_records", apply=True)
    assert places() == set()
    assert seals.verify() is None
    seals.seal_some()
    assert seals.verify() is None
    assert forgetting.forget_people(timezone.now()) == 0
    assert not ForgottenPerson.objects.exists()


def versions_of_now() -> None:
    """The triggers write by the database's own clock."""
    for history in HISTORIES:
        with pgtrigger.ignore(f"{history._meta.label}:append_only"):
            history._base_manager.update(pgh_created_at=timezone.now())


NEVER_BY_PEOPLE = {
    "importissue.message",  # a line is named there, never the person
    "messengercall.answer",
    "operation.undone_reason",
    "operation.foreseen",
    "importrun.undone_reason",
    "upload.second_name",
    "upload.message",
}


def is_of_record(place: str) -> bool:
    """What only the owner of the tables changes."""
    table = place.split(".")[0]
    return table == "event" or table.endswith("event")
