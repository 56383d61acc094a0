"""Mutated files of every kind, dry and applied: right rows or a clear refusal, and nothing half written."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count

from supervision.errors import BadFile
from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.models import House, ImportRun, ManagementPeriod, Organisation, Representative
from supervision.registry.sources.recognise import Sort
from tests.frt_files import company, houses_file, organisations_file, street
from tests.fuzzing import FILES, KINDS, SECONDS_FOR_ONE, Watch, mutated
from tests.register_files import NEW, OLD
from tests.spoiling import Sound

pytestmark = pytest.mark.django_db
# a list of chats is looked up in the messenger, chat by chat; its reading is tried in the unit tests
APPLIED = [sound for sound in KINDS if sound.kind.name != "chats"]
TABLES = (House, Organisation, ManagementPeriod, Representative, ImportRun)


@pytest.fixture
def companies(tmp_path: Path) -> Path:
    houses = houses_file(tmp_path, street(3, 501))
    others = organisations_file(tmp_path, [company(501, *OLD[1:]), company(502, *NEW[1:])])
    importer.apply(ImportRequest(houses, others))
    return others


def rows() -> list[list[Any]]:
    return [list(model.objects.order_by("pk").values_list()) for model in TABLES]


def request_of(sound: Sound, path: Path, houses: Path) -> ImportRequest:
    if sound.kind.name == "frt_organisations":
        return ImportRequest(houses, path, region="55", approval="Проверено")
    sort = Sort.PEOPLE if sound.kind.name in {"inspectors", "representatives"} else Sort.REGISTER
    return ImportRequest(path, region="55", approval="Проверено", sort=sort)


def apply(request: ImportRequest) -> None:
    """Tries the file and takes it back. What a dry run foretells is what happens, and half of it never does."""
    before = rows()
    try:
        foretold = importer.look(request)[1].report
        assert rows() == before
        done = importer.apply(request)
    except BadFile as error:
        assert str(error).strip()
        assert rows() == before
        return
    assert (done.counts(), done.refusal) == (foretold.counts(), foretold.refusal)
    if done.refusal:
        assert rows() == before
    elif hasattr(done, "houses"):
        assert House.objects.count() == len(before[0]) + done.houses.added
        assert Organisation.objects.count() == len(before[1]) + done.organisations.added
    twice = ManagementPeriod.objects.filter(until=None).values("house").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()


@pytest.mark.parametrize("sound", APPLIED, ids=[sound.kind.name for sound in APPLIED])
def test_a_mutated_file_is_applied_whole_or_not_at_all(tmp_path: Path, companies: Path, sound: Sound) -> None:
    watch = Watch()
    folder = tmp_path / "mutated"
    folder.mkdir()
    houses = houses_file(folder, street(3, 501), day="20261119")
    for number in range(FILES):
        path = mutated(sound, number, folder)

        def tried(path: Path = path) -> None:
            with transaction.atomic():
                apply(request_of(sound, path, houses))
                transaction.set_rollback(True)

        watch.time(tried)
        assert watch.slowest < SECONDS_FOR_ONE, number
    watch.tell(sound.kind.name)
