"""Who is forgotten is found in no column of any table: looked for in all of them, whatever they are made for."""

from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supervision import seals
from supervision.actions import comments, company_links, forgetting, invitations, nominations
from supervision.models import Comment, Event, ForgottenPerson, Invitation, InvitationState, NominationState
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


def test_a_name_that_another_still_bears_stays_in_what_others_wrote(world: World) -> None:
    """The same person again, in another company: two records, and only one of them is over."""
    first, second = world.company("ООО «УК 1»"), world.company("ООО «УК 2»")
    world.numbers = iter(range(770_100_001, 770_100_009))  # type: ignore[assignment]
    over, going_on = (world.representative(company, "Приметный Борис") for company in (first, second))
    house = world.house("г. Омск, ул. Мира, д. 1", first)
    comments.write(house=house, text="Спросить: Приметный Борис, 770100001 или 770100002", by=world.by)
    forgetting.forget_representative(over)
    assert Comment.objects.get().text == "Спросить: Приметный Борис, 0 или 770100002"
    forgetting.forget_representative(going_on)
    assert Comment.objects.get().text == f"Спросить: № {going_on.pk}, 0 или 0"


def test_what_was_left_of_an_event_is_under_a_seal_again(world: World) -> None:
    person = world.representative(world.company("ООО «УК»"), "Приметный Борис")
    forgetting.forget_representative(person)
    call_command("remove_old_records", apply=True)
    seals.seal_some()
    event = Event.objects.get(name="representative.added")
    assert event.details["name"] == f"№ {person.pk}"
    assert seals.verify() is None
    with pgtrigger.ignore("supervision.Event:append_only"):
        Event.objects.filter(pk=event.pk).update(details={**event.details, "name": "Другой"})
    broken = seals.verify()
    assert broken is not None and "does not hold what an erasure left" in broken.why


def test_the_record_is_read_once_for_everybody_who_was_forgotten(world: World) -> None:
    company = world.company("ООО «УК»")
    people = [world.representative(company, f"Приметный {name}") for name in ("Борис", "Глеб", "Савва")]
    for person in people:
        forgetting.forget_representative(person)
    with CaptureQueriesContext(connection) as asked:
        call_command("remove_old_records", apply=True)
    searched = [each["sql"] for each in asked if 'FROM "supervision_event"' in each["sql"] and "UPPER" in each["sql"]]
    assert len(searched) == 1
    told = Event.objects.filter(name="representative.added").order_by("pk")
    assert [event.details["name"] for event in told] == [f"№ {person.pk}" for person in people]
    assert not ForgottenPerson.objects.exists() and seals.verify() is None


def test_a_name_that_waits_for_ever_is_refused_and_forgotten(world: World) -> None:
    link = company_links.issue(organisation=world.company("ООО «УК»"), email="", by=world.by)
    named = nominations.name(link=link, full_name="Приметный Глеб", position="")
    invitations.invite(person=named, by=None, link=link)
    world.wait(days=29)
    assert forgetting.forget_people(timezone.now()) == 0
    world.wait(days=2)
    assert forgetting.forget_people(timezone.now()) == 1
    named.refresh_from_db()
    assert (named.full_name, named.state) == (f"№ {named.pk}", NominationState.REFUSED)
    assert not Invitation.objects.exists()
    told = Event.objects.get(name="person.forgotten")
    assert (told.region, told.details) == (world.region, {"nomination": named.pk})


def test_an_invitation_that_came_to_nothing_leaves_with_the_account_that_answered(world: World) -> None:
    person = world.representative(world.company("ООО «УК»"), "Приметный Борис")
    declined, known = (invitations.invite(person=person, by=world.by) for _time in range(2))
    invitations.decline(declined, account_id=5, account_name="Чужой")
    Invitation.objects.filter(pk=known.pk).update(state=InvitationState.KNOWN)
    world.wait(days=29)
    assert "INVITATIONS" not in carry_out()
    world.wait(days=16)
    assert carry_out()["INVITATIONS"] == 1
    assert Invitation.objects.get() == known
