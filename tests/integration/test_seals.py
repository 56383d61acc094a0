"""The record of events holds: nothing empties or rewrites it unseen, and what was archived leaves its seal."""

import json
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from supervision import access, audit, seals
from supervision.checks import role_of_the_database, tables_of_the_record
from supervision.enums import Role
from supervision.models import Event, KeptGroup, KeptLogin, KeptZonePlace, Seal, SealedEvent, Zone
from tests.world import World

HISTORIES = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
RECORD = [*HISTORIES, Event, Seal, SealedEvent]


def note(world: World, times: int = 3) -> None:
    for number in range(times):
        with audit.event("house.demolished", by=world.by, reason=f"Акт {number}", region=world.region):
            pass


def rewrite(event: int, **values: object) -> None:
    """As the owner of the tables would."""
    with pgtrigger.ignore("supervision.Event:append_only"):
        Event.objects.filter(pk=event).update(**values)


@pytest.mark.parametrize("model", RECORD, ids=lambda model: model.__name__)
def test_no_table_of_the_record_is_emptied(db: None, model: type) -> None:
    """Found by what they are, so that a new history is among them."""
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="is not emptied"), transaction.atomic():
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")  # type: ignore[attr-defined]


def test_a_whole_record_holds(world: World) -> None:
    note(world)
    assert seals.seal_some() == Event.objects.count() > 0
    note(world)
    assert seals.seal_some() == 3
    assert seals.seal_some() == 0
    assert seals.verify() is None
    assert [seal.former for seal in Seal.objects.all()] == ["", Seal.objects.first().digest]  # type: ignore[union-attr]


@pytest.mark.parametrize("values", [{"reason": "Другое"}, {"details": {"house": 1}}, {"name": "house.restored"}])
def test_what_is_rewritten_breaks_its_seal(world: World, values: dict[str, object]) -> None:
    note(world)
    seals.seal_some()
    note(world)
    seals.seal_some()
    rewrite(Event.objects.latest("pk").pk, **values)
    broken = seals.verify()
    assert broken is not None
    assert broken.seal == Seal.objects.latest("pk").pk


def test_what_is_taken_out_is_missed(world: World) -> None:
    note(world)
    seals.seal_some()
    with pgtrigger.ignore("supervision.Event:append_only"):
        Event.objects.filter(pk=Event.objects.latest("pk").pk).delete()
    with pytest.raises(CommandError, match="is gone"):
        call_command("verify_audit")


def test_words_may_be_erased_and_the_chain_holds(world: World) -> None:
    note(world)
    seals.seal_some()
    event = Event.objects.latest("pk")
    seals.erase({event.pk: {"reason": "", "details": {}}}, cause="remove_old_records by root")
    assert seals.verify() is None
    rewrite(event.pk, reason="Подложено")
    assert seals.verify() is not None


