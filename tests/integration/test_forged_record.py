"""What an owner of the tables rewrites is found: each field of an event, behind each pretext that the record knows.

Whoever says that words were erased cannot be told from the command that erases; a copy kept elsewhere tells them
apart, and without one the pretext is named.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from supervision import audit, seals
from supervision.actions import forgetting
from supervision.models import Event, Seal, SealedEvent
from tests.world import World

OWNER = "by root"
IN_THE_CHAIN = {"name", "at", "region"}  # as they are; of the others stands a salted digest there

VALUES: dict[str, Callable[[], dict[str, Any]]] = {
    "name": lambda: {"name": "house.restored"},
    "at": lambda: {"at": timezone.now() - timedelta(days=1)},
    "by": lambda: {"by": User.objects.create_user("another")},
    "cause": lambda: {"cause": "registry"},
    "reason": lambda: {"reason": "Другое"},
    "region": lambda: {"region": None},
    "details": lambda: {"details": {"house": 1}},
}


def rewrite(event: int, **values: object) -> None:
    with pgtrigger.ignore("supervision.Event:append_only"):
        Event.objects.filter(pk=event).update(**values)


def as_if_erased(event: int, seal: int) -> None:
    seals.erase({event: {"reason": Event.objects.get(pk=event).reason}}, cause=f"remove_old_records {OWNER}")


def as_if_removed(event: int, seal: int) -> None:
    audit.record(seals.REMOVED, cause=f"remove_audit_segments {OWNER}", details={"up_to": seal})


@pytest.fixture
def event(world: World) -> int:
    with audit.event("house.demolished", by=world.by, reason="Акт", region=world.region, details={"house": 7}) as row:
        pass
    seals.seal_some()
    return row.pk


@pytest.fixture
def kept(event: int, tmp_path: Path) -> Path:
    return kept_elsewhere(tmp_path)


def kept_elsewhere(folder: Path) -> Path:
    file = folder / "kept.jsonl"
    file.write_text("".join(f"{line}\n" for line in seals.as_lines(Seal.objects.all())), encoding="utf-8")
    return file


def test_every_field_of_an_event_is_among_them() -> None:
    assert VALUES.keys() == {field.name for field in Event._meta.get_fields() if not field.auto_created}


@pytest.mark.parametrize("with_copy", [False, True], ids=["tables alone", "with a copy"])
@pytest.mark.parametrize("pretext", [as_if_erased, as_if_removed], ids=lambda pretext: pretext.__name__)
@pytest.mark.parametrize("field", VALUES)
def test_what_is_rewritten_behind_a_pretext(
    event: int, kept: Path, field: str, pretext: Callable[[int, int], None], with_copy: bool, capsys: Any
) -> None:
    rewrite(event, **VALUES[field]())
    pretext(event, Seal.objects.latest("pk").pk)
    seals.seal_some()
    arguments = {"against": kept} if with_copy else {}
    if not with_copy and pretext is as_if_erased and field not in IN_THE_CHAIN:
        call_command("verify_audit", **arguments)
        told = Event.objects.latest("pk")
        assert f"Event {told.pk} (remove_old_records by root" in capsys.readouterr().out
        return
    with pytest.raises(CommandError, match=r"^Seal \d+: "):
        call_command("verify_audit", **arguments)


def test_an_author_who_is_emptied_behind_an_erasure_differs_from_the_copy(event: int, kept: Path) -> None:
    rewrite(event, by=None, cause="registry")
    as_if_erased(event, 0)
    seals.seal_some()
    with pytest.raises(CommandError, match=f"event {event} "):
        call_command("verify_audit", against=kept)


def pretexts_of_others(world: World) -> Iterator[dict[str, Any]]:
    yield {"by": world.by, "cause": f"remove_old_records {OWNER}"}
    yield {"by": None, "cause": "registry"}


def test_nobody_but_a_command_is_believed(world: World, event: int) -> None:
    """The portal's role may write such events; they are not believed, nor is one that says nothing."""
    words = {"events": {str(event): "0" * 64}}
    for pretext in pretexts_of_others(world):
        Event.objects.create(name=seals.REMOVED, details={"up_to": 9}, **pretext)
        Event.objects.create(name=seals.ERASED, details=words, **pretext)
    for details in ({}, {"up_to": "9"}, {"events": [event]}, {"events": {"x": 7}}, [], 9):
        for name in (seals.REMOVED, seals.ERASED):
            Event.objects.create(name=name, details=details, cause=f"remove_old_records {OWNER}")
    assert seals.removed_up_to() == 0
    call_command("verify_audit")
    with pgtrigger.ignore("supervision.Event:append_only"):
        Event.objects.filter(pk=event).delete()
    with pytest.raises(CommandError, match="is gone"):
        call_command("verify_audit")


def test_words_are_not_erased_without_an_event_that_says_so(event: int) -> None:
    rewrite(event, reason="", details={})
    SealedEvent.objects.filter(event=event).update(salt="")
    with pytest.raises(CommandError, match=f"event {event} "):
        call_command("verify_audit")


def test_an_event_with_the_number_of_one_that_was_removed_is_told(
    world: World, event: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """It never gets a seal of its own; the portal's role may add it."""
    seals.remove(Seal.objects.get().pk, cause=f"remove_audit_segments {OWNER}")
    call_command("verify_audit")
    assert "removed the events up to seal" in capsys.readouterr().out
    call_command("print_grants", "portal_runtime")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_runtime")
        cursor.execute(capsys.readouterr().out)
        cursor.execute("SET LOCAL ROLE portal_runtime")
        Event.objects.create(pk=event, name="house.restored", by=world.by, region=world.region)
        cursor.execute("RESET ROLE")
    with pytest.raises(CommandError, match=f"event {event} stands in a segment that was removed"):
        call_command("verify_audit")


def test_who_was_forgotten_is_no_forgery_beside_the_copy_of_before(world: World, tmp_path: Path) -> None:
    person = world.representative(world.company("ООО «УК»"), "Приметный Борис")
    with audit.event("house.demolished", by=world.by, reason="Акт, Приметный Борис, 2026", region=world.region):
        pass
    seals.seal_some()
    kept = kept_elsewhere(tmp_path)
    forgetting.forget_representative(person)
    call_command("remove_old_records", apply=True)
    seals.seal_some()
    assert Event.objects.get(name="house.demolished").reason == f"Акт, № {person.pk}, 2026"
    call_command("verify_audit", against=kept)
    call_command("verify_audit", against=kept_elsewhere(tmp_path))
