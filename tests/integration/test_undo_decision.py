"""Taking an import back is a head's decision: shown first, confirmed as shown, by the page or the command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from supervision import access
from supervision.actions import management_periods
from supervision.enums import Role
from supervision.errors import Forbidden, Refused
from supervision.imports.undoing import story
from supervision.models import Event, SyncRequest
from tests.browsing import signed_in
from tests.licence_registers import load
from tests.register_files import NEW, OLD, licence
from tests.undone_imports import WHY, facts, first_house, run, six_houses, undo
from tests.world import World


@pytest.fixture(autouse=True)
def city(world: World, tmp_path: Path) -> None:
    six_houses(tmp_path)


def test_a_second_time_is_told(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    undo(world)
    with pytest.raises(Refused, match=r"already|уже"):
        undo(world)
    assert Event.objects.filter(name="import.undone").count() == 1


def test_an_import_that_changed_nothing_has_nothing_to_take_back(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    with pytest.raises(Refused, match=r"changed nothing|ничего не изменила"):
        undo(world)


def test_only_a_head_takes_an_import_back(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    inspector = world.by.__class__.objects.create_user("inspector")
    access.assign_role(inspector, Role.INSPECTOR, world.region)
    with pytest.raises(Forbidden):
        story.undo(run(), by=inspector, reason=WHY)
    assert run().undone_at is None


def test_looking_writes_nothing(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 2, "01.11.2026"))
    before = facts(), list(SyncRequest.objects.values()), Event.objects.count()
    shown = story.foresee(run(), by=world.by)
    assert {each.table: each.removed for each in shown.kinds} == {
        "managementperiod": 2,
        "licence": 2,
        "organisation": 1,
    }
    assert (facts(), list(SyncRequest.objects.values()), Event.objects.count()) == before


def test_the_command_looks_and_takes_back(world: World, tmp_path: Path) -> None:
    before = facts()
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    looked, done = StringIO(), StringIO()
    call_command("undo_import", str(run().pk), "--dry-run", "--json", stdout=looked)
    assert run().undone_at is None
    assert json.loads(looked.getvalue())["taken_back"]["managementperiod"] == {"removed": 1, "restored": 0, "remade": 0}
    with pytest.raises(CommandError, match="--reason"):
        call_command("undo_import", str(run().pk))
    call_command("undo_import", str(run().pk), "--reason", WHY, "--json", stdout=done)
    assert json.loads(done.getvalue()) == {**json.loads(looked.getvalue()), "undone": True}
    assert facts() == before
    with pytest.raises(CommandError, match=r"already|уже"):
        call_command("undo_import", str(run().pk), "--reason", WHY)


def test_the_page_shows_first_and_then_takes_back(world: World, tmp_path: Path) -> None:
    before = facts()
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 2, "01.11.2026"))
    client = signed_in(world, "Борис", Role.HEAD)
    one = reverse("admin:supervision_importrun_change", args=[run().pk])
    url = reverse("admin:supervision_importrun_undo", args=[run().pk])
    assert url in client.get(one).content.decode()
    shown = client.post(url, {"reason": WHY})
    assert "ООО «Новая»" in shown.content.decode()
    assert run().undone_at is None
    done = client.post(url, {"reason": WHY, "confirm": "1", "seen": shown.context["shown"].digest}, follow=True)
    assert done.redirect_chain == [(one, 302)]
    assert WHY in done.content.decode() and url not in done.content.decode()
    assert facts() == before
    event = Event.objects.get(name="import.undone")
    assert (event.by.first_name, event.reason, event.details["run"]) == ("Борис", WHY, run().pk)


def test_what_was_touched_after_the_page_was_shown_is_shown_anew(world: World, tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(OLD, 2, "01.06.2019"))
    client = signed_in(world, "Борис", Role.HEAD)
    url = reverse("admin:supervision_importrun_undo", args=[run().pk])
    seen = client.post(url, {"reason": WHY}).context["shown"].digest
    management_periods.replace(
        houses=[first_house()], organisation=None, since=world.today, by=world.by, reason="Собрание"
    )
    again = client.post(url, {"reason": WHY, "confirm": "1", "seen": seen})
    assert again.status_code == 200 and len(again.context["shown"].left) == 1
    assert run().undone_at is None