def test_a_line_under_a_seal_is_not_rewritten(world: World) -> None:
    note(world)
    seals.seal_some()
    for values in ({"salt": "другая"}, {"personal": "0" * 64}, {"event": 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SealedEvent.objects.filter(event=Event.objects.latest("pk").pk).update(**values)


def test_a_chain_that_was_written_anew_differs_from_what_was_kept_elsewhere(world: World, tmp_path: Path) -> None:
    note(world)
    seals.seal_some()
    kept = tmp_path / "kept.jsonl"
    kept.write_text("\n".join(seals.as_lines(Seal.objects.all())), encoding="utf-8")
    call_command("verify_audit", against=kept)
    told = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert told[-1]["digest"] == Seal.objects.get().digest
    assert "Акт 2" in {line.get("reason") for line in told}
    told[-1]["digest"] = "0" * 64
    kept.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    with pytest.raises(CommandError, match="written anew"):
        call_command("verify_audit", against=kept)


def test_an_archived_segment_leaves_its_seal(world: World, tmp_path: Path) -> None:
    note(world)
    seals.seal_some()
    last = Event.objects.latest("pk").pk
    archive = tmp_path / "segments.jsonl"
    call_command("remove_audit_segments", up_to=Seal.objects.get().pk, archive=archive, apply=True)
    assert not Event.objects.filter(pk__lte=last).exists()
    assert Event.objects.get().name == "record.segment_removed"
    assert seals.verify() is None
    assert len(archive.read_text(encoding="utf-8").splitlines()) == Seal.objects.get().events + 1


def test_logins_and_rights_keep_what_they_were(world: World) -> None:
    user = User.objects.create_user("petrova")
    with audit.event("login.password_set", cause="test by root", details=audit.of_login(None)):
        User.objects.filter(pk=user.pk).update(is_superuser=True, password="!")
    User.objects.filter(pk=user.pk).update(last_login=Seal.objects.none().first())
    kept = KeptLogin.versions.rel.related_model.objects.filter(pgh_obj_id=user.pk).order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(kept.values_list("is_superuser", "pgh_context__name")) == [(False, None), (True, "login.password_set")]
    assert not hasattr(kept.first(), "password")


def test_what_belongs_to_a_kept_row_is_kept_as_well() -> None:
    """Many-to-many relations stand in tables of their own, which the history of neither side covers."""
    tracked = {model.pgh_tracked_model._meta.concrete_model for model in HISTORIES}  # type: ignore[attr-defined]
    relations = {field.remote_field.through for model in tracked for field in model._meta.local_many_to_many}  # type: ignore[union-attr]
    assert len(relations) > 3
    assert relations <= tracked


def test_that_a_login_became_a_programs_is_kept(world: World) -> None:
    login = User.objects.create_user("program")
    with audit.event("role.assigned", cause="test by root", details=audit.of_login(login)):
        access.assign_role(login, Role.API_CLIENT, world.region)
    kept = KeptGroup.versions.rel.related_model.objects.filter(user=login).order_by("pgh_id")  # type: ignore[attr-defined]
    program = Group.objects.get(name=Role.API_CLIENT).pk
    assert list(kept.values_list("pgh_label", "group", "pgh_context__name")) == [("insert", program, "role.assigned")]


def test_which_municipalities_a_zone_covered_is_kept(world: World) -> None:
    zone = Zone.objects.create(region=world.region, name="Зона")
    zone.municipalities.set([world.city()])
    with audit.event("zones.drawn", by=world.by, reason="Приказ", region=world.region):
        zone.municipalities.clear()
    kept = KeptZonePlace.versions.rel.related_model.objects.filter(zone=zone).order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(kept.values_list("pgh_label", "municipality", "pgh_context__name")) == [
        ("insert", world.city().pk, None),
        ("delete", world.city().pk, "zones.drawn"),
    ]


def test_a_superuser_made_by_command_is_on_record(db: None) -> None:
    call_command("createsuperuser", username="root", email="", interactive=False)
    event = Event.objects.get(name="login.made_administrator")
    assert event.details == audit.of_login(User.objects.get(username="root"))
    assert event.cause.startswith("createsuperuser by ")


def test_an_owner_without_privileges_could_still_rewrite_the_record(db: None) -> None:
    """It gives them back to itself; so does whoever may become the owner without having its privileges."""
    tables = ", ".join(sorted(tables_of_the_record()))
    with connection.cursor() as cursor:
        for role in ("owner_of_record", "member_of_owner NOINHERIT", "nobody_of_record"):
            cursor.execute(f"CREATE ROLE {role}")
        cursor.execute("GRANT owner_of_record TO member_of_owner")
        cursor.execute("GRANT CREATE, USAGE ON SCHEMA public TO owner_of_record")
        for table in tables_of_the_record():
            cursor.execute(f"ALTER TABLE {table} OWNER TO owner_of_record")
        cursor.execute(f"REVOKE ALL ON {tables} FROM owner_of_record")
        found = {}
        for role in ("owner_of_record", "member_of_owner", "nobody_of_record"):
            cursor.execute(f"SET LOCAL ROLE {role}")
            found[role] = [message.id for message in role_of_the_database(None)]
            cursor.execute("RESET ROLE")
    told = ["supervision.W040"]
    assert found == {"owner_of_record": told, "member_of_owner": told, "nobody_of_record": []}


def test_the_portals_own_role_may_only_add_to_the_record(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert [found.id for found in role_of_the_database(None)] == ["supervision.W040"]  # tests own their tables
    call_command("print_grants", "portal_runtime")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE portal_runtime")
        cursor.execute(capsys.readouterr().out)
        cursor.execute("SET LOCAL ROLE portal_runtime")
        assert role_of_the_database(None) == []
        audit.record("login.made_administrator", cause="test by root", details=audit.of_login(None))
        assert seals.seal_some() == 1
        for statement in ("UPDATE supervision_event SET reason = ''", "DELETE FROM supervision_event"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
